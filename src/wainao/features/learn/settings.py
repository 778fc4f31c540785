"""What the learn feature can be told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class LearnSettings:
    """How evaluations ask, and who judges what code cannot.

    `at_once` cases are under way at the same time. `judge` is the route of the model that says whether an answer meets
    a rubric; while it is empty, such cases fail and say so. With `benchmark_downloads` the harnesses of benchmarks may
    fetch what a task names from its hub; without, they find only what is on this machine.

    The others say when a canary is taken back by itself. Live requests are read every `canary_every_s` seconds (0:
    never). The first look is at `canary_least` of its requests, each next one at twice as many. `canary_chance` is how
    likely one that is as good as the running release may be taken back by chance. Only what is worse by `canary_more`
    (a share of the answers) or `canary_times` as slow or dear counts at all.
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
