"""The onion around every call. The order of the layers is fixed.

receipt      outermost, always on; opened on entry, sealed on exit, whatever happens
  policy     may this actor do this, does a person have to agree
    meter    reserves before, settles after, also after errors and cancellations
      guards on what goes in, and on what comes out while it streams
        corrections are asked first: a standing human answer wins
          else the capability itself, in the time it has
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any

from wainao.kernel.capability import Call, Capability
from wainao.kernel.errors import (
    BlockedError,
    BudgetError,
    DeniedError,
    EngineError,
    NeedsPersonError,
    TimedOutError,
    WainaoError,
)
from wainao.kernel.guards import Guarding, Window
from wainao.kernel.policy import labels
from wainao.kernel.ports import Approvals, Corrections, Guard, Match, Meter, Policy, ReceiptLog
from wainao.kernel.receipt import Outcome, Proof, Status, now_us
from wainao.types import Delta

Items = AsyncGenerator[Any, None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Ports:
    """The engines that the layers work with."""

    receipts: ReceiptLog
    policy: Policy
    approvals: Approvals
    meter: Meter
    corrections: Corrections
    guards: tuple[Guard, ...] = ()


class Onion:
    """All layers around one capability. The last item is an Outcome, which leaves once its receipt is safe."""

    def __init__(self, capability: Capability, ports: Ports) -> None:
        self._capability = capability
        self._ports = ports
        self._on_input = tuple(guard for guard in ports.guards if guard.on != "output")
        self._on_output = tuple(guard for guard in ports.guards if guard.on != "input")

    def open(self, call: Call) -> Items:
        return self._receipt(call)

    async def _receipt(self, call: Call) -> Items:
        draft, output, match = call.draft, None, Match()
        opened = self._ports.receipts.open(draft)
        try:
            if draft.risk != "read":
                await opened  # what may change the world is on record before it begins
            async with aclosing(self._governed(call)) as items:
                async for item in items:
                    if output is not None:
                        raise EngineError(
                            f"{call.spec.name!r} went on after its {call.spec.output.__name__}, with a "
                            f"{type(item).__name__}. The {call.spec.output.__name__} must be the last item."
                        )
                    if isinstance(item, Match):
                        match = item
                    elif isinstance(item, call.spec.output):
                        output = item
                    else:
                        yield item
            if output is None:
                raise EngineError(
                    f"{call.spec.name!r} ended without a {call.spec.output.__name__}. Its invoke() must yield one."
                )
            draft.output, draft.labels = output, labels(output)
        except BaseException as error:
            draft.status, draft.error = _status(error), str(error) or type(error).__name__
            draft.finished_us = now_us()
            await _settled(self._ports.receipts.seal(draft), error)
            if isinstance(error, WainaoError):
                error.receipt = draft.id
            raise
        draft.finished_us = now_us()
        proof = await self._ports.receipts.seal(draft)
        yield Outcome(
            output=output,
            receipt=draft.id,
            proof=proof,
            labels=draft.labels,
            correction=match.ruling,
            related=match.related,
            usage=draft.usage,
        )

    async def _governed(self, call: Call) -> Items:
        await self._permit(call)
        try:
            reservation = await self._ports.meter.reserve(call, call.spec.estimate(call.input))
        except asyncio.CancelledError:
            await self._ports.meter.settle(call.id, call.draft.usage)  # it may have been set aside all the same
            raise
        try:
            async with aclosing(self._guards(call)) as items:
                async for item in items:
                    yield item
        finally:
            if reservation is not None:
                await self._ports.meter.settle(reservation, call.draft.usage)

    async def _permit(self, call: Call) -> None:
        policy = self._ports.policy
        decision = policy.decide(call)
        call.depends(policy=policy.version)
        if decision.say == "ask" and call.approval is not None:
            by = await self._ports.approvals.claim(call.approval, call)
            call.noted("approval", "allow", f"approved by {by}")
            return
        call.noted("policy", decision.say, f"{decision.rule}: {decision.why}")
        if decision.say == "deny":
            raise DeniedError(decision.why)
        if decision.say == "ask":
            approval = await self._ports.approvals.request(call, decision.why)
            raise NeedsPersonError(
                f"This call waits for a person: {decision.why}. Once approval {approval!r} is given, send the same "
                "call again with it.",
                approval=approval,
            )

    async def _guards(self, call: Call) -> Items:
        incoming = Guarding(call, self._on_input)
        guarded = incoming.value(call.input)
        if guarded is not call.input:
            call.draft.input = incoming.value(call.draft.input)  # what may not go in is not kept either
            call = replace(call, input=guarded)
        outgoing = Guarding(call, self._on_output)
        window = Window(outgoing)
        async with aclosing(self._corrections(call)) as items:
            async for item in items:
                if not isinstance(item, Delta):
                    if isinstance(item, call.spec.output) and (rest := window.flush()):
                        yield Delta(text=rest)
                    yield outgoing.value(item)
                elif text := window.push(item.text):
                    yield Delta(text=text)

    async def _corrections(self, call: Call) -> Items:
        correctable = call.spec.correctable
        if correctable is not None:
            match = await self._ports.corrections.match(
                correctable.question(call.input),
                actor=call.actor,
                capability=call.spec.name,
                bases=correctable.bases(call.input),
            )
            yield match
            if match.ruling is not None:
                call.draft.correction = match.ruling.id
                call.noted("correction", "fire", match.ruling.why)
                yield correctable.answer(match.ruling)
                return
            call = replace(call, related=match.related)
        async with aclosing(self._invoke(call)) as items:
            async for item in items:
                yield item

    async def _invoke(self, call: Call) -> Items:
        try:
            items = aiter(self._capability.invoke(call))
            try:
                while True:
                    try:
                        item = await _next(items, call)
                    except StopAsyncIteration:
                        return
                    yield item
            finally:
                if isinstance(items, AsyncGenerator):
                    await items.aclose()
        except (WainaoError, GeneratorExit):
            raise
        except asyncio.CancelledError as error:
            if _is_cancelled():
                raise
            raise EngineError(f"{call.spec.name!r} failed: something that it waited for was cancelled.") from error
        except Exception as error:  # the edge of an extension: whatever it raises, the call ends in order
            raise EngineError(f"{call.spec.name!r} failed: {type(error).__name__}: {error}") from error


async def _next(items: AsyncIterator[Any], call: Call) -> Any:
    """The capability's next item, in the time that is left."""
    limit = asyncio.timeout_at(call.deadline)
    try:
        async with limit:
            item = await anext(items)
    except TimeoutError as error:
        if not limit.expired():
            raise
        raise TimedOutError(
            f"{call.spec.name!r} took longer than the {call.spec.timeout_s:g} s it may take. Try again, ask for less, "
            "or raise its time-out."
        ) from error
    if isinstance(item, (Match, Outcome)):
        raise EngineError(
            f"{call.spec.name!r} yielded a {type(item).__name__}, which only the kernel may. To pass on the answer of "
            "another call, yield its outcome.output."
        )
    return item


def _is_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


_STATUS: tuple[tuple[type[BaseException], Status], ...] = (
    (NeedsPersonError, "waiting"),
    (DeniedError, "denied"),
    (BlockedError, "blocked"),
    (BudgetError, "budget"),
    (TimedOutError, "timed_out"),
    (asyncio.CancelledError, "cancelled"),
    (GeneratorExit, "cancelled"),
)


def _status(error: BaseException) -> Status:
    return next((status for kind, status in _STATUS if isinstance(error, kind)), "failed")


async def _settled(sealing: Awaitable[Proof], error: BaseException) -> None:
    """Wait for a failed call's receipt; if even that fails, say both."""
    try:
        await sealing
    except WainaoError as lost:
        raise lost from error
