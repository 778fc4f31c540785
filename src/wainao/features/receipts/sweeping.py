"""What was kept for as long as the settings say goes by itself: in batches, each on a receipt of its own."""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial

import msgspec

from wainao.features.receipts.settings import ReceiptsSettings
from wainao.kernel import Call, WainaoError, now_us
from wainao.kernel.capability import Governor
from wainao.store.home import Home
from wainao.store.ledger.record import INCIDENT, SWEEP, Record
from wainao.store.lock import open_locked
from wainao.store.rounds import rounds
from wainao.store.sqlite import Migration
from wainao.types import ALL_RIGHTS, Actor, system

MIGRATIONS = (
    Migration(
        "1-swept",
        "CREATE TABLE receipts_swept (tenant TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;",
    ),
)

BATCH = 200
"""Receipts, and copies of each kind, that one call looks at: all others wait while they go."""
FIRST_S = 30.0
DAY_US = 24 * 3600 * 1_000_000

_TENANTS = """
    WITH RECURSIVE tenants (id) AS (
        SELECT MIN(tenant) FROM receipts
        UNION ALL
        SELECT (SELECT MIN(tenant) FROM receipts WHERE tenant > tenants.id) FROM tenants WHERE tenants.id IS NOT NULL
    )
    SELECT id FROM tenants WHERE id IS NOT NULL
"""

log = logging.getLogger("wainao.receipts")


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """What is old enough in one tenant, as far as a batch goes: `receipts`, which come before number `until` of the
    log, and by kind those of which there are old copies. `more` is left for the next batch."""

    receipts: tuple[str, ...] = ()
    until: int = -1
    copies: Mapping[str, list[str]] = field(default_factory=dict)
    more: bool = False

    def __bool__(self) -> bool:
        return bool(self.receipts or self.copies or self.more)


@dataclass(frozen=True, kw_only=True, slots=True)
class Swept:
    """How many receipts lost their contents, and how many copies of each kind went. `more` is old enough, too."""

    receipts: int
    copies: Mapping[str, int]
    more: bool


class _Head(msgspec.Struct):
    """Of a receipt's header, what says whether it may go."""

    capability: str
    finished_us: int


_read_head = msgspec.json.Decoder(_Head).decode


class Sweeping:
    def __init__(self, home: Home, settings: ReceiptsSettings) -> None:
        self._database = home.ledger.database
        self._ledger = home.ledger
        self._keepers = home.keepers
        self._settings = settings
        self._lock = home.path / "run" / "sweep.lock"
        self._database.migrate("receipts-sweeping", MIGRATIONS)

    def sweep(self, call: Call, *, dry_run: bool) -> Swept:
        """One batch of what the settings say. Takes its time: not for an event loop."""
        tenant, copies = call.actor.tenant, Counter[str]()
        with self._database.read() as connection:
            due = self._due(connection, tenant)
            traces = self._keepers.trace(connection, tenant, due.receipts)
            copies.update(traces.copies)
            for kind, receipts in due.copies.items():
                alone = [id for id in receipts if id not in traces.receipts]
                copies.update(self._keepers.copies(connection, kind, tenant, alone).copies)
        if not dry_run and due:
            for kind, receipts in due.copies.items():
                self._keepers.drop(kind, receipts, tenant=tenant, by=call.draft)
            self._keepers.erase(traces.receipts, tenant=tenant, by=call.draft)
            self._ledger.beside(call.draft.id, partial(_note, tenant, due.until))
        return Swept(receipts=len(traces.receipts), copies=dict(+copies), more=due.more)

    async def work(self, kernel: Governor) -> None:
        """Until this is cancelled. Nothing at all where everything is kept for ever."""
        if self._settings.contents_days or self._settings.of_copies:
            every_s = self._settings.sweep_every_s
            first_s = min(FIRST_S, every_s)
            look = partial(self._look, kernel)
            await rounds(look, every_s=every_s, first_s=first_s, what="Sweeping receipts", log=log)

    async def _look(self, kernel: Governor) -> None:
        """One process at a time does, tenant by tenant, as long as there is something."""
        self._lock.parent.mkdir(exist_ok=True, mode=0o700)
        if (file := open_locked(self._lock, wait=False)) is None:
            return
        try:
            for tenant in await asyncio.to_thread(self._tenants):
                while await asyncio.to_thread(self._is_due, tenant) and await self._swept(kernel, tenant):
                    pass
        finally:
            os.close(file)

    async def _swept(self, kernel: Governor, tenant: str) -> bool:
        """Whether there may be more."""
        spec = kernel.spec(SWEEP)
        try:
            told: Swept = (await kernel.run(spec.name, spec.input(), actor=_machine(tenant))).output
        except WainaoError as error:
            log.warning("What is too old was not erased for %r, and will be tried again: %s", tenant, error)
            return False
        return told.more

    def _tenants(self) -> list[str]:
        with self._database.read() as connection:
            return [id for (id,) in connection.execute(_TENANTS)]

    def _is_due(self, tenant: str) -> bool:
        with self._database.read() as connection:
            return bool(self._due(connection, tenant))

    def _due(self, connection: sqlite3.Connection, tenant: str) -> Due:
        now, due = now_us(), Due()
        if days := self._settings.contents_days:
            due = _old(connection, tenant, now - days * DAY_US)
        copies = {
            kind: found
            for kind, days in self._settings.of_copies.items()
            if (found := self._keepers.old(connection, kind, tenant=tenant, before_us=now - days * DAY_US, most=BATCH))
        }
        return replace(due, copies=copies, more=due.more or any(len(found) == BATCH for found in copies.values()))


def _old(connection: sqlite3.Connection, tenant: str, before_us: int) -> Due:
    """The next receipts from before that time, from where the last sweep came to. An incident keeps its contents: an
    audit reads them."""
    row = connection.execute("SELECT until FROM receipts_swept WHERE tenant = ?", (tenant,)).fetchone()
    found, until, looked = [], -1 if row is None else int(row[0]), 0
    # By their order in the log (the index by tenant has another), so that one sweep goes on where the last one ended.
    rows = connection.execute(
        "SELECT idx, id, header, erased_by FROM receipts WHERE idx > ? AND +tenant = ? ORDER BY idx LIMIT ?",
        (until, tenant, BATCH),
    )
    for index, id, header, erased_by in rows:
        head = _read_head(header)
        if head.finished_us >= before_us:
            break
        looked, until = looked + 1, index
        if erased_by is None and head.capability != INCIDENT:
            found.append(id)
    return Due(receipts=tuple(found), until=until, more=looked == BATCH)


def _note(tenant: str, until: int, connection: sqlite3.Connection, by: Record) -> None:
    if by.status == "ok":
        connection.execute(
            "INSERT INTO receipts_swept VALUES (?, ?) ON CONFLICT (tenant) DO UPDATE SET until = MAX(until, ?)",
            (tenant, until, until),
        )


def _machine(tenant: str) -> Actor:
    """Wainao itself, an administrator for this alone."""
    return replace(system(tenant), rights=ALL_RIGHTS, capabilities=frozenset({SWEEP}))
