"""Evaluations at work: sets of cases and runs of them, for one tenant at a time."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, aclosing
from dataclasses import replace
from typing import TypeVar

from wainao.features.learn import store
from wainao.features.learn.alone import in_turn
from wainao.features.learn.asking import input_of
from wainao.features.learn.casefiles import check
from wainao.features.learn.comparing import Comparison, compare
from wainao.features.learn.manifest import manifest_of
from wainao.features.learn.running import Plan, Ran, Runner, pinned
from wainao.features.learn.settings import LearnSettings
from wainao.features.learn.store import RunRow
from wainao.features.learn.types import Case, Corrections, Progress, Purpose, Result, SetVersion, Target, digest
from wainao.kernel import Call, NotFoundError, Overlay, UsageError
from wainao.store.home import Home
from wainao.store.portion import Portion

T = TypeVar("T")

_NAME = re.compile(r"[\w][\w.-]{0,63}")
MAX_CASES = 100_000
_OVERLAY: dict[Corrections, Overlay] = {"off": False, "standing": True, "trial": "trial"}


class Learning:
    """Sets, runs and their results, in `state.db` of a home."""

    def __init__(self, home: Home, settings: LearnSettings) -> None:
        self._database = home.database("state")
        self._database.migrate("learn", store.MIGRATIONS)
        self.settings = settings
        self._runner = Runner(home, settings)
        self._ledger = home.ledger
        self._locks = home.path / "learn"

    def deciding(self, tenant: str, name: str) -> AbstractAsyncContextManager[None]:
        """A block in which nobody else, in any process, changes what runs under that name of releases."""
        busy = f"Somebody else is promoting or taking back a release of {name!r}. Wait, and look what they did."
        return in_turn(self._locks, digest((tenant, name))[:32], busy=busy)

    async def caught_up(self) -> None:
        """Wait until every receipt that an answer has left with can be read."""
        await self._ledger.caught_up()

    async def read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        return await self._database.async_read(work)

    async def write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        return await self._database.async_write(work)

    async def add_set(
        self, call: Call, name: str, cases: Sequence[Case], *, note: str = "", purpose: Purpose = ""
    ) -> SetVersion:
        """Write down a set; with the cases that its newest version has, that one stands. Raises UsageError."""
        name_of(name)
        check(cases)
        if len(cases) > MAX_CASES:
            raise UsageError(f"One set cannot hold {len(cases)} cases. Expected up to {MAX_CASES:,}: make several.")
        return await self.write(
            lambda connection: store.add_set(
                connection,
                tenant=call.actor.tenant,
                name=name,
                cases=cases,
                author=call.actor.id,
                note=note,
                purpose=purpose,
                receipt=call.id,
            )
        )

    async def red_team(self, call: Call) -> list[SetVersion]:
        """The sets of attacks that every gate of the tenant has."""
        found = await self.read(lambda connection: store.newest_sets(connection, call.actor.tenant))
        return [one for one in found if one.purpose == "red team"]

    async def plan(
        self, call: Call, target: Target, sets: Sequence[str], *, corrections: Corrections = "standing"
    ) -> Plan:
        """The cases of those sets, put to that target as it is now, with so many corrections having a say."""
        spec = call.kernel.spec(target.capability)
        found = await self.read(lambda connection: [store.find_set(connection, call.actor.tenant, one) for one in sets])
        cases = await self.read(lambda connection: _cases(connection, found, corrections))
        for case in cases[:1]:
            input_of(spec, target, case)  # a target that takes no question is found out before anything is asked
        manifest = pinned(await manifest_of(call, target, trial=corrections == "trial"), self.settings)
        return Plan(target=target, manifest=manifest, sets=tuple(found), cases=tuple(cases), corrections=corrections)

    async def run(self, call: Call, plan: Plan) -> AsyncGenerator[Progress | Ran, None]:
        async with aclosing(self._runner.run(call, plan)) as items:
            async for item in items:
                yield item

    async def results(self, call: Call, run: str) -> tuple[Plan, list[Result]]:
        """A run as it was planned, and what is known of its cases. Raises NotFoundError."""
        tenant = call.actor.tenant
        rows = await self.read(lambda connection: store.runs(connection, tenant, id=run))
        if not rows:
            raise NotFoundError(f"There is no run {run!r}. 'wainao evaluations runs' shows them.")
        plan = await self.read(lambda connection: planned(connection, rows[0]))
        return plan, await self.known(call, plan)

    async def known(self, call: Call, plan: Plan) -> list[Result]:
        """The results of a plan's cases that there are."""
        tenant = call.actor.tenant
        found = await self.read(
            lambda connection: [(case, store.result(connection, tenant, plan.key(case))) for case in plan.cases]
        )
        return [replace(result, case=case.name) for case, result in found if result is not None]

    async def compare(self, call: Call, before: str, after: str) -> Comparison:
        """Two runs, case by case."""
        plan, old = await self.results(call, before)
        other, new = await self.results(call, after)
        questions = {case.name: case.question for case in (*plan.cases, *other.cases)}
        return await asyncio.to_thread(compare, old, new, questions)

    async def runs(self, call: Call, portion: Portion) -> list[tuple[RunRow, Plan]]:
        """The newest first."""

        def work(connection: sqlite3.Connection) -> list[tuple[RunRow, Plan]]:
            rows = store.runs(connection, call.actor.tenant, portion=portion)
            return [(row, planned(connection, row, with_cases=False)) for row in rows]

        return await self.read(work)


def planned(connection: sqlite3.Connection, row: RunRow, *, with_cases: bool = True) -> Plan:
    """A run as it was planned."""
    sets = [store.set_of(connection, id) for id in row.sets]
    cases = _cases(connection, sets, row.corrections) if with_cases else []
    return Plan(
        target=row.target,
        manifest=row.manifest,
        sets=tuple(sets),
        cases=tuple(cases),
        corrections=row.corrections,
    )


def _cases(connection: sqlite3.Connection, sets: Sequence[SetVersion], corrections: Corrections) -> list[Case]:
    """The cases of several sets, each with the set's name before its own, asked with those corrections."""
    return [
        replace(
            case,
            name=f"{one.name}/{case.name}",
            overlay=asked_with(case, corrections),
            must=case.must or one.purpose == "red team",
        )
        for one in sets
        for case in store.cases_of(connection, one.id)
        if not case.erased
    ]


def asked_with(case: Case, corrections: Corrections) -> Overlay:
    """A case that lets corrections have no say is asked so in any run; of the others the run decides."""
    return case.overlay and _OVERLAY[corrections]


def name_of(name: str) -> str:
    """Raises UsageError for what cannot be the name of a set or release."""
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name!r} is no name. Expected up to 64 letters, digits and any of . _ -, no @ and no space.")
    return name
