"""Finds wordings that share rare terms with a question: postings in the database, so every process sees every commit.

The schema of these two tables is in `schema.py`. Only wordings in force and on trial are in them: those at the number
of their space, these at its negative, so that only a preview reads them.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from wainao.features.corrections.closeness import index_terms, weights
from wainao.features.corrections.crowd import Counts
from wainao.features.corrections.store import marks

POSTINGS = 2_000
"""How many postings one question may read. Its rarest terms come first, and they tell the most."""

_EVERY = ""
"""The term that every wording has: its count is the number of wordings."""


def places(spaces: Collection[int], *, trial: bool) -> list[int]:
    """Where to look for the wordings in those spaces; on `trial`, too."""
    return [*spaces, *(-space for space in spaces)] if trial else list(spaces)


def add(connection: sqlite3.Connection, *, tenant: str, place: int, wording: int, key: str) -> None:
    rows = []
    for term in (_EVERY, *index_terms(weights(key))):
        (number,) = connection.execute(
            "INSERT INTO corrections_terms (tenant, term, wordings) VALUES (?, ?, 1) "
            "ON CONFLICT (tenant, term) DO UPDATE SET wordings = corrections_terms.wordings + 1 RETURNING id",
            (tenant, term),
        ).fetchone()
        if term != _EVERY:
            rows.append((number, place, wording))
    connection.executemany("INSERT INTO corrections_postings (term, space, wording) VALUES (?, ?, ?)", rows)


def remove(connection: sqlite3.Connection, *, tenant: str, place: int, wording: int, key: str) -> None:
    for term in (_EVERY, *index_terms(weights(key))):
        (number,) = connection.execute(
            "UPDATE corrections_terms SET wordings = wordings - 1 WHERE tenant = ? AND term = ? RETURNING id",
            (tenant, term),
        ).fetchone()
        connection.execute(
            "DELETE FROM corrections_postings WHERE term = ? AND space = ? AND wording = ?", (number, place, wording)
        )


def clear(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM corrections_postings")
    connection.execute("DELETE FROM corrections_terms")


@dataclass(frozen=True, kw_only=True, slots=True)
class Nearest:
    """The ids of wordings that share the most, and the rarest, terms with a question, the best first."""

    wordings: tuple[int, ...]
    counts: Counts


def nearest(connection: sqlite3.Connection, *, tenant: str, places: Collection[int], key: str, limit: int) -> Nearest:
    """Look for `key` among the wordings at `places`."""
    asked = (_EVERY, *index_terms(weights(key)))
    rows = connection.execute(
        "SELECT term, id, wordings FROM corrections_terms WHERE tenant = ? AND wordings > 0 "
        f"AND term IN ({marks(asked)}) ORDER BY wordings",
        (tenant, *asked),
    ).fetchall()
    having = {term: wordings for term, _, wordings in rows}
    counts = Counts(wordings=having.pop(_EVERY, 0), having=having)
    chosen = _affordable([(number, wordings) for term, number, wordings in rows if term != _EVERY])
    if not chosen:
        return Nearest(wordings=(), counts=counts)
    weighted = [(number, math.log1p(counts.wordings / wordings)) for number, wordings in chosen]
    found = connection.execute(
        f"WITH asked (term, weight) AS (VALUES {', '.join(['(?, ?)'] * len(weighted))}) "
        "SELECT postings.wording FROM asked JOIN corrections_postings AS postings ON postings.term = asked.term "
        f"WHERE postings.space IN ({marks(places)}) "
        "GROUP BY postings.wording ORDER BY SUM(asked.weight) DESC, postings.wording LIMIT ?",
        (*(value for pair in weighted for value in pair), *places, limit),
    )
    return Nearest(wordings=tuple(wording for (wording,) in found), counts=counts)


def _affordable(rows: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The rarest terms, at least one, as long as their postings are few enough to read."""
    chosen: list[tuple[int, int]] = []
    postings = 0
    for number, wordings in rows:
        postings += wordings
        if chosen and postings > POSTINGS:
            break
        chosen.append((number, wordings))
    return chosen
