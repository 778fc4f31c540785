"""Whether a canary does worse than the release beside it: what was seen of both, and a test that stops noise."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Verdict = Literal["waiting", "fine", "worse"]
Signal = Literal["errors", "refusals", "complaints", "corrected", "slow", "dear"]

SHARES: tuple[Signal, ...] = ("errors", "refusals", "complaints", "corrected")
LATE, USUAL = 0.95, 0.5
"""The quantiles that are compared: of seconds, the latest twentieth; of costs, the median."""
SIGNALS = len(SHARES) + 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """When a canary is taken back by itself.

    `chance` is how likely a canary that is as good as the running release may be taken back, all looks and signals
    together. The first look is at `least` attempts, each next one at twice as many. A share must be higher by `more`, a
    time or price `times` as high, to matter at all.
    """

    least: int = 5
    chance: float = 0.01
    more: float = 0.02
    times: float = 1.5

    def at(self, look: int) -> float:
        """What chance may explain at most in one signal at the `look`-th look, from 1 on.

        1/2 + 1/6 + 1/12 + … = 1: however many looks there are, all together spend `chance` and no more (a union bound,
        as alpha spending has it: Lan & DeMets 1983, Discrete Sequential Boundaries for Clinical Trials, Biometrika 70).
        """
        return self.chance / SIGNALS / (look * (look + 1))


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    """One request that one side was asked, as its receipt tells. `seconds` None: others were asked before it, so nobody
    knows how long it took; `cost` in microdollars, None where no price is known."""

    canary: bool
    failed: bool = False
    refused: bool = False
    seconds: float | None = None
    cost: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Objection:
    """A person complained about an answer, or corrected it."""

    canary: bool
    receipt: str
    kind: Literal["complaints", "corrected"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One signal: a share, or seconds or microdollars; None where nothing is known. `chance` is how likely so great a
    difference is if both are alike; `worse` says that it matters, and that chance does not explain it."""

    signal: Signal
    canary: float | None
    running: float | None
    chance: float
    worse: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """What one look found, after so many attempts of both."""

    number: int
    canary: int
    running: int
    figures: tuple[Figure, ...]

    @property
    def worse(self) -> bool:
        return any(one.worse for one in self.figures)


@dataclass(kw_only=True, slots=True)
class _Side:
    attempts: int = 0
    answers: int = 0
    failed: int = 0
    refused: int = 0
    objections: dict[str, set[str]] = field(default_factory=lambda: {"complaints": set(), "corrected": set()})
    seconds: array[float] = field(default_factory=lambda: array("d"))
    costs: array[float] = field(default_factory=lambda: array("d"))

    def take(self, attempt: Attempt) -> None:
        self.attempts += 1
        self.answers += not attempt.failed
        self.failed += attempt.failed
        self.refused += attempt.refused
        if attempt.seconds is not None:
            self.seconds.append(attempt.seconds)
        if attempt.cost is not None:
            self.costs.append(attempt.cost)

    def share(self, signal: Signal) -> tuple[int, int]:
        if signal == "errors":
            return self.failed, self.attempts
        hits = self.refused if signal == "refusals" else len(self.objections[signal])
        return min(hits, self.answers), self.answers


class Canary:
    """What is seen of both sides, in the order of the log, and looked at when the canary has had enough attempts.

    The log alone decides: whoever reads it, and however often, comes to the same looks. The first one that finds the
    canary worse is the last.
    """

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._canary, self._running = _Side(), _Side()
        self.last: Look | None = None

    @property
    def verdict(self) -> Verdict:
        if self.last is None:
            return "waiting"
        return "worse" if self.last.worse else "fine"

    @property
    def next_at(self) -> int:
        """At how many attempts of the canary the next look is."""
        return self._rules.least << (self.last.number if self.last else 0)

    def take(self, seen: Attempt | Objection) -> None:
        if self.verdict == "worse":
            return
        side = self._canary if seen.canary else self._running
        if isinstance(seen, Objection):
            side.objections[seen.kind].add(seen.receipt)
            return
        side.take(seen)
        if seen.canary and side.attempts >= self.next_at:
            self.last = self.look()

    def look(self) -> Look:
        """The figures as they are now, by the measure of the look that is due next."""
        number = self.last.number + 1 if self.last else 1
        figures = tuple(self._figures(self._rules.at(number)))
        return Look(number=number, canary=self._canary.attempts, running=self._running.attempts, figures=figures)

    def _figures(self, most: float) -> Iterator[Figure]:
        for signal in SHARES:
            yield self._of_shares(signal, most)
        yield self._of_sizes("slow", self._canary.seconds, self._running.seconds, LATE, most)
        yield self._of_sizes("dear", self._canary.costs, self._running.costs, USUAL, most)

    def _of_shares(self, signal: Signal, most: float) -> Figure:
        from wainao.features.learn.statistics import fisher

        (hits, of), (other_hits, other_of) = self._canary.share(signal), self._running.share(signal)
        canary, running = _share(hits, of), _share(other_hits, other_of)
        chance = fisher(hits, of, other_hits, other_of)
        matters = canary is not None and running is not None and canary - running > self._rules.more
        return _figure(signal, canary, running, chance, worse=matters and chance <= most)

    def _of_sizes(
        self, signal: Signal, canary: array[float], running: array[float], quantile: float, most: float
    ) -> Figure:
        """Above a quantile of both together are about as many of each, if they are alike; how many decides."""
        from wainao.features.learn.statistics import fisher, quantile_of

        if not canary or not running:
            return Figure(signal=signal, canary=None, running=None, chance=1.0, worse=False)
        bar = quantile_of(array("d", [*canary, *running]), quantile)
        above, other_above = sum(one > bar for one in canary), sum(one > bar for one in running)
        chance = fisher(above, len(canary), other_above, len(running))
        now, before = quantile_of(canary, quantile), quantile_of(running, quantile)
        return _figure(signal, now, before, chance, worse=now > before * self._rules.times and chance <= most)


def _figure(signal: Signal, canary: float | None, running: float | None, chance: float, *, worse: bool) -> Figure:
    rounded = [None if one is None else round(one, 4) for one in (canary, running)]
    return Figure(signal=signal, canary=rounded[0], running=rounded[1], chance=float(f"{chance:.3g}"), worse=worse)


def _share(hits: int, of: int) -> float | None:
    return hits / of if of else None
