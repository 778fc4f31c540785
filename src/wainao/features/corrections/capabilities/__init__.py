"""What can be called: one module for each kind of thing that is done with corrections."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from wainao.features.corrections.capabilities import (
    alias,
    conflicts,
    decision,
    ending,
    judges,
    match,
    proposal,
    queue,
    records,
    rollback,
)
from wainao.features.corrections.capabilities.judge_eval import JudgeEval
from wainao.features.corrections.capabilities.suggest import Suggest
from wainao.features.corrections.examiner import Examiner
from wainao.features.corrections.register import Register
from wainao.features.corrections.service import CorrectionService
from wainao.kernel import Call, Capability, Spec


@dataclass(frozen=True, slots=True)
class _Capability:
    spec: Spec
    work: Callable[[Call], Awaitable[Any]]  # the output of its spec

    async def invoke(self, call: Call) -> AsyncIterator[Any]:
        yield await self.work(call)


def capabilities(service: CorrectionService, register: Register, examiner: Examiner) -> tuple[Capability, ...]:
    handled = (
        *proposal.WORK,
        *alias.WORK,
        *decision.WORK,
        *ending.WORK,
        *conflicts.WORK,
        *records.WORK,
        *rollback.WORK,
    )
    return (
        *(_Capability(spec, partial(does, register)) for spec, does in handled),
        *(_Capability(spec, partial(does, register.queue)) for spec, does in queue.WORK),
        *(_Capability(spec, partial(does, service)) for spec, does in match.WORK),
        *(_Capability(spec, partial(does, examiner)) for spec, does in judges.WORK),
        JudgeEval(examiner),
        Suggest(service, register),
    )
