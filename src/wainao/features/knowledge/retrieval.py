"""Find the passages that carry an answer: candidates from the index, evidence from their text, best first."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from functools import partial

from wainao.features.knowledge import store
from wainao.features.knowledge.citing import cite
from wainao.features.knowledge.engines.fts5 import Base, LexicalIndex
from wainao.features.knowledge.evidence import Evidence, Query
from wainao.features.knowledge.question import Question
from wainao.features.knowledge.quote import not_found, quote
from wainao.features.knowledge.refusal import Refusal
from wainao.features.knowledge.rerank import DEPTH, Ranked, rerank
from wainao.features.knowledge.scope import ANY, Filters, allowed, still_there
from wainao.store.sqlite import Database
from wainao.types import Actor, Answer, Citation, Passage

CANDIDATES = 20
"""Passages whose text is scored (measured: 60 find no more, also among 100,000)."""


class Retriever:
    """Searches for one actor at a time: what the actor may not see takes no part, not even in the weights."""

    def __init__(self, database: Database, index: LexicalIndex) -> None:
        self._database = database
        self._index = index
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
        ids: list[int] = []
        for base in chosen:
            within = allowed(connection, base.tenant, base.base, filters) if filters else None
            frequency = self._index.frequency(connection, base, query.weights)
            ids += self._index.candidates(
                connection, base, query.weights, frequency, top=max(top, CANDIDATES), within=within
            )
        there = still_there(connection, actor, ids)
        located = store.located(connection, [chunk_id for chunk_id in ids if chunk_id in there])
        return rerank([Evidence(query, one) for one in located.values()])[:top]

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
