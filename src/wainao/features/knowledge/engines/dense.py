"""The dense index: a vector per passage, compared one by one, so that filters and results are exact.

Up to some 100,000 passages this beats every approximate index in simplicity and, under a filter, in recall. Vectors are
made after the passages are in, since they take a thousand times longer; until a knowledge base has nearly all of them,
it is searched by its words alone.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from wainao.features.knowledge.engines.fts5 import Ranges
from wainao.features.knowledge.engines.places import Places, Space, Unplaced

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from wainao.features.knowledge.engines.vectors import VectorFile, Vectors

MOST_WAITING = 0.05
"""Share of a knowledge base's passages that may be without a vector: what was added last is found by its words."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """The cosines of passages to a question; `ids` ascend."""

    ids: NDArray[np.int64]
    cosines: Vectors

    def top(self, number: int) -> list[int]:
        """The `number` nearest passages."""
        import numpy as np

        few = np.argpartition(-self.cosines, number)[:number] if number < len(self.ids) else np.arange(len(self.ids))
        return [int(chunk) for chunk in self.ids[few[np.lexsort((self.ids[few], -self.cosines[few]))]]]

    def of(self, chunk_ids: Sequence[int]) -> dict[int, float]:
        """The cosines of those of `chunk_ids` that are here."""
        at = self.ids.searchsorted(chunk_ids).clip(max=max(0, len(self.ids) - 1))
        pairs = zip(chunk_ids, at.tolist(), strict=True)
        return {chunk: float(self.cosines[place]) for chunk, place in pairs if self.ids[place] == chunk}


@dataclass(frozen=True, slots=True)
class _Placed:
    """What one process knows of a space: the row of each passage, by passage, up to an entry of the catalogue."""

    chunks: NDArray[np.int64]
    rows: NDArray[np.int64]
    entry: int = 0

    def inside(self, within: Ranges) -> NDArray[np.int64]:
        """The places, in these arrays, of the passages `within`."""
        import numpy as np

        starts, ends = self.chunks.searchsorted(within.starts), self.chunks.searchsorted(within.ends)
        lengths = ends - starts
        before = lengths.cumsum() - lengths
        places: NDArray[np.int64] = np.arange(int(lengths.sum())) + np.repeat(starts - before, lengths)
        return places

    def share(self, within: Ranges) -> float:
        """How much of `within` has a place."""
        there = self.chunks.searchsorted(within.ends) - self.chunks.searchsorted(within.starts)
        return int(there.sum()) / max(1, len(within))


@dataclass(frozen=True, slots=True)
class Meant:
    """A question's vector, and the knowledge bases, by their ids, whose passages may be laid beside it.

    `share` is what vectors count for beside words: see `rerank.blend`.
    """

    index: DenseIndex
    space: Space
    vector: Vectors
    bases: frozenset[int]
    share: float

    def nearness(self, connection: sqlite3.Connection, within: Ranges) -> Nearness | None:
        """How near the passages `within`, searchable ones, are to the question; None unless they are covered."""
        return self.index.nearness(connection, self.space, within, self.vector)


class DenseIndex:
    """Vectors of passages. Searching needs a connection inside one snapshot; one process may add at a time."""

    def __init__(self, places: Places, folder: Path) -> None:
        self.places = places
        self._folder = folder
        self._lock = threading.Lock()
        self._known: tuple[int, _Placed, VectorFile] | None = None

    def add(self, space: Space, passages: Sequence[Unplaced], made: Mapping[bytes, Vectors | int]) -> Space:
        """Keep what was made of each digest: a vector, or the place of one that was there. The space as it is then."""
        import numpy as np

        new = {key: vector for key, vector in made.items() if not isinstance(vector, int)}
        if new:
            self._file(space).write(np.stack(list(new.values())), at=space.rows)
        after = replace(space, rows=space.rows + len(new))
        place = {key: at for key, at in made.items() if isinstance(at, int)}
        place |= {key: at for at, key in enumerate(new, space.rows)}
        self.places.put(space, {one.chunk: (one.digest, place[one.digest]) for one in passages}, rows=after.rows)
        return after

    def mend(self, space: Space) -> Space:
        """Forget what the file does not hold, if it was lost or cut, so that it is made again."""
        there = self._file(space).rows()
        if there >= space.rows:
            return space
        self.places.forget_rows(space, beyond=there)
        return replace(space, rows=there)

    def keep_only(self, space: Space) -> None:
        """Every passage has its vector here: what was made with other models may go."""
        for old in self.places.forget_others(space):
            self._path(old).unlink(missing_ok=True)

    def covers(self, connection: sqlite3.Connection, space: Space, within: Ranges) -> bool:
        """Whether nearly all of `within`, searchable passages, have a vector."""
        return len(within) > 0 and self._placed(connection, space)[0].share(within) >= 1 - MOST_WAITING

    def nearness(
        self, connection: sqlite3.Connection, space: Space, within: Ranges, vector: Vectors
    ) -> Nearness | None:
        """How near the passages `within`, searchable ones, are to `vector`; None unless they are covered."""
        placed, file = self._placed(connection, space)
        if not len(within) or placed.share(within) < 1 - MOST_WAITING:
            return None
        inside = placed.inside(within)
        return Nearness(placed.chunks[inside], file.nearness(placed.rows[inside], vector))

    def _placed(self, connection: sqlite3.Connection, space: Space) -> tuple[_Placed, VectorFile]:
        with self._lock:
            if self._known is None or self._known[0] != space.id:
                self._known = space.id, _nothing(), self._file(space)
            _, known, file = self._known
            if entries := self.places.placed(connection, space, after=known.entry):
                known = _with(known, entries, there=file.rows())
                self._known = space.id, known, file
        return known, file

    def _file(self, space: Space) -> VectorFile:
        from wainao.features.knowledge.engines.vectors import VectorFile

        return VectorFile(self._path(space.id), space.dimension)

    def _path(self, space: int) -> Path:
        return self._folder / f"{space}.f32"


def _nothing() -> _Placed:
    import numpy as np

    return _Placed(np.zeros(0, np.int64), np.zeros(0, np.int64))


def _with(known: _Placed, entries: Sequence[tuple[int, int, int]], *, there: int) -> _Placed:
    """`known` and what the catalogue says since; what a passage was told last holds, if the file has `there` rows."""
    import numpy as np

    _, new_chunks, new_rows = np.array(entries, np.int64).T
    chunks, rows = np.append(known.chunks, new_chunks), np.append(known.rows, new_rows)
    order = chunks.argsort(kind="stable")
    last = np.append(np.diff(chunks[order]) != 0, True)
    order = order[last & (rows[order] < there)]
    return _Placed(chunks[order], rows[order], entries[-1][0])
