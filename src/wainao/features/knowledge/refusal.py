"""Know when the documents do not carry an answer, in each knowledge base by its own measure.

The measure of an answer is how much of the question the best passage covers. A question that can be answered is refused
when neither the passage that answers it nor, by chance, any other covers enough. How much the right passage covers
depends on how people ask: that was learnt from people's questions, is much the same in 4 passages as in 100,000, and
each base learns more from its own (`experience`). What chance gives depends on the base, and on its size: the base is
asked about itself (`chance`). The limit is where both together refuse one question in twenty-five that has an answer.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from wainao.features.knowledge.bell import Bell
from wainao.features.knowledge.chance import chance
from wainao.features.knowledge.engines.fts5 import Base, LexicalIndex
from wainao.store.sqlite import Database, Migration
from wainao.text import is_cjk

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
    Migration(
        "calibrations by two curves",
        """
        DROP TABLE knowledge_calibrations;
        CREATE TABLE knowledge_calibrations (
            base INTEGER NOT NULL,
            script TEXT NOT NULL,
            threshold REAL NOT NULL,
            questions INTEGER NOT NULL,
            chance_mean REAL NOT NULL,
            chance_spread REAL NOT NULL,
            right_mean REAL NOT NULL,
            right_spread REAL NOT NULL,
            chunks INTEGER NOT NULL,
            PRIMARY KEY (base, script)
        );
        """,
    ),
)

RIGHT = {"cjk": Bell(mean=0.53, spread=0.155), "other": Bell(mean=0.63, spread=0.155)}
"""How much of people's questions the right passage covers, by script: XQuAD's, the Chinese ones translated, which share
less with the text than those that were asked in Chinese (CMRC 2018: 0.65, 0.13)."""
CHANCE = Bell(mean=0.25, spread=0.1)
"""What chance gives in a base too small to be asked about itself."""
LONGER_TAIL = 1.12
"""How much farther down the right passages reach than a bell curve of their spread."""
REFUSED_SHARE = 0.04
"""Of the questions that can be answered, how many are refused where people ask as those did that `RIGHT` is from. What
they ask about differs: it takes 4 % on average to keep most of them under 6 %."""
MOST_BY_CHANCE = 0.45
"""Of those whose right passage covers too little, how many another one may be trusted to answer: questions made of a
base's own text find more than people's do, in large bases much more."""
FEWEST_QUESTIONS = 10
STALE_GROWTH = 1.25
"""A base that grew or shrank by this factor is measured again."""

_STEP = 0.005


@dataclass(frozen=True, kw_only=True, slots=True)
class Calibration:
    """What one knowledge base needs as evidence, for questions in one script ("cjk" or "other").

    `right` and `chance` are how much of a question the right passage covers, and the best of the wrong ones;
    `questions` made of its text told the latter.
    """

    base: int
    script: str
    threshold: float
    questions: int
    chance: Bell
    right: Bell
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
        """How much of the question the best passage of `bases` must cover.

        Measures at most one base, the largest that has to be: who may see a hundred must not wait for all of them.
        """
        script = script_of(question)
        limits = []
        measured = False
        for base in sorted(bases, key=lambda base: -base.chunks):
            known = _known(connection, base, script)
            if not measured and (known is None or not known.fits(base)):
                known, measured = self._measure(connection, base, script), True
            if known is not None:
                limits.append(known.threshold)
        return max(limits, default=limit(RIGHT[script], CHANCE))

    def _measure(self, connection: sqlite3.Connection, base: Base, script: str) -> Calibration:
        fresh = {one.script: one for one in calibrate(connection, self._index, base)}
        # Nobody waits for this: whoever comes before it is written measures again, and finds the same.
        self._database.write(lambda writer: _keep(writer, list(fresh.values())))
        return fresh[script]


def calibrate(connection: sqlite3.Connection, index: LexicalIndex, base: Base) -> list[Calibration]:
    """Measure `base`. The same content gives the same result."""
    every = chance(connection, index, base)
    return [_calibration(connection, base, script, every) for script in RIGHT]


def _calibration(
    connection: sqlite3.Connection, base: Base, script: str, every: Sequence[tuple[str, float]]
) -> Calibration:
    covers = [cover for question, cover in every if script_of(question) == script]
    telling = covers if len(covers) >= FEWEST_QUESTIONS else [cover for _, cover in every]
    by_chance = Bell.of(telling) if len(telling) >= FEWEST_QUESTIONS else CHANCE
    known = _known(connection, base, script)
    right = RIGHT[script] if known is None else known.right
    return Calibration(
        base=base.id,
        script=script,
        threshold=limit(right, by_chance),
        questions=len(covers),
        chance=by_chance,
        right=right,
        chunks=base.chunks,
    )


def limit(right: Bell, chance: Bell) -> float:
    """What a passage has to cover so that, of the questions with an answer, at most `REFUSED_SHARE` are refused."""
    tail = Bell(mean=right.mean, spread=LONGER_TAIL * right.spread)
    step = 0
    while tail.below(step * _STEP) * max(chance.below(step * _STEP), 1 - MOST_BY_CHANCE) < REFUSED_SHARE:
        step += 1
    return step * _STEP


def script_of(question: str) -> str:
    """ "cjk" or "other", whichever most letters of `question` are."""
    letters = [character for character in question if character.isalnum()]
    return "cjk" if 2 * sum(map(is_cjk, letters)) > len(letters) else "other"


def _known(connection: sqlite3.Connection, base: Base, script: str) -> Calibration | None:
    row = connection.execute(
        """SELECT threshold, questions, chance_mean, chance_spread, right_mean, right_spread, chunks
        FROM knowledge_calibrations WHERE base = ? AND script = ?""",
        (base.id, script),
    ).fetchone()
    if row is None:
        return None
    threshold, questions, chance_mean, chance_spread, right_mean, right_spread, chunks = row
    return Calibration(
        base=base.id,
        script=script,
        threshold=threshold,
        questions=questions,
        chance=Bell(mean=chance_mean, spread=chance_spread),
        right=Bell(mean=right_mean, spread=right_spread),
        chunks=chunks,
    )


def _keep(connection: sqlite3.Connection, fresh: Sequence[Calibration]) -> None:
    connection.executemany(
        "INSERT OR REPLACE INTO knowledge_calibrations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                *(one.base, one.script, one.threshold, one.questions),
                *(one.chance.mean, one.chance.spread, one.right.mean, one.right.spread, one.chunks),
            )
            for one in fresh
        ],
    )
