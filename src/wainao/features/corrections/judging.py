"""Between showing a correction beside and answering with it: the judge, where one has passed its gate."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from wainao.features.corrections.judge import VERSION, Judgement, Opinion, judge, pair, same
from wainao.features.corrections.permits import Permits
from wainao.features.corrections.settings import CorrectionsSettings
from wainao.features.corrections.types import Verdict
from wainao.kernel import Call, StoreError, WainaoError
from wainao.types import Words

BY = "judge"
_JUDGED = Words(
    "{judge} 判定与「{wording}」是同一个问题：{piece}", "{judge} judged it the same as {wording!r}: {piece}"
)


class Judging:
    """Turns "beside" into "fire" where a permitted judge finds the question the same as exactly one correction's."""

    def __init__(self, permits: Permits, settings: CorrectionsSettings) -> None:
        self._permits = permits
        self._settings = settings

    async def decide(self, call: Call, question: str, verdict: Verdict) -> Verdict:
        """The verdict, or "fire" in its place. What the judge said, or why it said nothing, is on the call's receipt.

        Nothing that goes wrong with the judge keeps anybody from an answer: then the verdict stands as it is.
        """
        if verdict.say != "beside" or not await self._is_of_use(question, verdict):
            return verdict
        call.depends(judge=VERSION)
        try:
            judgement = await judge(
                call,
                question,
                verdict.wordings,
                route=self._settings.judge,
                patience_s=self._settings.judge_patience_s,
            )
        except StoreError:
            raise
        except (WainaoError, TimeoutError) as error:
            why = str(error) or f"no opinion within {self._settings.judge_patience_s:g} s."
            call.noted(BY, "failed", f"{why} What comes close is shown beside the answer.")
            return verdict
        for opinion in judgement.opinions:
            call.noted(BY, opinion.say, _said(opinion))
        return await self._fired(call, question, verdict, judgement)

    async def _is_of_use(self, question: str, verdict: Verdict) -> bool:
        languages = await asyncio.to_thread(self._permits.languages)
        return any(pair(question, wording.question) in languages for wording in verdict.wordings)

    async def _fired(self, call: Call, question: str, verdict: Verdict, judgement: Judgement) -> Verdict:
        found = same(judgement)
        if found is None:
            return verdict
        language = pair(question, found.wording.question)
        if not await asyncio.to_thread(self._permits.holds, judgement.by, language):
            call.noted(BY, "not permitted", f"{judgement.by!r} has not passed corrections:judge-eval for {language}")
            return verdict
        why = _JUDGED.filled(judge=judgement.by, wording=found.wording.question, piece=found.piece)
        return replace(verdict, say="fire", why=why, ruling=replace(found.wording.ruling, why=why), related=())


def _said(opinion: Opinion) -> str:
    return f"{opinion.wording.ruling.id}: {opinion.piece}"
