"""routes:calibrate."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from wainao.features.models.capabilities.chat import chat_work
from wainao.features.models.capabilities.desk import Desk, at, spec
from wainao.features.models.constrain import form_of
from wainao.features.models.prices import Used
from wainao.features.models.routing.calibration import Calibration, Labelled, calibrate
from wainao.features.models.routing.route import Cascade, Route
from wainao.features.models.service import estimated_tokens
from wainao.kernel import Call, Capability, NotFoundError, UsageError, WainaoError
from wainao.types import ChatInput, Message, Words

AT_ONCE = 4
FEWEST_CASES = 10
LONGEST_S = 3_600.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A question of yours, and whether the near and the far model answered it rightly."""

    question: str
    near_right: bool
    far_right: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class CalibrateInput:
    """`keep` is the part of the far model's lead that must be kept; with `apply` the threshold is put into force."""

    route: str
    cases: tuple[Case, ...]
    keep: float = 0.95
    apply: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Calibrated:
    """`near_microusd` and `far_microusd` are what one such request costs there; None: nobody knows.

    `version` is the route's new one, if the threshold was put into force.
    """

    route: str
    cases: int
    calibration: Calibration
    near_microusd: int | None
    far_microusd: int | None
    version: int | None = None


CALIBRATE = spec(
    "routes:calibrate",
    Words("校准级联", "Calibrate a cascade"),
    Words(
        "用已知对错的问题找出采信近端模型的阈值，并说明预期的质量与费用。",
        "Find the threshold for trusting the near model, from questions whose answers were "
        "judged, and report what to expect.",
    ),
    CalibrateInput,
    Calibrated,
    timeout_s=LONGEST_S,
    example=CalibrateInput(
        route="cascade",
        cases=(
            Case(question="年假可以顺延吗？", near_right=True, far_right=True),
            Case(question="What is 17 % of 2,340?", near_right=False, far_right=True),
        )
        * 5,
    ),
)


async def _calibrate(desk: Desk, call: Call) -> Calibrated:
    given: CalibrateInput = call.input
    route = desk.table.now().routes.get(given.route)
    if route is None or route.cascade is None:
        raise NotFoundError(
            f"There is no cascade {given.route!r}. 'wainao routes set NAME --near A --far B' makes one."
        )
    if len(given.cases) < FEWEST_CASES:
        raise UsageError(f"{len(given.cases)} cases say too little. Give {FEWEST_CASES} at least, better hundreds.")
    places = asyncio.Semaphore(AT_ONCE)
    labelled = await asyncio.gather(*[_labelled(desk, call, route.cascade, case, places) for case in given.cases])
    found = calibrate(labelled, keep=given.keep)
    return Calibrated(
        route=route.name,
        cases=len(labelled),
        calibration=found,
        near_microusd=None
        if call.draft.usage.cost_microusd is None
        else call.draft.usage.cost_microusd // len(labelled),
        far_microusd=_far_cost(desk, call, route.cascade, given),
        version=await _apply(desk, call, route, route.cascade, found.chosen.threshold) if given.apply else None,
    )


async def _labelled(desk: Desk, call: Call, cascade: Cascade, case: Case, places: asyncio.Semaphore) -> Labelled:
    chat = _chat(cascade.near, case.question)
    async with places:
        try:
            judged = await desk.router.cascading.judge(call, chat_work(chat, form_of(chat), call), cascade)
            trust = judged.trust
        except WainaoError as error:
            call.noted("models:cascade", "failed", f"{error.code}: {error}")
            trust = None
    return Labelled(
        trust=-1.0 if trust is None else trust,
        near_right=case.near_right,
        far_right=case.far_right,
        chars=len(case.question),
    )


async def _apply(desk: Desk, call: Call, route: Route, cascade: Cascade, threshold: float) -> int:
    return await desk.register.put_route(call, replace(route, cascade=replace(cascade, threshold=threshold)))


def _far_cost(desk: Desk, call: Call, cascade: Cascade, given: CalibrateInput) -> int | None:
    """What the far model would take for a question of the usual length, if its answers are as long as the near ones."""
    asked = sum(estimated_tokens(case.question) for case in given.cases) // len(given.cases)
    said = call.draft.usage.output_tokens // len(given.cases)
    return desk.router.price("chat", cascade.far, Used(input_tokens=asked, output_tokens=said)).cost_microusd


def _chat(route: str, question: str) -> ChatInput:
    return ChatInput(model=route, messages=(Message(role="user", content=question),), stream=False)


def capabilities(desk: Desk) -> tuple[Capability, ...]:
    return at(desk, ((CALIBRATE, _calibrate),), owners=True)
