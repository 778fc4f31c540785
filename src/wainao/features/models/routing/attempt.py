"""One request to one deployment: sent, read, ended, and each of these told exactly once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any

import msgspec

from wainao.features.models.engines.backend import Backend, Piece, Result, Tokens
from wainao.features.models.errors import ModelError
from wainao.features.models.prices import Used
from wainao.features.models.routing.deployment import Kind
from wainao.features.models.routing.needs import Needs
from wainao.features.models.routing.pump import pumped
from wainao.features.models.routing.upstream import Upstream
from wainao.features.models.service import estimated_tokens
from wainao.kernel import Call, TimedOutError, WainaoError
from wainao.types import ChatInput

Items = AsyncGenerator[Any, None]
"""What a backend yields: `Piece`s, or one `Result`."""


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be done, whoever does it. `ask` sends it to a backend, which calls the model by the name it is given.

    `route` is the name that the client used. Without `live` nobody sees anything before the end. `beside` tells what
    one item used that is no tokens: pictures, minutes. A chat is there whole, and `again` makes work of another.
    """

    kind: Kind
    route: str
    needs: Needs
    ask: Callable[[Backend, str], Items]
    live: bool = True
    beside: Callable[[Any], Used | None] | None = None
    chat: ChatInput | None = None
    again: Callable[[ChatInput], Work] | None = None

    def used(self, tokens: Tokens, *, calls: int = 0) -> Used:
        """Tokens as they are paid for."""
        if self.kind == "embed":
            return Used(calls=calls, embedded_tokens=tokens.input)
        return Used(calls=calls, input_tokens=tokens.input, output_tokens=tokens.output, cached_tokens=tokens.cached)


class Attempt:
    """Begins when it is made; `close` it, whatever happened."""

    __slots__ = (
        "_begun_s",
        "_beside",
        "_call",
        "_ended",
        "_heard",
        "_said",
        "_tokens",
        "_trial",
        "_work",
        "items",
        "upstream",
    )

    def __init__(self, upstream: Upstream, work: Work, call: Call, *, raced: bool = False) -> None:
        self.upstream = upstream
        self.items = _asked(work, upstream)
        if raced:
            self.items = pumped(self.items)
        self._work = work
        self._call = call
        self._heard = False
        self._tokens: Tokens | None = None
        self._said: list[str] = []
        self._beside: Used | None = None
        self._begun_s = upstream.clock()
        self._ended = False
        self._trial = upstream.begin(work.needs.tokens)

    async def opening(self) -> list[Any]:
        """All up to the first item that says something; what a client gets before that can still come from another.

        Raises what the backend raises, TimedOutError when the first word is late, ModelError when there is none.
        """
        patience_s = self.upstream.deployment.first_word_s
        if patience_s is None:
            return await self._opening()
        try:
            async with asyncio.timeout(patience_s):
                return await self._opening()
        except TimeoutError:
            raise TimedOutError(
                f"No word came from {self.upstream.label!r} within {patience_s:g} s. Try again, or allow it more time "
                "for its first word."
            ) from None

    def count(self, item: Any) -> None:
        """Note what an item says of the use; of each that is read."""
        if item.tokens is not None:
            self._tokens = item.tokens
        if self._work.beside is not None:
            self._beside = self._work.beside(item)
        if type(item) is Piece:
            self._said.append(item.text or item.thought or (item.tool.arguments if item.tool else ""))

    def succeeded(self) -> None:
        if self._ends():
            self.upstream.succeeded(trial=self._trial)
            self.noted("served")

    def failed(self, error: WainaoError) -> None:
        if self._ends():
            self.upstream.failed(error, trial=self._trial)
            self.noted("failed", f"{error.code}: {error}")

    async def fail(self, error: WainaoError) -> None:
        """`failed`, and nothing more is to come of it."""
        self.failed(error)
        await self.close()

    async def close(self, why: str = "") -> None:
        """Hang up if it has not ended; what it used is counted in any case, once."""
        if self._ends():
            self.upstream.ended(trial=self._trial)
            if why:
                self.noted("left", why)
        await self.items.aclose()
        self._settle()

    def noted(self, said: str, why: str = "") -> None:
        """Put it on record, with the deployment."""
        self._call.noted("models:router", said, f"{self.upstream.label}: {why}" if why else self.upstream.label)

    async def _opening(self) -> list[Any]:
        found = []
        async for item in self.items:
            self.count(item)
            found.append(item)
            if not isinstance(item, Piece) or says_something(item):
                self._heard = True
                self.upstream.times.add(self.upstream.clock() - self._begun_s)
                return found
        raise ModelError(f"{self.upstream.label!r} ended its reply without a word. Ask again.")

    def _ends(self) -> bool:
        """True the first time."""
        ended, self._ended = self._ended, True
        return not ended

    def _settle(self) -> None:
        told, heard, self._tokens, self._heard = self._tokens, self._heard, None, False
        why = "the endpoint did not say what was used: counted from the text"
        if told is not None and not told.credible:
            told, why = None, "what the endpoint says was used cannot be: counted from the text"
        if told is None and heard and self._beside is None:
            self._call.noted(f"models:{self._work.kind}", "estimated", why)
            told = Tokens(input=self._work.needs.tokens, output=estimated_tokens("".join(self._said)))
        if told is not None:
            self._call.used(self.upstream.tariff.usage(self._work.used(told)))
        if self._beside is not None:
            self._call.used(self.upstream.tariff.usage(self._beside))
            self._beside = None


def _asked(work: Work, upstream: Upstream) -> Items:
    try:
        return work.ask(upstream.backend, upstream.deployment.model)
    except WainaoError as error:  # what this kind of backend cannot do, some say before they begin
        return _raises(error)


async def _raises(error: WainaoError) -> Items:
    raise error
    yield None  # type: ignore[unreachable]  # what makes this a generator


async def whole(result: Awaitable[Result[Any]]) -> Items:
    """An answer that comes all at once, as items."""
    yield await result


def says_something(piece: Piece) -> bool:
    """Whether a client would see it."""
    return bool(piece.text or piece.thought or piece.tool or piece.finish_reason or piece.refusal or piece.redacted)
