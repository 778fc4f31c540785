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
from collections.abc import AsyncGenerator, Awaitable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from types import TracebackType
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
from wainao.kernel.guards import Guarding, Leaving
from wainao.kernel.invocation import END, Invocation, unexpected
from wainao.kernel.policy import labels
from wainao.kernel.ports import Approvals, Corrections, Decision, Guard, Match, Meter, Policy, ReceiptLog
from wainao.kernel.receipt import Outcome, Proof, Status, Unfinished, now_us
from wainao.types import Delta, Told, Words, told_in

Items = AsyncGenerator[Any, None]

_APPROVED = Words("由 {by} 批准", "approved by {by}")
_MACHINE = Words("是机器选择了这次调用", "a machine chose this call")
_WITHOUT = Words("不用更正来问，看回答会是什么", "asked without the overlay, to see what the answer would be")
_ON_TRIAL = Words("连同试用中的更正来问，看会改变什么", "asked with those on trial, to see what they would change")
_RULED = Words("{why}", "{rule}: {why}")


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

    async def open(self, call: Call, *, proved: bool = True) -> Items:
        """The call from its opening to its Outcome."""
        receipt = _Receipt(self._ports.receipts, call, proved=proved)
        try:
            if call.draft.risk != "read":
                await receipt.on_record()  # what may change the world is on record before it begins
            await self._permit(call)
            async with _Metered(self._ports.meter, call):
                leaving = Leaving(call, self._on_output)
                async with await self._invoked(self._guarded(call), receipt, leaving) as items:
                    while (item := await items.next()) is not END:
                        for left in leaving.pass_on(item):
                            if receipt.takes(left):
                                if receipt.is_pending:
                                    await receipt.on_record()  # and so is what is shown before it ends
                                yield left
            receipt.complete()
        except BaseException as error:
            failure = unexpected(call, error)  # of an estimate, a guard, what a correction asks
            await receipt.failed(failure or error)
            if failure is None:
                raise
            raise failure from error
        yield await receipt.sealed()

    async def _permit(self, call: Call) -> None:
        policy = self._ports.policy
        decision = policy.decide(call)
        call.depends(policy=policy.version)
        if call.tainted:
            call.noted("caller", "machine", _MACHINE)
        if decision.say == "allow":
            _note(call, decision)
        else:
            await self._ask(call, decision)

    async def _ask(self, call: Call, decision: Decision) -> None:
        """Go on only if a person agreed to this very call."""
        approvals = self._ports.approvals
        if decision.say == "deny":
            _note(call, decision)
            raise DeniedError(told_in("en", decision.why))
        # Whoever sends the outer call again cannot hand an approval to the inner one, and a machine has none to hand.
        if call.approval is not None or call.draft.parent is not None or call.tainted:
            by = await approvals.claim(call.approval, call)
            if by is not None:
                call.noted("approval", "allow", _APPROVED.filled(by=by))
                return
        if (grant := await approvals.granted(call)) is not None:
            call.noted("approval", "allow", grant)
            return
        _note(call, decision)
        approval = await approvals.request(call, decision.why)
        raise NeedsPersonError(
            f"This call waits for a person: {told_in('en', decision.why)}. Once approval {approval!r} is given, send "
            "the same call again with it.",
            approval=approval,
        )

    def _guarded(self, call: Call) -> Call:
        if not self._on_input:
            return call
        incoming = Guarding(call, self._on_input)
        guarded = incoming.value(call.input)
        if guarded is call.input:
            return call
        call.draft.input = incoming.value(call.draft.input)  # what may not go in is not kept either
        return replace(call, input=guarded)

    async def _invoked(self, call: Call, receipt: _Receipt, leaving: Leaving) -> Invocation:
        """What answers: a standing correction, if one fires, else the capability."""
        correctable = call.spec.correctable
        inner = call.draft.parent is not None and call.overlay is None
        question = "" if correctable is None else correctable.asked(call.input, inner=inner)
        if correctable is None or not question:
            return Invocation(call, self._capability.invoke)
        if call.overlay is False:
            call.noted("correction", "off", _WITHOUT)
            return Invocation(call, self._capability.invoke)
        if call.overlay == "trial":
            call.noted("correction", "trial", _ON_TRIAL)
        match = await self._ports.corrections.match(question, call=call, bases=correctable.bases(call.input))
        receipt.match = leaving.value(match)
        if match.ruling is None:
            shown = replace(call, related=match.related) if match.related else call
            return Invocation(shown, self._capability.invoke)
        call.draft.correction = match.ruling.id
        call.noted("correction", "fire", match.ruling.why)
        answer = correctable.answer(match.ruling)
        return Invocation(call, lambda _: _once(answer))


def _note(call: Call, decision: Decision) -> None:
    call.noted("policy", decision.say, _ruled(decision.rule, decision.why))


@lru_cache(maxsize=1024)
def _ruled(rule: str, why: Told) -> Told:
    return _RULED.filled(rule=rule, why=why) if isinstance(why, Words) else f"{rule}: {why}"


async def _once(item: Any) -> Items:
    yield item


class _Receipt:
    """The outermost layer: knows what came out, and whether that may leave."""

    __slots__ = ("_call", "_log", "_opened", "_output", "_proved", "_shown", "is_pending", "match")

    def __init__(self, log: ReceiptLog, call: Call, *, proved: bool) -> None:
        self._call = call
        self._log = log
        self._opened = log.open(call.draft)
        self._output: Any = None
        self._proved = proved
        self._shown: list[Delta] | None = [] if call.shown else None
        self.is_pending = call.shown
        self.match = _NO_MATCH

    async def on_record(self) -> None:
        await self._opened
        self.is_pending = False

    def takes(self, item: Any) -> bool:
        """Whether `item` is an increment, which leaves now. The output is kept until the receipt is safe."""
        call, output = self._call, self._call.spec.output
        if self._output is not None:
            raise EngineError(
                f"{call.spec.name!r} went on after its {output.__name__}, with a {type(item).__name__}. The "
                f"{output.__name__} must be the last item."
            )
        if isinstance(item, output):
            self._output = item
            return False
        if self._shown is not None and isinstance(item, Delta):
            self._shown.append(item)
        return True

    def complete(self) -> None:
        call = self._call
        if self._output is None:
            raise EngineError(
                f"{call.spec.name!r} ended without a {call.spec.output.__name__}. Its invoke() must yield one."
            )
        call.draft.output, call.draft.labels = self._output, labels(self._output)

    async def failed(self, error: BaseException) -> None:
        draft = self._call.draft
        draft.status, draft.error = _status(error), str(error) or type(error).__name__
        draft.output = Unfinished(shown=_joined(self._shown)) if self._shown else None
        draft.finished_us = now_us()
        await _settled(self._log.seal(draft, proved=self._proved), error)
        if isinstance(error, WainaoError):
            error.receipt = draft.id

    async def sealed(self) -> Outcome:
        draft = self._call.draft
        draft.finished_us = now_us()
        proof = await self._log.seal(draft, proved=self._proved)
        return Outcome(
            output=self._output,
            receipt=draft.id,
            proof=proof,
            versions=draft.versions,
            labels=draft.labels,
            correction=self.match.ruling,
            related=self.match.related,
            usage=draft.usage,
        )


_NO_MATCH = Match()


def _joined(pieces: Iterable[Delta]) -> tuple[Delta, ...]:
    """Neighbours that belong to one text as one piece."""
    runs = (list(run) for _, run in groupby(pieces, key=lambda piece: piece.of))
    return tuple(replace(run[0], text="".join(piece.text for piece in run)) for run in runs)


class _Metered:
    """What is reserved when the block is entered is settled when it is left."""

    __slots__ = ("_call", "_meter", "_reservation")

    def __init__(self, meter: Meter, call: Call) -> None:
        self._meter = meter
        self._call = call

    async def __aenter__(self) -> None:
        call = self._call
        self._reservation: str | None = None
        if not self._meter.applies(call):
            return
        try:
            self._reservation = await self._meter.reserve(call, call.spec.estimate(call.input).bounded())
        except asyncio.CancelledError:
            await self._meter.settle(call.id, call.draft.usage)  # it may have been set aside all the same
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        if self._reservation is not None:
            await self._meter.settle(self._reservation, self._call.draft.usage)


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


async def _settled(sealing: Awaitable[Proof | None], error: BaseException) -> None:
    """Wait for a failed call's receipt; if even that fails, say both."""
    try:
        await sealing
    except WainaoError as lost:
        raise lost from error
