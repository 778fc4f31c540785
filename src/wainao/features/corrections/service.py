"""Corrections at work: who may say what to whom, and what a question meets."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import unicodedata
from collections.abc import Callable
from typing import TypeVar

from wainao.features.corrections import store
from wainao.features.corrections.judging import Judging
from wainao.features.corrections.lifecycle import InForce, LifeCycle, count_hit, refresh
from wainao.features.corrections.matcher import MAX_QUESTION, Matcher, WordingMatcher
from wainao.features.corrections.sight import Sight
from wainao.features.corrections.types import Asker, Correction, Deed, Event, Proposal, Scope, Space, State, Verdict
from wainao.kernel import Call, DeniedError, Match, UsageError, now_us
from wainao.store.home import Home
from wainao.store.moments import later_us
from wainao.text.wording import differences, items, normalise
from wainao.types import Actor

T = TypeVar("T")

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")

MAX_ANSWER = 20_000
MAX_WHY = 2_000
MAX_LISTED = 1_000

_NOTHING = Match()


class CorrectionService:
    """Implements the kernel's port `Corrections`; what it says is of the database as it is at that moment."""

    def __init__(self, home: Home, matcher: Matcher | None = None, judging: Judging | None = None) -> None:
        self._database = database = home.database("state")
        self._changes = home.changes
        self._sight = Sight(database, home.changes)
        self._matcher = matcher or WordingMatcher(database)
        self._judging = judging
        database.migrate("corrections", store.MIGRATIONS)
        database.write(refresh).result()

    async def match(self, question: str, *, call: Call, bases: tuple[str, ...] | None) -> Match:
        asker = _asker(call.actor, bases)
        if len(question) > MAX_QUESTION or self._sight.is_empty(asker):  # in the way of every chat: no thread, no query
            return _NOTHING
        verdict = await self._judged(call, question, await asyncio.to_thread(self._verdict, question, asker))
        if verdict.say != "fire" or verdict.ruling is None:
            shown = () if verdict.ruling is None else (verdict.ruling, *verdict.related)
            return Match(related=shown)
        fired = verdict.ruling.id
        # Not waited for: the answer must not, and losing a count to a power cut does no harm.
        self._database.write(lambda connection: count_hit(connection, fired))
        return Match(ruling=verdict.ruling)

    async def explain(self, question: str, *, actor: Actor, bases: tuple[str, ...] | None) -> Verdict:
        """What the matcher says of a question, without counting it as asked."""
        return await asyncio.to_thread(self._matcher.match, question, _asker(actor, bases))

    async def foretell(self, question: str, *, call: Call, bases: tuple[str, ...] | None) -> Verdict:
        """What a question would meet, the judge's opinion included, without counting it as asked."""
        return await self._judged(call, question, await self.explain(question, actor=call.actor, bases=bases))

    async def _judged(self, call: Call, question: str, verdict: Verdict) -> Verdict:
        return verdict if self._judging is None else await self._judging.decide(call, question, verdict)

    def _verdict(self, question: str, asker: Asker) -> Verdict:
        self._sight.look(asker)
        return self._matcher.match(question, asker)

    async def propose(
        self,
        *,
        actor: Actor,
        receipt: str,
        question: str,
        answer: str,
        scope: Scope,
        base: str | None,
        expires_at: str | None,
        why: str,
        source: str | None,
        id: str | None = None,
        hold: bool = False,
    ) -> tuple[str, InForce]:
        """Write a correction down: in force at once where the actor may decide, else waiting. Returns id and state.

        `hold` has it wait in any case. An `id` that it has in a list becomes its own.
        """
        space = _space(actor, scope, base)
        proposal = Proposal(
            id=None if id is None else _id(id),
            space=space,
            question=_question(question),
            answer=_text("answer", answer, MAX_ANSWER),
            why=_text("why", why, MAX_WHY) if why else "",
            source=source,
            expires_us=None if expires_at is None else later_us(expires_at),
        )
        standing = _may_decide(actor, space) and not hold
        made = await self._change(actor, receipt, lambda life: life.propose(proposal, standing=standing))
        return made, "standing" if standing else "proposed"

    async def alias(self, *, actor: Actor, receipt: str, correction: str, question: str) -> tuple[InForce, str]:
        """Say that a question means the same; returns what the wording is now, and how its numbers and dates differ."""
        known, space = await self._visible(actor, correction)
        asked, standing = _question(question), _may_decide(actor, space)
        state = await self._change(actor, receipt, lambda life: life.add_alias(correction, asked, standing=standing))
        return state, differences(items(normalise(asked).core), items(normalise(known.question).core))

    async def approve(self, *, actor: Actor, receipt: str, correction: str, question: str | None) -> None:
        """Put a proposed correction into force, or with `question` a proposed alias."""
        await self._visible(actor, correction)
        if question is None:
            await self._change(actor, receipt, lambda life: life.approve(correction))
        else:
            await self._change(actor, receipt, lambda life: life.approve_alias(correction, question))

    async def revoke(self, *, actor: Actor, receipt: str, correction: str, question: str | None, why: str) -> None:
        """Take a correction back, or with `question` one alias. Who may put it into force may do so, and its author
        as long as it waits."""
        known, space = await self._visible(actor, correction)
        waits_for_others = known.state == "proposed" and known.author == actor.id
        if not (_may_decide(actor, space) or waits_for_others):
            raise DeniedError(
                f"{actor.id!r} may not take back {correction!r}, which is for {space.scope}. Ask an administrator."
            )
        if question is None:
            await self._change(actor, receipt, lambda life: life.revoke(correction, why))
        else:
            await self._change(actor, receipt, lambda life: life.withdraw_alias(correction, question, why))

    async def listed(
        self, *, actor: Actor, state: State | None, query: str, limit: int, skip: int = 0
    ) -> list[Correction]:
        """Corrections that the actor may see, the newest first."""
        if not 1 <= limit <= MAX_LISTED:
            raise UsageError(f"limit is {limit}. Expected 1 to {MAX_LISTED}; narrow the list with query or state.")
        if skip < 0:
            raise UsageError(f"skip is {skip}. Expected 0 or more.")
        if query:
            _text("query", query, MAX_WHY)
        asker = Asker(tenant=actor.tenant, user=None if actor.may("admin") else actor.id, bases=actor.bases)
        return await self._read(
            lambda connection: store.corrections(
                connection, asker=asker, state=state, query=query, limit=limit, skip=skip, now_us=now_us()
            )
        )

    async def history(self, *, actor: Actor, correction: str) -> list[Event]:
        """All that was ever done to a correction, the oldest first."""
        await self._visible(actor, correction)
        return await self._read(lambda connection: store.events(connection, correction))

    async def _visible(self, actor: Actor, id: str) -> tuple[Correction, Space]:
        found, space = await self._read(lambda connection: store.correction(connection, id, now_us=now_us()))
        if space.tenant != actor.tenant or not _sees(actor, space):
            raise store.not_found(id)
        return found, space

    async def _read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        def reading() -> T:
            with self._database.read() as connection:
                return work(connection)

        return await asyncio.to_thread(reading)

    async def _change(self, actor: Actor, receipt: str, work: Callable[[LifeCycle], T]) -> T:
        deed = Deed(actor=actor.id, at_us=now_us(), receipt=receipt)
        return await self._changes.write(lambda connection: work(LifeCycle(connection, deed)))


def _asker(actor: Actor, bases: tuple[str, ...] | None) -> Asker:
    seen = actor.bases if bases is None else frozenset(filter(actor.sees, bases))
    return Asker(tenant=actor.tenant, user=actor.id, bases=seen)


def _space(actor: Actor, scope: Scope, base: str | None) -> Space:
    if scope == "everyone":
        return Space(tenant=actor.tenant, scope=scope)
    if scope == "user":
        return Space(tenant=actor.tenant, scope=scope, holder=actor.id)
    if base is None or not actor.sees(base):
        raise DeniedError(f"{actor.id!r} does not see the base {base!r}. Name one that it sees, or ask for that base.")
    return Space(tenant=actor.tenant, scope=scope, holder=base)


def _sees(actor: Actor, space: Space) -> bool:
    if space.scope == "base":
        return actor.sees(space.holder)
    return space.scope == "everyone" or space.holder == actor.id or actor.may("admin")


def _may_decide(actor: Actor, space: Space) -> bool:
    """Whether what this actor says in a space holds at once; that it may write at all, the policy has checked."""
    return actor.may("admin") if space.scope == "everyone" else _sees(actor, space)


def _question(text: str) -> str:
    text = _text("question", text, MAX_QUESTION)
    if not any(map(str.isalnum, normalise(text).key)):
        raise UsageError(f"The question {text!r} has no word in it, so nothing could ever equal it. Give the question.")
    return text


def _id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise UsageError(
            f"A correction cannot have the id {text!r}. Expected up to 64 letters, digits and any of . _ : -, the "
            "first a letter or digit."
        )
    return text


def _text(name: str, text: str, limit: int) -> str:
    text = text.strip()
    if not text:
        raise UsageError(f"The {name} is empty. Expected plain text of up to {limit} characters.")
    if len(text) > limit:
        raise UsageError(f"The {name} has {len(text)} characters, beginning {text[:40]!r}. Expected up to {limit}.")
    strange = next((character for character in text if _is_strange(character)), None)
    if strange is not None:
        raise UsageError(f"The {name} has the control character {strange!r} in it. Expected plain text; remove it.")
    return text


def _is_strange(character: str) -> bool:
    return character not in "\n\r\t" and unicodedata.category(character) in ("Cc", "Cs")
