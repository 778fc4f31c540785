"""Order passages by evidence: four numbers, their weights learnt once and written down here."""

from __future__ import annotations

from collections.abc import Sequence

from wainao.features.knowledge.evidence import Evidence

DEPTH = 15
"""Passages that are looked at closely; the rest keep the order of their BM25."""

WEIGHTS = {"relative_bm25": 7.0, "best": 3.0, "best_pair": 2.0, "run": 2.0}
"""Learnt by `bench/train_rerank.py` on CMRC 2018 (trial) and XQuAD (zh, en)."""


def features(evidence: Evidence, highest: float) -> dict[str, float]:
    """Numbers that mean the same in every collection; `highest` is the best BM25 in the list."""
    return {
        "relative_bm25": evidence.bm25 / highest if highest else 0.0,
        "best": evidence.best,
        "best_pair": evidence.best_pair,
        "run": evidence.run,
    }


def rerank(found: Sequence[Evidence]) -> list[tuple[Evidence, float]]:
    """The passages of `found`, best first, with their scores. Scores compare within one list only."""
    by_bm25 = sorted(found, key=lambda evidence: (-evidence.bm25, evidence.located.chunk_id))
    highest = by_bm25[0].bm25 if by_bm25 else 0.0
    scored = [(evidence, score(evidence, highest)) for evidence in by_bm25[:DEPTH]]
    scored.sort(key=lambda pair: -pair[1])
    floor = scored[-1][1] if scored else 0.0
    rest = [(evidence, floor * evidence.bm25 / highest if highest else 0.0) for evidence in by_bm25[DEPTH:]]
    return scored + rest


def score(evidence: Evidence, highest: float) -> float:
    return sum(WEIGHTS[name] * value for name, value in features(evidence, highest).items())
