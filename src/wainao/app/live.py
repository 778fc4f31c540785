"""What processes know of this moment in their own memory alone, added up by any one of them.

Several processes answer on one port, and nobody can say which: a number of only one of them would jump with every look.
So each writes its own down every few seconds, in a file of its own, and whoever is asked adds up those of all.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

import msgspec

from wainao.store.home import Home
from wainao.store.measure import Measure
from wainao.store.rounds import rounds

FOLDER = "live"
EVERY_S = 5.0

Measures = Callable[[], Iterable[Measure]]

log = logging.getLogger("wainao.app")


class Live:
    """The measures of this process, and of those that have the home open beside it."""

    def __init__(self, home: Home, sources: Iterable[Measures]) -> None:
        self._process = home.process
        self._folder = home.path / FOLDER
        self._sources = tuple(sources)

    async def work(self) -> None:
        """Write ours down again and again, until this is cancelled."""
        if self._sources:
            write = partial(asyncio.to_thread, self.write)
            await rounds(write, every_s=EVERY_S, what="Writing down how this process is", log=log)

    def write(self) -> None:
        """Write ours down now, for the others."""
        self._folder.mkdir(exist_ok=True, mode=0o700)
        new = self._own.with_suffix(".new")
        new.write_bytes(msgspec.json.encode(self._now()))
        new.replace(self._own)

    def close(self) -> None:
        self._own.unlink(missing_ok=True)

    def total(self) -> list[Measure]:
        """Each measure added up over all processes: ours as they are, theirs as they were up to five seconds ago."""
        added: dict[tuple[str, tuple[tuple[str, str], ...]], list[Measure]] = defaultdict(list)
        for measure in [*self._now(), *self._others()]:
            added[measure.name, tuple(measure.labels.items())].append(measure)
        return [replace(alike[0], value=sum(one.value for one in alike)) for alike in added.values()]

    @property
    def _own(self) -> Path:
        return self._folder / self._process.token

    def _now(self) -> list[Measure]:
        return [measure for source in self._sources for measure in source()]

    def _others(self) -> Iterable[Measure]:
        told = [path for path in self._folder.glob("*") if path.stem != self._process.token]
        dead = self._process.dead({path.stem for path in told})
        for path in told:
            if path.stem in dead:
                path.unlink(missing_ok=True)
            elif not path.suffix:  # what has one is being written
                yield from _read(path)


def _read(path: Path) -> list[Measure]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=list[Measure])
    except (FileNotFoundError, msgspec.DecodeError):  # its process has just ended, or is of another version
        return []
