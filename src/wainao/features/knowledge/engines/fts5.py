"""The lexical index: which passages have which terms, in SQLite's FTS5, every knowledge base by itself.

FTS5 holds for each term the ids of the passages that have it, and nothing else (`detail=none`): a third of the size of
an index with positions, and all that the first step of a search needs. Each term carries the number of its knowledge
base in front, so that a search in one base never walks through the passages of another.

FTS5 cannot stop early: a search costs as much as its terms have passages. So the rarest terms are asked first, as many
as the budget allows, and what they find is scored by its text (see `evidence`).
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, islice
from typing import TYPE_CHECKING

import Stemmer

from wainao.features.knowledge import store
from wainao.features.knowledge.prepare import index_terms
from wainao.features.knowledge.question import characters
from wainao.features.knowledge.types import IndexRow
from wainao.store.sqlite import Database, Migration
from wainao.text import terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MIGRATIONS = (
    Migration(
        "lexical",
        """
        CREATE TABLE knowledge_bases (
            id INTEGER PRIMARY KEY,
            tenant TEXT NOT NULL,
            base TEXT NOT NULL,
            chunks INTEGER NOT NULL,
            terms INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            UNIQUE (tenant, base)
        );
        CREATE TABLE knowledge_lexical_format (format TEXT NOT NULL);
        CREATE VIRTUAL TABLE knowledge_fts USING fts5(
            terms, content='', detail=none, columnsize=0, tokenize="ascii tokenchars '_'"
        );
        CREATE VIRTUAL TABLE knowledge_lexicon USING fts5vocab('knowledge_fts', 'row');
        """,
    ),
)

POSTINGS_BUDGET = 8_000
"""Passages that the terms of one search may name, together. One always costs about 0.2 µs."""

_PREFIX_LETTERS = 3
_MAX_IDS = 500
_REMEMBERED_FROM = 500
"""Passages having a term, from which on their number is remembered: it takes as long to count as there are."""

FORMAT = f"1, snowball {Stemmer.version()}"
"""How terms were made. An index made otherwise would not forget what it is told to, so it is made again."""

_STORED = """
    SELECT b.id, c.id, v.title, c.section, c.text
    FROM knowledge_chunks c JOIN knowledge_versions v ON v.id = c.version
    JOIN knowledge_documents d ON d.id = v.document
    JOIN knowledge_bases b ON b.tenant = d.tenant AND b.base = d.base
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Base:
    """One knowledge base in the index. `terms` counts the words of all its passages, `generation` every change."""

    id: int
    tenant: str
    base: str
    chunks: int
    terms: int
    generation: int


@dataclass(frozen=True, slots=True)
class Ranges:
    """A set of chunk ids: the half-open ranges from `starts[i]` to `ends[i]`, ascending, apart from each other."""

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def __len__(self) -> int:
        return int((self.ends - self.starts).sum())

    def contains(self, ids: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which of `ids` are in the set."""
        if not len(self.starts):
            return ids < 0
        at = self.starts.searchsorted(ids, side="right") - 1
        return (at >= 0) & (ids < self.ends[at])

    def first(self, count: int) -> list[int]:
        """The lowest members, at most so many."""
        each = (range(start, end) for start, end in zip(self.starts.tolist(), self.ends.tolist(), strict=True))
        return list(islice(chain.from_iterable(each), count))

    def draw(self, lot: random.Random, times: int) -> list[int]:
        """Members drawn by lot, one after the other, each time from all."""
        after = (self.ends - self.starts).cumsum()
        places = [lot.randrange(len(self)) for _ in range(times)] if len(self) else []
        ranges = after.searchsorted(places, side="right")
        return [int(self.ends[i] - (after[i] - place)) for i, place in zip(ranges, places, strict=True)]


class LexicalIndex:
    """A `ChunkIndex`; the searching methods take a connection inside one snapshot.

    Opening it makes the index again when another version of the stemmer made it.
    """

    def __init__(self, database: Database) -> None:
        self._counted: dict[int, tuple[Base, dict[str, int]]] = {}
        database.migrate("knowledge", store.MIGRATIONS)
        database.migrate("knowledge_lexical", MIGRATIONS)
        with database.read() as connection:
            current = _format(connection) == FORMAT
        if not current:
            database.write(_remake).result()

    def add(self, connection: sqlite3.Connection, rows: Sequence[IndexRow]) -> None:
        for (tenant, base), group in groupby(rows, key=lambda row: (row.tenant, row.base)):
            number = _number(connection, tenant, base)
            entries = [_Entry.of(row.chunk_id, row.title, row.section, row.terms.split()) for row in group]
            _enter(connection, number, entries)

    def remove(self, connection: sqlite3.Connection, chunk_ids: Sequence[int]) -> None:
        # An index without its text forgets a passage only when told again what was in it.
        for number, entries in _stored(connection, chunk_ids):
            connection.executemany(
                "INSERT INTO knowledge_fts (knowledge_fts, rowid, terms) VALUES ('delete', ?, ?)",
                ((entry.chunk_id, entry.tokens(number)) for entry in entries),
            )
            _count(connection, number, entries, sign=-1)

    def bases(self, connection: sqlite3.Connection, tenant: str | None = None) -> list[Base]:
        """The knowledge bases of `tenant`, or of all, that have something in them."""
        rows = connection.execute(
            f"""SELECT {", ".join(Base.__slots__)} FROM knowledge_bases
            WHERE chunks > 0 AND tenant = COALESCE(?, tenant)""",
            (tenant,),
        )
        return [Base(**dict(zip(Base.__slots__, row, strict=True))) for row in rows]

    def frequency(self, connection: sqlite3.Connection, base: Base, wanted: Iterable[str]) -> dict[str, int]:
        """How many passages of `base` have each term; terms that none has are left out."""
        of, counted = self._counted.get(base.id, (base, {}))
        if of != base:
            counted = {}
        found: dict[str, int] = {}
        for term in wanted:
            having = counted.get(term) or _having(connection, base, term)
            if having:
                found[term] = having
            if having >= _REMEMBERED_FROM:
                counted[term] = having
        self._counted[base.id] = base, counted
        return found

    def spelt_like(self, connection: sqlite3.Connection, base: Base, word: str) -> dict[str, int]:
        """Words of `base` with the same beginning as `word`, and how many passages have them."""
        start = f"{base.id}_{word[:_PREFIX_LETTERS]}"
        rows = connection.execute(
            "SELECT term, doc FROM knowledge_lexicon WHERE term >= ? AND term < ?", (start, start + "\uffff")
        )
        return {term.partition("_")[2]: having for term, having in rows}

    def candidates(
        self,
        connection: sqlite3.Connection,
        base: Base,
        weights: Mapping[str, float],
        frequency: Mapping[str, int],
        *,
        top: int,
        within: Ranges | None = None,
        budget: int = POSTINGS_BUDGET,
    ) -> list[int]:
        """The ids of the `top` passages by the weight of the terms they have, of the rarest terms in the budget.

        Only passages `within` are looked at; the budget then counts only those that are likely to be among them.
        """
        import numpy as np

        if within is not None:
            budget = budget * base.chunks // max(1, min(len(within), base.chunks))
        found: list[NDArray[np.int64]] = []
        scores: list[NDArray[np.float64]] = []
        for term in _rarest(weights, frequency, budget):
            ids = _holders(connection, base, term, limit=budget)
            ids = ids if within is None else ids[within.contains(ids)]
            found.append(ids)
            scores.append(np.full(len(ids), weights[term]))
        if not found:
            return []
        ids, place = np.unique(np.concatenate(found), return_inverse=True)
        total = np.bincount(place, weights=np.concatenate(scores))
        best = np.lexsort((ids, -total))[:top]
        return [int(i) for i in ids[best]]


def _having(connection: sqlite3.Connection, base: Base, term: str) -> int:
    """How many passages of `base` have `term`."""
    row = connection.execute("SELECT doc FROM knowledge_lexicon WHERE term = ?", (f"{base.id}_{term}",)).fetchone()
    return 0 if row is None else int(row[0])


def _holders(connection: sqlite3.Connection, base: Base, term: str, *, limit: int) -> NDArray[np.int64]:
    """The ids of passages of `base` that have `term`."""
    import numpy as np

    rows = connection.execute(
        "SELECT rowid FROM knowledge_fts WHERE knowledge_fts MATCH ? LIMIT ?", (f'"{base.id}_{term}"', limit)
    )
    return np.fromiter(chain.from_iterable(rows), np.int64)


def _format(connection: sqlite3.Connection) -> str | None:
    row = connection.execute("SELECT format FROM knowledge_lexical_format").fetchone()
    return None if row is None else row[0]


def _remake(connection: sqlite3.Connection) -> None:
    if _format(connection) == FORMAT:
        return
    connection.execute("DELETE FROM knowledge_lexical_format")
    connection.execute("INSERT INTO knowledge_lexical_format (format) VALUES (?)", (FORMAT,))
    connection.execute("INSERT INTO knowledge_fts (knowledge_fts) VALUES ('delete-all')")
    connection.execute("UPDATE knowledge_bases SET chunks = 0, terms = 0, generation = generation + 1")
    for first, chunks in store.live_versions(connection).items():
        for number, entries in _stored(connection, range(first, first + chunks)):
            _enter(connection, number, entries)


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the index holds of one passage."""

    chunk_id: int
    length: int
    terms: frozenset[str]

    @classmethod
    def of(cls, chunk_id: int, title: str, section: str | None, words: Sequence[str]) -> _Entry:
        every = {*words, *terms(f"{title}\n{section or ''}")}
        return cls(chunk_id, len(words), frozenset(every.union(characters(every))))

    def tokens(self, base: int) -> str:
        return f"{base}_" + f" {base}_".join(self.terms) if self.terms else ""


def _enter(connection: sqlite3.Connection, number: int, entries: Sequence[_Entry]) -> None:
    connection.executemany(
        "INSERT INTO knowledge_fts (rowid, terms) VALUES (?, ?)",
        ((entry.chunk_id, entry.tokens(number)) for entry in entries),
    )
    _count(connection, number, entries, sign=1)


def _rarest(weights: Mapping[str, float], frequency: Mapping[str, int], budget: int) -> Iterator[str]:
    """The terms that some passage has, rarest first, until the budget is spent; at least one."""
    spent = 0
    for term in sorted(weights.keys() & frequency.keys(), key=lambda term: (frequency[term], term)):
        if spent and spent + frequency[term] > budget:
            return
        spent += frequency[term]
        yield term


def _number(connection: sqlite3.Connection, tenant: str, base: str) -> int:
    connection.execute(
        """INSERT INTO knowledge_bases (tenant, base, chunks, terms, generation) VALUES (?, ?, 0, 0, 0)
        ON CONFLICT (tenant, base) DO NOTHING""",
        (tenant, base),
    )
    row = connection.execute("SELECT id FROM knowledge_bases WHERE tenant = ? AND base = ?", (tenant, base))
    return int(row.fetchone()[0])


def _count(connection: sqlite3.Connection, number: int, entries: Sequence[_Entry], *, sign: int) -> None:
    connection.execute(
        """UPDATE knowledge_bases SET chunks = chunks + ?, terms = terms + ?, generation = generation + 1
        WHERE id = ?""",
        (sign * len(entries), sign * sum(entry.length for entry in entries), number),
    )


def _stored(connection: sqlite3.Connection, chunk_ids: Sequence[int]) -> Iterator[tuple[int, list[_Entry]]]:
    """What was indexed of `chunk_ids`, by the number of the knowledge base."""
    for start in range(0, len(chunk_ids), _MAX_IDS):
        ids = chunk_ids[start : start + _MAX_IDS]
        rows = connection.execute(f"{_STORED} WHERE c.id IN ({', '.join('?' * len(ids))}) ORDER BY b.id", tuple(ids))
        for number, group in groupby(rows.fetchall(), key=lambda row: int(row[0])):
            yield (
                number,
                [_Entry.of(i, title, section, index_terms(text).split()) for _, i, title, section, text in group],
            )
