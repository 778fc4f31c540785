"""Runs: every case of some sets put to a target, each result kept by itself, none asked twice."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, AsyncIterator, Coroutine, Iterable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any, TypeVar

import msgspec

from wainao.features.learn import store
from wainao.features.learn.alone import alone
from wainao.features.learn.asking import ask, asked_key, input_of, read_receipt
from wainao.features.learn.expectations import missed
from wainao.features.learn.judging import FAILED, VERSION, judge
from wainao.features.learn.settings import LearnSettings
from wainao.features.learn.types import (
    ERASED,
    Case,
    Corrections,
    Manifest,
    Progress,
    Reply,
    Result,
    SetVersion,
    Target,
    digest,
)
from wainao.kernel import Call, EngineError, NotFoundError
from wainao.store.home import Home
from wainao.store.ledger.reading import descendants, find
from wainao.types import Told

T = TypeVar("T")

_BUSY = (
    "Another process is at this very run, of the same sets against the same versions. Wait for it: its results are "
    "yours, too."
)
"""Two processes at one run would ask everything twice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """Who is asked what, and under which versions the replies are kept."""

    target: Target
    manifest: Manifest
    sets: tuple[SetVersion, ...]
    cases: tuple[Case, ...]
    corrections: Corrections = "standing"

    @property
    def digest(self) -> str:
        return digest((self.target, self.manifest, [one.id for one in self.sets], self.corrections))

    @property
    def row(self) -> dict[str, Any]:
        """As a run is kept."""
        return {
            "target": msgspec.json.encode(self.target),
            "manifest": msgspec.json.encode(self.manifest),
            "sets": msgspec.json.encode([one.id for one in self.sets]),
            "digest": self.digest,
            "corrections": self.corrections,
        }

    def key(self, case: Case) -> str:
        """Under which a result is kept: the case and all that the reply depends on."""
        return digest((case.digest, self.asked(case)))

    def asked(self, case: Case) -> str:
        """The same for cases that ask the same of the same."""
        return digest((case.asked, self.manifest.digest(overlay=case.overlay)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Ran:
    """A whole run: one result for each case, in their order. `asked` of them were asked now, the rest were known."""

    run: str
    plan: Plan
    results: tuple[Result, ...]
    asked: int


class Runner:
    """Asks the cases of a plan, so many at once.

    Each result is committed by itself before it counts. What a killed run had asked and not kept yet is read from its
    receipts, so only a call that was under way at that moment is made again.
    """

    def __init__(self, home: Home, settings: LearnSettings) -> None:
        self._database = home.database("state")
        self._ledger = home.ledger
        self._locks = home.path / "learn"
        self._settings = settings

    async def run(self, call: Call, plan: Plan) -> AsyncGenerator[Progress | Ran, None]:
        """Streams `Progress`, then gives the whole. Raises ConflictError while another process is at the same run."""
        with alone(self._locks, plan.digest[:32], busy=_BUSY):
            run = await self._begin(call, plan)
            await self._recover(call, plan, run)
            known = await asyncio.to_thread(self._known, call, plan)
            missing = [case for case in plan.cases if case.name not in known]
            cached, failed = len(known), _failed(known.values())
            yield Progress(done=cached, total=len(plan.cases), failed=failed, cached=cached)
            works = [self._alike(call, plan, one) for one in _alike(missing)]
            async with aclosing(at_once(self._settings.at_once, works)) as found:
                async for results in found:
                    known |= {one.case: one for one in results}
                    failed += _failed(results)
                    yield Progress(done=len(known), total=len(plan.cases), failed=failed, cached=cached)
            await self._database.async_write(lambda connection: store.end_run(connection, run))
        yield Ran(run=run, plan=plan, results=tuple(known[case.name] for case in plan.cases), asked=len(missing))

    async def _begin(self, call: Call, plan: Plan) -> str:
        tenant, actor = call.actor.tenant, call.actor.id
        return await self._database.async_write(
            lambda connection: store.begin_run(connection, tenant=tenant, actor=actor, receipt=call.id, row=plan.row)
        )

    def _known(self, call: Call, plan: Plan) -> dict[str, Result]:
        with self._database.read() as connection:
            found = ((one, store.result(connection, call.actor.tenant, plan.key(one))) for one in plan.cases)
            return {case.name: replace(it, case=case.name) for case, it in found if it is not None and it.settled}

    async def _alike(self, call: Call, plan: Plan, cases: Sequence[Case]) -> list[Result]:
        """The results of cases that ask the same, kept. What is known already is not asked again, nor what was erased
        since the run began."""
        gone = await asyncio.to_thread(self._gone, cases)
        cases = [case for case in cases if case not in gone]
        results = [Result(case=case.name, passed=False, why=(ERASED,), reply=Reply(), settled=False) for case in gone]
        return [*results, *(await self._answered(call, plan, cases))] if cases else results

    def _gone(self, cases: Sequence[Case]) -> list[Case]:
        with self._database.read() as connection:
            return [case for case in cases if store.is_gone(connection, case)]

    async def _answered(self, call: Call, plan: Plan, cases: Sequence[Case]) -> list[Result]:
        before = await asyncio.to_thread(self._asked_before, call, plan, cases[0])
        if before is not None:
            reply, settled = before, True
        else:
            reply, settled = await ask(call, plan.target, cases[0])
            reply = await self._with_all_costs(reply)
        return [await self._keep(call, plan, case, reply, settled) for case in cases]

    async def _with_all_costs(self, reply: Reply) -> Reply:
        """With what the calls cost that were made for it: an answer from documents is free, the model's part is not."""
        await self._ledger.caught_up()
        costs = [reply.cost_microusd, *await asyncio.to_thread(self._costs_below, reply.receipt)]
        known = [cost for cost in costs if cost is not None]
        return replace(reply, cost_microusd=sum(known) if len(known) == len(costs) else None)

    def _costs_below(self, receipt: str) -> list[int | None]:
        with self._database.read() as connection:
            below = descendants(connection, receipt) if receipt else []
            return [find(connection, id).header.usage.cost_microusd for id in below]

    def _asked_before(self, call: Call, plan: Plan, case: Case) -> Reply | None:
        with self._database.read() as connection:
            found = store.asked_before(connection, call.actor.tenant, plan.asked(case))
        return None if found is None else found.reply

    async def _keep(self, call: Call, plan: Plan, case: Case, reply: Reply, settled: bool) -> Result:
        why, judged = await self._missed(call, case, reply)
        result = Result(case=case.name, passed=not why, why=why, reply=reply, settled=settled and judged)
        tenant, key, asked = call.actor.tenant, plan.key(case), plan.asked(case)

        def keep(connection: sqlite3.Connection) -> None:
            if not store.is_gone(connection, case):
                store.keep_result(connection, tenant=tenant, key=key, asked=asked, result=result)

        await self._database.async_write(keep)
        return result

    async def _missed(self, call: Call, case: Case, reply: Reply) -> tuple[tuple[Told, ...], bool]:
        """Why the case fails, and whether that is settled: a judge that cannot be asked now settles nothing."""
        if reply.error and not reply.refused:
            return (reply.error,), True
        why, settled, route = list[Told](), True, self._settings.judge
        for expected in case.expect:
            if expected.kind != "judged" or not route:
                why.append(missed(expected, reply))
                continue
            try:
                why.append(await judge(call, route, question=case.question, rubric=expected.text, reply=reply))
            except EngineError as error:
                why.append(FAILED.filled(judge=route, error=error))
                settled = False
        return tuple(filter(None, why)), settled

    async def _recover(self, call: Call, plan: Plan, run: str) -> None:
        """Keep the results of calls that an attempt which was killed had made, by their receipts."""
        for attempt in await asyncio.to_thread(self._attempts, run, call.id):
            if "receipts:show" in call.kernel:
                await self._recover_from(call, plan, attempt)
            await self._database.async_write(partial(store.searched, run=run, receipt=attempt))

    def _attempts(self, run: str, receipt: str) -> list[str]:
        with self._database.read() as connection:
            return store.attempts(connection, run, but=receipt)

    async def _recover_from(self, call: Call, plan: Plan, attempt: str) -> None:
        spec, show = call.kernel.spec(plan.target.capability), call.kernel.spec("receipts:show")
        wanted = {asked_key(input_of(spec, plan.target, case), overlay=case.overlay): case for case in plan.cases}
        async for child in self._unknown(call, attempt):
            shown = (await call.run(show.name, show.input(receipt=child))).output
            read = read_receipt(spec, shown) if shown.capability == spec.name else None
            if read is not None and (case := wanted.get(read[0])) is not None:
                await self._keep(call, plan, case, await self._with_all_costs(read[1]), True)

    async def _unknown(self, call: Call, attempt: str) -> AsyncIterator[str]:
        """The calls that an attempt made and of which nothing is kept."""
        show, last = call.kernel.spec("receipts:show"), None
        while True:
            try:
                children = (await call.run(show.name, show.input(receipt=attempt, after=last))).output.children
            except NotFoundError:
                return  # killed before its receipt was begun
            for child in await asyncio.to_thread(self._without_known, children):
                yield child
            if not children:
                return
            last = children[-1]

    def _without_known(self, receipts: Sequence[str]) -> list[str]:
        with self._database.read() as connection:
            known = store.known_receipts(connection, receipts)
        return [one for one in receipts if one not in known]


def pinned(manifest: Manifest, settings: LearnSettings) -> Manifest:
    """With what the results depend on beside the replies: who judges them."""
    return Manifest(versions={**manifest.versions, "judge": f"{settings.judge} {VERSION}" if settings.judge else ""})


def _failed(results: Iterable[Result]) -> int:
    return sum(not one.passed for one in results)


def _alike(cases: Iterable[Case]) -> Iterable[list[Case]]:
    """The cases that ask the same, together."""
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(case.asked, []).append(case)
    return groups.values()


async def at_once(count: int, works: Sequence[Coroutine[Any, Any, T]]) -> AsyncGenerator[T, None]:
    """What each gives, as it comes, `count` under way at the same time; none is left behind."""
    waiting = iter(works)
    under_way = {asyncio.ensure_future(work) for work in islice(waiting, count)}
    try:
        while under_way:
            done, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
            under_way |= {asyncio.ensure_future(work) for work in islice(waiting, len(done))}
            for task in done:
                yield task.result()
    finally:
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        for work in waiting:
            work.close()
