"""Find the passages that carry an answer: candidates from the index, evidence from their text, best first."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from wainao.features.knowledge import store
from wainao.features.knowledge.citing import cite
from wainao.features.knowledge.engines.fts5 import Base, LexicalIndex, Ranges
from wainao.features.knowledge.evidence import Evidence, Query
from wainao.features.knowledge.fixes.overlay import Overlay
from wainao.features.knowledge.fixes.standing import Fixes
from wainao.features.knowledge.question import Question
from wainao.features.knowledge.quote import not_found, quote
from wainao.features.knowledge.refusal import Refusal
from wainao.features.knowledge.rerank import DEPTH, Ranked, blend, rerank, set_first
from wainao.features.knowledge.scope import ANY, Filters, allowed, still_there
from wainao.features.knowledge.types import LocatedChunk
from wainao.store.sqlite import Database
from wainao.types import Actor, Answer, Citation, Passage

if TYPE_CHECKING:
    from wainao.features.knowledge.engines.dense import Meant, Nearness

Scope = tuple[Base, Ranges | None]
"""A knowledge base, and which of its passages may be found; None: all of them."""

CANDIDATES = 20
"""Passages whose text is scored (measured: 60 find no more, also among 100,000)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """The passages looked at, best first; `fixes` says by id what each source fix did that had a part in it, and
    `answer` what they say, where that was asked."""

    passages: tuple[Passage, ...]
    fixes: dict[str, str]
    answer: Answer = field(default_factory=lambda: Answer(answer="", origin="none"))


class Retriever:
    """Searches for one actor at a time: what the actor may not see takes no part, not even in the weights."""

    def __init__(self, database: Database, index: LexicalIndex) -> None:
        self._database = database
        self._index = index
        self._passages: dict[int, tuple[Base, Ranges]] = {}
        self._refusal = Refusal(database, index)
        self._fixes = Fixes(database)

    def search(
        self,
        question: str,
        *,
        actor: Actor,
        bases: Sequence[str] = (),
        filters: Filters = ANY,
        meant: Meant | None = None,
        top: int = 10,
        overlay: bool = True,
    ) -> Found:
        """The `top` passages for `question`, best first; no `bases` means all that the actor may see.

        Searches by words, and with `meant`, what the question means, by that too. Without `overlay`, documents say what
        they say, whatever people set right in them.
        """
        with self._database.read() as connection:
            fixes = self._overlay(connection, question, actor=actor, bases=bases, on=overlay)
            found = self.find(
                connection, question, actor=actor, bases=bases, filters=filters, meant=meant, top=top, fixes=fixes
            )
        return _found(found, fixes)

    def answer(
        self,
        question: str,
        *,
        actor: Actor,
        bases: Sequence[str] = (),
        filters: Filters = ANY,
        meant: Meant | None = None,
        overlay: bool = True,
    ) -> Found:
        """Quotes that answer `question`, or that nothing was found; and the passages looked at, best first.

        `origin` is "documents", or "none" when the evidence does not carry an answer. Where a person pointed the
        question to a document, the answer is made from that.
        """
        with self._database.read() as connection:
            seek = partial(
                self.find, connection, question, actor=actor, bases=bases, filters=filters, meant=meant, top=DEPTH
            )
            fixes = self._overlay(connection, question, actor=actor, bases=bases, on=overlay)
            found = seek(fixes=fixes)
            led = [ranked for ranked in found if fixes.leads_to(ranked.evidence.located)]
            enough = self._refusal.threshold(connection, question, self.visible(connection, actor, bases))
            if led or _covering(found, enough):
                answer = quote(connection, found := led or found)
            else:
                answer = not_found(question, fixes.withheld(_covering(seek(), enough)) if fixes.marks else None)
        return _found(found, fixes, answer)

    def find(
        self,
        connection: sqlite3.Connection,
        question: str,
        *,
        actor: Actor,
        bases: Sequence[str] = (),
        filters: Filters = ANY,
        meant: Meant | None = None,
        top: int,
        fixes: Overlay | None = None,
    ) -> list[Ranked]:
        """What `search` gives, with the evidence, inside the caller's snapshot; `fixes` None: as the documents are."""
        fixes = fixes or Overlay(connection)
        chosen = self.visible(connection, actor, bases)
        query = self.weigh(connection, Question(question), chosen)
        scopes = [(base, allowed(connection, base.tenant, base.base, filters) if filters else None) for base in chosen]
        wanted = max(top, CANDIDATES)
        ids = self.candidates(connection, query, scopes, top=wanted)
        near = [] if meant is None else self._nearness(connection, meant, scopes)
        ids += [chunk_id for part in near for chunk_id in part.top(wanted)]
        ids += self._led(connection, query, scopes, filters, fixes)
        there = sorted(still_there(connection, actor, ids))
        ranked = rerank([Evidence(query, one) for one in fixes.amend(store.located(connection, there).values())])
        if meant is not None:
            cosines = {chunk_id: cosine for part in near for chunk_id, cosine in part.of(there).items()}
            ranked = blend(ranked, cosines, meant.share)
        return set_first(ranked, fixes.leads_to)[:top]

    def _led(
        self, connection: sqlite3.Connection, query: Query, scopes: Sequence[Scope], filters: Filters, fixes: Overlay
    ) -> list[int]:
        """Passages of the documents that a person pointed the question to, also where they have none of its words."""
        found: list[int] = []
        for base, _ in scopes:
            for point, document in fixes.points_into(base.base):
                if document in (filters.documents or (document,)):
                    inside = allowed(connection, base.tenant, base.base, replace(filters, documents=(document,)))
                    found += self.candidates(connection, query, [(base, inside)], top=CANDIDATES)
                    found += inside.first(CANDIDATES) + (fixes.chunks(point) if len(inside) else [])
        return found

    def _overlay(
        self, connection: sqlite3.Connection, question: str, *, actor: Actor, bases: Sequence[str], on: bool
    ) -> Overlay:
        if not on:
            return Overlay(connection)
        standing = self._fixes.standing(connection, actor.tenant)
        return Overlay(connection, standing, question, [base.base for base in self.visible(connection, actor, bases)])

    def candidates(
        self, connection: sqlite3.Connection, query: Query, scopes: Sequence[Scope], *, top: int
    ) -> list[int]:
        """The `top` passages of each scope by the words they have; their text was not looked at."""
        return [
            chunk_id
            for base, within in scopes
            for chunk_id in self._index.candidates(
                connection,
                base,
                query.weights,
                self._index.frequency(connection, base, query.weights),
                top=top,
                within=within,
            )
        ]

    def _nearness(self, connection: sqlite3.Connection, meant: Meant, scopes: Sequence[Scope]) -> list[Nearness]:
        """For each scope whose passages have vectors; the others are searched by words alone."""
        found: list[Nearness] = []
        for base, within in scopes:
            if base.id in meant.bases:
                inside = self.passages(connection, base) if within is None else within
                nearness = meant.nearness(connection, inside)
                found += [nearness] if nearness is not None else []
        return found

    def bases(self, connection: sqlite3.Connection) -> list[Base]:
        """The knowledge bases of every tenant with something in them: for work beside the calls, not for answers."""
        return self._index.bases(connection)

    def passages(self, connection: sqlite3.Connection, base: Base) -> Ranges:
        """All passages of `base` that can be found; remembered until it changes, for there may be 100,000 documents."""
        known = self._passages.get(base.id)
        if known is None or known[0] != base:
            known = self._passages[base.id] = base, allowed(connection, base.tenant, base.base)
        return known[1]

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
        return Query.weighed(
            question,
            passages=passages,
            passage_terms=sum(base.terms for base in bases) / passages if passages else 0.0,
            frequency=frequency,
            spelt_like=partial(self._spelt_like, connection, bases),
        )

    def _spelt_like(self, connection: sqlite3.Connection, bases: Sequence[Base], word: str) -> Counter[str]:
        found: Counter[str] = Counter()
        for base in bases:
            found.update(self._index.spelt_like(connection, base, word))
        return found


def passage(ranked: Ranked) -> Passage:
    """A passage in its place, as a caller sees it."""
    cited = cite(ranked.evidence.located)
    fields = {name: getattr(cited, name) for name in Citation.__slots__}
    return Passage(**fields, score=round(ranked.score, 4), text=ranked.evidence.located.chunk.text)


def _found(found: Iterable[Ranked], fixes: Overlay, answer: Answer | None = None) -> Found:
    passages = tuple(map(passage, found))
    looked_at = Found(passages=passages, fixes=fixes.applied(passages))
    return looked_at if answer is None else replace(looked_at, answer=answer)


def _covering(found: Iterable[Ranked], enough: float) -> list[LocatedChunk]:
    """The passages that carry an answer."""
    return [ranked.evidence.located for ranked in found if ranked.evidence.cover >= enough]
