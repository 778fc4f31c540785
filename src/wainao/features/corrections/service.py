"""Corrections at work: what a question meets."""

from __future__ import annotations

import asyncio

from wainao.features.corrections.judging import Judging
from wainao.features.corrections.lifecycle import count_hit, prepare
from wainao.features.corrections.matcher import MAX_QUESTION, Matcher, WordingMatcher
from wainao.features.corrections.sight import Sight
from wainao.features.corrections.types import Asker, Verdict
from wainao.kernel import Call, Match, now_us
from wainao.store.home import Home
from wainao.types import Actor

_NOTHING = Match()


class CorrectionService:
    """Implements the kernel's port `Corrections`; what it says is of the database as it is at that moment."""

    def __init__(self, home: Home, matcher: Matcher | None = None, judging: Judging | None = None) -> None:
        self._database = database = home.database("state")
        self._sight = Sight(database, home.changes)
        self._matcher = matcher or WordingMatcher(database)
        self._judging = judging
        prepare(database)

    async def match(self, question: str, *, call: Call, bases: tuple[str, ...] | None) -> Match:
        asker = _asker(call.actor, bases, capability=call.spec.name, trial=call.overlay == "trial")
        if len(question) > MAX_QUESTION or self._sight.is_empty(asker):  # in the way of every chat: no thread, no query
            return _NOTHING
        verdict = await self.judged(call, question, await asyncio.to_thread(self._verdict, question, asker))
        if verdict.say != "fire" or verdict.ruling is None:
            shown = () if verdict.ruling is None else (verdict.ruling, *verdict.related)
            return Match(related=shown)
        if call.overlay is None:  # what an evaluation asks, nobody asked
            fired, at_us = verdict.ruling.id, now_us()
            # Not waited for: the answer must not, and losing a count to a power cut does no harm.
            self._database.write(lambda connection: count_hit(connection, fired, at_us=at_us))
        return Match(ruling=verdict.ruling)

    async def explain(
        self,
        question: str,
        *,
        actor: Actor,
        bases: tuple[str, ...] | None,
        capability: str | None = None,
        trial: bool = False,
    ) -> Verdict:
        """What the matcher says of a question, without counting it as asked; with `trial`, of those on trial, too."""
        asker = _asker(actor, bases, capability=capability, trial=trial)
        return await asyncio.to_thread(self._matcher.match, question, asker)

    async def judged(self, call: Call, question: str, verdict: Verdict) -> Verdict:
        """The verdict, once the judge, if there is one, had its say."""
        return verdict if self._judging is None else await self._judging.decide(call, question, verdict)

    def _verdict(self, question: str, asker: Asker) -> Verdict:
        self._sight.look(asker)
        return self._matcher.match(question, asker)


def _asker(actor: Actor, bases: tuple[str, ...] | None, *, capability: str | None, trial: bool = False) -> Asker:
    seen = actor.bases if bases is None else frozenset(filter(actor.sees, bases))
    return Asker(tenant=actor.tenant, user=actor.id, bases=seen, capability=capability, trial=trial)
