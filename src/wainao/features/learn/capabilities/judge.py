"""evaluations:agreement: the judge beside people."""

from __future__ import annotations

from dataclasses import dataclass, field

from wainao.features.learn.agreement import Agreement, Opinion, agreement, read_opinions
from wainao.features.learn.service import Learning
from wainao.kernel import Call, Capability, Spec
from wainao.store.works import free, whole
from wainao.types import Words
from wainao.types.recording import BY_DIGEST


@dataclass(frozen=True, kw_only=True, slots=True)
class AgreementInput:
    """What people said of replies: as `opinions`, or as the `content` of a file; a receipt has a digest of them.

    `judge` is the route to be measured, by default the one that is set.
    """

    opinions: tuple[Opinion, ...] = field(default=(), metadata=BY_DIGEST)
    content: str = field(default="", metadata=BY_DIGEST)
    judge: str = ""


AGREEMENT = Spec(
    name="evaluations:agreement",
    title=Words("裁判与人的一致程度", "Agreement between judge and people"),
    description=Words(
        "让裁判模型评一批人已经评过的回答，看两者有多一致，偏宽还是偏严。",
        "Let the judge rate replies that people have already rated. The result shows how far "
        "they agree, and which way the judge errs.",
    ),
    input=AgreementInput,
    output=Agreement,
    right="admin",
    estimate=free,
    timeout_s=3_600.0,
    example=AgreementInput(
        opinions=(
            Opinion(question="年假可以顺延吗？", reply="不知道。", rubric="回答说明了期限。", good=False),
            Opinion(question="Can leave be moved?", reply="Until 31 March.", rubric="It names a date.", good=True),
        )
    ),
)


async def _agreement(learning: Learning, call: Call) -> Agreement:
    given: AgreementInput = call.input
    opinions = (*given.opinions, *read_opinions(given.content))
    settings = learning.settings
    return await agreement(call, given.judge or settings.judge, opinions, count=settings.at_once)


def capabilities(learning: Learning) -> tuple[Capability, ...]:
    return whole(learning, ((AGREEMENT, _agreement),))
