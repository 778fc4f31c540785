"""evaluations:forget: what was copied from receipts goes with them."""

from __future__ import annotations

from dataclasses import dataclass

from wainao.features.learn.forgetting import Forgotten, forget
from wainao.features.learn.service import Learning
from wainao.kernel import Call, Capability, Spec
from wainao.store.works import free, whole
from wainao.types import Words


@dataclass(frozen=True, kw_only=True, slots=True)
class ForgetInput:
    """Receipts that are erased."""

    receipts: tuple[str, ...]


FORGET = Spec(
    name="evaluations:forget",
    title=Words("抹去副本", "Erase copies"),
    description=Words(
        "抹去由这些回执生成的用例、保存的回答和门禁报告里的引文；抹去回执时会自动调用。",
        "Erase cases made of these receipts, replies that were kept, and what gate reports quote. Erasing a receipt "
        "calls it.",
    ),
    input=ForgetInput,
    output=Forgotten,
    risk="write",
    right="admin",
    estimate=free,
    timeout_s=600.0,
    example=ForgetInput(receipts=("01hzy3v9c4k7q2m8t5w6x0n1bd",)),
)


async def _forget(learning: Learning, call: Call) -> Forgotten:
    tenant, receipts = call.actor.tenant, call.input.receipts
    return await learning.write(lambda connection: forget(connection, tenant, receipts))


def capabilities(learning: Learning) -> tuple[Capability, ...]:
    return whole(learning, ((FORGET, _forget),))
