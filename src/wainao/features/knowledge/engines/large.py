"""The lexical index where there are many passages: FTS5 beside the documents, and for speed a copy in tantivy."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import accumulate, chain, takewhile
from pathlib import Path

from wainao.features.knowledge import store
from wainao.features.knowledge.engines.fts5 import POSTINGS_BUDGET, Base, LexicalIndex, Ranges
from wainao.features.knowledge.engines.tantivy import TORN, Copy
from wainao.features.knowledge.types import LocatedChunk
from wainao.kernel.errors import StoreError
from wainao.store.sqlite import Database

LARGE_CHUNKS = 100_000
"""Passages from which on a base is worth a copy."""
PORTION = 5_000
"""Passages copied in one commit, unless a single document has more."""
_READ_AT_ONCE = 500


class LargeIndex(LexicalIndex):
    """A `LexicalIndex` that keeps copies of bases of `least` passages and more in `folder`.

    A base is searched in its copy when that is level with the base as the caller's snapshot shows it, in FTS5
    otherwise: so a copy never decides what is found, only how soon.
    """

    def __init__(self, database: Database, folder: Path, *, least: int = LARGE_CHUNKS) -> None:
        super().__init__(database)
        self._database = database
        self._folder = folder
        self._least = least
        self._lock = threading.Lock()
        self._copies: dict[int, Copy] = {}

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
        copy = self._copy(base.id) if self._may_have_copy(base) else None
        level = None if copy is None else copy.level(base)
        if copy is not None and level is not None:
            try:
                return level.candidates(weights, frequency, top=top, within=within)
            except TORN:
                copy.condemn()
        return super().candidates(connection, base, weights, frequency, top=top, within=within, budget=budget)

    def catch_up(self) -> bool:
        """Bring one copy a portion nearer to its base; False when all are level. One process at a time may do this.

        Raises StoreError when the copy cannot be written.
        """
        with self._database.read() as connection:
            bases = self.bases(connection)
            behind = next((base for base in bases if self._is_behind(base)), None)
            live = {} if behind is None else store.live_versions(connection, behind.tenant, behind.base)
        self._drop_others({base.id for base in bases if self._may_have_copy(base)})
        if behind is not None:
            self._copy_portion(behind, live)
        return behind is not None

    def _copy_portion(self, base: Base, live: Mapping[int, int]) -> None:
        copy = self._copy(base.id)
        held = copy.held()
        gone = [first for first, number in held.items() if live.get(first) != number]
        missing = [range(first, first + number) for first, number in live.items() if held.get(first) != number]
        taken = _portion(missing)
        try:
            copy.write(gone=gone, new=self._passages(taken), level=base if len(taken) == len(missing) else None)
        except TORN as error:
            copy.condemn()
            raise StoreError(
                f"The copy of the knowledge base {base.base!r} could not be written: {error}. It is searched without "
                f"one, and the copy is made again. Check free space and rights in {str(self._folder)!r}."
            ) from error

    def _passages(self, versions: Sequence[range]) -> Iterator[LocatedChunk]:
        """Passages never change, so that each handful may be read in a snapshot of its own."""
        ids = list(chain.from_iterable(versions))
        for start in range(0, len(ids), _READ_AT_ONCE):
            with self._database.read() as connection:
                found = store.located(connection, ids[start : start + _READ_AT_ONCE])
            yield from found.values()

    def _is_behind(self, base: Base) -> bool:
        copy = self._copy(base.id)
        wanted = base.chunks >= self._least or (copy.exists and self._may_have_copy(base))
        return wanted and copy.level(base) is None

    def _may_have_copy(self, base: Base) -> bool:
        # A base about as large as that must not gain and lose its copy again and again.
        return 2 * base.chunks >= self._least

    def _copy(self, base: int) -> Copy:
        with self._lock:
            return self._copies.setdefault(base, Copy(self._folder / str(base)))

    def _drop_others(self, kept: Set[int]) -> None:
        names = {str(base) for base in kept}
        for folder in self._folder.iterdir() if self._folder.exists() else ():
            if folder.is_dir() and folder.name not in names:
                shutil.rmtree(folder, ignore_errors=True)


def _portion(versions: Sequence[range]) -> Sequence[range]:
    """The first of `versions`, so many that they have `PORTION` passages or a few more; at least one."""
    before = accumulate((len(version) for version in versions), initial=0)
    return versions[: sum(1 for _ in takewhile(lambda passages: passages < PORTION, before))]
