"""Run by `knowledge.py` inside a peer's own environment: PEER TASK.json RESULT.json. Imports nothing of ours.

Each peer is used as its tutorial does, with no option of ours. A default that needs a model from a hub is replaced by
the peer's own keyword search; the name in the table says so.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

Search = Callable[[str, int], "list[int]"]


def txtai(passages: list[str]) -> Search:
    from txtai import Embeddings

    embeddings = Embeddings(keyword=True)
    embeddings.index(passages)
    return lambda question, top: [int(found) for found, _ in embeddings.search(question, top)]


def haystack(passages: list[str]) -> Search:
    from haystack import Document
    from haystack.components.retrievers.in_memory import InMemoryBM25Retriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    store = InMemoryDocumentStore()
    store.write_documents([Document(content=text, meta={"number": number}) for number, text in enumerate(passages)])
    retriever = InMemoryBM25Retriever(store)

    def search(question: str, top: int) -> list[int]:
        if not question.strip():
            return []  # it refuses those, and CMRC has one
        return [document.meta["number"] for document in retriever.run(query=question, top_k=top)["documents"]]

    return search


def llamaindex(passages: list[str]) -> Search:
    from llama_index.core.schema import TextNode
    from llama_index.retrievers.bm25 import BM25Retriever

    nodes = [TextNode(text=text, id_=str(number)) for number, text in enumerate(passages)]
    retriever = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=10)
    return lambda question, top: [int(found.node.node_id) for found in retriever.retrieve(question)][:top]


PEERS = {
    "txtai": ("txtai, keyword=True", txtai),
    "Haystack": ("Haystack, in-memory BM25", haystack),
    "LlamaIndex": ("LlamaIndex, BM25 retriever", llamaindex),
}


def main() -> None:
    name, task_path, result_path = sys.argv[1:]
    task = json.loads(Path(task_path).read_text())
    what, build = PEERS[name]
    began = time.perf_counter()
    search = build(task["passages"])
    index_seconds = time.perf_counter() - began
    search(task["questions"][0], task["top"])
    found, seconds = [], []
    for question in task["questions"]:
        began = time.perf_counter()
        found.append(search(question, task["top"]))
        seconds.append(time.perf_counter() - began)
    result = {"what": what, "found": found, "seconds": seconds, "index_seconds": index_seconds}
    Path(result_path).write_text(json.dumps(result))


if __name__ == "__main__":
    main()
