"""How much evidence chance gives: a base is asked what it cannot answer, in questions made of its own text.

Words of one sentence, with its passage left out, make a question that the base does not answer. The evidence that is
found all the same, for many such questions, is what chance gives in a base of this size about these subjects.
"""

from __future__ import annotations

import random
import re
import sqlite3

from wainao.features.knowledge import store
from wainao.features.knowledge.engines.fts5 import Base, LexicalIndex
from wainao.features.knowledge.evidence import Evidence, Query, hear
from wainao.features.knowledge.question import Question, only_builds
from wainao.features.knowledge.scope import allowed
from wainao.features.knowledge.sentences import sentences
from wainao.features.knowledge.types import LocatedChunk
from wainao.text import CJK, terms

QUESTIONS = 200
LARGE_CHUNKS = 5_000
LARGE_QUESTIONS = 100
"""In a base of more than `LARGE_CHUNKS` each question takes longer, so fewer are asked."""
TWIN_SHARE = 0.6
"""A passage with this share of a sentence's terms says the same: it would answer what was made of the sentence."""

_WORDS = 6
_CANDIDATES = 25
_RUN = re.compile(rf"[{CJK}]{{3,}}")


def chance(connection: sqlite3.Connection, index: LexicalIndex, base: Base) -> list[tuple[str, float]]:
    """Questions made of the text of `base`, and the evidence found for each. The same content gives the same ones."""
    lot = random.Random(base.chunks)
    ids = allowed(connection, base.tenant, base.base).draw(lot, _wanted(base))
    passages = store.located(connection, sorted(set(ids)))
    found = []
    for chunk_id in ids:
        sentence = _sentence(lot, passages[chunk_id].chunk.text)
        question = scattered(lot, sentence)
        cover = _cover_elsewhere(connection, index, base, passages[chunk_id], sentence, question) if question else None
        if cover is not None:
            found.append((question, cover))
    return found


def scattered(lot: random.Random, sentence: str) -> str:
    """A question of a person who does not know the wording: six telling words, or bits of words, of one sentence.

    Empty where the sentence has not so many.
    """
    runs = _RUN.findall(sentence)
    if sum(map(len, runs)) * 2 > len(sentence):
        return " ".join(_bit(lot, lot.choice(runs)) for _ in range(_WORDS)) if sum(map(len, runs)) >= 2 * _WORDS else ""
    words = [word for word in dict.fromkeys(sentence.split()) if not all(map(only_builds, terms(word)))]
    return " ".join(lot.sample(words, _WORDS)) if len(words) >= _WORDS else ""


def _wanted(base: Base) -> int:
    return QUESTIONS if base.chunks <= LARGE_CHUNKS else LARGE_QUESTIONS


def _sentence(lot: random.Random, text: str) -> str:
    spans = sentences(text)
    return text[slice(*lot.choice(spans))] if spans else ""


def _bit(lot: random.Random, run: str) -> str:
    length = lot.randint(2, 3)
    start = lot.randint(0, len(run) - length)
    return run[start : start + length]


def _cover_elsewhere(
    connection: sqlite3.Connection, index: LexicalIndex, base: Base, own: LocatedChunk, sentence: str, asked: str
) -> float | None:
    """The most that any passage but its own covers of a question; None if all that come close say the same as that."""
    question, whole = Question(asked), _unweighed(Question(sentence))
    frequency = index.frequency(connection, base, question.terms)
    for term in hear(_unweighed(question), own.chunk.text).found:
        frequency[term] = frequency.get(term, 1) - 1
    frequency = {term: having for term, having in frequency.items() if having > 0}
    query = Query.weighed(
        question, passages=base.chunks - 1, passage_terms=base.terms / base.chunks, frequency=frequency
    )
    ids = index.candidates(connection, base, query.weights, frequency, top=_CANDIDATES)
    found = store.located(connection, [chunk_id for chunk_id in ids if chunk_id != own.chunk_id]).values()
    for evidence in sorted((Evidence(query, one) for one in found), key=lambda evidence: -evidence.cover):
        if len(hear(whole, evidence.located.chunk.text).found) < TWIN_SHARE * len(whole.weights):
            return evidence.cover
    return None if found else 0.0


def _unweighed(question: Question) -> Query:
    return Query(question, dict.fromkeys(question.terms, 1.0), 1.0)
