"""The fixes in force, as one question meets them."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator

from wainao.features.knowledge import store
from wainao.features.knowledge.fixes.standing import NOTHING, Standing
from wainao.features.knowledge.fixes.types import Fix
from wainao.features.knowledge.types import LocatedChunk
from wainao.types import Amendment, Passage


class Overlay:
    """For one question in one snapshot; remembers which fixes had a part in what was found."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        standing: Standing = NOTHING,
        question: str = "",
        bases: Collection[str] = (),
    ) -> None:
        self._connection = connection
        self._standing = standing
        self._points = standing.leading(question, bases)
        self._applied: dict[str, str] = {}
        self.marks = standing.marks

    def amend(self, found: Iterable[LocatedChunk]) -> Iterator[LocatedChunk]:
        """The passages as people set them right, without those of which nothing is left."""
        for located in found:
            amended = self._standing.amend(self._connection, located)
            if amended.amended is None or amended.chunk.text.strip():
                yield amended
            else:
                self._applied |= {one.fix: one.kind for one in amended.amended.amendments}

    def withheld(self, carrying: Iterable[LocatedChunk]) -> Amendment | None:
        """What was marked of passages that would carry an answer, the first of it."""
        for located in carrying:
            amended = self._standing.amend(self._connection, located).amended
            for one in amended.amendments if amended is not None else ():
                if one.kind != "replaced":
                    self._applied[one.fix] = one.kind
                    return one
        return None

    def points_into(self, base: str) -> Iterator[tuple[Fix, str]]:
        """The points of the question in a knowledge base, and the document of each."""
        return ((point, point.document) for point in self._points if point.base == base and point.document)

    def chunks(self, point: Fix) -> list[int]:
        """The passages that a point names in the current version of its document."""
        record = store.file_record(self._connection, point.document or "")
        version = record and record.version and store.version_record(self._connection, record.document, record.version)
        if not version or not point.quote:
            return []
        return [one.chunk_id for one in store.chunks_of(self._connection, version) if self._is_meant(point, one)]

    def leads_to(self, located: LocatedChunk) -> bool:
        """Whether a person pointed the question to this passage."""
        meant = [point for point in self._points if self._is_meant(point, located)]
        self._applied |= {point.id: "point" for point in meant}
        return bool(meant)

    def applied(self, passages: Iterable[Passage]) -> dict[str, str]:
        """By fix, what it did; `passages` are those that were looked at."""
        return self._applied | {one.fix: one.kind for passage in passages for one in passage.amendments}

    def _is_meant(self, point: Fix, located: LocatedChunk) -> bool:
        chunk = located.chunk
        if chunk.document != point.document:
            return False
        there = self._standing.places(self._connection, point, chunk.version) if point.quote else ()
        # Where the passage is gone, its document is still the right one.
        return not there or any(start < chunk.char_end and chunk.char_start < end for start, end in there)
