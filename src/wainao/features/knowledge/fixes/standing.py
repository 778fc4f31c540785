"""The fixes of a tenant that are in force, made ready for texts and questions."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from wainao.features.knowledge import store as documents
from wainao.features.knowledge.amended import Amended, Span
from wainao.features.knowledge.fixes import store
from wainao.features.knowledge.fixes.places import places
from wainao.features.knowledge.fixes.types import Fix
from wainao.features.knowledge.types import LocatedChunk
from wainao.store.sqlite import Database
from wainao.text import fold
from wainao.text.values import canonical, whole
from wainao.text.wording import same
from wainao.types import Amendment


class Standing:
    """Nothing in here changes: another fix in force is another `Standing`. Methods take a connection inside the
    snapshot that it was read in."""

    def __init__(self, fixes: Iterable[Fix] = ()) -> None:
        self._marks: defaultdict[str, list[Fix]] = defaultdict(list)
        self._replacements: list[tuple[Fix, list[str]]] = []  # with the words of the old value
        self._points: defaultdict[str, list[Fix]] = defaultdict(list)
        self._places: dict[tuple[str, str], tuple[Span, ...]] = {}
        for fix in fixes:
            if fix.kind == "replace":
                self._replacements.append((fix, canonical(fix.old).split()))
            elif fix.kind == "mark":
                self._marks[fix.document or ""].append(fix)
            else:
                self._points[same(fix.question)].append(fix)
        self._replacements.sort(key=lambda one: (one[0].document is None, one[0].base is None))  # the nearest first

    @property
    def marks(self) -> bool:
        """Whether any passage is marked as wrong or outdated."""
        return bool(self._marks)

    def amended(
        self, connection: sqlite3.Connection, text: str, *, base: str, document: str, version: str, char_start: int = 0
    ) -> Amended | None:
        """A piece of that version, which begins at `char_start`, as people set it right; None where nobody did."""
        found = [
            *self._marked(connection, document, version, range(char_start, char_start + len(text))),
            *self._replaced(text, base, document, char_start),
        ]
        return Amended(text, char_start, _apart(found)) if found else None

    def amend(self, connection: sqlite3.Connection, located: LocatedChunk) -> LocatedChunk:
        """A passage as people set it right."""
        if self is NOTHING:
            return located
        chunk = located.chunk
        amended = self.amended(
            connection,
            chunk.text,
            base=located.base,
            document=chunk.document,
            version=chunk.version,
            char_start=chunk.char_start,
        )
        return (
            located if amended is None else replace(located, chunk=replace(chunk, text=amended.text), amended=amended)
        )

    def leading(self, question: str, bases: Collection[str]) -> tuple[Fix, ...]:
        """The points of just this question in some knowledge bases: at most one in each."""
        found = self._points.get(same(question), ()) if self._points else ()
        return tuple({fix.base: fix for fix in reversed(found) if fix.base in bases}.values())

    def places(self, connection: sqlite3.Connection, fix: Fix, version: str) -> tuple[Span, ...]:
        """Where the quote of a fix stands in a version; remembered, for neither ever changes."""
        key = (fix.id, version)
        if key not in self._places:
            self._places[key] = places(connection, fix, version)
        return self._places[key]

    def _marked(
        self, connection: sqlite3.Connection, document: str, version: str, within: range
    ) -> Iterator[Amendment]:
        for fix in self._marks.get(document, ()):
            for start, end in self.places(connection, fix, version):
                if start < within.stop and within.start < end:
                    yield amendment(fix, (max(start, within.start), min(end, within.stop)))

    def _replaced(self, text: str, base: str, document: str, char_start: int) -> Iterator[Amendment]:
        plain = fold(text).replace(",", "") if self._replacements else ""
        for fix, words in self._replacements:
            here = fix.document in (None, document) and fix.base in (None, base)
            if here and all(word in plain for word in words):  # cheaper than a look at every word of the text
                for start, end in whole(fix.old, text):
                    yield amendment(fix, (char_start + start, char_start + end))


NOTHING = Standing()


class Fixes:
    """Reads the fixes in force, in the snapshot of whoever asks. What is remembered is of one generation of them."""

    def __init__(self, database: Database) -> None:
        self._known: dict[str, tuple[int, Standing]] = {}
        database.migrate("knowledge", documents.MIGRATIONS)
        database.migrate("knowledge_fixes", store.MIGRATIONS)

    def standing(self, connection: sqlite3.Connection, tenant: str) -> Standing:
        """Costs one look at one row, and where no fix ever was nothing more."""
        generation = store.generation(connection, tenant)
        if not generation:
            return NOTHING
        known = self._known.get(tenant)
        if known is None or known[0] != generation:
            known = self._known[tenant] = generation, Standing(store.standing(connection, tenant))
        return known[1]


def amendment(fix: Fix, span: Span) -> Amendment:
    """What a fix does to one place."""
    return Amendment(
        fix=fix.id,
        kind=fix.blame or "replaced",
        char_start=span[0],
        char_end=span[1],
        text=fix.new,
        author=fix.author,
        at=fix.written_at,
        why=fix.why,
    )


def _apart(found: Iterable[Amendment]) -> tuple[Amendment, ...]:
    """In order; of two that touch one place, the one that comes first in `found`."""
    kept: list[Amendment] = []
    for one in found:
        if all(one.char_end <= other.char_start or other.char_end <= one.char_start for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.char_start))
