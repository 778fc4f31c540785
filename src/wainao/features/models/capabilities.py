"""models:chat, models:embed and models:list."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from wainao.features.models.engines.openai_compatible import Endpoint
from wainao.features.models.guard import SecretsGuard
from wainao.features.models.service import LIKELY_REPLY_TOKENS, Prices, estimated_tokens, refuse_longer
from wainao.features.models.settings import ModelsSettings
from wainao.features.models.types import ListInput, ListOutput
from wainao.kernel import Call, Capability, Spec
from wainao.store.egress import Egress, Limits, Routes, origin
from wainao.store.extension import Parts
from wainao.types import ChatInput, ChatOutput, Delta, EmbedInput, EmbedOutput, Message, Usage, Words


def parts(settings: ModelsSettings) -> Parts:
    """What these settings bring: a capability for each model they name, and a guard for their key."""
    endpoint = _endpoint(settings)
    capabilities: list[Capability] = [ListModels(endpoint)]
    if settings.model:
        capabilities.append(Chat(endpoint, settings))
    if settings.embedding_model:
        capabilities.append(Embed(endpoint, settings))
    return Parts(capabilities=tuple(capabilities), guards=(SecretsGuard([settings.api_key]),))


def _endpoint(settings: ModelsSettings) -> Endpoint:
    routes = Routes(configured=frozenset({origin(settings.base_url)}))
    limits = Limits(silence_s=settings.timeout_s, total_s=settings.timeout_s)
    return Endpoint(settings.base_url, egress=Egress(routes, limits=limits), api_key=settings.api_key)


class Chat:
    """Streams the model's words as they come."""

    def __init__(self, endpoint: Endpoint, settings: ModelsSettings) -> None:
        self._endpoint = endpoint
        self._settings = settings
        self._prices = Prices(into=settings.usd_per_million_in, out=settings.usd_per_million_out)
        self.spec = Spec(
            name="models:chat",
            title=Words("与模型对话", "Chat with the model"),
            description=Words(
                "把一段对话交给已连接的语言模型，返回它的回复。", "Give a conversation to the connected language model."
            ),
            input=ChatInput,
            output=ChatOutput,
            timeout_s=settings.timeout_s,
            estimate=self._estimate,
            example=ChatInput(messages=(Message(role="user", content="用一句话介绍你自己。Introduce yourself."),)),
        )

    async def invoke(self, call: Call) -> AsyncGenerator[Delta | ChatOutput, None]:
        input: ChatInput = call.input
        refuse_longer((message.text for message in input.messages), self._settings.context_chars)
        model, text, finish_reason, tokens = self._settings.model, "", "stop", None
        try:
            async with aclosing(self._endpoint.chat(self._settings.model, input)) as pieces:
                async for piece in pieces:
                    model = piece.model or model
                    finish_reason, tokens = piece.finish_reason or finish_reason, piece.tokens or tokens
                    if piece.text:
                        text += piece.text
                        yield Delta(text=piece.text)
        finally:  # whoever leaves early has used what came until then
            call.depends(model=model)
            if tokens is not None:
                call.used(self._prices.usage(input_tokens=tokens.input, output_tokens=tokens.output))
            elif text:
                call.noted("models:chat", "estimated", "the endpoint did not say what was used: counted from the text")
                call.used(self._prices.usage(input_tokens=_asked(input), output_tokens=estimated_tokens(text)))
        yield ChatOutput(text=text, model=model, finish_reason=finish_reason)

    def _estimate(self, input: ChatInput) -> Usage:
        output_tokens = input.max_tokens or LIKELY_REPLY_TOKENS
        return self._prices.usage(calls=1, input_tokens=_asked(input), output_tokens=output_tokens)


def _asked(input: ChatInput) -> int:
    return sum(estimated_tokens(message.text) for message in input.messages)


class Embed:
    """Turns texts into vectors."""

    def __init__(self, endpoint: Endpoint, settings: ModelsSettings) -> None:
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
        embedded = await self._endpoint.embed(self._settings.embedding_model, input.texts)
        call.depends(model=embedded.model)
        used = embedded.tokens.input if embedded.tokens else _embedded(input)
        call.used(self._prices.usage(input_tokens=used))
        yield EmbedOutput(vectors=embedded.vectors, model=embedded.model)


def _embedded(input: EmbedInput) -> int:
    return sum(map(estimated_tokens, input.texts))


class ListModels:
    """Asks the endpoint what it has."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self.spec = Spec(
            name="models:list",
            title=Words("可用模型", "Available models"),
            description=Words("列出所连接的服务提供的模型。", "List the models that the connected endpoint offers."),
            input=ListInput,
            output=ListOutput,
            example=ListInput(),
        )

    async def invoke(self, call: Call) -> AsyncGenerator[ListOutput, None]:
        yield ListOutput(models=await self._endpoint.models())
