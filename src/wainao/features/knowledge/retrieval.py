"""Find the passages that carry an answer: candidates from the index, evidence from their text, best first."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from wainao.features.knowledge import store
from wainao.features.knowledge.citing import cite
from wainao.features.knowledge.engines.fts5 import Base, LexicalIndex, Ranges
from wainao.features.knowledge.evidence import Evidence, Query
from wainao.features.knowledge.question import Question
from wainao.features.knowledge.quote import not_found, quote
from wainao.features.knowledge.refusal import Refusal
from wainao.features.knowledge.rerank import DEPTH, Ranked, blend, rerank
from wainao.features.knowledge.scope import ANY, Filters, allowed, still_there
from wainao.store.sqlite import Database
from wainao.types import Actor, Answer, Citation, Passage

if TYPE_CHECKING:
    from wainao.features.knowledge.engines.dense import DenseIndex, Nearness

CANDIDATES = 20
"""Passages whose text is scored (measured: 60 find no more, also among 100,000)."""


class Retriever:
    """Searches for one actor at a time: what the actor may not see takes no part, not even in the weights."""

    def __init__(self, database: Database, index: LexicalIndex, dense: DenseIndex | None = None) -> None:
        self._database = database
        self._index = index
        self._dense = dense
        self._refusal = Refusal(database, index)

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
        return [passage(ranked) for ranked in found]

    def answer(
        self, question: str, *, actor: Actor, bases: Sequence[str] = (), filters: Filters = ANY
    ) -> tuple[Answer, list[Passage]]:
        """Quotes that answer `question`, or that nothing was found; and the passages looked at, best first.

        `origin` is "documents", or "none" when the evidence does not carry an answer.
        """
        with self._database.read() as connection:
            found = self.find(connection, question, actor=actor, bases=bases, filters=filters, top=DEPTH)
            enough = self._refusal.threshold(connection, question, self.visible(connection, actor, bases))
            carried = max((ranked.evidence.bm25 for ranked in found), default=0.0) >= enough
            answer = quote(connection, found) if carried else not_found(question)
        return answer, [passage(ranked) for ranked in found]

    def find(
        self,
        connection: sqlite3.Connection,
        question: str,
        *,
        actor: Actor,
        bases: Sequence[str] = (),
        filters: Filters = ANY,
        top: int,
    ) -> list[Ranked]:
        """What `search` gives, with the evidence, inside the caller's snapshot."""
        chosen = self.visible(connection, actor, bases)
        query = self.weigh(connection, Question(question), chosen)
        scopes = [(base, allowed(connection, base.tenant, base.base, filters) if filters else None) for base in chosen]
        ids = [
            chunk_id
            for base, within in scopes
            for chunk_id in self._index.candidates(
                connection,
                base,
                query.weights,
                self._index.frequency(connection, base, query.weights),
                top=max(top, CANDIDATES),
                within=within,
            )
        ]
        near = self._nearness(connection, question, scopes)
        ids += [chunk_id for part in near for chunk_id in part.top(max(top, CANDIDATES))]
        there = sorted(still_there(connection, actor, ids))
        ranked = rerank([Evidence(query, one) for one in store.located(connection, there).values()])
        if near:
            ranked = blend(ranked, {chunk_id: cosine for part in near for chunk_id, cosine in part.of(there).items()})
        return ranked[:top]

    def _nearness(
        self, connection: sqlite3.Connection, question: str, scopes: Sequence[tuple[Base, Ranges | None]]
    ) -> list[Nearness]:
        """For each base; empty where vectors would not help: some are missing, or the question is foreign to them."""
        vector = None if self._dense is None else self._dense.vector(question)
        if self._dense is None or vector is None:
            return []
        found: list[Nearness] = []
        for base, within in scopes:
            within = allowed(connection, base.tenant, base.base) if within is None else within
            nearness = self._dense.nearness(connection, base, within, vector)
            if nearness is None:
                return []
            found.append(nearness)
        return found

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


def passage(ranked: Ranked) -> Passage:
    """A passage in its place, as a caller sees it."""
    cited = cite(ranked.evidence.located)
    fields = {name: getattr(cited, name) for name in Citation.__slots__}
    return Passage(**fields, score=round(ranked.score, 4), text=cited.quote)
