"""Who may say what to whom, and what becomes of it: every deed is one transaction, on behalf of an actor."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from wainao.features.corrections import store
from wainao.features.corrections.apart import apart
from wainao.features.corrections.deeds import Deeds
from wainao.features.corrections.intake import (
    MAX_WHY,
    checked_answer,
    checked_id,
    checked_question,
    checked_why,
)
from wainao.features.corrections.lifecycle import Begun, InForce, prepare
from wainao.features.corrections.queue import Queue
from wainao.features.corrections.rollback import Selection
from wainao.features.corrections.settings import CorrectionsSettings
from wainao.features.corrections.types import (
    Asker,
    Conflict,
    Conflicting,
    Correction,
    Event,
    Proposal,
    Scope,
    State,
    Taken,
)
from wainao.kernel import UsageError, now_us
from wainao.store.home import Home
from wainao.store.moments import later_us, moment
from wainao.store.portion import Portion
from wainao.store.proposals import plain_text
from wainao.text.suspicion import suspicion
from wainao.text.wording import conflict, items, normalise
from wainao.types import Actor, Told

T = TypeVar("T")


_WAITING: tuple[State, ...] = ("proposed", "trial")
_STANDING: tuple[State, ...] = ("standing",)


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What became of a proposal. `held` says why it waits; `suspicion` what in its text a person should look at.

    `state` is what it is now: one that was written down before may have been taken back since.
    """

    id: str
    state: State
    held: str = ""
    suspicion: str = ""


class Register:
    """Corrections as people handle them. What an actor may not see is not there: NotFoundError."""

    def __init__(self, home: Home, settings: CorrectionsSettings) -> None:
        self._database = home.database("state")
        self._changes = home.changes
        self._settings = settings
        self.queue = Queue(home, per_minute=settings.proposals_per_minute)
        prepare(self._database)

    async def propose(
        self,
        *,
        actor: Actor,
        receipt: str,
        question: str,
        answer: str,
        scope: Scope,
        holder: str | None,
        expires_at: str | None,
        why: str,
        source: str | None,
        id: str | None = None,
        hold: bool = False,
        trial: bool = False,
    ) -> Said:
        """Write a correction down: in force at once where the actor may decide, else waiting.

        `hold` has it wait in any case, `trial` shows it to previews and evaluations meanwhile. An `id` that it has in a
        list becomes its own.
        """
        named = None if id is None else checked_id(id)
        question, answer, why = checked_question(question), checked_answer(answer), checked_why(why)
        expires_us = None if expires_at is None else later_us(expires_at)
        suspect = suspicion(question, answer)

        def work(deeds: Deeds) -> Said:
            deeds.refuse_flood()
            space = deeds.authority.space(actor, scope, holder)
            proposal = Proposal(
                id=named,
                space=space,
                question=question,
                answer=answer,
                why=why,
                source=source,
                expires_us=expires_us,
            )
            held = suspect or deeds.waits_for(space)
            begun: Begun = "trial" if trial else "proposed" if hold or held else "standing"
            kept = deeds.propose(proposal, begun)
            return Said(id=kept, state=deeds.life.state(kept), held=held, suspicion=suspect)

        return await self._change(actor, receipt, work)

    async def alias(
        self, *, actor: Actor, receipt: str, correction: str, question: str, hold: bool = False
    ) -> tuple[InForce, Told]:
        """Say that a question means the same; returns what the wording is now, and how its numbers and dates differ.

        `hold` has it wait in any case. So does one with other numbers or dates, where another person gave the answer.
        """
        asked = checked_question(question)
        suspect = suspicion(asked)

        def work(deeds: Deeds) -> tuple[InForce, Told]:
            deeds.refuse_flood()
            known, space = deeds.visible(correction)
            ours, theirs = (items(normalise(text).core) for text in (asked, known.question))
            foreign = known.author != actor.id and not actor.may("admin") and conflict(ours, theirs)
            waits = hold or foreign or bool(suspect or deeds.waits_for(space))
            return deeds.life.add_alias(correction, asked, standing=not waits), apart(ours, theirs)

        return await self._change(actor, receipt, work)

    async def knows(self, correction: str, question: str) -> bool:
        """Whether this wording was ever proposed for the correction, whatever became of it."""
        key = normalise(question).key
        return await self._database.async_read(
            lambda connection: store.has_wording(connection, correction=correction, key=key)
        )

    async def approve(
        self,
        *,
        actor: Actor,
        receipt: str,
        correction: str,
        question: str | None,
        despite: tuple[str, ...] = (),
        supersedes: tuple[str, ...] = (),
        tested: str = "",
    ) -> None:
        """Put a proposed correction into force, or with `question` a proposed alias; `tested` is for the record.

        Whoever approves must say a word on each correction that is in conflict with it: that it holds `despite` that
        one, or `supersedes` it.
        """

        def work(deeds: Deeds) -> None:
            known, space = deeds.visible(correction)
            if question is not None:
                deeds.refuse_own(deeds.life.proposed_alias(correction, question).author, space)
                deeds.life.approve_alias(correction, question)
                return
            deeds.refuse_own(known.author, space)
            for other in supersedes:
                deeds.visible(other)
            deeds.conflicts.refuse(known, space, despite=despite, superseding=supersedes)
            deeds.life.approve(correction, superseding=supersedes, tested=tested)

        await self._change(actor, receipt, work)

    async def try_out(self, *, actor: Actor, receipt: str, correction: str) -> None:
        """Put a proposed correction on trial. Its author may do so, and who may put it into force."""

        def work(deeds: Deeds) -> None:
            deeds.decidable(correction, waiting=True)
            deeds.life.try_out(correction)

        await self._change(actor, receipt, work)

    async def revoke(self, *, actor: Actor, receipt: str, correction: str, question: str | None, why: str) -> None:
        """Take a correction back, or with `question` one alias. Who may put it into force may do so, and its author
        as long as it waits."""
        told = checked_why(why)

        def work(deeds: Deeds) -> None:
            deeds.decidable(correction, waiting=True)
            if question is None:
                deeds.life.revoke(correction, told)
            else:
                deeds.life.withdraw_alias(correction, question, told)

        await self._change(actor, receipt, work)

    async def retire(self, *, actor: Actor, receipt: str, correction: str, why: str) -> None:
        """Let a correction rest that is needed no longer: the answer is right without it."""
        told = checked_why(why)

        def work(deeds: Deeds) -> None:
            deeds.decidable(correction)
            deeds.life.retire(correction, told)

        await self._change(actor, receipt, work)

    async def restore(self, *, actor: Actor, receipt: str, correction: str, why: str) -> State:
        """Make a retired or revoked correction what it was before; returns what that is."""
        told = checked_why(why)

        def work(deeds: Deeds) -> State:
            deeds.decidable(correction)
            return deeds.life.restore(correction, told)

        return await self._change(actor, receipt, work)

    async def roll_back(
        self, *, actor: Actor, receipt: str, author: str | None, since: str | None, why: str, rehearse: bool
    ) -> list[Taken]:
        """Take back all that an author said, or was said since a time; to `rehearse` it only tells what would be."""
        if author is None and since is None:
            raise UsageError("A roll-back is of an author, since a time, or both. Say whose, or since when.")
        told = ": ".join(filter(None, ["rolled back", checked_why(why)]))
        since_us = None if since is None else int(moment(since).timestamp() * 1_000_000)
        which = Selection(tenant=actor.tenant, author=author, since_us=since_us)

        def work(deeds: Deeds) -> list[Taken]:
            return deeds.rehearsed(lambda: deeds.rollback(receipt, told).run(which), keep=not rehearse)

        return await self._change(actor, receipt, work)

    async def undo_roll_back(self, *, actor: Actor, receipt: str, rollback: str, why: str) -> list[Taken]:
        """Make it as it was before a roll-back, except for what was changed again since."""
        told = checked_why(why) or f"undid the roll-back {rollback}"
        return await self._change(actor, receipt, lambda deeds: deeds.rollback(rollback, told).undo(actor.tenant))

    async def listed(
        self,
        *,
        actor: Actor,
        state: State | None,
        query: str,
        portion: Portion,
        scope: Scope | None = None,
        author: str | None = None,
        pending: bool = False,
    ) -> list[Correction]:
        """Corrections that the actor may see, the newest first."""
        if query:
            plain_text("query", query, MAX_WHY)
        asker = Asker(tenant=actor.tenant, user=None if actor.may("admin") else actor.id, bases=actor.bases)
        return await self._database.async_read(
            lambda connection: store.corrections(
                connection,
                asker=asker,
                state=state,
                scope=scope,
                author=author,
                query=query,
                pending=pending,
                portion=portion,
                now_us=now_us(),
            )
        )

    async def history(self, *, actor: Actor, correction: str) -> list[Event]:
        """All that was ever done to a correction, the oldest first."""

        def reading(connection: sqlite3.Connection) -> list[Event]:
            self._deeds(connection, actor).visible(correction)
            return store.events(connection, correction)

        return await self._database.async_read(reading)

    async def conflicts(self, *, actor: Actor, correction: str) -> tuple[Conflict, ...]:
        """The other corrections that answer otherwise what may be the same question, as far as the actor sees them."""
        return await self._database.async_read(
            lambda connection: self._deeds(connection, actor).conflicting(correction).conflicts
        )

    async def conflicting(
        self, *, actor: Actor, correction: str | None, standing: bool, portion: Portion
    ) -> tuple[list[Conflicting], int]:
        """One correction with its conflicts; without one, those which have any among the newest that wait, or that
        stand, with each pair of these named once. Returns, too, how many were looked at."""
        if correction is not None:
            ids = [correction]
        else:
            states = _STANDING if standing else _WAITING
            listed = [await self.listed(actor=actor, state=state, query="", portion=portion) for state in states]
            ids = [one.id for portion in listed for one in portion]

        def reading(connection: sqlite3.Connection) -> list[Conflicting]:
            found = map(self._deeds(connection, actor).conflicting, ids)
            if standing and correction is None:
                found = map(_named_once, found)
            return [one for one in found if one.conflicts]

        return await self._database.async_read(reading), len(ids)

    async def _change(self, actor: Actor, receipt: str, work: Callable[[Deeds], T]) -> T:
        return await self._changes.write(lambda connection: work(self._deeds(connection, actor, receipt)))

    def _deeds(self, connection: sqlite3.Connection, actor: Actor, receipt: str | None = None) -> Deeds:
        return Deeds(connection, actor, receipt, self._settings)


def _named_once(one: Conflicting) -> Conflicting:
    """Without what is not in force, and without those under which this one is named."""
    others = (other for other in one.conflicts if other.state == "standing" and other.correction < one.correction)
    return replace(one, conflicts=tuple(others))
