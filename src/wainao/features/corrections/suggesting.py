"""Find other wordings of corrected questions, for a person to confirm: in what was asked, and by a model."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncGenerator, Coroutine, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

from wainao.features.corrections.judge import judge, same
from wainao.features.corrections.register import Register
from wainao.features.corrections.service import CorrectionService
from wainao.features.corrections.types import Correction, Verdict, Wording
from wainao.features.corrections.variants import variants
from wainao.kernel import Call, EngineError, StoreError, UsageError
from wainao.text import speaks_to_model
from wainao.text.wording import items, normalise, veto
from wainao.types import Ruling, Told

T = TypeVar("T")

RECEIPTS = "receipts:list"
PAGE = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggestion:
    """`question` may mean the same as `corrected`, because of `why`: asked `times` times, or written by a model."""

    correction: str
    question: str
    corrected: str
    by: Literal["receipts", "model"] = "receipts"
    times: int = 0
    why: Told = ""


class Suggesting:
    """Suggests only what no rule speaks against, and what nobody has decided on yet. Nothing of it is in force.

    With a route to a model, the model must find the wording the same, too; where it fails, that wording is left out.
    """

    def __init__(self, service: CorrectionService, register: Register, *, route: str, patience_s: float) -> None:
        self._service = service
        self._register = register
        self._route = route
        self._patience_s = patience_s

    async def of_receipts(
        self, call: Call, *, capabilities: Sequence[str], receipts: int, least: int
    ) -> AsyncGenerator[Suggestion, None]:
        """What was asked `least` times or more, in the newest `receipts` of each capability, and fires by no rule."""
        asked = [question for name in capabilities for question in await _asked(call, name, receipts)]
        for question, times in repeated(asked).items():
            if times < least:
                return
            verdict = await self._service.explain(question, actor=call.actor, bases=None)
            if suggestion := await self._suggestion(call, question, verdict.wordings):
                yield replace(suggestion, times=times)

    async def of_model(
        self, call: Call, corrections: Sequence[Correction], *, each: int
    ) -> AsyncGenerator[Suggestion, None]:
        """What the model writes: `each` wordings of every one of `corrections`."""
        for correction in corrections:
            own = _wording(correction)
            for question in await self._written(call, correction, each):
                verdict = await self._service.explain(question, actor=call.actor, bases=None)
                if verdict.say == "fire" or _comes_closer(verdict, correction):
                    continue
                if suggestion := await self._suggestion(call, question, [own]):
                    yield replace(suggestion, by="model")

    async def _suggestion(self, call: Call, question: str, near: Sequence[Wording]) -> Suggestion | None:
        """For the wording near it that the question means, if there is one and nobody has decided on it yet."""
        if not near or speaks_to_model(question):
            return None
        meant, why = await self._meant(call, question, near)
        if meant is None or await self._register.knows(meant.ruling.id, question):
            return None
        return Suggestion(correction=meant.ruling.id, question=question, corrected=meant.ruling.question, why=why)

    async def _meant(self, call: Call, question: str, near: Sequence[Wording]) -> tuple[Wording | None, Told]:
        if not self._route:
            apart = veto(items(normalise(question).core), items(normalise(near[0].question).core))
            return (None, apart) if apart else (near[0], near[0].ruling.why)
        judging = judge(call, question, near, route=self._route, patience_s=self._patience_s)
        if (judgement := await _unless_failed(call, judging)) is None:
            return None, ""
        found = same(judgement)
        return (None, "") if found is None else (found.wording, f"{judgement.by}: {found.piece}")

    async def _written(self, call: Call, correction: Correction, each: int) -> tuple[str, ...]:
        writing = variants(call, correction.question, many=each, route=self._route, patience_s=self._patience_s)
        return await _unless_failed(call, writing) or ()


def _comes_closer(verdict: Verdict, correction: Correction) -> bool:
    """Whether a question comes close to other corrections, and not to this one."""
    near = {wording.ruling.id for wording in verdict.wordings}
    return bool(near) and correction.id not in near


async def _unless_failed(call: Call, asking: Coroutine[Any, Any, T]) -> T | None:
    """What a model said; None if it did not, which the receipt then says."""
    try:
        return await asking
    except StoreError:
        raise
    except (EngineError, UsageError, TimeoutError) as error:
        call.noted("model", "failed", str(error) or "it took too long")
        return None


def _wording(correction: Correction) -> Wording:
    ruling = Ruling(
        id=correction.id,
        question=correction.question,
        answer=correction.answer,
        author=correction.author,
        written_at=correction.written_at,
        scope=correction.scope,
    )
    key = normalise(correction.question).key
    return Wording(id=0, question=correction.question, key=key, original=True, ruling=ruling)


def repeated(questions: Sequence[str]) -> dict[str, int]:
    """How often each question was asked, in whatever spelling: by the commonest, or the shortest. Most asked first."""
    spellings: dict[str, Counter[str]] = {}
    for question in questions:
        spellings.setdefault(normalise(question).key, Counter())[question] += 1
    counted = {_plainest(spelt): spelt.total() for spelt in spellings.values()}
    return dict(sorted(counted.items(), key=lambda pair: -pair[1]))


def _plainest(spelt: Counter[str]) -> str:
    return min(spelt, key=lambda text: (-spelt[text], len(text)))


async def _asked(call: Call, capability: str, most: int) -> list[str]:
    """What people asked, on the newest receipts; also what a judge let be answered, which costs a call each time.

    What a call asked in its turn is left out: a gate asks its near-misses on every release.
    """
    spec, found, before = call.kernel.spec(RECEIPTS), list[str](), None
    while most > 0:
        wanted = spec.input(capability=capability, status="ok", limit=min(PAGE, most), before=before)
        page = (await call.run(spec.name, wanted)).output.receipts
        found += [one.question for one in page if one.question and one.parent is None]
        if len(page) < PAGE:
            break
        most, before = most - len(page), page[-1].id
    return found
