"""Work that goes on at a tool's server after the call that began it: table `tools_jobs` of `state.db`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from wainao.features.tools.openapi import Lasting
from wainao.kernel import Call, NotFoundError, now_us
from wainao.store.home import Home
from wainao.store.portion import Portion
from wainao.store.rows import Rows
from wainao.store.sqlite import Migration
from wainao.types import Progress

State = Literal["running", "done", "failed", "unwatched", "cancelled", "lost"]
"""unwatched: the call that began it was cancelled, and nobody follows it until somebody asks. lost: it never came to an
end that we saw."""

Ways = tuple[Mapping[str, tuple[str, ...]], ...]
"""The ways in which the API lets its callers in; see `Outgoing`."""

MOST_RUNNING = 100
"""At once, for one actor; beyond that, what goes on is not followed."""
MOST_KEPT = 1_000
"""Of one actor, the newest."""
LONGEST_S = 7 * 24 * 3600.0
"""After which what goes on is given up."""

MIGRATIONS = (
    Migration(
        "1-jobs",
        """
        CREATE TABLE tools_jobs (
            tenant TEXT NOT NULL, actor TEXT NOT NULL, id TEXT NOT NULL, tool TEXT NOT NULL, state TEXT NOT NULL,
            work BLOB NOT NULL, ways BLOB NOT NULL, done REAL NOT NULL, total REAL, said TEXT NOT NULL,
            begun_us INTEGER NOT NULL, seen_us INTEGER NOT NULL, due_us INTEGER NOT NULL, failures INTEGER NOT NULL,
            holder TEXT NOT NULL, receipt TEXT NOT NULL, PRIMARY KEY (tenant, actor, id)
        ) WITHOUT ROWID;
        CREATE INDEX tools_jobs_running ON tools_jobs (due_us) WHERE state = 'running';
        """,
    ),
)


KEEPER = Rows(
    name="jobs",
    table="tools_jobs",
    receipts=("id", "receipt"),
    at="seen_us",
    over="state NOT IN ('running', 'unwatched')",
)
"""What came of a job goes with the call that began it; one that goes on is not followed any more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """`id` is the receipt of the call that began it, `receipt` the one with what came of it, "" until then.

    Times are microseconds since 1970, UTC. `ways` let in whoever looks; `holder` is who follows it now, if anybody.
    """

    tenant: str
    actor: str
    id: str
    tool: str
    state: State
    work: Lasting
    ways: Ways
    progress: Progress
    begun_us: int
    seen_us: int
    due_us: int
    failures: int
    holder: str
    receipt: str

    @property
    def is_old(self) -> bool:
        return now_us() - self.begun_us > LONGEST_S * 1e6


class Jobs:
    """Every step is written before it counts: a process that takes over goes on where another one was killed."""

    def __init__(self, home: Home) -> None:
        self._database = home.database("state")
        self._process = home.process
        self._database.migrate("tools-jobs", MIGRATIONS)

    async def begin(self, call: Call, work: Lasting, ways: Ways, *, wait_s: float) -> Job | None:
        """Held by `call`, which began it. None: this actor has too many under way already."""
        owner = (call.actor.tenant, call.actor.id)
        now = now_us()
        row = (
            *(*owner, call.id, call.spec.name, "running", msgspec.json.encode(work), msgspec.json.encode(ways)),
            *(0.0, None, "", now, now, now + int(wait_s * 1e6), 0, self._holder(call), ""),
        )

        def write(connection: sqlite3.Connection) -> bool:
            running = connection.execute(
                "SELECT COUNT(*) FROM tools_jobs WHERE tenant = ? AND actor = ? AND state = 'running'", owner
            ).fetchone()[0]
            if running >= MOST_RUNNING:
                return False
            connection.execute(f"INSERT INTO tools_jobs VALUES ({', '.join('?' * len(row))})", row)
            connection.execute(
                "DELETE FROM tools_jobs WHERE tenant = ? AND actor = ? AND state != 'running' AND id <= "
                "(SELECT id FROM tools_jobs WHERE tenant = ? AND actor = ? ORDER BY id DESC LIMIT 1 OFFSET ?)",
                (*owner, *owner, MOST_KEPT),
            )
            return True

        return self.find(*owner, call.id) if await self._database.async_write(write) else None

    def find(self, tenant: str, actor: str, id: str) -> Job:
        """Raises NotFoundError, also for somebody else's."""
        jobs = self._read("tenant = ? AND actor = ? AND id = ?", (tenant, actor, id))
        if (job := next(jobs, None)) is None:
            raise _no_job(id)
        return job

    def all(self, tenant: str, actor: str, portion: Portion) -> list[Job]:
        """The newest first."""
        return list(self._read(f"tenant = ? AND actor = ? ORDER BY id DESC{portion.sql}", (tenant, actor)))

    def due(self) -> list[Job]:
        """Those that nobody follows although it is time to look: their process died, or the call had no more time."""
        found = list(self._read("state = 'running' AND due_us <= ? ORDER BY due_us LIMIT 100", (now_us(),)))
        dead = self._process.dead({_process(job.holder) for job in found if job.holder})
        return [job for job in found if not job.holder or _process(job.holder) in dead]

    async def claim(self, call: Call, job: Job) -> bool:
        """Whether `call` follows it from now on, because nobody else does."""
        holder = self._holder(call)

        def write(connection: sqlite3.Connection) -> bool:
            ((held, state),) = connection.execute(
                f"SELECT holder, state FROM tools_jobs WHERE {_WHICH}", _key(job)
            ).fetchall() or [("", "")]
            if state not in ("running", "unwatched") or (held and not self._process.dead([_process(held)])):
                return False
            _update(connection, job, holder=holder, state="running")
            return True

        return await self._database.async_write(write)

    async def saw(self, job: Job, progress: Progress, *, wait_s: float, failures: int = 0) -> None:
        """It still goes on. `failures` is how many looks failed in a row."""
        now = now_us()
        await self._write(
            job,
            done=progress.done,
            total=progress.total,
            said=progress.said,
            seen_us=now,
            due_us=now + int(wait_s * 1e6),
            failures=failures,
        )

    async def end(self, job: Job, state: State, *, receipt: str = "", said: str = "") -> None:
        """`receipt` is the call's that brings what came of it. Raises NotFoundError where the call that began it was
        erased in the meantime: then nobody is to keep that either."""
        ended = {"state": state, "receipt": receipt, "holder": "", "seen_us": now_us(), "said": said}
        if not await self._write(job, **ended, **_forgotten(job)):
            raise _no_job(job.id)

    async def failed(self, job: Job, said: str) -> None:
        """It could not be followed now: it is tried again later, each time after a longer while, and then given up."""
        wait_us = int(min(10.0 * 2**job.failures, 3_600.0) * 1e6)
        changed = {"failures": job.failures + 1, "said": said[:200], "due_us": now_us() + wait_us, "holder": ""}
        if await self._write(job, **changed) and job.is_old:
            await self.end(job, "lost")

    def let_go(self, job: Job, state: State = "running") -> None:
        """Nobody follows it any more. Queued, so that it happens even where whoever says so is being cancelled."""
        self._database.write(lambda connection: _update(connection, job, only_running=True, holder="", state=state))

    async def _write(self, job: Job, **columns: Any) -> bool:
        """Whether it is still there."""
        return await self._database.async_write(lambda connection: _update(connection, job, **columns))

    def _holder(self, call: Call) -> str:
        return f"{self._process.token} {call.id}"

    def _read(self, where: str, values: tuple[object, ...]) -> Iterator[Job]:
        with self._database.read() as connection:
            rows = connection.execute(f"SELECT * FROM tools_jobs WHERE {where}", values).fetchall()
        return map(_job, rows)


def lose_jobs(connection: sqlite3.Connection, tenant: str, box: str) -> None:
    """As part of removing a toolbox: with its servers and credentials goes the way to look after what it began."""
    running = "SELECT * FROM tools_jobs WHERE tenant = ? AND state IN ('running', 'unwatched')"
    for job in map(_job, connection.execute(running, (tenant,)).fetchall()):
        if job.tool.partition(":")[0] == box:
            _update(connection, job, state="lost", holder="", **_forgotten(job))


def _forgotten(job: Job) -> dict[str, Any]:
    """Where a job was told of, once it has ended: such an address may hold what is erased on the receipt."""
    return {"work": msgspec.json.encode(Lasting(kind=job.work.kind, url="")), "ways": b"[]"}


_WHICH = "tenant = ? AND actor = ? AND id = ?"


def _key(job: Job) -> tuple[str, str, str]:
    return job.tenant, job.actor, job.id


def _no_job(id: str) -> NotFoundError:
    return NotFoundError(f"There is no job {id!r} of yours. 'wainao tools jobs' shows those that there are.")


def _update(connection: sqlite3.Connection, job: Job, *, only_running: bool = False, **columns: Any) -> bool:
    setting = ", ".join(f"{column} = ?" for column in columns)
    where = f"{_WHICH} AND state = 'running'" if only_running else _WHICH
    changed = connection.execute(f"UPDATE tools_jobs SET {setting} WHERE {where}", (*columns.values(), *_key(job)))
    return changed.rowcount > 0


def _process(holder: str) -> str:
    return holder.partition(" ")[0]


def _job(row: tuple[Any, ...]) -> Job:
    tenant, actor, id, tool, state, work, ways, done, total, said, *times, failures, holder, receipt = row
    begun_us, seen_us, due_us = times
    return Job(
        tenant=tenant,
        actor=actor,
        id=id,
        tool=tool,
        state=state,
        work=msgspec.json.decode(work, type=Lasting),
        ways=msgspec.json.decode(ways, type=Ways),
        progress=Progress(done=done, total=total, said=said),
        begun_us=begun_us,
        seen_us=seen_us,
        due_us=due_us,
        failures=failures,
        holder=holder,
        receipt=receipt,
    )
