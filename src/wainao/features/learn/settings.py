"""What the learn feature can be told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class LearnSettings:
    """How evaluations ask, and who judges what code cannot.

    `at_once` cases are under way at the same time. `judge` is the route of the model that says whether an answer meets
    a rubric; while it is empty, such cases fail and say so.
    """

    at_once: int = 8
    judge: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.at_once <= 256:
            raise ValueError(f"at_once = {self.at_once!r}. Expected 1 to 256 cases under way at the same time.")
