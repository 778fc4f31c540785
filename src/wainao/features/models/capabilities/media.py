"""models:rerank, models:speech, models:transcribe, models:image and models:moderate: answers that come at once."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import msgspec

from wainao.features.models.engines.backend import (
    Backend,
    Draws,
    Moderates,
    Reranks,
    Result,
    Speaks,
    Transcribes,
)
from wainao.features.models.prices import Used
from wainao.features.models.routing.attempt import Items, Work, whole
from wainao.features.models.routing.deployment import Kind
from wainao.features.models.routing.needs import Needs, of_texts
from wainao.features.models.routing.router import Router
from wainao.features.models.types import (
    ImageInput,
    ImageOutput,
    ModerateInput,
    ModerateOutput,
    RerankInput,
    RerankOutput,
    SpeechInput,
    SpeechOutput,
    TranscribeInput,
    TranscribeOutput,
)
from wainao.kernel import Call, Spec, UsageError
from wainao.types import Usage, Words


@dataclass(frozen=True, kw_only=True)
class Job:
    """One kind of work. `can` is the protocol of the backends that do it, `ask` how they are asked.

    What is not paid by the token, `paid` tells of an input, before, and of an output, after; None: it is.
    """

    kind: Kind
    title: Words
    description: Words
    output: type
    can: type
    ask: Callable[[Any, str, Any], Awaitable[Result[Any]]]
    needs: Callable[[Any], Needs]
    example: Any
    paid: Callable[[Any], Used | None] = lambda _: None


JOBS = (
    Job(
        kind="rerank",
        title=Words("重排", "Rerank texts"),
        description=Words("按与问题的相关程度排列文本。", "Order texts by how relevant they are to a question."),
        output=RerankOutput,
        can=Reranks,
        ask=lambda backend, model, input: backend.rerank(model, input),
        needs=lambda input: of_texts((input.query, *input.documents), stay=input.stay),
        example=RerankInput(query="年假可以顺延吗？", documents=("年假可顺延五天。", "Parking is free.")),
    ),
    Job(
        kind="speech",
        title=Words("朗读", "Text to speech"),
        description=Words("把文本变成语音。", "Turn a text into speech."),
        output=SpeechOutput,
        can=Speaks,
        ask=lambda backend, model, input: backend.speak(model, input),
        needs=lambda input: of_texts((input.text,), stay=input.stay),
        example=SpeechInput(text="你好，很高兴见到你。", voice="alloy"),
    ),
    Job(
        kind="transcribe",
        title=Words("转写录音", "Transcribe a recording"),
        description=Words("把录音变成文字。", "Turn a recording into text."),
        output=TranscribeOutput,
        can=Transcribes,
        ask=lambda backend, model, input: backend.transcribe(model, input),
        needs=lambda input: Needs(stay=input.stay),
        example=TranscribeInput(content=b"RIFF....WAVE", name="memo.wav"),
        paid=lambda told: Used(audio_s=told.duration_s) if getattr(told, "duration_s", None) else None,
    ),
    Job(
        kind="image",
        title=Words("画图", "Generate an image"),
        description=Words("按描述生成图片。", "Generate an image from a description."),
        output=ImageOutput,
        can=Draws,
        ask=lambda backend, model, input: backend.draw(model, input),
        needs=lambda input: of_texts((input.prompt,), stay=input.stay),
        example=ImageInput(prompt="一只在看书的猫 A cat reading a book"),
        paid=lambda told: Used(images=max(1, told.n) if isinstance(told, ImageInput) else len(told.images)),
    ),
    Job(
        kind="moderate",
        title=Words("内容审核", "Moderate texts"),
        description=Words(
            "让审核模型判断文本是否可能有害。", "Let a moderation model judge whether texts may be harmful."
        ),
        output=ModerateOutput,
        can=Moderates,
        ask=lambda backend, model, input: backend.moderate(model, input),
        needs=lambda input: of_texts(input.texts, stay=input.stay),
        example=ModerateInput(texts=("你好", "Hello")),
    ),
)


class Task:
    """The capability that does one kind of work."""

    def __init__(self, job: Job, router: Router, *, timeout_s: float) -> None:
        self._job = job
        self._router = router
        self.spec = Spec(
            name=f"models:{job.kind}",
            title=job.title,
            description=job.description,
            input=type(job.example),
            output=job.output,
            timeout_s=timeout_s,
            estimate=self._estimate,
            example=job.example,
        )

    @property
    def awake(self) -> bool:
        return self._router.table.now().serving(self._job.kind)

    async def invoke(self, call: Call) -> AsyncGenerator[Any, None]:
        result = await self._router.result(call, self._work(call.input))
        call.depends(model=result.output.model)
        yield result.output

    def _estimate(self, input: Any) -> Usage:
        paid = self._job.paid(input)
        if paid is None:
            return self._router.estimate(self._work(input))
        return self._router.price(self._job.kind, input.model, msgspec.structs.replace(paid, calls=1))

    def _work(self, input: Any) -> Work:
        def ask(backend: Backend, model: str) -> Items:
            if not isinstance(backend, self._job.can):
                raise UsageError(
                    f"{model!r} was asked to do {self._job.kind!r}, which its provider cannot. Use another deployment."
                )
            return whole(self._job.ask(backend, model, input))

        return Work(
            kind=self._job.kind,
            route=input.model,
            needs=self._job.needs(input),
            ask=ask,
            beside=lambda result: self._job.paid(result.output),
        )
