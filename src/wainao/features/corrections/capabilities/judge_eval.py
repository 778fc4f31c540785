"""corrections:judge-eval: measure a model before it may judge that two questions are the same."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass

from wainao.features.corrections.exam import Progress
from wainao.features.corrections.examiner import Examiner
from wainao.features.corrections.grades import Report
from wainao.features.corrections.pairs import Group, NearMiss
from wainao.kernel import Call, Spec, UsageError
from wainao.types import Words

LONG_S = 6 * 3_600.0
MOST_AT_ONCE = 64
MOST_GROUPS = 2_000


@dataclass(frozen=True, kw_only=True, slots=True)
class JudgeEvalInput:
    """`route` leads to the model, by default to the judge of the settings. `groups` are asked about instead of the
    built-in set; they can take the permission away, not give it. `fresh` forgets what was begun and not finished."""

    route: str = ""
    groups: tuple[Group, ...] = ()
    at_once: int = 4
    fresh: bool = False


class JudgeEval:
    """Streams `Progress`; what was asked already is not asked again after an interruption."""

    spec = Spec(
        name="corrections:judge-eval",
        title=Words("考核裁判模型", "Measure a judge"),
        description=Words(
            "分语言考核模型能否判断两个问题相同，给出召回、误触发、费用与用时。误触发不超过 1%，才获准触发更正。",
            "Measure for each language how well a model recognises that two questions are the same. "
            "To let corrections fire, it may be wrong on at most 1 % of the near-misses.",
        ),
        input=JudgeEvalInput,
        output=Report,
        risk="write",
        right="admin",
        timeout_s=LONG_S,
        example=JudgeEvalInput(
            groups=(
                Group(
                    question="年假可以顺延到下一年吗？",
                    paraphrases=("没休完的年假能带到明年吗？",),
                    near_misses=(NearMiss(text="病假可以顺延到下一年吗？", kind="entity"),),
                ),
            ),
        ),
    )

    def __init__(self, examiner: Examiner) -> None:
        self._examiner = examiner

    async def invoke(self, call: Call) -> AsyncIterator[Progress | Report]:
        given: JudgeEvalInput = call.input
        if not 1 <= given.at_once <= MOST_AT_ONCE:
            raise UsageError(f"at_once = {given.at_once!r}. Expected 1 to {MOST_AT_ONCE} calls under way at once.")
        if len(given.groups) > MOST_GROUPS:
            raise UsageError(f"{len(given.groups)} groups are too many. Expected {MOST_GROUPS} at most: give a part.")
        examining = self._examiner.examine(
            call, given.groups, route=given.route, at_once=given.at_once, fresh=given.fresh
        )
        async with aclosing(examining) as items:
            async for item in items:
                yield item
