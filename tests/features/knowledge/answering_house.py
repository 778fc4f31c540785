"""A knowledge base that answers: the real ingest, the real index, the real search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from wainao.features.knowledge.engines.fts5 import LexicalIndex
from wainao.features.knowledge.ingest import Ingest
from wainao.features.knowledge.retrieval import Retriever
from wainao.features.knowledge.scope import ANY, Filters
from wainao.features.knowledge.settings import KnowledgeSettings
from wainao.features.knowledge.types import FileEvent
from wainao.features.knowledge.workers import Workers
from wainao.store.blobs import Blobs
from wainao.store.sqlite import Database
from wainao.types import Actor, Answer, owner


class AnsweringHouse:
    def __init__(self, home: Path) -> None:
        settings = KnowledgeSettings()
        self.database = Database(home / "knowledge.db", durable=False)
        self.index = LexicalIndex(self.database)
        self.ingest = Ingest(
            database=self.database,
            blobs=Blobs(home / "blobs"),
            index=self.index,
            workers=Workers(settings),
            settings=settings,
        )
        self.retriever = Retriever(self.database, self.index)

    def add(self, files: Mapping[str, str], *, actor: Actor | None = None, base: str = "main") -> list[FileEvent]:
        contents = [(name, text.encode()) for name, text in files.items()]
        events = self.ingest.add_bytes(contents, actor=actor or owner(), base=base)
        return [event for event in events if isinstance(event, FileEvent)]

    def paths(
        self,
        question: str,
        *,
        actor: Actor | None = None,
        bases: Sequence[str] = (),
        filters: Filters = ANY,
        top: int = 10,
    ) -> list[str]:
        """Where the passages found are, best first."""
        found = self.retriever.search(question, actor=actor or owner(), bases=bases, filters=filters, top=top)
        return [passage.path for passage in found.passages]

    def answer(self, question: str, *, actor: Actor | None = None) -> Answer:
        return self.retriever.answer(question, actor=actor or owner()).answer

    def close(self) -> None:
        self.ingest.close()
        self.database.close()
