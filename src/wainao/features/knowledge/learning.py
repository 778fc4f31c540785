"""What people's questions say about a base: how much of them the right passage covers, and how much chance does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wainao.features.knowledge.bell import Bell

STRENGTH = 40.0
"""Questions with a known outcome that say as much as all that was known before."""
UNSURE_WEIGHT = 0.25
"""Of a question that nobody said anything about, beside one whose outcome a person told."""
UNSURE_MOST = 40.0
"""Weight of all questions that nobody said anything about: however many, they never outweigh what was known before."""
FARTHEST_SPREADS = 2.5
"""What lies farther from the middle counts as if it lay there: a few strange corrections, or hostile, do little."""
_ROUNDS = 10
_EVEN = 5.0
"""Weight of the guess that as many of the questions asked can be answered as not."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """How much of questions the best passage covered: where the base has the answer, where not, where nobody said."""

    answerable: tuple[float, ...] = ()
    unanswerable: tuple[float, ...] = ()
    unsure: tuple[float, ...] = ()


def learn(right: Bell, chance: Bell, seen: Seen) -> tuple[Bell, Bell]:
    """Both curves after what was `seen`.

    A question that nobody said anything about counts for each as far as it is likely to come from it: curves and
    likelihoods are found in turns (expectation maximisation, with what was known before as prior).
    """
    weight = min(UNSURE_WEIGHT, UNSURE_MOST / len(seen.unsure)) if seen.unsure else 0.0
    known = len(seen.answerable) + len(seen.unanswerable)
    now_right, now_chance, share = right, chance, 0.5
    for _ in range(_ROUNDS):
        beliefs = [weight * _belief(now_right, now_chance, share, cover) for cover in seen.unsure]
        doubts = [weight - belief for belief in beliefs]
        now_right = _after(right, seen.answerable, seen.unsure, beliefs)
        now_chance = _after(chance, seen.unanswerable, seen.unsure, doubts)
        answerable = len(seen.answerable) + sum(beliefs)
        share = (_EVEN + answerable) / (2 * _EVEN + known + weight * len(beliefs))
    return now_right, now_chance


def _belief(right: Bell, chance: Bell, share: float, cover: float) -> float:
    """How likely a question can be answered whose best passage covers so much."""
    for_it, against = share * right.density(cover), (1 - share) * chance.density(cover)
    return for_it / (for_it + against) if for_it + against else 0.5


def _after(before: Bell, known: Sequence[float], unsure: Sequence[float], weights: Sequence[float]) -> Bell:
    """The curve after values that are `known` to come from it and others that do as far as their weights say."""
    seen = [*((cover, 1.0) for cover in known), *zip(unsure, weights, strict=True)]
    return before.after([(_near(before, cover), weight) for cover, weight in seen], strength=STRENGTH)


def _near(bell: Bell, cover: float) -> float:
    far = FARTHEST_SPREADS * bell.spread
    return min(max(cover, bell.mean - far), bell.mean + far)
