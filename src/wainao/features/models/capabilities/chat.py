"""models:chat."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from wainao.features.models.engines.backend import Backend
from wainao.features.models.service import LIKELY_REPLY_TOKENS, Prices, estimated_tokens, refuse_longer
from wainao.features.models.settings import ModelsSettings
from wainao.kernel import Call, Spec
from wainao.types import ChatInput, ChatOutput, Delta, Message, Usage, Words


class Chat:
    """Streams the model's words as they come."""

    def __init__(self, endpoint: Backend, settings: ModelsSettings) -> None:
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
