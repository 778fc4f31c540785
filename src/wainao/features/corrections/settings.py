"""What the corrections feature can be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True, slots=True)
class CorrectionsSettings:
    """Who has to agree to a correction, how many a person may propose, and whether a model may judge that a question
    is the same as a corrected one.

    - `second_person`: in these scopes, another administrator must approve what one administrator says, as soon as
      there are two. Empty switches this off.
    - `proposals_per_minute`: how many corrections, aliases and complaints a person who is not an administrator may
      make a minute; 0 means any number.
    - `judge`: the route to the model that judges; empty means none. A model judges only in the languages in which
      it has passed `corrections:judge-eval`.
    - `judge_patience_s`: how long a question waits for the judge.
    """

    second_person: tuple[Literal["base", "capability", "everyone", "team"], ...] = ("capability", "everyone")
    proposals_per_minute: int = 60
    judge: str = ""
    judge_patience_s: float = 8.0

    def __post_init__(self) -> None:
        if self.proposals_per_minute < 0:
            raise ValueError(f"proposals_per_minute = {self.proposals_per_minute!r}. Expected 0 or more.")
