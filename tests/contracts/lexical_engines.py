"""The engines that find candidates by words, each with what it needs to be asked by one suite."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from wainao.features.knowledge import store
from wainao.features.knowledge.engines.fts5 import Base, LexicalIndex, Ranges
from wainao.features.knowledge.ingest import Ingest
from wainao.features.knowledge.prepare import index_terms
from wainao.features.knowledge.question import characters
from wainao.features.knowledge.retrieval import Retriever
from wainao.features.knowledge.scope import ANY, Filters
from wainao.features.knowledge.settings import KnowledgeSettings
from wainao.features.knowledge.types import FileEvent, LocatedChunk
from wainao.features.knowledge.workers import Workers
from wainao.store.blobs import Blobs
from wainao.store.sqlite import Database
from wainao.text import terms
from wainao.types import Actor, Passage, owner


class Shelves:
    """Documents, and one engine that finds passages in them."""

    def __init__(self, folder: Path, engine: Engine) -> None:
        settings = KnowledgeSettings()
        self.database = Database(folder / "knowledge.db", durable=False)
        self.index = engine.open(self.database, folder)
        self._settle = engine.settle
        self._ingest = Ingest(
            database=self.database,
            blobs=Blobs(folder / "blobs"),
            index=self.index,
            workers=Workers(settings),
            settings=settings,
        )
        self._retriever = Retriever(self.database, self.index)

    def add(self, files: Mapping[str, str], *, actor: Actor | None = None, base: str = "main") -> list[FileEvent]:
        contents = [(name, text.encode()) for name, text in files.items()]
        events = self._ingest.add_bytes(contents, actor=actor or owner(), base=base)
        return [event for event in events if isinstance(event, FileEvent)]

    def remove(self, event: FileEvent) -> None:
        assert event.document is not None
        self._ingest.remove(event.document, actor=owner())

    def base(self, name: str = "main", tenant: str | None = None) -> Base:
        with self.database.read() as connection:
            (found,) = (b for b in self.index.bases(connection, tenant or owner().tenant) if b.base == name)
        return found

    def passages(self, base: Base) -> list[LocatedChunk]:
        """All that can be found in `base`."""
        with self.database.read() as connection:
            live = store.live_versions(connection, base.tenant, base.base)
            ids = [first + at for first, number in live.items() for at in range(number)]
            return list(store.located(connection, ids).values())

    def candidates(
        self, base: Base, weights: Mapping[str, float], *, top: int = 1_000, within: Ranges | None = None
    ) -> list[int]:
        self._settle(self.index)
        with self.database.read() as connection:
            frequency = self.index.frequency(connection, base, weights)
            return self.index.candidates(connection, base, weights, frequency, top=top, within=within)

    def paths(self, weights: Mapping[str, float], *, top: int = 1_000) -> list[str]:
        """Where the candidates of "main" are, best first."""
        ids = self.candidates(self.base(), weights, top=top)
        with self.database.read() as connection:
            found = store.located(connection, ids)
        return [found[chunk_id].path for chunk_id in ids]

    def search(
        self, question: str, *, actor: Actor | None = None, bases: Sequence[str] = (), filters: Filters = ANY
    ) -> list[Passage]:
        """Up to a hundred passages, best first."""
        self._settle(self.index)
        found = self._retriever.search(question, actor=actor or owner(), bases=bases, filters=filters, top=100)
        return list(found.passages)

    def close(self) -> None:
        self._ingest.close()
        self.database.close()


def terms_of(passage: LocatedChunk) -> set[str]:
    """What a passage can be found by."""
    words = {*index_terms(passage.chunk.text).split(), *terms(f"{passage.title}\n{passage.chunk.section or ''}")}
    return words.union(characters(words))


@dataclass(frozen=True, kw_only=True)
class Engine:
    """How to open one, and how to wait until it knows what was added; `settle` fails when it does not serve then."""

    open: Callable[[Database, Path], LexicalIndex]
    settle: Callable[[LexicalIndex], None]


def _tantivy(database: Database, folder: Path) -> LexicalIndex:
    pytest.importorskip("tantivy", reason='large bases need pip install "wainao[tantivy]"')
    from wainao.features.knowledge.engines.large import LargeIndex

    return LargeIndex(database, folder / "lexical", least=1)


def _caught_up(index: LexicalIndex) -> None:
    while index.catch_up():  # type: ignore[attr-defined]  # a LargeIndex, whose module needs the extra
        pass


ENGINES: Mapping[str, Engine] = {
    "fts5": Engine(open=lambda database, _: LexicalIndex(database), settle=lambda _: None),
    "tantivy": Engine(open=_tantivy, settle=_caught_up),
}


def versions(passages: Iterable[LocatedChunk]) -> list[tuple[int, int]]:
    """The half-open ranges of ids of the versions that `passages` are of, all of whose passages are given."""
    starts: dict[int, int] = {}
    for one in passages:
        start = one.chunk_id - one.chunk.ordinal
        starts[start] = max(starts.get(start, 0), one.chunk_id + 1)
    return sorted(starts.items())
