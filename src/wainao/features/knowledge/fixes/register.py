"""Who may set what right in a source, and what becomes of it: every deed is one transaction, on behalf of an actor."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import islice
from typing import TypeVar

from wainao.features.knowledge import store as documents
from wainao.features.knowledge.fixes import store
from wainao.features.knowledge.fixes.life import Life, written
from wainao.features.knowledge.fixes.places import remark
from wainao.features.knowledge.fixes.preview import affected
from wainao.features.knowledge.fixes.types import Affected, Fix, FixEvent, Kind, State, TakenFix
from wainao.features.knowledge.settings import KnowledgeSettings
from wainao.kernel import DeniedError, UsageError, now_us
from wainao.store import actor_tables, proposals
from wainao.store.home import Home
from wainao.store.moments import moment
from wainao.store.portion import Portion
from wainao.text.suspicion import suspicion
from wainao.text.values import canonical
from wainao.text.wording import same
from wainao.types import Actor, Told, Words, told_in

T = TypeVar("T")

_ADMIN = Words("对处处有效的订正须由管理员批准", "an administrator has to approve what holds everywhere")
_ANOTHER_ADMIN = Words(
    "对处处有效的订正须由另一位管理员批准", "a second administrator has to approve what holds everywhere"
)

MAX_AFFECTED = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What became of a proposal, or would: `held` says why it waits, `suspicion` what a person should look at in it.

    Of the places that it changes, `total` in number, the first two hundred are in `affected`.
    """

    state: State
    held: Told
    suspicion: str
    affected: tuple[Affected, ...]
    total: int


class Register:
    """Source fixes as people handle them. What an actor may not see is not there: NotFoundError."""

    def __init__(self, home: Home, settings: KnowledgeSettings) -> None:
        self._database = home.database("knowledge")
        self._people = home.database("state")
        self._settings = settings
        self._people.migrate("actors", actor_tables.MIGRATIONS)
        self._database.migrate("knowledge", documents.MIGRATIONS)
        self._database.migrate("knowledge_fixes", store.MIGRATIONS)

    async def drafted(self, draft: Callable[[sqlite3.Connection], Fix]) -> Fix:
        """A fix as the documents are at this moment, by one of `drafts`."""
        return await self._database.async_read(draft)

    async def propose(self, fix: Fix, *, actor: Actor, receipt: str, hold: bool, rehearse: bool) -> Said:
        """Write a fix down: in force at once where the actor may decide, else waiting; to `rehearse`, only say so.

        `hold` has it wait in any case.
        """
        suspect = suspicion(fix.new, fix.question, fix.why)
        held: Told = suspect or await asyncio.to_thread(self._waits_for, actor, fix)
        holds = not (hold or held)

        def work(connection: sqlite3.Connection) -> None:
            self._refuse_flood(connection, actor)
            place, matter = _about(fix)
            self._life(connection, actor, receipt).propose(fix, place=place, matter=matter, holds=holds)

        places, total = await self._database.async_read(lambda connection: _affected(connection, actor, fix))
        if not rehearse:
            await self._database.async_write(work)
        return Said(
            state="standing" if holds else "proposed", held=held, suspicion=suspect, affected=places, total=total
        )

    async def approve(self, fix: str, *, actor: Actor, receipt: str) -> None:
        """Put one that waits into force. Raises DeniedError where another person has to agree to it."""
        found = await self._database.async_read(lambda connection: store.visible(connection, actor, fix))
        if found.author == actor.id and (why := await asyncio.to_thread(self._waits_for, actor, found)):
            raise DeniedError(
                f"{actor.id!r} proposed {fix!r} and cannot approve it alone: {told_in('en', why)}. Ask one."
            )
        await self._database.async_write(lambda connection: self._life(connection, actor, receipt).approve(fix))

    async def revoke(self, fix: str, *, actor: Actor, receipt: str, why: str) -> None:
        """Take one back, or refuse it while it waits. Whoever wrote it may do so, and who may decide on it."""
        found = await self._database.async_read(lambda connection: store.visible(connection, actor, fix))
        if found.author != actor.id and not self._may_decide(actor, found):
            raise DeniedError(f"{actor.id!r} may not revoke {fix!r}, which holds everywhere. Ask an administrator.")
        await self._database.async_write(lambda connection: self._life(connection, actor, receipt).revoke(fix, why))

    async def listed(
        self,
        *,
        actor: Actor,
        state: State | None,
        kind: Kind | None,
        author: str | None,
        document: str | None,
        portion: Portion,
    ) -> list[Fix]:
        """The newest first, each with what keeps it from having an effect. Raises UsageError."""

        def reading(connection: sqlite3.Connection) -> list[Fix]:
            found = store.fixes(
                connection, actor, state=state, kind=kind, author=author, document=document, portion=portion
            )
            return [replace(fix, remark=remark(connection, fix)) for fix in found]

        return await self._database.async_read(reading)

    async def shown(self, fix: str, *, actor: Actor) -> tuple[Fix, tuple[Affected, ...], int, tuple[FixEvent, ...]]:
        """A fix, the first places that it changes now and how many there are, its history."""

        def reading(connection: sqlite3.Connection) -> tuple[Fix, tuple[Affected, ...], int, tuple[FixEvent, ...]]:
            found = store.visible(connection, actor, fix)
            places, total = _affected(connection, actor, found)
            told = replace(found, remark=remark(connection, found))
            return told, places, total, tuple(store.events(connection, fix))

        return await self._database.async_read(reading)

    async def roll_back(
        self,
        *,
        actor: Actor,
        receipt: str,
        rollback: str,
        author: str | None,
        since: str | None,
        why: str,
        rehearse: bool,
    ) -> list[TakenFix]:
        """Take back what `author` said, what was said `since` a time, or what is both; to `rehearse`, only say so."""
        if author is None and since is None:
            raise UsageError("Neither an author nor a time was given, and all is too much. Name at least one of them.")
        from_ = "" if since is None else written(moment(since))

        def work(connection: sqlite3.Connection) -> list[TakenFix]:
            connection.execute("SAVEPOINT rehearsal")
            taken = self._life(connection, actor, receipt).roll_back(
                author=author, since=from_, rollback=rollback, why=why
            )
            if rehearse:
                connection.execute("ROLLBACK TO rehearsal")
            connection.execute("RELEASE rehearsal")
            return taken

        return await self._database.async_write(work)

    async def undo(self, *, actor: Actor, receipt: str, rollback: str, why: str) -> list[TakenFix]:
        """Undo what a roll-back did to source fixes; nothing where it did nothing."""
        return await self._database.async_write(
            lambda connection: self._life(connection, actor, receipt).undo(rollback, why)
        )

    def _may_decide(self, actor: Actor, fix: Fix) -> bool:
        return fix.base is not None or actor.may("admin")

    def _waits_for(self, actor: Actor, fix: Fix) -> Told:
        """Whose word is needed before what the actor says has an effect; "" if nobody's."""
        if not self._may_decide(actor, fix):
            return _ADMIN
        if fix.base is not None or not self._settings.second_person:
            return ""
        with self._people.read() as connection:
            another = proposals.another_admin(connection, actor)
        return _ANOTHER_ADMIN if another else ""

    def _refuse_flood(self, connection: sqlite3.Connection, actor: Actor) -> None:
        per_minute = self._settings.fixes_per_minute
        if not proposals.is_bound(actor, per_minute):
            return
        since = written(datetime.now(UTC) - timedelta(minutes=1))
        proposed, first = store.proposed_since(connection, actor.id, since)
        oldest_us = int(moment(first or since).timestamp() * 1_000_000)
        proposals.refuse_flood(
            actor, "source fixes", proposed=proposed, oldest_us=oldest_us, at_us=now_us(), per_minute=per_minute
        )

    def _life(self, connection: sqlite3.Connection, actor: Actor, receipt: str) -> Life:
        return Life(connection, tenant=actor.tenant, actor=actor.id, receipt=receipt)


def _affected(connection: sqlite3.Connection, actor: Actor, fix: Fix) -> tuple[tuple[Affected, ...], int]:
    found = affected(connection, actor, fix)
    first = tuple(islice(found, MAX_AFFECTED))
    return first, len(first) + sum(1 for _ in found)


def _about(fix: Fix) -> tuple[str, str]:
    """Where a fix holds, and what it is about: one matter has one fix at one place."""
    if fix.kind == "point":
        return f"base:{fix.base}", same(fix.question)
    place = f"document:{fix.document}" if fix.document else "everywhere" if fix.base is None else f"base:{fix.base}"
    if fix.kind == "replace":
        return place, canonical(fix.old)
    return place, f"{sha256(canonical(fix.quote).encode()).hexdigest()}:{fix.version}:{fix.char_start}"
