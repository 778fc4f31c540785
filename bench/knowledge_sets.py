"""Question sets in SQuAD's format, and a knowledge base made of their paragraphs, for the benchmarks here."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from wainao import Wainao
from wainao.features.knowledge.engines.fts5 import LexicalIndex
from wainao.features.knowledge.ingest import Ingest
from wainao.features.knowledge.retrieval import Retriever
from wainao.features.knowledge.settings import KnowledgeSettings
from wainao.features.knowledge.store import document_id
from wainao.features.knowledge.types import FileEvent
from wainao.features.knowledge.workers import Workers
from wainao.store.blobs import Blobs
from wainao.store.sqlite import Database
from wainao.testing import ModelServer
from wainao.testing.embeddings import Make, embeds
from wainao.types import Answer, Passage, owner

FILES = {"XQuAD-en": "xquad.en.json", "XQuAD-zh": "xquad.zh.json", "CMRC-trial": "cmrc2018.trial.json"}


@dataclass(frozen=True)
class Asked:
    """A question; `paragraph` counts the set's paragraphs from 0."""

    text: str
    paragraph: int
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Set:
    """`articles` has the number of each paragraph's article."""

    name: str
    paragraphs: tuple[str, ...]
    articles: tuple[int, ...]
    questions: tuple[Asked, ...]

    def group(self, asked: Asked) -> str:
        """The article a question is about, the same in translations of one set."""
        return f"{self.name.partition('-')[0]} {self.articles[asked.paragraph]}"


def load_sets(folder: Path) -> list[Set]:
    """Those of the known sets that are in `folder`, or in its `knowledge`."""
    folder = folder / "knowledge" if (folder / "knowledge").is_dir() else folder
    return [_load(name, folder / file) for name, file in FILES.items() if (folder / file).exists()]


def _load(name: str, path: Path) -> Set:
    content = json.loads(path.read_text("utf-8"))
    articles = content["data"] if isinstance(content, dict) else content
    pairs = [(number, paragraph) for number, article in enumerate(articles) for paragraph in article["paragraphs"]]
    questions = [
        Asked(qa["question"], at, tuple(answer["text"] for answer in qa["answers"]))
        for at, (_, paragraph) in enumerate(pairs)
        for qa in paragraph["qas"]
    ]
    return Set(name, tuple(p["context"] for _, p in pairs), tuple(number for number, _ in pairs), tuple(questions))


class Bench:
    """A knowledge base in `folder`, with the real ingest, index and search; filled with a set's paragraphs if given."""

    def __init__(
        self,
        folder: Path,
        one: Set | None = None,
        kept: Collection[int] | None = None,
    ) -> None:
        settings = KnowledgeSettings()
        self.database = Database(folder / "knowledge.db", durable=False)
        self.index = LexicalIndex(self.database)
        self._ingest = Ingest(
            database=self.database,
            blobs=Blobs(folder / "blobs"),
            index=self.index,
            workers=Workers(settings),
            settings=settings,
        )
        self.retriever = Retriever(self.database, self.index)
        if one is not None:
            self.add(_files(one, kept))

    def add(self, files: Iterable[tuple[str, str]]) -> int:
        """Take in text files by name; returns how many passages they make."""
        contents = ((name, text.encode()) for name, text in files)
        events = [event for event in self._ingest.add_bytes(contents, actor=owner()) if isinstance(event, FileEvent)]
        if wrong := [event for event in events if event.status != "added"]:
            raise SystemExit(f"not taken in: {wrong[0]}")
        return sum(event.chunks for event in events)

    def remove(self, name: str) -> None:
        """Take a text file out again."""
        self._ingest.remove(document_id(owner().tenant, "main", name), actor=owner())

    def search(self, question: str, *, top: int) -> list[Passage]:
        return list(self.retriever.search(question, actor=owner(), top=top).passages)

    def answer(self, question: str) -> Answer:
        return self.retriever.answer(question, actor=owner()).answer

    @staticmethod
    def number(path: str) -> int:
        """The paragraph that was added under `path`."""
        return int(Path(path).stem)

    def __enter__(self) -> Bench:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ingest.close()
        self.database.close()


class Served:
    """The same as a user has it: an open home with an embedder, and every question a governed call.

    `make` is served as an embedding endpoint over HTTP; None takes the offline embedder, which must be installed.
    """

    def __init__(self, folder: Path, one: Set, kept: Collection[int] | None = None, *, make: Make | None) -> None:
        self._closing = ExitStack()
        models = {}
        if make is not None:
            server = self._closing.enter_context(ModelServer(embeddings=embeds(make)))
            models = {"base_url": server.url, "embedding_model": "served"}
        patient = {"vector_patience_s": 60.0}  # on a busy machine too, quality is to be exact
        self.brain = self._closing.enter_context(Wainao.open(folder / "home", models=models, knowledge=patient))
        files = folder / "files"
        files.mkdir()
        for name, text in _files(one, kept):
            (files / name).write_text(text, "utf-8")
        self.brain.add(files)
        state = self.brain.call("knowledge:vectors").output
        if not state.bases or state.bases[0].waiting:
            raise SystemExit(f"not all vectors were made: {state}")
        self.weights = state.bases[0].weights

    def search(self, question: str, *, top: int) -> list[Passage]:
        # One of CMRC's questions is empty, and refused here.
        return list(self.brain.search(question, top=top).output.passages) if question.strip() else []

    def answer(self, question: str) -> Answer:
        answer: Answer = self.brain.ask(question).output if question.strip() else Answer(answer="", origin="none")
        return answer

    number = staticmethod(Bench.number)

    def __enter__(self) -> Served:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._closing.close()


def _files(one: Set, kept: Collection[int] | None) -> Iterable[tuple[str, str]]:
    """The paragraphs of a set, those `kept` if not all, by the names under which they are added."""
    numbers = range(len(one.paragraphs)) if kept is None else sorted(kept)
    return ((f"{number:04}.txt", one.paragraphs[number]) for number in numbers)
