"""What the corrections feature can be told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class CorrectionsSettings:
    """Whether a model may judge that a question is the same as a corrected one.

    `judge` names the route to it; empty: nobody judges. A model judges only in the languages in which it has passed
    `corrections:judge-eval`. A question waits for it no longer than `judge_patience_s`.
    """

    judge: str = ""
    judge_patience_s: float = 8.0
