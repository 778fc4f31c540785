"""models:complete: a text, continued."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from wainao.features.models.engines.backend import Backend, Completes, Piece
from wainao.features.models.reply import Reply
from wainao.features.models.routing.attempt import Work
from wainao.features.models.routing.needs import of_texts
from wainao.features.models.routing.router import Router
from wainao.features.models.service import likely_reply
from wainao.features.models.types import CompleteInput
from wainao.kernel import Call, Spec, UsageError
from wainao.types import ChatOutput, Delta, Usage, Words


class Complete:
    """For base models and for code: no turns, no tools."""

    def __init__(self, router: Router, *, timeout_s: float) -> None:
        self._router = router
        self.spec = Spec(
            name="models:complete",
            title=Words("续写文本", "Continue a text"),
            description=Words(
                "让模型接着一段文本写下去，或填上前后文之间的空缺。",
                "Let a model continue a text, or fill the gap between two texts.",
            ),
            input=CompleteInput,
            output=ChatOutput,
            timeout_s=timeout_s,
            estimate=self._estimate,
            example=CompleteInput(prompt="def add(a, b):\n    return ", max_tokens=16),
        )

    @property
    def awake(self) -> bool:
        return self._router.table.now().serving("complete")

    async def invoke(self, call: Call) -> AsyncGenerator[Delta | ChatOutput, None]:
        input: CompleteInput = call.input
        reply = Reply()
        async with aclosing(self._router.stream(call, _work(input))) as pieces:
            async for piece in pieces:
                new = reply.take(piece)
                if input.stream:
                    for delta in new:
                        yield delta
        reply.model = reply.model or call.draft.versions["model"]
        call.depends(model=reply.model)
        yield reply.output()

    def _estimate(self, input: CompleteInput) -> Usage:
        return self._router.estimate(_work(input), output_tokens=likely_reply(input.max_tokens))


def _work(input: CompleteInput) -> Work:
    def ask(backend: Backend, model: str) -> AsyncGenerator[Piece, None]:
        if not isinstance(backend, Completes):
            raise UsageError(f"{model!r} was asked to continue a text, which it cannot. Use models:chat.")
        return backend.complete(model, input)

    needs = of_texts((input.prompt, input.suffix or ""), stay=input.stay)
    return Work(kind="complete", route=input.model, needs=needs, ask=ask, live=input.stream)
