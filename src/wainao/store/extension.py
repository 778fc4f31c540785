"""The door by which features come in, our own and strangers' alike: the entry point group `wainao.features`."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass, field
from typing import Any

from wainao.kernel import Capability, Corrections, Guard, Source
from wainao.kernel.capability import Governor
from wainao.store.copies import Keeper
from wainao.store.home import Home
from wainao.store.measure import Measure

FEATURES = "wainao.features"
"""The entry point group. Each entry names a `Feature`."""


def _nothing() -> None:
    pass


@dataclass(frozen=True, kw_only=True, slots=True)
class Resource:
    """What a capability gives, at an address: clients of the Model Context Protocol read it there, as a governed call.

    A name in braces is a field of the capability's input: "wainao://receipts/{receipt}". A file (an output with
    `content` and `media_type`) is read as what it is, all else as JSON.
    """

    address: str
    capability: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Parts:
    """What a feature brings once it is open. At most one feature brings `corrections`; `close` ends what it started.

    `sources` have capabilities that come and go. `resources` are addresses at which some are read.

    `keepers` forget what the feature copied from receipts, when those are erased.

    `measures` are for whoever watches the installation, the same in every process; `live_measures` are this process's
    own, and are added up over all.

    `work` is what it does by itself, through calls like anybody's, beside those of others; cancelled before `close`.
    """

    capabilities: tuple[Capability, ...] = ()
    sources: tuple[Source, ...] = ()
    resources: tuple[Resource, ...] = ()
    guards: tuple[Guard, ...] = ()
    corrections: Corrections | None = None
    keepers: tuple[Keeper, ...] = ()
    measures: Callable[[], Iterable[Measure]] | None = None
    live_measures: Callable[[], Iterable[Measure]] | None = None
    work: Callable[[Governor], Coroutine[Any, Any, None]] | None = None
    close: Callable[[], None] = _nothing


@dataclass(frozen=True, kw_only=True, slots=True)
class NoSettings:
    """For a feature that has nothing to configure."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Feature:
    """A family of capabilities.

    `settings` is a frozen dataclass whose fields all have defaults; it is the section `[name]` of `wainao.toml`. `open`
    gets the home and those settings, and must be quick: heavy imports belong where they are used.
    """

    name: str
    open: Callable[[Home, Any], Parts]
    settings: type = field(default=NoSettings)
