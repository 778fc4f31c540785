"""What can be called: one module for each kind of thing that is done with corrections."""

from __future__ import annotations

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
from wainao.kernel import Capability
from wainao.store.works import whole


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
        *whole(register, handled),
        *whole(register.queue, queue.WORK),
        *whole(service, match.WORK),
        *whole(examiner, judges.WORK),
        JudgeEval(examiner),
        Suggest(service, register),
    )
