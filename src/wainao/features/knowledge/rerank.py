"""Order passages by evidence: four numbers, their weights learnt once and written down here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from wainao.features.knowledge.evidence import Evidence
from wainao.features.knowledge.types import LocatedChunk

DEPTH = 15
"""Passages that are looked at closely; the rest keep the order of their BM25."""

WEIGHTS = {"relative_bm25": 7.5, "best": 2.1, "best_pair": 1.3, "run": 4.9}
"""Learnt by `bench/train_ranking.py` on CMRC 2018 (trial) and XQuAD (zh, en)."""

CERTAIN = 0.3
"""Evidence at which vectors get just their share of a blended score: with less, words decide less."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage in its place. `score` orders one list and means nothing beside another list's."""

    evidence: Evidence
    score: float


def rerank(found: Sequence[Evidence]) -> list[Ranked]:
    """The passages of `found`, best first."""
    by_bm25 = sorted(found, key=lambda evidence: (-evidence.bm25, evidence.located.chunk_id))
    highest = by_bm25[0].bm25 if by_bm25 else 0.0
    close = [Ranked(one, _score(features(one, highest))) for one in by_bm25[:DEPTH]]
    close.sort(key=lambda ranked: -ranked.score)
    rest = [Ranked(one, close[-1].score * one.bm25 / highest if highest else 0.0) for one in by_bm25[DEPTH:]]
    return close + rest


def blend(found: Sequence[Ranked], cosines: Mapping[int, float], share: float) -> list[Ranked]:
    """`found` in the order of its scores and of `cosines`, which are stretched over the same range.

    `share`, 0 to 1, is what vectors get where the words found are evidence enough. The less evidence, the more they
    get: all of it where nothing was found by words. A passage without a cosine keeps its score. Blending ranks instead
    of scores (RRF) loses: it forgets how sure each side is.
    """
    if not found or not cosines:
        return list(found)
    share = float(share ** (max(ranked.evidence.bm25 for ranked in found) / CERTAIN))
    scores = [ranked.score for ranked in found]
    low, far = min(scores), min(cosines.values())
    stretch = ((max(scores) - low) or 1.0) / ((max(cosines.values()) - far) or 1.0)

    def both(ranked: Ranked) -> float:
        cosine = cosines.get(ranked.evidence.located.chunk_id)
        return ranked.score if cosine is None else (1 - share) * ranked.score + share * (low + (cosine - far) * stretch)

    return sorted((Ranked(ranked.evidence, both(ranked)) for ranked in found), key=lambda ranked: -ranked.score)


def set_first(found: Sequence[Ranked], is_meant: Callable[[LocatedChunk], object]) -> list[Ranked]:
    """`found` with the passages that a person meant before all others, each group in its order."""
    meant = [ranked for ranked in found if is_meant(ranked.evidence.located)]
    if not meant:
        return list(found)
    lift = found[0].score - meant[-1].score + 1.0
    others = [ranked for ranked in found if not is_meant(ranked.evidence.located)]
    return [Ranked(ranked.evidence, ranked.score + lift) for ranked in meant] + others


def features(evidence: Evidence, highest: float) -> dict[str, float]:
    """Numbers that mean the same in every collection; `highest` is the best BM25 of the list."""
    return {
        "relative_bm25": evidence.bm25 / highest if highest else 0.0,
        "best": evidence.best,
        "best_pair": evidence.best_pair,
        "run": evidence.run,
    }


def _score(numbers: dict[str, float]) -> float:
    return sum(WEIGHTS[name] * value for name, value in numbers.items())
