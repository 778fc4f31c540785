"""Find the passages that carry an answer: candidates from the index, evidence from their text, best first."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from wainao.features.knowledge import store
from wainao.features.knowledge.engines.fts5 import Base, LexicalIndex
from wainao.features.knowledge.evidence import Evidence, Query, gather
from wainao.features.knowledge.question import Question
from wainao.features.knowledge.rerank import rerank
from wainao.features.knowledge.scope import ANY, Filters, allowed, still_there
from wainao.features.knowledge.types import LocatedChunk
from wainao.store.sqlite import Database
from wainao.types import Actor, Passage

CANDIDATES = 50
"""Passages whose text is scored; those on the reranker's desk are fewer."""


@dataclass(frozen=True, slots=True)
class Found:
    """One passage that was found. `score` orders one list and means nothing beside another list's."""

    evidence: Evidence
    score: float

    @property
    def located(self) -> LocatedChunk:
        return self.evidence.located

    @property
    def passage(self) -> Passage:
        chunk = self.located.chunk
        return Passage(
            document=chunk.document,
            path=self.located.path,
            version=chunk.version,
            page=chunk.page,
            section=chunk.section,
            line_start=chunk.line_start,
            line_end=chunk.line_end,
            char_start=chunk.char_start,
            char_end=chunk.char_end,
            box=chunk.box,
            quote=chunk.text,
            text=chunk.text,
            score=round(self.score, 4),
        )


class Retriever:
    """Searches for one actor at a time: what the actor may not see takes no part, not even in the weights."""

    def __init__(self, database: Database, index: LexicalIndex) -> None:
        self._database = database
        self._index = index

    def search(
        self,
        question: str,
        *,
        actor: Actor,
        bases: Sequence[str] = (),
        filters: Filters = ANY,
        top: int = 10,
    ) -> list[Passage]:
        """The `top` passages for `question`, best first; no `bases` means all that the actor may see."""
        with self._database.read() as connection:
            found = self.find(connection, question, actor=actor, bases=bases, filters=filters, top=top)
        return [one.passage for one in found]

    def find(
        self,
        connection: sqlite3.Connection,
        question: str,
        *,
        actor: Actor,
        bases: Sequence[str] = (),
        filters: Filters = ANY,
        top: int,
    ) -> list[Found]:
        """What `search` gives, with the evidence, inside the caller's snapshot."""
        chosen = self.visible(connection, actor, bases)
        query = self.weigh(connection, Question(question), chosen)
        ids: list[int] = []
        for base in chosen:
            within = allowed(connection, base.tenant, base.base, filters)
            frequency = self._index.frequency(connection, base, query.weights)
            ids += self._index.candidates(
                connection, base, query.weights, frequency, top=max(top, CANDIDATES), within=within
            )
        there = still_there(connection, actor, ids)
        located = store.located(connection, [chunk_id for chunk_id in ids if chunk_id in there])
        ranked = rerank([gather(query, one) for one in located.values()])
        return [Found(evidence, score) for evidence, score in ranked[:top]]

    def visible(self, connection: sqlite3.Connection, actor: Actor, bases: Sequence[str]) -> list[Base]:
        """The knowledge bases with something in them that the actor may see, of those named."""
        there = self._index.bases(connection, actor.tenant)
        return [base for base in there if actor.sees(base.base) and (not bases or base.base in bases)]

    def weigh(self, connection: sqlite3.Connection, question: Question, bases: Sequence[Base]) -> Query:
        """The question against the passages of `bases` together."""
        frequency: Counter[str] = Counter()
        for base in bases:
            frequency.update(self._index.frequency(connection, base, question.terms))
        passages = sum(base.chunks for base in bases)
        weights = question.weigh(passages, frequency, partial(self._spelt_like, connection, bases))
        return Query(question, weights, sum(base.terms for base in bases) / passages if passages else 0.0)

    def _spelt_like(self, connection: sqlite3.Connection, bases: Sequence[Base], word: str) -> Counter[str]:
        found: Counter[str] = Counter()
        for base in bases:
            found.update(self._index.spelt_like(connection, base, word))
        return found
