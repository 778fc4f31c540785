"""models:count."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import msgspec

from wainao.features.models.engines.backend import Backend, Counts, Result
from wainao.features.models.routing.attempt import Work, whole
from wainao.features.models.routing.needs import of_chat
from wainao.features.models.routing.router import Router
from wainao.features.models.service import estimated_tokens
from wainao.features.models.types import CountInput, CountOutput
from wainao.kernel import Call, Spec
from wainao.types import ChatInput, Message, Words


class Count:
    """Exact where the provider counts, else estimated, and it says which."""

    def __init__(self, router: Router, *, timeout_s: float) -> None:
        self._router = router
        self.spec = Spec(
            name="models:count",
            title=Words("计算 token 数", "Count tokens"),
            description=Words(
                "一段对话有多少 token；提供者不计数时为估计值。",
                "Count the tokens of a conversation. If the provider does not count them, the result is an estimate.",
            ),
            input=CountInput,
            output=CountOutput,
            timeout_s=timeout_s,
            example=CountInput(chat=ChatInput(messages=(Message(role="user", content="你好 Hello"),))),
        )

    @property
    def awake(self) -> bool:
        return self._router.table.now().serving("chat")

    async def invoke(self, call: Call) -> AsyncGenerator[CountOutput, None]:
        input: CountInput = call.input
        work = Work(
            kind="chat",
            route=input.model or input.chat.model,
            needs=of_chat(input.chat),
            ask=lambda backend, model: whole(_counted(backend, model, input.chat)),
        )
        result = await self._router.result(call, work)
        yield result.output


async def _counted(backend: Backend, model: str, input: ChatInput) -> Result[CountOutput]:
    if isinstance(backend, Counts):
        return Result(output=CountOutput(tokens=await backend.count(model, input), exact=True, model=model))
    tools = msgspec.json.encode(input.tools).decode() if input.tools else ""
    tokens = estimated_tokens(tools) + sum(estimated_tokens(message.text) for message in input.messages)
    return Result(output=CountOutput(tokens=tokens, exact=False, model=model))
