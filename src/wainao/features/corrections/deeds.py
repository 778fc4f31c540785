"""What one actor can see and do, inside one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TypeVar

from wainao.features.corrections import store
from wainao.features.corrections.authority import Authority
from wainao.features.corrections.conflicts import Conflicts
from wainao.features.corrections.intake import refuse_flood
from wainao.features.corrections.lifecycle import Begun, LifeCycle
from wainao.features.corrections.queue import close
from wainao.features.corrections.rollback import RollBack
from wainao.features.corrections.settings import CorrectionsSettings
from wainao.features.corrections.types import Conflicting, Correction, Deed, Proposal, Space
from wainao.kernel import DeniedError, now_us
from wainao.types import Actor

T = TypeVar("T")


class Deeds:
    """Everything decides on the same snapshot; what may not be raises, and then nothing of it was done."""

    def __init__(
        self, connection: sqlite3.Connection, actor: Actor, receipt: str | None, settings: CorrectionsSettings
    ) -> None:
        self._connection = connection
        self._actor = actor
        self._settings = settings
        self._at_us = now_us()
        self._deed = Deed(actor=actor.id, at_us=self._at_us, receipt=receipt)
        self.life = LifeCycle(connection, self._deed)
        self.authority = Authority(connection, second_person=settings.second_person)
        self.conflicts = Conflicts(connection, now_us=self._at_us)

    def propose(self, proposal: Proposal, state: Begun) -> str:
        """Write it down, and close the item of the queue that it answers."""
        id = self.life.propose(proposal, state=state)
        if proposal.source is not None:
            close(self._connection, self._deed, receipt=proposal.source, correction=id)
        return id

    def visible(self, id: str) -> tuple[Correction, Space]:
        found, space = store.correction(self._connection, id, now_us=self._at_us)
        if not self.authority.sees(self._actor, space):
            raise store.not_found(id)
        return found, space

    def conflicting(self, id: str) -> Conflicting:
        known, space = self.visible(id)
        return Conflicting(
            correction=id,
            question=known.question,
            answer=known.answer,
            state=known.state,
            conflicts=tuple(one for one in self.conflicts.of(known, space) if self._sees(one.correction)),
        )

    def _sees(self, id: str) -> bool:
        return self.authority.sees(self._actor, store.correction(self._connection, id, now_us=self._at_us)[1])

    def decidable(self, id: str, *, waiting: bool = False) -> None:
        """Raises DeniedError unless the actor may decide on it, or wrote it and it still waits."""
        known, space = self.visible(id)
        own = waiting and known.state in ("proposed", "trial") and known.author == self._actor.id
        if not (own or self.authority.may_decide(self._actor, space)):
            raise DeniedError(
                f"{self._actor.id!r} may not decide on {id!r}, which is for {space.scope}. Ask an administrator."
            )

    def rollback(self, id: str, why: str) -> RollBack:
        return RollBack(self._connection, self.life, rollback=id, why=why)

    def rehearsed(self, work: Callable[[], T], *, keep: bool) -> T:
        """What `work` returns; what it did is undone, unless it is to `keep`."""
        self._connection.execute("SAVEPOINT rehearsal")
        done = work()
        if not keep:
            self._connection.execute("ROLLBACK TO rehearsal")
        self._connection.execute("RELEASE rehearsal")
        return done

    def waits_for(self, space: Space) -> str:
        """Whose word is needed before something that the actor says holds in that space; "" if nobody's."""
        if not self.authority.may_decide(self._actor, space):
            return "an administrator has to approve what is for " + space.scope
        if self.authority.needs_another(self._actor, space):
            return f"a second administrator has to approve what is for {space.scope}"
        return ""

    def refuse_own(self, author: str, space: Space) -> None:
        """Raises DeniedError where a second person has to agree to what the actor wrote."""
        if author == self._actor.id and self.authority.needs_another(self._actor, space):
            raise DeniedError(
                f"{author!r} wrote this for {space.scope} and cannot approve it alone: another administrator has to. "
                "Ask one; [corrections] second_person says for which scopes that holds."
            )

    def refuse_flood(self) -> None:
        refuse_flood(self._connection, self._actor, at_us=self._at_us, per_minute=self._settings.proposals_per_minute)
