"""Canaries in live use: what is seen of them, and who takes them back when that is worse than what runs."""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import dataclass, replace
from functools import partial

from wainao.features.learn import book
from wainao.features.learn.book import Release
from wainao.features.learn.canary import Canary, Figure, Look, Rules, Verdict
from wainao.features.learn.service import Learning
from wainao.features.learn.settings import LearnSettings
from wainao.features.learn.signals import Sides, Signals
from wainao.kernel import NotFoundError
from wainao.kernel.capability import Governor
from wainao.store.rounds import rounds
from wainao.types import ALL_RIGHTS, Actor, Told, Words, joined, system, told_in

WATCH = "releases:watch"
NEEDS = frozenset({WATCH, "routes:list", "routes:set"})
"""All that the machine's own actor may call as an administrator, to take a canary back."""

log = logging.getLogger("wainao.learn")


@dataclass(frozen=True, kw_only=True, slots=True)
class Watched:
    """What live requests say of a `canary` beside the `running` release.

    `figures` are those of the look that decided if it is "worse", else as they are now; `waiting` is before the first
    look. `requests` and `beside` count attempts at either. The next look is at `next_at` requests of the canary.
    """

    canary: str
    running: str
    verdict: Verdict
    requests: int
    beside: int
    next_at: int
    figures: tuple[Figure, ...]
    why: Told = ""
    rolled_back: bool = False


def rules_of(settings: LearnSettings) -> Rules:
    return Rules(
        least=settings.canary_least,
        chance=settings.canary_chance,
        more=settings.canary_more,
        times=settings.canary_times,
    )


def look(connection: sqlite3.Connection, tenant: str, name: str, rules: Rules) -> Watched:
    """Read the whole log since the canary got its share. Raises NotFoundError where there is no canary."""
    canary = book.of_state(connection, tenant, name, "canary")
    running = book.of_state(connection, tenant, name, "running")
    if canary is None or running is None:
        raise NotFoundError(
            f"No release of {name!r} is a canary now, so there is nothing to watch. 'wainao releases list' shows what "
            "each one is."
        )
    seen = Signals(_sides(connection, tenant, canary, running), Canary(rules)).read(connection)
    found = seen.last if seen.verdict == "worse" and seen.last else seen.look()
    return Watched(
        canary=canary.label,
        running=running.label,
        verdict=seen.verdict,
        requests=found.canary,
        beside=found.running,
        next_at=seen.next_at,
        figures=found.figures,
        why=_told(found, running) if found.worse and seen.verdict == "worse" else "",
    )


def _sides(connection: sqlite3.Connection, tenant: str, canary: Release, running: Release) -> Sides:
    new, old = _deployments(canary), _deployments(running)
    since = book.canary_since(connection, canary)
    return Sides(tenant=tenant, door=canary.door, since=since, canary=new - old, running=old - new)


def _deployments(release: Release) -> frozenset[str]:
    kind = "deployment:"
    return frozenset(name.removeprefix(kind) for name in release.manifest.versions if name.startswith(kind))


_WORSE = Words(
    "{signal} {canary}，{release} 为 {running}（偶然的概率 {chance:.2g}）",
    "{signal}: {canary}, in {release} {running} (by chance: {chance:.2g})",
)
_AFTER = Words(
    "{worse}；试行 {requests} 个请求之后，其间另有 {beside} 个", "{worse}; after {requests} requests, beside {beside}"
)
_SIGNALS = {
    "errors": Words("错误", "errors"),
    "refusals": Words("拒答", "refusals"),
    "complaints": Words("不满意", "complaints"),
    "corrected": Words("被更正", "corrected"),
    "slow": Words("耗时", "slow"),
    "dear": Words("费用", "dear"),
}
_UNITS = {"slow": Words("{:g} 秒", "{:g} s"), "dear": Words("{:g} 微美元", "{:g} microdollars")}
_SHARE = Words("{:.1%}", "{:.1%}")


def _told(found: Look, running: Release) -> Words:
    """The reason for taking it back, with the figures, for the record."""
    worse = [
        _WORSE.filled(
            signal=_SIGNALS[one.signal],
            canary=_value(one, one.canary),
            running=_value(one, one.running),
            release=running.label,
            chance=one.chance,
        )
        for one in found.figures
        if one.worse
    ]
    return _AFTER.filled(worse=joined(worse), requests=found.canary, beside=found.running)


def _value(figure: Figure, value: float | None) -> Words:
    form = _UNITS.get(figure.signal, _SHARE)
    return Words(form.zh.format(value), form.en.format(value))


class Watcher:
    """Reads what each canary's requests say as they come, and calls `releases:watch` for one that is worse.

    Every process does; what they read is the same log, so they come to the same end, and the first one acts.
    """

    def __init__(self, learning: Learning) -> None:
        self._learning = learning
        self._rules = rules_of(learning.settings)
        self._every_s = learning.settings.canary_every_s
        self._known: dict[tuple[int, str], Signals] = {}

    async def work(self, kernel: Governor) -> None:
        """Until this is cancelled."""
        if self._every_s:
            look = partial(self._look, kernel)
            await rounds(look, every_s=self._every_s, what="Looking after the canaries", log=log)

    async def _look(self, kernel: Governor) -> None:
        for tenant, name in await self._learning.read(self._worse):
            await self._take_back(kernel, tenant, name)

    async def _take_back(self, kernel: Governor, tenant: str, name: str) -> None:
        spec = kernel.spec(WATCH)
        try:
            told = (await kernel.run(spec.name, spec.input(name=name), actor=_machine(tenant))).output
            log.warning("%s was taken back: %s", told.canary, told_in("en", told.why))
        except NotFoundError:
            pass  # another process was faster

    def _worse(self, connection: sqlite3.Connection) -> list[tuple[str, str]]:
        """The canaries to be taken back, with their tenants."""
        found, known = [], {}
        for tenant, canary in book.canaries(connection):
            running = book.of_state(connection, tenant, canary.name, "running")
            if running is None:
                continue
            sides = _sides(connection, tenant, canary, running)
            key = (canary.id, sides.since)
            known[key] = signals = self._known.get(key) or Signals(sides, Canary(self._rules))
            if signals.read(connection).verdict == "worse":
                found.append((tenant, canary.name))
        self._known = known
        return found


def _machine(tenant: str) -> Actor:
    return replace(system(tenant), rights=ALL_RIGHTS, capabilities=NEEDS)
