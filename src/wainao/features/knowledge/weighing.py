"""What vectors count for beside words, in each knowledge base by its own measure.

No embedder says what it cannot read, and one that reads badly spoils what words find. So each base is asked about
itself: a sentence is a question, and its passage without that sentence is what has to be found. Words have a hard time
there, as with people who do not know the wording; an embedder that understands the text does not. Vectors count for as
much as they were seen to help, and where they were not, words alone decide.
"""

from __future__ import annotations

import math
import random
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wainao.features.knowledge import store
from wainao.features.knowledge.engines.fts5 import Base
from wainao.features.knowledge.engines.places import Space
from wainao.features.knowledge.evidence import Evidence
from wainao.features.knowledge.question import Question
from wainao.features.knowledge.refusal import script_of
from wainao.features.knowledge.rerank import Ranked, blend, rerank
from wainao.features.knowledge.retrieval import CANDIDATES, Retriever
from wainao.features.knowledge.sentences import sentences
from wainao.features.knowledge.types import LocatedChunk
from wainao.store.sqlite import Database, Migration
from wainao.text import is_cjk

if TYPE_CHECKING:
    from wainao.features.knowledge.engines.dense import DenseIndex, Nearness
    from wainao.features.knowledge.engines.vectors import Vectors

MIGRATIONS = (
    Migration(
        "weights",
        """
        CREATE TABLE knowledge_weights (
            space INTEGER NOT NULL,
            base INTEGER NOT NULL,
            script TEXT NOT NULL,
            share REAL NOT NULL,
            questions INTEGER NOT NULL,
            by_words INTEGER NOT NULL,
            by_vectors INTEGER NOT NULL,
            chunks INTEGER NOT NULL,
            PRIMARY KEY (space, base, script)
        );
        """,
    ),
)

SHARES = (0.5, 0.3, 0.2)
"""What vectors may count for, the most first. Measured on XQuAD: more than a half loses even with good embedders."""
UNMEASURED = 0.2
"""Where a base is too small to tell: enough to decide where words say little, and harmless where they say much."""
LEAST_FOUND = 0.5
"""Share of the questions that vectors must find, and no fewer than words, to be trusted with that little."""
QUESTIONS = 150
FROM_ONE_PASSAGE = 2
"""Questions at most: each costs two texts to embed, and a small base must not cost many times its own text."""
FEWEST = 12
SURE = 2.0
"""Standard deviations by which questions found through vectors must outnumber those lost through them."""
STALE_GROWTH = 2.0
"""A base that grew or shrank by this factor is measured again."""

_WORDS = 6
_PIECE = re.compile(r".{1,4}", re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Weight:
    """What was measured in one base for questions in one script: how many were found first by words, and by vectors."""

    script: str
    share: float
    questions: int
    by_words: int
    by_vectors: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Trial:
    """A question out of a passage, and that passage without it."""

    question: str
    own: LocatedChunk


class Weighing:
    """Measures knowledge bases, and remembers. Questions are drawn and judged here; others have them embedded."""

    def __init__(self, *, database: Database, retriever: Retriever) -> None:
        self._database = database
        self._retriever = retriever
        database.migrate("knowledge_weighing", MIGRATIONS)

    def share(self, connection: sqlite3.Connection, space: Space, base: Base, script: str) -> float:
        """What vectors of `space` count for in `base`, for questions in `script`; 0 where they do not help, and until
        that is known."""
        row = connection.execute(
            "SELECT share FROM knowledge_weights WHERE space = ? AND base = ? AND script = ?",
            (space.id, base.id, script),
        ).fetchone()
        return 0.0 if row is None else float(row[0])

    def weights(self, connection: sqlite3.Connection, space: Space, base: Base) -> tuple[Weight, ...]:
        """What was measured in `base`, one for each script that its text is in."""
        rows = connection.execute(
            """SELECT script, share, questions, by_words, by_vectors FROM knowledge_weights
            WHERE space = ? AND base = ? AND questions > 0 ORDER BY script""",
            (space.id, base.id),
        )
        return tuple(Weight(**dict(zip(Weight.__slots__, row, strict=True))) for row in rows)

    def is_stale(self, connection: sqlite3.Connection, space: Space, base: Base) -> bool:
        """Whether `base` has to be measured: it never was, or was much smaller or larger."""
        (chunks,) = connection.execute(
            "SELECT MAX(chunks) FROM knowledge_weights WHERE space = ? AND base = ?", (space.id, base.id)
        ).fetchone()
        return chunks is None or not base.chunks / STALE_GROWTH < chunks < base.chunks * STALE_GROWTH

    def draw(self, connection: sqlite3.Connection, base: Base) -> list[Trial]:
        """Questions of `base` about itself. The same content gives the same ones."""
        lot = random.Random(base.chunks)
        ids = sorted(set(self._retriever.passages(connection, base).draw(lot, QUESTIONS)))
        passages = store.located(connection, ids)
        every = [trial for chunk_id in ids for trial in _trials(lot, passages[chunk_id])]
        return lot.sample(every, QUESTIONS) if len(every) > QUESTIONS else every

    def measure(
        self,
        index: DenseIndex,
        space: Space,
        base: Base,
        trials: Sequence[Trial],
        vectors: Sequence[tuple[Vectors, Vectors]],
    ) -> None:
        """Find out what vectors count for in `base`; `vectors` are those of each trial's question and of its rest."""
        results: dict[str, list[_Result]] = {"cjk": [], "other": []}
        with self._database.read() as connection:
            within = self._retriever.passages(connection, base)
            for trial, (question, rest) in zip(trials, vectors, strict=True):
                near = index.nearness(connection, space, within, question)
                if near is not None:
                    result = self._result(connection, base, trial, near, float(question @ rest))
                    results[script_of(trial.question)].append(result)
        self._keep(space, base, [_weight(script, found) for script, found in results.items()])

    def _keep(self, space: Space, base: Base, weights: Sequence[Weight]) -> None:
        rows = [
            (space.id, base.id, one.script, one.share, one.questions, one.by_words, one.by_vectors, base.chunks)
            for one in weights
        ]
        self._database.write(lambda connection: connection.executemany(_PUT, rows)).result()

    def _result(
        self, connection: sqlite3.Connection, base: Base, trial: Trial, near: Nearness, cosine: float
    ) -> _Result:
        own = trial.own.chunk_id
        query = self._retriever.weigh(connection, Question(trial.question), [base])
        by_words = {own, *self._retriever.candidates(connection, query, [(base, None)], top=CANDIDATES)}
        by_vectors = near.top(CANDIDATES)
        every = sorted({*by_words, *by_vectors})
        found = store.located(connection, every) | {own: trial.own}
        evidence = {chunk_id: Evidence(query, located) for chunk_id, located in found.items()}
        cosines = near.of(every) | {own: cosine}
        ranked = rerank(list(evidence.values()))
        return _Result(
            by_words=_first(rerank([evidence[chunk_id] for chunk_id in by_words])) == own,
            by_vectors=max(cosines, key=lambda chunk_id: cosines[chunk_id]) == own,
            blended=tuple(_first(blend(ranked, cosines, share)) == own for share in SHARES),
        )


_PUT = """
    INSERT INTO knowledge_weights (space, base, script, share, questions, by_words, by_vectors, chunks)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (space, base, script) DO UPDATE SET
        share = excluded.share, questions = excluded.questions, by_words = excluded.by_words,
        by_vectors = excluded.by_vectors, chunks = excluded.chunks
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Result:
    """Whether the passage came first; `blended` by share."""

    by_words: bool
    by_vectors: bool
    blended: tuple[bool, ...]


def _trials(lot: random.Random, located: LocatedChunk) -> list[Trial]:
    """A sentence or two of a passage against the others; of a passage that is one sentence, its words in two halves."""
    text = located.chunk.text
    spans = sentences(text)
    apart = [(text[start:end], text[:start] + text[end:]) for start, end in spans]
    drawn = lot.sample(apart, FROM_ONE_PASSAGE) if len(apart) > 1 else [_halves(lot, text)]
    return [
        Trial(question=question.strip(), own=replace(located, chunk=replace(located.chunk, text=rest.strip())))
        for question, rest in drawn
        if question.strip() and rest.strip()
    ]


def _halves(lot: random.Random, text: str) -> tuple[str, str]:
    between = "" if 2 * sum(map(is_cjk, text)) > len(text) else " "
    words = text.split() if between else _PIECE.findall(text)
    if len(words) < _WORDS:
        return "", ""
    asked = set(lot.sample(range(len(words)), len(words) // 2))
    question = between.join(word for at, word in enumerate(words) if at in asked)
    return question, between.join(word for at, word in enumerate(words) if at not in asked)


def _first(ranked: Sequence[Ranked]) -> int:
    return ranked[0].evidence.located.chunk_id


def _weight(script: str, results: Sequence[_Result]) -> Weight:
    by_words = sum(result.by_words for result in results)
    by_vectors = sum(result.by_vectors for result in results)
    trusted = by_vectors >= max(by_words, LEAST_FOUND * len(results))
    share = UNMEASURED if trusted or len(results) < FEWEST else 0.0
    if len(results) >= FEWEST:
        share = next((more for at, more in enumerate(SHARES) if _helps(results, at)), share)
    return Weight(script=script, share=share, questions=len(results), by_words=by_words, by_vectors=by_vectors)


def _helps(results: Sequence[_Result], at: int) -> bool:
    won = sum(result.blended[at] and not result.by_words for result in results)
    lost = sum(result.by_words and not result.blended[at] for result in results)
    return won - lost >= SURE * math.sqrt(max(1, won + lost))
