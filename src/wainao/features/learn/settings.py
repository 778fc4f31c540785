"""What the learn feature can be told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class LearnSettings:
    """How evaluations ask, who judges what code cannot, and when a canary is taken back automatically.

    - `at_once`: how many cases are asked at the same time.
    - `judge`: the route of the model that judges whether an answer meets a rubric. While it is empty, such cases
      fail and say so.
    - `benchmark_downloads`: lets the harnesses of benchmarks download what a task needs. Otherwise they find only
      what is on this machine.
    - `canary_every_s`: how often live requests are compared, in seconds; 0 means never.
    - `canary_least`: the first look is after this many requests of the canary, each further look at twice as many.
    - `canary_chance`: the maximum probability that a canary as good as the running release is taken back by chance.
    - `canary_more`, `canary_times`: smaller differences are ignored: a share of the answers, and a factor of time
      or cost.
    """

    at_once: int = 8
    judge: str = ""
    benchmark_downloads: bool = False
    canary_every_s: float = 10.0
    canary_least: int = 5
    canary_chance: float = 0.01
    canary_more: float = 0.02
    canary_times: float = 1.5

    def __post_init__(self) -> None:
        if not 1 <= self.at_once <= 256:
            raise ValueError(f"at_once = {self.at_once!r}. Expected 1 to 256 cases under way at the same time.")
        if self.canary_every_s < 0.0:
            raise ValueError(f"canary_every_s = {self.canary_every_s!r}. Expected seconds, or 0 for never.")
        if not 1 <= self.canary_least <= 1_000_000:
            raise ValueError(f"canary_least = {self.canary_least!r}. Expected 1 to 1,000,000 requests.")
        if not 0.0 < self.canary_chance < 1.0:
            raise ValueError(f"canary_chance = {self.canary_chance!r}. Expected more than 0 and less than 1.")
        if not 0.0 <= self.canary_more < 1.0:
            raise ValueError(f"canary_more = {self.canary_more!r}. Expected a share of the answers, 0 to less than 1.")
        if not self.canary_times >= 1.0:
            raise ValueError(f"canary_times = {self.canary_times!r}. Expected 1 or more.")
