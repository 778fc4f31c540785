"""models:embed."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from wainao.features.models.engines.backend import Backend
from wainao.features.models.service import Prices, estimated_tokens, refuse_longer
from wainao.features.models.settings import ModelsSettings
from wainao.kernel import Call, Spec
from wainao.types import EmbedInput, EmbedOutput, Words


class Embed:
    """Turns texts into vectors."""

    def __init__(self, endpoint: Backend, settings: ModelsSettings) -> None:
        self._endpoint = endpoint
        self._settings = settings
        self._prices = Prices(into=settings.usd_per_million_embedded, out=0.0)
        self.spec = Spec(
            name="models:embed",
            title=Words("文本向量", "Embed texts"),
            description=Words(
                "用已连接的向量模型把文本变成向量。", "Turn texts into vectors with the connected embedding model."
            ),
            input=EmbedInput,
            output=EmbedOutput,
            timeout_s=settings.timeout_s,
            estimate=lambda input: self._prices.usage(calls=1, input_tokens=_embedded(input)),
            example=EmbedInput(texts=("年假可以顺延吗？", "Can annual leave be carried over?")),
        )

    async def invoke(self, call: Call) -> AsyncGenerator[EmbedOutput, None]:
        input: EmbedInput = call.input
        for text in input.texts:
            refuse_longer([text], self._settings.context_chars)
        embedded = await self._endpoint.embed(self._settings.embedding_model, input)
        call.depends(model=embedded.output.model)
        used = embedded.tokens.input if embedded.tokens else _embedded(input)
        call.used(self._prices.usage(input_tokens=used))
        yield embedded.output


def _embedded(input: EmbedInput) -> int:
    return sum(map(estimated_tokens, input.texts))
