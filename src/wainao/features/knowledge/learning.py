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
    known_right = [(cover, 1.0) for cover in seen.answerable]
    known_chance = [(cover, 1.0) for cover in seen.unanswerable]
    now_right, now_chance, share = right, chance, 0.5
    for _ in range(_ROUNDS):
        beliefs = [_belief(now_right, now_chance, share, cover) for cover in seen.unsure]
        now_right = right.after(known_right + _weighted(seen.unsure, beliefs, weight), strength=STRENGTH)
        doubts = [1 - belief for belief in beliefs]
        now_chance = chance.after(known_chance + _weighted(seen.unsure, doubts, weight), strength=STRENGTH)
        answerable = len(known_right) + weight * sum(beliefs)
        share = (_EVEN + answerable) / (2 * _EVEN + len(known_right) + len(known_chance) + weight * len(beliefs))
    return now_right, now_chance


def _belief(right: Bell, chance: Bell, share: float, cover: float) -> float:
    """How likely a question can be answered whose best passage covers so much."""
    for_it, against = share * right.density(cover), (1 - share) * chance.density(cover)
    return for_it / (for_it + against) if for_it + against else 0.5


def _weighted(covers: Sequence[float], shares: Sequence[float], weight: float) -> list[tuple[float, float]]:
    return [(cover, weight * share) for cover, share in zip(covers, shares, strict=True)]
