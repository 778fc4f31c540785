"""tools:risk: an administrator's word on what tools may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wainao.features.tools.capabilities.boxes import BoxRow, box_row
from wainao.features.tools.desk import Desk
from wainao.kernel import Call, Capability, Risk, Spec
from wainao.store.works import free, whole
from wainao.types import Words


@dataclass(frozen=True, kw_only=True, slots=True)
class RiskInput:
    """The risk of one tool ("bank:pay"), or the least of all tools of a toolbox ("bank").

    "own" takes an earlier word back: then a tool has the risk that it says of itself.
    """

    name: str
    risk: Risk | Literal["own"]


RISK = Spec(
    name="tools:risk",
    title=Words("设定风险", "Set a risk"),
    description=Words(
        "由管理员设定一个工具的风险，或一个工具箱所有工具的最低风险。立即生效，以后的版本也不能降低。",
        "Set the risk of a tool, or the minimum risk of all tools of a toolbox, as an "
        "administrator. Takes effect at once, and no later version lowers it.",
    ),
    input=RiskInput,
    output=BoxRow,
    risk="write",
    right="admin",
    estimate=free,
    example=RiskInput(name="weather:today", risk="write"),
)


async def _risk(desk: Desk, call: Call) -> BoxRow:
    given: RiskInput = call.input
    return box_row(await desk.boxes.set_risk(call, given.name, None if given.risk == "own" else given.risk))


def capabilities(desk: Desk) -> tuple[Capability, ...]:
    return whole(desk, ((RISK, _risk),))
