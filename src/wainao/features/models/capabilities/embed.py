"""models:embed."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from wainao.features.models.routing.attempt import Work, whole
from wainao.features.models.routing.needs import of_texts
from wainao.features.models.routing.router import Router
from wainao.kernel import Call, Spec
from wainao.types import EmbedInput, EmbedOutput, Words


class Embed:
    """Turns texts into vectors."""

    def __init__(self, router: Router, *, timeout_s: float) -> None:
        self._router = router
        self.spec = Spec(
            name="models:embed",
            title=Words("文本向量", "Embed texts"),
            description=Words(
                "用已连接的向量模型把文本变成向量。", "Turn texts into vectors with the connected embedding model."
            ),
            input=EmbedInput,
            output=EmbedOutput,
            timeout_s=timeout_s,
            estimate=lambda input: router.estimate(_work(input)),
            example=EmbedInput(texts=("年假可以顺延吗？", "Can annual leave be carried over?")),
        )

    @property
    def awake(self) -> bool:
        return self._router.table.now().serving("embed")

    async def invoke(self, call: Call) -> AsyncGenerator[EmbedOutput, None]:
        embedded = await self._router.result(call, _work(call.input))
        call.depends(model=embedded.output.model)
        yield embedded.output


def _work(input: EmbedInput) -> Work:
    return Work(
        kind="embed",
        route=input.model,
        needs=of_texts(input.texts, stay=input.stay),
        ask=lambda backend, model: whole(backend.embed(model, input)),
    )
