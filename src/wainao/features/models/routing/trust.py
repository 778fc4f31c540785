"""How far a model's own answer can be trusted, between 0 and 1, told by nothing but the answer."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from wainao.features.models.engines.backend import Piece
from wainao.text import digits, fold, terms

_SENTENCE = re.compile(r"[^.!?。！？\n]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NO_WORD = re.compile(r"[\W_]+")


def sureness(pieces: Iterable[Piece]) -> float | None:
    """How likely the model found its words: the geometric mean of their probabilities; None where it does not say."""
    told = list(_log_probabilities(pieces))
    return math.exp(sum(told) / len(told)) if told else None


def weakest(pieces: Iterable[Piece]) -> float | None:
    """The probability of the word that it was least sure of."""
    told = list(_log_probabilities(pieces))
    return math.exp(min(told)) if told else None


def agreement(answers: Sequence[str]) -> tuple[int, float]:
    """Which of several answers agrees best with the others, and how well on the average."""
    scores = [
        sum(likeness(one, other) for place, other in enumerate(answers) if place != at) / max(len(answers) - 1, 1)
        for at, one in enumerate(answers)
    ]
    best = max(range(len(answers)), key=lambda at: (scores[at], -at))
    return best, scores[best]


def likeness(one: str, other: str) -> float:
    """1 for the same words, else the share of terms that both have; 0 as soon as their numbers differ."""
    if _bare(one) == _bare(other):
        return 1.0
    if set(_numbers(one)) != set(_numbers(other)):
        return 0.0
    ours, theirs = set(terms(one)), set(terms(other))
    return len(ours & theirs) / len(ours | theirs) if ours | theirs else 1.0


def support(answer: str, evidence: Iterable[str]) -> float:
    """How much of an answer the evidence carries: of its sentences, the share of terms that are there, on the average.

    A sentence with a number that no evidence has counts as not carried at all.
    """
    shown = "\n".join(evidence)
    known, numbers = set(terms(shown)), set(_numbers(shown))
    shares = []
    for sentence in _SENTENCE.findall(answer):
        said = terms(sentence)
        if said:
            carried = sum(term in known for term in said) / len(said)
            shares.append(carried if numbers.issuperset(_numbers(sentence)) else 0.0)
    return sum(shares) / len(shares) if shares else 0.0


def _log_probabilities(pieces: Iterable[Piece]) -> Iterator[float]:
    for piece in pieces:
        rows: Any = (piece.logprobs or {}).get("content")
        for row in rows if isinstance(rows, list) else ():
            told = row.get("logprob") if isinstance(row, dict) else None
            if isinstance(told, (int, float)) and math.isfinite(told):
                yield min(float(told), 0.0)


def _numbers(text: str) -> list[str]:
    return [number.replace(",", "") for number in _NUMBER.findall(digits(fold(text)))]


def _bare(text: str) -> str:
    return _NO_WORD.sub("", digits(fold(text)))
