"""models:chat."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from wainao.features.models.constrain import Form, form_of
from wainao.features.models.engines.backend import Backend, Piece
from wainao.features.models.facts import VERSION, bearing, bound
from wainao.features.models.prices import Used
from wainao.features.models.question import question, ruled
from wainao.features.models.reply import Reply
from wainao.features.models.routing.attempt import Work
from wainao.features.models.routing.needs import of_chat, tokens_of
from wainao.features.models.routing.router import Router
from wainao.features.models.service import likely_reply
from wainao.features.models.shape import check_carried, check_shape
from wainao.kernel import Call, Correctable, Spec
from wainao.types import ChatInput, ChatOutput, Delta, Message, Usage, Words


class Chat:
    """Streams the model's words as they come."""

    def __init__(self, router: Router, *, timeout_s: float, facts: bool = True) -> None:
        self._router = router
        self._facts = facts
        self.spec = Spec(
            name="models:chat",
            title=Words("与模型对话", "Chat with the model"),
            description=Words(
                "把一段对话交给已连接的语言模型，返回它的回复。",
                "Send a conversation to the connected language model and return its reply.",
            ),
            input=ChatInput,
            output=ChatOutput,
            timeout_s=timeout_s,
            correctable=Correctable(question=question, answer=ruled, bases=lambda _: (), inner=False),
            estimate=self._estimate,
            example=ChatInput(messages=(Message(role="user", content="用一句话介绍你自己。Introduce yourself."),)),
        )

    @property
    def awake(self) -> bool:
        return self._router.table.now().serving("chat")

    @property
    def default(self) -> str | None:
        """The route that answers where none is named."""
        route = self._router.table.now().default("chat")
        return None if route is None else route.name

    async def invoke(self, call: Call) -> AsyncGenerator[Delta | ChatOutput, None]:
        input: ChatInput = call.input
        check_shape(input)
        if call.tainted:
            check_carried(input)
        if call.related and self._facts:
            input = _told(call, input)
        reply = Reply()
        try:
            async with aclosing(self._router.stream(call, chat_work(input, form_of(input), call))) as pieces:
                async for piece in pieces:
                    new = reply.take(piece)
                    if input.stream:
                        for delta in new:
                            yield delta
        finally:
            if reply.model:
                call.depends(model=reply.model)
        reply.model = reply.model or call.draft.versions["model"]
        yield reply.output()

    def _estimate(self, input: ChatInput) -> Usage:
        replies = input.more.get("n")
        each = likely_reply(input.max_tokens)
        out = each * max(1, replies) if isinstance(replies, int) else each
        used = Used(calls=1, input_tokens=tokens_of(input.messages), output_tokens=out)
        return self._router.price("chat", input.model, used)


def _told(call: Call, input: ChatInput) -> ChatInput:
    """The chat with the corrections that bear on it, on record."""
    asked = question(input)
    facts = bearing(asked, call.related)
    if not facts:
        return input
    call.depends(facts=VERSION, **{f"correction:{one.id}": one.written_at for one in facts})
    call.noted("facts", "given", ", ".join(one.id for one in facts))
    return bound(input, asked, facts)


def chat_work(input: ChatInput, form: Form | None = None, call: Call | None = None) -> Work:
    """A chat for the router; with a call, in the form that it asks for, however that is brought about."""

    def ask(backend: Backend, model: str) -> AsyncGenerator[Piece, None]:
        if form is None or call is None:
            return backend.chat(model, input)
        return form.chat(backend, model, lambda said, why: call.noted("models:form", said, why))

    return Work(
        kind="chat",
        route=input.model,
        needs=of_chat(input),
        ask=ask,
        live=input.stream,
        chat=input,
        again=lambda other: chat_work(other, form_of(other), call),
    )
