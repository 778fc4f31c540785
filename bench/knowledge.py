"""Questions to cited answers: python bench/knowledge.py --data DIR [--peers] [--work DIR] [--endpoint KIND ...]

DIR holds XQuAD (`xquad.en.json`, `xquad.zh.json`) and CMRC 2018 (`cmrc2018.trial.json`). Every paragraph becomes a text
file, taken in by the real ingest; questions go through `Retriever.search` and `Retriever.answer`, as the capabilities
ask them. No model takes part.

    R@1, R@5, MRR    the question's paragraph among the documents found
    s@1, s@2, s@3    a quoted sentence, among the first so many, has the gold answer (a refusal has none)
    refused          of questions whose paragraph was left out (half of the paragraphs, three draws), how many got
                     "not found"; beside it how many of the others got it too
    floor            what issue 2 asks for; ! marks what is missed

`--peers` measures txtai, Haystack and LlamaIndex on the same paragraphs and questions in the same run, each as it comes
out of the box, installed into an environment of its own under `--work`. Where the offline embedder is installed (see
`models/offline`), a second row of ours has its vectors beside the words. Each `--endpoint` is one more, with vectors
from a model that is served over HTTP: `letters` hashes runs of letters and `lots` draws vectors by lot, to see that a
bad model spoils nothing; `minilm` is the offline embedder behind an endpoint, which does not say what it cannot read.
With vectors, questions are governed calls and the time of the model is in `ms`. What was measured in the base is told
below its row: for how much vectors count, and how often words and vectors found its own sentences.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from statistics import fmean, median, quantiles

from knowledge_sets import Asked, Bench, Served, Set, load_sets
from wainao.features.knowledge.weighing import Weight
from wainao.features.models import offline
from wainao.features.models.offline.minilm import MiniLM
from wainao.testing.embeddings import Make, lettered
from wainao.testing.model_server import vector

Opened = Bench | Served
Open = Callable[[Path, Set, Collection[int] | None], Opened]

OURS = "Wainao"
DRAWS = 3
TOP = 10
PEERS = {
    "txtai": ("torch==2.13.0", "txtai==9.14.0"),
    "Haystack": ("haystack-ai==3.4.0",),
    "LlamaIndex": ("llama-index-core==0.14.25", "llama-index-retrievers-bm25==0.8.0"),
}
FLOORS = {
    "XQuAD-en": {"R@1": 0.945, "refused": 0.75, "wrongly": 0.06},
    "XQuAD-zh": {"R@1": 0.93, "s@3": 0.89, "refused": 0.56, "wrongly": 0.06},
}
ENDPOINTS: dict[str, Make] = {
    "letters": lettered,
    "lots": partial(vector, dimensions=32),
    "minilm": lambda text: _minilm().embed([text])[0][0].tolist(),
}
COLUMNS = ("R@1", "R@5", "MRR", "s@1", "s@2", "s@3", "refused", "wrongly", "ms p50", "ms p95", "index s")


@cache
def _minilm() -> MiniLM:
    return MiniLM()


@dataclass
class Row:
    """What one engine did on one set; what it does not do is left out."""

    name: str
    values: dict[str, float] = field(default_factory=dict)
    measured: Sequence[Weight] = ()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--work", type=Path, help="where the peers' environments are kept; default: thrown away")
    parser.add_argument("--endpoint", action="append", choices=sorted(ENDPOINTS), default=[], metavar="KIND")
    given = parser.parse_args()
    work = given.work or Path(tempfile.mkdtemp())
    for one in load_sets(given.data):
        rows = [ours(one, OURS, Bench)]
        if offline.is_installed():
            rows.append(ours(one, f"{OURS} + {offline.NAME}", partial(Served, make=None)))
        for kind in given.endpoint:
            rows.append(ours(one, f"{OURS} + {kind}, served", partial(Served, make=ENDPOINTS[kind])))
        if given.peers:
            rows += [peer(name, one, work) for name in PEERS]
        show(one, rows)


def ours(one: Set, name: str, opened: Open) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        with opened(Path(folder), one, None) as bench:
            row = Row(name, {"index s": time.perf_counter() - began})
            row.values |= _searched(bench, one) | _quoted(bench, one)
            row.measured = bench.weights if isinstance(bench, Served) else ()
    row.values |= _refused(one, opened)
    return row


def _searched(bench: Opened, one: Set) -> dict[str, float]:
    ranks, seconds = [], []
    bench.search(one.questions[0].text, top=TOP)
    for asked in one.questions:
        began = time.perf_counter()
        found = bench.search(asked.text, top=TOP)
        seconds.append(time.perf_counter() - began)
        ranks.append(_rank([bench.number(passage.path) for passage in found], asked))
    return _ranked(ranks, seconds)


def _rank(found: Sequence[int], asked: Asked) -> int | None:
    """The place, from 1, of the question's paragraph among the documents found."""
    documents = list(dict.fromkeys(found))
    return documents.index(asked.paragraph) + 1 if asked.paragraph in documents else None


def _ranked(ranks: Sequence[int | None], seconds: Sequence[float]) -> dict[str, float]:
    return {
        "R@1": fmean(rank == 1 for rank in ranks),
        "R@5": fmean(rank is not None and rank <= 5 for rank in ranks),
        "MRR": fmean(1 / rank if rank else 0.0 for rank in ranks),
        "ms p50": median(seconds) * 1e3,
        "ms p95": quantiles(seconds, n=20)[-1] * 1e3,
    }


def _quoted(bench: Opened, one: Set) -> dict[str, float]:
    hits: list[int | None] = []
    for asked in one.questions:
        answer = bench.answer(asked.text)
        holds = [any(gold in cited.quote for gold in asked.answers) for cited in answer.citations]
        hits.append(holds.index(True) + 1 if True in holds else None)
    return {f"s@{top}": fmean(hit is not None and hit <= top for hit in hits) for top in (1, 2, 3)}


def _refused(one: Set, opened: Open) -> dict[str, float]:
    rightly, wrongly = [], []
    for draw in range(DRAWS):
        numbers = range(len(one.paragraphs))
        kept = set(random.Random(draw).sample(numbers, len(numbers) // 2))
        with tempfile.TemporaryDirectory() as folder, opened(Path(folder), one, kept) as bench:
            for asked in one.questions:
                answer = bench.answer(asked.text)
                (wrongly if asked.paragraph in kept else rightly).append(answer.origin == "none")
    return {"refused": fmean(rightly), "wrongly": fmean(wrongly)}


def peer(name: str, one: Set, work: Path) -> Row:
    python = _environment(name, work)
    with tempfile.TemporaryDirectory() as folder:
        task, result = Path(folder) / "task.json", Path(folder) / "result.json"
        questions = [asked.text for asked in one.questions]
        task.write_text(json.dumps({"passages": one.paragraphs, "questions": questions, "top": TOP}))
        script = Path(__file__).with_name("knowledge_peers.py")
        # Nobody's telemetry, and no attempt to load a model from a hub.
        quiet = {"HF_HUB_OFFLINE": "1", "HAYSTACK_TELEMETRY_ENABLED": "False", "OMP_NUM_THREADS": "2"}
        subprocess.run([python, script, name, task, result], check=True, env=os.environ | quiet, stdout=sys.stderr)
        out = json.loads(result.read_text())
    ranks = [_rank(found, asked) for found, asked in zip(out["found"], one.questions, strict=True)]
    return Row(out["what"], _ranked(ranks, out["seconds"]) | {"index s": out["index_seconds"]})


def _environment(name: str, work: Path) -> Path:
    """The Python of the peer's own environment, made on first use."""
    folder = work.absolute() / name
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        for package in PEERS[name]:
            subprocess.run([python, "-m", "pip", "install", "-q", package], check=True, stdout=sys.stderr)
    return python


def show(one: Set, rows: Sequence[Row]) -> None:
    """One table; under each peer, how ours compares: quality as a difference in points, speed as a ratio."""
    print(f"\n{one.name}: {len(one.paragraphs)} paragraphs, {len(one.questions)} questions")
    width = max(len(row.name) for row in rows) + 2
    print(" " * width + " ".join(f"{column:>8}" for column in COLUMNS))
    floors = FLOORS.get(one.name, {})
    if floors:
        print("floor".ljust(width) + " ".join(f"{_number(column, floors.get(column)):>8}" for column in COLUMNS))
    for row in rows:
        print(row.name.ljust(width) + " ".join(f"{_cell(row, column, floors):>8}" for column in COLUMNS))
        if row is not rows[0]:
            print("  ours".ljust(width) + " ".join(f"{_against(rows[0], row, column):>8}" for column in COLUMNS))
        for weight in row.measured:
            found = f"words {weight.by_words}, vectors {weight.by_vectors} of {weight.questions} own sentences"
            print(f"  measured, {weight.script}: share {weight.share:g}; {found}")


def _cell(row: Row, column: str, floors: dict[str, float]) -> str:
    value, floor = row.values.get(column), floors.get(column)
    missed = row.name == OURS and value is not None and floor is not None
    missed = missed and (value > floor if column == "wrongly" else value < floor)
    return _number(column, value) + "!" * missed


def _number(column: str, value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.2f}" if column.startswith(("ms", "index")) else f"{value:.4f}"


def _against(ours: Row, row: Row, column: str) -> str:
    mine, theirs = ours.values.get(column), row.values.get(column)
    if mine is None or theirs is None:
        return ""
    return f"x{mine / theirs:.2f}" if column.startswith(("ms", "index")) else f"{100 * (mine - theirs):+.1f}"


if __name__ == "__main__":
    main()
