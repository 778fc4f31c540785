"""Who has no correction in sight: most askers of most homes, and they should not pay for those that have."""

from __future__ import annotations

from typing import NamedTuple

from wainao.features.corrections import store
from wainao.features.corrections.types import Asker
from wainao.store.changes import Changes
from wainao.store.sqlite import Database

MOST_ASKERS = 10_000


class _Known(NamedTuple):
    """What holds as long as the mark does."""

    mark: int | None
    empty: dict[Asker, bool]


class Sight:
    """Remembers of each asker whether there is anything to look for, until anything in the home changes.

    It must be told of every change that puts a wording into force: all of them go through `Changes`.
    """

    def __init__(self, database: Database, changes: Changes) -> None:
        self._database = database
        self._changes = changes
        self._known = _Known(None, {})

    def is_empty(self, asker: Asker) -> bool:
        """Whether it is known, at this moment and without asking the database, that nothing is in sight."""
        known = self._known
        return known.empty.get(asker, False) and known.mark is not None and known.mark == self._changes.mark()

    def look(self, asker: Asker) -> None:
        """Ask the database, unless it is known what it would say."""
        mark, known = self._changes.mark(), self._known
        if mark is None or (mark == known.mark and asker in known.empty):
            return
        if mark != known.mark or len(known.empty) >= MOST_ASKERS:
            self._known = known = _Known(mark, {})
        with self._database.read() as connection:  # after the mark was taken
            known.empty[asker] = not store.any_in_force(connection, asker)
