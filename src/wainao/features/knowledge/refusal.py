"""Know when the documents do not carry an answer, in each knowledge base by its own measure.

The measure of an answer is how much of the question the best passage covers. A question that can be answered is refused
when neither the passage that answers it nor, by chance, any other covers enough. How much the right passage covers
depends on how people ask: that was learnt from people's questions, is much the same in 4 passages as in 100,000, and
each base learns more from its own (`experience`). What chance gives depends on the base, and on its size: the base is
asked about itself (`chance`). The threshold is where both together refuse one question in 25 that has an answer.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wainao.features.knowledge.bell import Bell
from wainao.features.knowledge.chance import chance
from wainao.features.knowledge.engines.fts5 import Base, LexicalIndex
from wainao.features.knowledge.learning import Seen, learn
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

RIGHT = {"cjk": Bell(mean=0.5, spread=0.155), "other": Bell(mean=0.63, spread=0.155)}
"""How much of people's questions the right passage covers, by script. XQuAD's: 0.63 in English; 0.54 in Chinese, whose
questions were translated and share less with the text than those asked in Chinese (CMRC 2018: 0.65). The halves of its
articles differ by as much as 0.07, so a little less is taken where little is known."""
LEAST_CHANCE = Bell(mean=0.25, spread=0.1)
"""What chance gives in 100 passages, and what is taken for it in a base that cannot tell. In fewer it gives less, but
there the right passages cover more."""
MOST_CHANCE = {"cjk": Bell(mean=0.31, spread=0.11), "other": Bell(mean=0.37, spread=0.11)}
"""What it gives people's questions in 100,000 passages. Those made of a base's own text find more there, as they come
from where much the same is said again and again."""
LONGER_TAIL = 1.12
"""How much farther down the right passages reach than a bell curve of their spread."""
REFUSED_SHARE = 0.04
"""Of the questions that can be answered, how many are refused where people ask as those did that `RIGHT` is from. What
they ask about differs: it takes 4 % on average to keep most of them under 6 %."""
FARTHEST = 0.15
"""How far people's questions can move the threshold, either way, from where it would be without them."""
FEWEST_QUESTIONS = 10
STALE_GROWTH = 1.25
"""A base that grew or shrank by this factor is measured again."""

_STEP = 0.005


@dataclass(frozen=True, kw_only=True, slots=True)
class Calibration:
    """What one knowledge base needs as evidence, for questions in one script ("cjk" or "other").

    `chance` is what the best of the wrong passages covers of a question, as `questions` made of its text told; `right`
    is what the right one covers, as people's questions told.
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
        thresholds = []
        measured = False
        for base in sorted(bases, key=lambda base: -base.chunks):
            known = _known(connection, base, script)
            if not measured and (known is None or not known.fits(base)):
                known, measured = self._measure(connection, base, script), True
            if known is not None:
                thresholds.append(known.threshold)
        return max(thresholds, default=needed(RIGHT[script], LEAST_CHANCE))

    def learn(self, base: Base, seen: Mapping[str, Seen]) -> list[Calibration]:
        """Measure `base` with what was `seen` of people's questions, by script; what was learnt before is forgotten."""
        with self._database.read() as connection:
            fresh = calibrate(connection, self._index, base, seen)
        self._database.write(lambda writer: _keep(writer, fresh)).result()
        return fresh

    def known(self, connection: sqlite3.Connection, base: Base) -> dict[str, Calibration]:
        """What was measured last, by script; a base that nobody asked yet has none."""
        found = {script: _known(connection, base, script) for script in RIGHT}
        return {script: one for script, one in found.items() if one is not None}

    def _measure(self, connection: sqlite3.Connection, base: Base, script: str) -> Calibration:
        fresh = {one.script: one for one in calibrate(connection, self._index, base)}
        # Nobody waits for this: whoever comes before it is written measures again, and finds the same.
        self._database.write(lambda writer: _keep(writer, list(fresh.values())))
        return fresh[script]


def calibrate(
    connection: sqlite3.Connection, index: LexicalIndex, base: Base, seen: Mapping[str, Seen] | None = None
) -> list[Calibration]:
    """Measure `base`; without `seen`, what was learnt from people's questions stays. The same gives the same result."""
    made = chance(connection, index, base)
    return [_calibration(connection, base, script, made, seen) for script in RIGHT]


def _calibration(
    connection: sqlite3.Connection,
    base: Base,
    script: str,
    made: Sequence[tuple[str, float]],
    seen: Mapping[str, Seen] | None,
) -> Calibration:
    covers = [cover for question, cover in made if script_of(question) == script]
    telling = covers if len(covers) >= FEWEST_QUESTIONS else [cover for _, cover in made]
    by_chance = _bounded(Bell.of(telling), MOST_CHANCE[script]) if len(telling) >= FEWEST_QUESTIONS else LEAST_CHANCE
    usual = needed(RIGHT[script], by_chance)
    known = _known(connection, base, script)
    right = RIGHT[script] if known is None else known.right
    if seen is not None:
        right, by_chance = learn(RIGHT[script], by_chance, seen.get(script, Seen()))
    return Calibration(
        base=base.id,
        script=script,
        threshold=min(max(needed(right, by_chance), usual - FARTHEST), usual + FARTHEST),
        questions=len(covers),
        chance=by_chance,
        right=right,
        chunks=base.chunks,
    )


def _bounded(chance: Bell, most: Bell) -> Bell:
    return Bell(
        mean=min(max(chance.mean, LEAST_CHANCE.mean), most.mean),
        spread=min(max(chance.spread, LEAST_CHANCE.spread), most.spread),
    )


def needed(right: Bell, chance: Bell) -> float:
    """What a passage has to cover so that, of the questions with an answer, at most `REFUSED_SHARE` are refused.

    One is refused when both the right passage and the best of the others cover less.
    """
    tail = Bell(mean=right.mean, spread=LONGER_TAIL * right.spread)
    step = 0
    while tail.below(step * _STEP) * chance.below(step * _STEP) < REFUSED_SHARE:
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
