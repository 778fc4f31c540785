"""Know when the documents do not carry an answer, in each knowledge base by its own measure.

The measure of an answer is the evidence of the best passage. How much evidence chance alone gives differs from base to
base (large ones, or ones about a single subject, give much), so a fixed limit either answers everything in one or
refuses everything in another. So each base is asked about itself: words taken from one sentence, with the passage they
are from left out, make a question that it cannot answer. The evidence found for many such is what chance gives.
"""

from __future__ import annotations

import random
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from wainao.features.knowledge import store
from wainao.features.knowledge.engines.fts5 import Base, LexicalIndex
from wainao.features.knowledge.evidence import Evidence, Query, hear
from wainao.features.knowledge.question import Question
from wainao.features.knowledge.scope import allowed
from wainao.features.knowledge.sentences import sentences
from wainao.features.knowledge.types import LocatedChunk
from wainao.store.sqlite import Database, Migration
from wainao.text import CJK, is_cjk

MIGRATIONS = (
    Migration(
        "calibrations",
        """
        CREATE TABLE knowledge_calibrations (
            base INTEGER NOT NULL,
            script TEXT NOT NULL,
            threshold REAL NOT NULL,
            questions INTEGER NOT NULL,
            chunks INTEGER NOT NULL,
            PRIMARY KEY (base, script)
        );
        """,
    ),
)

LEAST = 0.17
"""Holds in bases too small to measure themselves, and is the least in all."""
MOST = {"cjk": 0.25, "other": 0.31}
"""By script. People's questions find so much evidence in the right passage 9 times in 10 or more, in small and large
collections alike (measured to 10,000 passages); where the same sentences stand again and again, chance gives more than
that, and a base that measured itself by it would refuse a third of what it can answer."""
OVER_CHANCE = {"cjk": 1.02, "other": 1.13}
"""Times the evidence that chance gives. Learnt on XQuAD and CMRC 2018: people's Chinese questions share less with the
text than bits of a sentence do, their English ones more."""
QUESTIONS = 300
LARGE_CHUNKS = 5_000
LARGE_QUESTIONS = 100
"""In a base of more than `LARGE_CHUNKS` each question takes longer, so fewer are asked."""
TRIMMED_SHARE = 0.1
"""Of the evidence found, left out at either end before taking the mean."""
TWIN_SHARE = 0.8
"""A passage with this share of the own passage's evidence says the same: the question has an answer after all."""
FEWEST_QUESTIONS = 20
STALE_GROWTH = 1.25
"""A base that grew or shrank by this factor is measured again."""

_WORDS = 6
_CANDIDATES = 12
_RUN = re.compile(rf"[{CJK}]{{3,}}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Calibration:
    """What one knowledge base needs as evidence, for questions in one script ("cjk" or "other")."""

    base: int
    script: str
    threshold: float
    questions: int
    chunks: int

    def fits(self, base: Base) -> bool:
        return base.chunks / STALE_GROWTH <= self.chunks <= base.chunks * STALE_GROWTH


class Refusal:
    """Tells how much evidence an answer needs; measures a base when it has to, and remembers."""

    def __init__(self, database: Database, index: LexicalIndex) -> None:
        self._database = database
        self._index = index
        database.migrate("knowledge_refusal", MIGRATIONS)

    def threshold(self, connection: sqlite3.Connection, question: str, bases: Sequence[Base]) -> float:
        """Share of the question's weight that the best passage of `bases` must have.

        Measures at most one base, the largest that has to be: who may see a hundred must not wait for all of them.
        """
        script = script_of(question)
        limits = [LEAST]
        measured = False
        for base in sorted(bases, key=lambda base: -base.chunks):
            known = _known(connection, base, script)
            if not measured and (known is None or not known.fits(base)):
                known, measured = self._measure(connection, base, script), True
            if known is not None:
                limits.append(known.threshold)
        return max(limits)

    def _measure(self, connection: sqlite3.Connection, base: Base, script: str) -> Calibration:
        fresh = {one.script: one for one in calibrate(connection, self._index, base)}
        # Nobody waits for this: whoever comes before it is written measures again, and finds the same.
        self._database.write(lambda writer: _keep(writer, list(fresh.values())))
        return fresh[script]


def _known(connection: sqlite3.Connection, base: Base, script: str) -> Calibration | None:
    row = connection.execute(
        """SELECT base, script, threshold, questions, chunks FROM knowledge_calibrations
        WHERE base = ? AND script = ?""",
        (base.id, script),
    ).fetchone()
    return None if row is None else Calibration(**dict(zip(Calibration.__slots__, row, strict=True)))


def calibrate(connection: sqlite3.Connection, index: LexicalIndex, base: Base) -> list[Calibration]:
    """Measure `base`. The same content gives the same result."""
    wanted = QUESTIONS if base.chunks <= LARGE_CHUNKS else LARGE_QUESTIONS
    chance: dict[str, list[float]] = {"cjk": [], "other": []}
    for located, question in _own_questions(connection, base, wanted):
        found = _without(connection, index, base, located, question)
        if found is not None:
            chance[script_of(question)].append(found)
    every = [found for script in chance.values() for found in script]
    return [
        Calibration(
            base=base.id,
            script=script,
            threshold=_limit(found if len(found) >= FEWEST_QUESTIONS else every, OVER_CHANCE[script], MOST[script]),
            questions=len(found),
            chunks=base.chunks,
        )
        for script, found in chance.items()
    ]


def _own_questions(connection: sqlite3.Connection, base: Base, wanted: int) -> list[tuple[LocatedChunk, str]]:
    """Passages of `base` drawn by lot, each with words of one of its sentences as a question."""
    lot = random.Random(base.chunks)
    ids = allowed(connection, base.tenant, base.base).draw(lot, wanted)
    passages = store.located(connection, sorted(set(ids)))
    drawn = ((passages[chunk_id], _scattered(lot, passages[chunk_id].chunk.text)) for chunk_id in ids)
    return [(located, question) for located, question in drawn if question]


def _scattered(lot: random.Random, text: str) -> str:
    """A question of a person who does not know the wording: six words, or bits of words, of one sentence."""
    spans = sentences(text)
    sentence = text[slice(*lot.choice(spans))] if spans else ""
    runs, words = _RUN.findall(sentence), sentence.split()
    if sum(map(len, runs)) * 2 > len(sentence):
        return " ".join(_bit(lot, lot.choice(runs)) for _ in range(_WORDS)) if sum(map(len, runs)) >= 2 * _WORDS else ""
    return " ".join(lot.choices(words, k=_WORDS)) if len(words) >= _WORDS else ""


def _bit(lot: random.Random, run: str) -> str:
    length = lot.randint(2, 3)
    start = lot.randint(0, len(run) - length)
    return run[start : start + length]


def _without(
    connection: sqlite3.Connection, index: LexicalIndex, base: Base, own: LocatedChunk, text: str
) -> float | None:
    """The most evidence for a question in any passage but its own; None if another says the same as that."""
    question = Question(text)
    frequency = index.frequency(connection, base, question.terms)
    unweighed = Query(question, dict.fromkeys(question.terms, 1.0), 1.0)
    for term in hear(unweighed, own.chunk.text).found:
        frequency[term] = frequency.get(term, 1) - 1
    frequency = {term: having for term, having in frequency.items() if having > 0}
    query = Query(question, question.weigh(base.chunks - 1, frequency), base.terms / base.chunks)
    ids = index.candidates(connection, base, query.weights, frequency, top=_CANDIDATES)
    found = store.located(connection, [chunk_id for chunk_id in ids if chunk_id != own.chunk_id])
    most = max((Evidence(query, located).bm25 for located in found.values()), default=0.0)
    return most if most < TWIN_SHARE * Evidence(query, own).bm25 else None


def _limit(chance: Sequence[float], over: float, most: float) -> float:
    cut = int(len(chance) * TRIMMED_SHARE)
    middle = sorted(chance)[cut : len(chance) - cut]
    return min(most, max(LEAST, over * fmean(middle))) if middle else LEAST


def script_of(question: str) -> str:
    """"cjk" or "other", whichever most letters of `question` are."""
    letters = [character for character in question if character.isalnum()]
    return "cjk" if 2 * sum(map(is_cjk, letters)) > len(letters) else "other"


def _keep(connection: sqlite3.Connection, fresh: Sequence[Calibration]) -> None:
    connection.executemany(
        """INSERT INTO knowledge_calibrations (base, script, threshold, questions, chunks) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (base, script) DO UPDATE SET
            threshold = excluded.threshold, questions = excluded.questions, chunks = excluded.chunks""",
        [(one.base, one.script, one.threshold, one.questions, one.chunks) for one in fresh],
    )
