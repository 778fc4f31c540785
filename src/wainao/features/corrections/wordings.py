"""The wordings of corrections as they are stored, and the one place where one changes: the index follows."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from typing import Any, Literal

from wainao.features.corrections import index
from wainao.features.corrections.types import WordingState
from wainao.text.wording import normalise


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A wording as it is stored.

    `lender` is the correction that it was confirmed for, where another has taken it over; `displaced_by` is the one
    whose question it has become.
    """

    id: int
    correction: str
    space: int
    tenant: str
    question: str
    key: str
    original: int
    state: WordingState
    author: str
    lender: str | None
    displaced_by: str | None

    @property
    def place(self) -> int | None:
        """Where the index has it; None: nowhere."""
        return {"standing": self.space, "trial": -self.space}.get(self.state)


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What was done to one row, exactly enough to undo it."""

    table: Literal["correction", "wording"]
    id: str | int
    before: dict[str, Any]  # columns by name, of the types that they have
    after: dict[str, Any]


_CHANGING = ("correction", "state", "lender", "displaced_by")
_COLUMNS = (
    "wordings.id, correction, space, tenant, question, key, original, wordings.state, author, lender, displaced_by"
)
_NAMES = tuple(Row.__slots__)


class Wordings:
    """Reads and changes them inside one write transaction. `changes` are those that were made."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.changes: list[Change] = []

    def where(self, condition: str, *values: object) -> list[Row]:
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM corrections_wordings AS wordings "
            f"JOIN corrections_spaces AS spaces ON spaces.id = wordings.space WHERE {condition}",
            values,
        )
        return [Row(**dict(zip(_NAMES, row, strict=True))) for row in rows.fetchall()]

    def numbered(self, id: int) -> Row:
        (row,) = self.where("wordings.id = ?", id)
        return row

    def original(self, correction: str) -> Row:
        (row,) = self.where("correction = ? AND original = 1", correction)
        return row

    def find(self, correction: str, question: str) -> Row | None:
        """The wording of a correction that is in force or proposed and equals `question`."""
        found = self.where(
            "correction = ? AND key = ? AND wordings.state IN ('proposed', 'trial', 'standing')",
            *(correction, normalise(question).key),
        )
        return found[0] if found else None

    def holder(self, wording: Row) -> Row | None:
        """The wording in force that has the same key in the same space."""
        found = self.where("space = ? AND key = ? AND wordings.state = 'standing'", wording.space, wording.key)
        return found[0] if found else None

    def insert(
        self, correction: str, *, space: int, question: str, author: str, at_us: int, original: bool = False
    ) -> Row:
        """A new one, proposed."""
        (id,) = self._connection.execute(
            "INSERT INTO corrections_wordings (correction, space, question, key, original, state, author, added_us) "
            "VALUES (?, ?, ?, ?, ?, 'proposed', ?, ?) RETURNING id",
            (correction, space, question, normalise(question).key, int(original), author, at_us),
        ).fetchone()
        return self.numbered(id)

    def change(self, row: Row, **to: Any) -> Row:  # any column that `Row` has
        """Store it as it is to be from now on."""
        new = replace(row, **to)
        self._connection.execute(
            "UPDATE corrections_wordings SET correction = ?, key = ?, state = ?, lender = ?, displaced_by = ? "
            "WHERE id = ?",
            (new.correction, new.key, new.state, new.lender, new.displaced_by, new.id),
        )
        if (row.place, row.key) != (new.place, new.key):
            if row.place is not None:
                index.remove(self._connection, tenant=row.tenant, place=row.place, wording=row.id, key=row.key)
            if new.place is not None:
                index.add(self._connection, tenant=new.tenant, place=new.place, wording=new.id, key=new.key)
        before, after = ({name: getattr(one, name) for name in _CHANGING} for one in (row, new))
        self.changes.append(Change(table="wording", id=row.id, before=before, after=after))
        return new
