"""Any endpoint that speaks OpenAI's protocol: a cloud, vLLM, SGLang, Ollama, llama.cpp's server."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from typing import Any

from wainao.features.models.engines.backend import Piece, Result, Tokens
from wainao.features.models.engines.events import EventReader
from wainao.features.models.engines.line import JSON, Line
from wainao.features.models.engines.openai_media import Media
from wainao.features.models.engines.openai_request import chat_body, completion_body
from wainao.features.models.engines.quirks import PLAIN, Auth, Quirks
from wainao.features.models.engines.wire import Chunk, Embeddings, Models, Pieces, tokens
from wainao.features.models.errors import ModelError
from wainao.features.models.types import CompleteInput
from wainao.kernel.errors import UsageError
from wainao.store.egress import Egress, Reply
from wainao.types import ChatInput, EmbedInput, EmbedOutput

Vectors = tuple[tuple[float, ...], ...]


class Endpoint(Media):
    """One endpoint, reached through `egress` and nothing else. Its key never shows in what it raises.

    What it cannot do, by its `quirks`, is a UsageError before anything is sent.
    """

    def __init__(
        self,
        base_url: str,
        *,
        egress: Egress,
        api_key: str = "",
        auth: Auth = "bearer",
        quirks: Quirks = PLAIN,
    ) -> None:
        super().__init__(Line(base_url, egress=egress, api_key=api_key, auth=auth), quirks)

    def chat(self, model: str, input: ChatInput) -> AsyncGenerator[Piece, None]:
        """The model's reply as it comes; leaving it early hangs up."""
        return self._reply("/chat/completions", chat_body(model, input, self.quirks))

    def complete(self, model: str, input: CompleteInput) -> AsyncGenerator[Piece, None]:
        """A plain text, continued."""
        return self._reply("/completions", completion_body(model, input, self.quirks))

    async def embed(self, model: str, input: EmbedInput) -> Result[EmbedOutput]:
        """One vector for each text, in the same order."""
        if input.dimensions is not None and not self.quirks.embed_dimensions:
            raise UsageError(
                f"dimensions = {input.dimensions} was asked for, which this provider cannot do. Leave it out."
            )
        step = self.quirks.embed_batch
        if len(input.texts) <= step:
            return await self._embedded(model, input)
        made: Result[EmbedOutput] | None = None
        for at in range(0, len(input.texts), step):
            part = await self._embedded(model, replace(input, texts=input.texts[at : at + step]))
            made = part if made is None else _joined(made, part)
        assert made is not None
        return made

    async def models(self) -> tuple[str, ...]:
        """The names of the models that the endpoint offers."""
        async with self._line.get("/models") as reply:
            return tuple(row.id for row in self._line.decoded(await reply.read(), Models).data)

    async def _reply(self, path: str, body: dict[str, Any]) -> AsyncGenerator[Piece, None]:
        pieces = Pieces()
        async with self._line.post(path, body) as reply:
            kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
            if kind == JSON:  # it was not asked to stream, or does not
                for piece in pieces.of(self._line.decoded(await reply.read(), Chunk)):
                    yield piece
                return
            if kind != "text/event-stream":
                raise ModelError(
                    f"The endpoint answered with {kind!r} and not with events. Check that base_url is right."
                )
            async with aclosing(self._chunks(reply)) as chunks:
                async for chunk in chunks:
                    for piece in pieces.of(chunk):
                        yield piece

    async def _chunks(self, reply: Reply) -> AsyncGenerator[Chunk, None]:
        reader, ended = EventReader(), False
        async with aclosing(reply.chunks()) as arriving:
            async for data in arriving:
                for event in reader.feed(data):
                    if event.strip() == b"[DONE]":
                        reply.end()
                        return
                    chunk = self._line.decoded(event, Chunk)
                    if not ended:
                        ended = any(choice.finish_reason for choice in chunk.choices)
                    yield chunk
        if not ended:
            raise ModelError("The model's reply broke off before its end. Ask again.")

    async def _embedded(self, model: str, input: EmbedInput) -> Result[EmbedOutput]:
        body = {**input.more, "model": model, "input": input.texts}
        if input.dimensions is not None:
            body["dimensions"] = input.dimensions
        async with self._line.post("/embeddings", body) as reply:
            told = self._line.decoded(await reply.read(), Embeddings)
        rows = sorted(told.data, key=lambda row: row.index)
        lengths = {len(row.embedding) for row in rows}
        if [row.index for row in rows] != list(range(len(input.texts))) or len(lengths) > 1:
            raise ModelError(
                f"The endpoint sent {len(rows)} vectors for {len(input.texts)} texts, or vectors of different lengths. "
                f"Check that {model!r} is an embedding model."
            )
        vectors = tuple(tuple(row.embedding) for row in rows)
        return Result(output=EmbedOutput(vectors=vectors, model=told.model or model), tokens=tokens(told.usage))


def _joined(first: Result[EmbedOutput], then: Result[EmbedOutput]) -> Result[EmbedOutput]:
    used = None
    if first.tokens is not None and then.tokens is not None:
        used = Tokens(input=first.tokens.input + then.tokens.input, output=0)
    vectors = first.output.vectors + then.output.vectors
    return Result(output=EmbedOutput(vectors=vectors, model=then.output.model), tokens=used)
