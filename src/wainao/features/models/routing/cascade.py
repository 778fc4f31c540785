"""Ask the near model first, and the far one only when the near one's own answer cannot be trusted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from wainao.features.models.engines.backend import Piece
from wainao.features.models.errors import StayError
from wainao.features.models.routing.attempt import Items, Work
from wainao.features.models.routing.route import Cascade
from wainao.features.models.routing.trust import agreement, support, sureness, weakest
from wainao.kernel import Call, DeniedError, WainaoError
from wainao.types import ChatInput

EVIDENCE = "evidence"
LOGPROBS = "logprobs"
MATCH = "corrections:match"
WARM = 0.7
"""The temperature of several answers, where the client does not say: at none they would agree whatever they say."""

Answer = Callable[[Call, Work, str], Items]
"""The pieces of a reply by the route of that name."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A near model's answer; `trust` None: there is nothing to go by."""

    items: list[Any]
    trust: float | None
    why: str = ""

    def told(self, cascade: Cascade) -> str:
        """What a reader of the receipt wants to know of it."""
        return self.why if self.trust is None else f"{cascade.by} {self.trust:.3f}, wanted {cascade.threshold:g}"


class Cascading:
    """Nothing of the near model's answer leaves before it is kept; what it used counts in any case."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    async def stream(self, call: Call, work: Work, cascade: Cascade) -> Items:
        """The answer of the one or of the other."""
        judged = Judged([], None)
        try:
            judged = await self.judge(call, work, cascade)
        except WainaoError as failure:
            call.noted("models:cascade", "far", f"{cascade.near!r} failed: {failure.code}: {failure}")
        else:
            kept = judged.trust is not None and judged.trust >= cascade.threshold
            call.noted("models:cascade", "near" if kept else "far", judged.told(cascade))
            if kept:
                for item in judged.items:
                    yield item
                return
        try:
            async for item in self._answer(call, _without_evidence(work), cascade.far):
                yield item
        except StayError:
            if not judged.items:
                raise
            call.noted("models:cascade", "near", "it must stay here, where there is no other")
            for item in judged.items:
                yield item

    async def judge(self, call: Call, work: Work, cascade: Cascade) -> Judged:
        """The near model's answer and how far it can be trusted. Raises what its route raises."""
        input = _input(work)
        if await _was_corrected(call, input):
            return Judged([], None, "a person corrected a question like this")
        if cascade.by == "agreement":
            return await self._agreed(call, work, cascade)
        items = await self._near(call, _asked_for(work, cascade), cascade)
        return Judged(_as_asked(items, input), *_trust(items, input, cascade))

    async def _agreed(self, call: Call, work: Work, cascade: Cascade) -> Judged:
        input = _input(work)
        warm = _changed(work, replace(input, temperature=WARM if input.temperature is None else input.temperature))
        samples = await _together([self._near(call, warm, cascade) for _ in range(cascade.samples)])
        best, trust = agreement([_text(items) for items in samples])
        return Judged(samples[best], trust)

    async def _near(self, call: Call, work: Work, cascade: Cascade) -> list[Any]:
        return [item async for item in self._answer(call, msgspec.structs.replace(work, live=False), cascade.near)]


def _trust(items: list[Any], input: ChatInput, cascade: Cascade) -> tuple[float | None, str]:
    if cascade.by == "form":  # a reply that did not have it would have been an error
        return (None, "no form was asked for") if input.response_format is None else (1.0, "")
    if cascade.by == "evidence":
        given = _texts(input.more.get(EVIDENCE))
        return (support(_text(items), given), "") if given else (None, "no evidence was given")
    told = sureness(items) if cascade.by == "sureness" else weakest(items)
    return told, "" if told is not None else "the near model told no log-probabilities"


def _asked_for(work: Work, cascade: Cascade) -> Work:
    """The work with what the judgement needs."""
    input = _input(work)
    if cascade.by == "form":  # whether a stream has it nobody knows before its end
        return _changed(work, replace(input, stream=False))
    if cascade.by == "evidence":
        return _without_evidence(work)
    return _changed(work, replace(input, more={**_plain_more(input), LOGPROBS: True}))


def _as_asked(items: list[Any], input: ChatInput) -> list[Any]:
    """Without what the client did not ask for."""
    if input.more.get(LOGPROBS):
        return items
    return [msgspec.structs.replace(item, logprobs=None) if isinstance(item, Piece) else item for item in items]


def _without_evidence(work: Work) -> Work:
    input = _input(work)
    return _changed(work, replace(input, more=_plain_more(input))) if EVIDENCE in input.more else work


def _plain_more(input: ChatInput) -> dict[str, Any]:
    return {name: value for name, value in input.more.items() if name != EVIDENCE}


def _changed(work: Work, input: ChatInput) -> Work:
    assert work.again is not None, "only chats have a cascade"
    return msgspec.structs.replace(work.again(input), live=work.live)


def _input(work: Work) -> ChatInput:
    assert work.chat is not None, "only chats have a cascade"
    return work.chat


def _texts(given: Any) -> list[str]:
    return [text for text in given if isinstance(text, str)] if isinstance(given, (list, tuple)) else []


def _text(items: list[Any]) -> str:
    return "".join(item.text for item in items if isinstance(item, Piece) and not item.choice)


async def _together(asking: list[Awaitable[list[Any]]]) -> list[list[Any]]:
    """All of them; as soon as one fails the others are left, and that failure is raised."""
    tasks = [asyncio.ensure_future(one) for one in asking]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _was_corrected(call: Call, input: ChatInput) -> bool:
    """Whether there is a correction that would answer this question, or be shown beside its answer."""
    questions = [message.text for message in input.messages if message.role == "user"]
    if len(questions) != 1 or MATCH not in call.kernel:
        return False
    spec = call.kernel.spec(MATCH)
    try:
        outcome = await call.run(MATCH, spec.input(question=questions[0], judge=False))
    except DeniedError:  # a key that may chat need not be one that may look at corrections
        return False
    said: str = outcome.output.outcome
    return said != "silent"
