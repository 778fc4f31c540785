"""How much evidence an answer needs: let a knowledge base measure itself, and learn from corrections and receipts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

from wainao.features.knowledge.capabilities.ask import Ask
from wainao.features.knowledge.experience import Experience, Lesson, Told
from wainao.kernel import Call, Spec
from wainao.types import Words

CORRECTIONS = "corrections:list"
RECEIPTS = "receipts:list"
MOST = 400
"""Corrections, and receipts, that are looked at: the newest. More would hardly change what is learnt."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CalibrateInput:
    base: str = "main"


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """How much of a question in one script, "cjk" or "other", the best passage must cover (0 to 1), and why.

    `before` is the threshold until now, `made` counts questions made of the base's own text. Of people's questions,
    `answerable` were corrected with what the documents say, `unanswerable` with what they do not, `unsure` not at all.
    """

    script: str
    threshold: float
    before: float | None
    made: int
    answerable: int
    unanswerable: int
    unsure: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Calibrated:
    """`chunks` counts the passages of the base."""

    base: str
    chunks: int
    measures: tuple[Measure, ...]


class Calibrate:
    """`knowledge:calibrate`."""

    spec = Spec(
        name="knowledge:calibrate",
        title=Words("校准拒答", "Calibrate refusals"),
        description=Words(
            "重新测定证据要多充分才作答，依据知识库自身的文字、生效的更正和问过的问题；结果会说明学自何处。",
            "Measure again how much evidence an answer needs, from the text of a knowledge base, its "
            "corrections and the questions it was asked.",
        ),
        input=CalibrateInput,
        output=Calibrated,
        risk="write",
        right="admin",
        timeout_s=900.0,
        example=CalibrateInput(),
    )

    def __init__(self, experience: Experience) -> None:
        self._experience = experience

    async def invoke(self, call: Call) -> AsyncIterator[Calibrated]:
        base = call.input.base
        told, asked = await _told(call, base), await _asked(call)
        lessons = await asyncio.to_thread(self._experience.learn, base, actor=call.actor, told=told, asked=asked)
        yield Calibrated(base=base, chunks=lessons[0].now.chunks, measures=tuple(map(_measure, lessons)))


async def _told(call: Call, base: str) -> list[Told]:
    """What people said for this base, and for all; what one said for itself alone says nothing about the documents."""
    if CORRECTIONS not in call.kernel:
        return []
    spec = call.kernel.spec(CORRECTIONS)
    listed = (await call.run(spec.name, spec.input(state="standing", limit=MOST))).output
    return [
        Told(question=one.question, answer=one.answer)
        for one in listed.corrections
        if one.scope == "everyone" or one.base == base
    ]


async def _asked(call: Call) -> list[str]:
    """What was asked and not answered by a person; a question about other documents finds little here."""
    if RECEIPTS not in call.kernel:
        return []
    spec = call.kernel.spec(RECEIPTS)
    listed = (await call.run(spec.name, spec.input(capability=Ask.spec.name, status="ok", limit=MOST))).output
    return [one.question for one in listed.receipts if one.question is not None and one.correction is None]


def _measure(lesson: Lesson) -> Measure:
    return Measure(
        script=lesson.now.script,
        threshold=round(lesson.now.threshold, 3),
        before=None if lesson.before is None else round(lesson.before.threshold, 3),
        made=lesson.now.questions,
        answerable=len(lesson.seen.answerable),
        unanswerable=len(lesson.seen.unanswerable),
        unsure=len(lesson.seen.unsure),
    )
