"""What the corrections feature can be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True, slots=True)
class CorrectionsSettings:
    """Who has to agree to a correction, how many one may propose, and whether a model may judge that a question is the
    same as a corrected one.

    In the scopes of `second_person`, what one administrator says holds once another one has approved it, as soon as
    there is another one; empty: nowhere. Whoever is no administrator may propose so many corrections and aliases, or
    complain of so many answers, a minute; 0 for any number. `judge` names the route to it; empty: nobody judges. A
    model judges only in the languages in which it has passed `corrections:judge-eval`. A question waits for it no
    longer than `judge_patience_s`.
    """

    second_person: tuple[Literal["base", "capability", "everyone", "team"], ...] = ("capability", "everyone")
    proposals_per_minute: int = 60
    judge: str = ""
    judge_patience_s: float = 8.0

    def __post_init__(self) -> None:
        if self.proposals_per_minute < 0:
            raise ValueError(f"proposals_per_minute = {self.proposals_per_minute!r}. Expected 0 or more.")
