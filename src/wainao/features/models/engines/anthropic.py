"""Anthropic's Messages API, at Anthropic or whoever else speaks it."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

import msgspec

from wainao.features.models.engines.anthropic_request import messages_body
from wainao.features.models.engines.anthropic_wire import Counted, Event, Pieces, Whole
from wainao.features.models.engines.backend import Piece, Result
from wainao.features.models.engines.events import EventReader
from wainao.features.models.engines.line import JSON, Line
from wainao.features.models.engines.quirks import Auth, Quirks
from wainao.features.models.engines.wire import Models
from wainao.features.models.errors import ModelError
from wainao.kernel.errors import UsageError
from wainao.store.egress import Egress, Reply
from wainao.types import ChatInput, EmbedInput, EmbedOutput, Json

VERSION = "2023-06-01"
_NOT_COUNTED = frozenset({"max_tokens", "stream", "stop_sequences", "temperature", "metadata", "service_tier"})


class AnthropicEndpoint:
    """Reached through `egress` and nothing else; its key never shows in what it raises."""

    quirks = Quirks(json_object=False, many_replies=False, logprobs=False, thinking="thinking", cache_marks=True)

    def __init__(
        self,
        base_url: str,
        *,
        egress: Egress,
        api_key: str = "",
        auth: Auth = "x-api-key",
    ) -> None:
        headers = {"anthropic-version": VERSION}
        self._line = Line(base_url, egress=egress, api_key=api_key, auth=auth, headers=headers)

    def close(self) -> None:
        self._line.egress.close()

    async def chat(self, model: str, input: ChatInput) -> AsyncGenerator[Piece, None]:
        """The model's reply as it comes; leaving it early hangs up."""
        pieces = Pieces()
        async with self._line.post("/messages", messages_body(model, input), headers=_beta(input.more)) as reply:
            kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
            if kind == JSON:
                for piece in pieces.whole(self._line.decoded(await reply.read(), Whole)):
                    yield piece
                return
            if kind != "text/event-stream":
                raise ModelError(
                    f"The endpoint answered with {kind!r} and not with events. Check that base_url is right."
                )
            async with aclosing(self._pieces(reply, pieces)) as coming:
                async for piece in coming:
                    yield piece

    async def count(self, model: str, input: ChatInput) -> int:
        """The tokens of the conversation, as the provider counts them."""
        body = {name: value for name, value in messages_body(model, input).items() if name not in _NOT_COUNTED}
        async with self._line.post("/messages/count_tokens", body, headers=_beta(input.more)) as reply:
            return max(0, self._line.decoded(await reply.read(), Counted).input_tokens)

    async def embed(self, model: str, input: EmbedInput) -> Result[EmbedOutput]:
        raise UsageError(f"{model!r} was asked for vectors, which Anthropic does not make. Use an embedding model.")

    async def models(self) -> tuple[str, ...]:
        """The names of the models that the endpoint offers."""
        async with self._line.get("/models?limit=1000") as reply:
            return tuple(row.id for row in self._line.decoded(await reply.read(), Models).data)

    async def _pieces(self, reply: Reply, pieces: Pieces) -> AsyncGenerator[Piece, None]:
        reader = EventReader()
        async with aclosing(reply.chunks()) as arriving:
            async for data in arriving:
                for event in reader.feed(data):
                    for piece in self._read(event, pieces):
                        yield piece
                if pieces.ended:
                    reply.end()
                    return
        raise ModelError("The model's reply broke off before its end. Ask again.")

    def _read(self, data: bytes, pieces: Pieces) -> list[Piece]:
        try:
            return pieces.of(self._line.decoded(data, Event))
        except msgspec.ValidationError as error:
            raise ModelError(f"The endpoint sent {self._line.quoted(data)}, which is no event: {error}.") from error


def _beta(more: Json) -> dict[str, str]:
    """What a client asks for that is not in the API for everybody yet."""
    names = more.get("anthropic_beta") or ()
    return {"anthropic-beta": ",".join(map(str, names))} if names else {}
