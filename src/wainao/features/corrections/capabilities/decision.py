"""corrections:approve and corrections:trial: what a person decides on a correction that waits."""

from __future__ import annotations

from dataclasses import dataclass

from wainao.features.corrections.capabilities.example import SOME_CORRECTION
from wainao.features.corrections.register import Register
from wainao.features.corrections.types import CorrectionStatus
from wainao.kernel import Call, Spec, UsageError
from wainao.types import Words


@dataclass(frozen=True, kw_only=True, slots=True)
class ApproveInput:
    """A correction that waits or is on trial; with `question`, a proposed alias of it.

    Others in conflict with it (see corrections:conflicts) must be named: those that it holds `despite`, and those that
    it `supersedes`. `run` is an evaluation in which it was tested on trial; the history says how that went.
    """

    correction: str
    question: str | None = None
    despite: tuple[str, ...] = ()
    supersedes: tuple[str, ...] = ()
    run: str = ""


APPROVE = Spec(
    name="corrections:approve",
    title=Words("批准更正", "Approve a correction"),
    description=Words("让等待中的更正或别问法生效。", "Put a proposed correction, or a proposed alias, into force."),
    input=ApproveInput,
    output=CorrectionStatus,
    risk="write",
    right="admin",
    example=ApproveInput(correction=SOME_CORRECTION),
)


async def _approve(register: Register, call: Call) -> CorrectionStatus:
    given: ApproveInput = call.input
    await register.approve(
        actor=call.actor,
        receipt=call.id,
        correction=given.correction,
        question=given.question,
        despite=given.despite,
        supersedes=given.supersedes,
        tested=await _tested(call, given.run, given.correction) if given.run else "",
    )
    return CorrectionStatus(correction=given.correction, status="standing")


async def _tested(call: Call, run: str, correction: str) -> str:
    """How its cases fared in that run. Raises UsageError where it was not tested there."""
    spec = call.kernel.spec("evaluations:results")
    told = (await call.run(spec.name, spec.input(run=run))).output
    own = [one.passed for one in told.results if correction in one.case.split("/")]
    if told.corrections != "trial" or not own:
        raise UsageError(
            f"The run {run!r} had {len(own)} cases of the correction {correction!r}, with corrections: "
            f"{told.corrections}. Expected one that tested it on trial: run 'wainao gate NAME --trial'."
        )
    passed = sum(one.passed for one in told.results)
    return f"run {run}: passed {sum(own)} of its {len(own)} cases, {passed} of all {len(told.results)}"


@dataclass(frozen=True, kw_only=True, slots=True)
class TrialInput:
    correction: str


TRIAL = Spec(
    name="corrections:trial",
    title=Words("试用更正", "Try a correction out"),
    description=Words(
        "让等待中的更正先试用。预览和评测会用到它，提问的人还看不到。",
        "Put a proposed correction on trial. Previews and evaluations use it; people who ask do not see it yet.",
    ),
    input=TrialInput,
    output=CorrectionStatus,
    risk="write",
    example=TrialInput(correction=SOME_CORRECTION),
)


async def _try_out(register: Register, call: Call) -> CorrectionStatus:
    given: TrialInput = call.input
    await register.try_out(actor=call.actor, receipt=call.id, correction=given.correction)
    return CorrectionStatus(correction=given.correction, status="trial")


WORK = ((APPROVE, _approve), (TRIAL, _try_out))
