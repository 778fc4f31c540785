"""Any endpoint that speaks OpenAI's protocol: a cloud, vLLM, SGLang, Ollama, llama.cpp's server."""

from __future__ import annotations

import asyncio
import itertools
import math
import random
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

import msgspec

from wainao.features.models.engines.backend import Piece, Result
from wainao.features.models.engines.events import EventReader
from wainao.features.models.engines.wire import Chunk, Embeddings, Models, Told, piece, tokens, words
from wainao.features.models.errors import ModelBusyError, ModelError
from wainao.kernel.errors import EngineError, SettingsError
from wainao.store.egress import Egress, Reply, UnreachableError
from wainao.types import ChatInput, EmbedInput, EmbedOutput

S = TypeVar("S", bound=Told)

MAX_TOLD_CHARS = 300
"""How much of an endpoint's own words an error of ours repeats."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Patience:
    """How often and how long to try again, before the first byte of an answer and never after it."""

    attempts: int = 3
    first_wait_s: float = 0.25
    longest_wait_s: float = 10.0

    def wait_s(self, attempt: int, failure: UnreachableError | ModelBusyError) -> float | None:
        """How long to wait after the failed `attempt` (the first is 0); None: give up."""
        asked = failure.retry_after_s if isinstance(failure, ModelBusyError) else None
        if attempt + 1 >= self.attempts or (asked or 0.0) > self.longest_wait_s:
            return None
        backoff = self.first_wait_s * float(2**attempt) * random.uniform(0.5, 1.5)
        return min(max(asked or 0.0, backoff), self.longest_wait_s)


class Endpoint:
    """One endpoint, reached through `egress` and nothing else. Its key never shows in what it raises."""

    def __init__(self, base_url: str, *, egress: Egress, api_key: str = "", patience: Patience | None = None) -> None:
        self._base_url = base_url.rstrip("/")
        self._egress = egress
        self._key = api_key
        self._patience = patience or Patience()

    async def chat(self, model: str, input: ChatInput) -> AsyncGenerator[Piece, None]:
        """The model's reply as it comes; leaving it early hangs up.

        Raises ModelError, UnreachableError, TimedOutError, ReplyTooLargeError; SettingsError for a wrong key or model.
        """
        body = {
            "model": model,
            "messages": [{"role": message.role, "content": message.content} for message in input.messages],
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        if input.max_tokens is not None:
            body["max_tokens"] = input.max_tokens
        if input.temperature is not None:
            body["temperature"] = input.temperature
        async with (
            self._asked("POST", "/chat/completions", body) as reply,
            aclosing(self._chunks(reply)) as chunks,
        ):
            async for chunk in chunks:
                yield piece(chunk)

    async def embed(self, model: str, input: EmbedInput) -> Result[EmbedOutput]:
        """One vector for each text, in the same order. Raises as `chat` does."""
        texts = input.texts
        async with self._asked("POST", "/embeddings", {"model": model, "input": texts}) as reply:
            told = self._decoded(await reply.read(), Embeddings)
        rows = sorted(told.data, key=lambda row: row.index)
        if [row.index for row in rows] != list(range(len(texts))) or len({len(row.embedding) for row in rows}) > 1:
            raise ModelError(
                f"The endpoint sent {len(rows)} vectors for {len(texts)} texts, or vectors of different lengths. Check "
                f"that {model!r} is an embedding model."
            )
        vectors = tuple(tuple(row.embedding) for row in rows)
        return Result(output=EmbedOutput(vectors=vectors, model=told.model or model), tokens=tokens(told.usage))

    async def models(self) -> tuple[str, ...]:
        """The names of the models that the endpoint offers. Raises as `chat` does."""
        async with self._asked("GET", "/models", None) as reply:
            return tuple(row.id for row in self._decoded(await reply.read(), Models).data)

    @asynccontextmanager
    async def _asked(self, method: str, path: str, body: dict[str, Any] | None) -> AsyncIterator[Reply]:
        async with AsyncExitStack() as stack:
            yield await self._accepted(stack, method, path, body)

    async def _accepted(self, stack: AsyncExitStack, method: str, path: str, body: dict[str, Any] | None) -> Reply:
        """The reply, open in `stack`, to the first attempt that the endpoint accepts."""
        headers = {"accept": "text/event-stream, application/json", "content-type": "application/json"}
        if self._key:
            headers["authorization"] = f"Bearer {self._key}"
        content = b"" if body is None else msgspec.json.encode(body)
        for attempt in itertools.count():
            sending = self._egress.send(method, self._base_url + path, headers=headers, content=content)
            try:
                reply = await stack.enter_async_context(sending)
                if reply.status == 200:
                    return reply
                raise self._refusal(reply, await reply.read())
            except (UnreachableError, ModelBusyError) as failure:
                await stack.aclose()
                wait_s = self._patience.wait_s(attempt, failure)
                if wait_s is None:
                    raise
                await asyncio.sleep(wait_s)
        raise AssertionError("unreachable: the loop above has no end")

    async def _chunks(self, reply: Reply) -> AsyncGenerator[Chunk, None]:
        kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == "application/json":  # it does not stream, and answers in one piece
            yield self._decoded(await reply.read(), Chunk)
            return
        if kind != "text/event-stream":
            raise ModelError(f"The endpoint answered with {kind!r} and not with events. Check that base_url is right.")
        reader, ended = EventReader(), False
        async with aclosing(reply.chunks()) as pieces:
            async for piece in pieces:
                for data in reader.feed(piece):
                    if data.strip() == "[DONE]":
                        return
                    chunk = self._decoded(data, Chunk)
                    ended = ended or any(choice.finish_reason for choice in chunk.choices)
                    yield chunk
        if not ended:
            raise ModelError("The model's reply broke off before its end. Ask again.")

    def _decoded(self, data: str | bytes, kind: type[S]) -> S:
        try:
            told = msgspec.json.decode(data, type=kind)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise ModelError(
                f"The endpoint sent {self._quoted(data)}, which is not what its protocol says ({error}). Check what "
                "answers at base_url."
            ) from error
        if told.error is not None:
            raise ModelError(f"The endpoint failed: {self._quoted(words(told.error))}.")
        return told

    def _refusal(self, reply: Reply, body: bytes) -> EngineError | SettingsError:
        try:
            told = self._quoted(words(msgspec.json.decode(body, type=Told).error))
        except (msgspec.MsgspecError, UnicodeDecodeError):
            told = self._quoted(body)
        if reply.status in (401, 403):
            return SettingsError(f"The endpoint does not accept the key: {told}. Set [models] api_key.")
        if reply.status == 404:
            return SettingsError(f"The endpoint knows no such model or route: {told}. Check base_url and model.")
        if reply.status in (429, 502, 503, 504, 529):
            return ModelBusyError(
                f"The endpoint has no room now ({reply.status}): {told}. Try again later.",
                retry_after_s=_seconds(reply.headers.get("retry-after", "")),
            )
        return ModelError(f"The endpoint refused the request ({reply.status}): {told}.")

    def _quoted(self, said: str | bytes) -> str:
        text = said if isinstance(said, str) else said.decode(errors="replace")
        if self._key:
            text = text.replace(self._key, "***")
        return repr(text if len(text) <= MAX_TOLD_CHARS else text[:MAX_TOLD_CHARS] + "…")


def _seconds(retry_after: str) -> float | None:
    """Retry-After in seconds: it is a number of them, or a date."""
    try:
        seconds = float(retry_after)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(retry_after).timestamp() - time.time()
        except ValueError:
            return None
    return max(seconds, 0.0) if math.isfinite(seconds) else None
