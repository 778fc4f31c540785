"""Serves the formats straight from the protocol; `gateway.py` does the same for whatever comes through ASGI."""

from __future__ import annotations

import logging

from wainao.app.faces import internal
from wainao.app.gateway import failures
from wainao.app.gateway.codec import Asked, Format
from wainao.app.gateway.formats import FORMATS
from wainao.app.http.errors import headers
from wainao.app.http.gate import Gate
from wainao.app.http.gateway import headers_of, input_of, tell
from wainao.app.http.hot import Exchange
from wainao.kernel import Kernel, WainaoError
from wainao.types import Actor

log = logging.getLogger("wainao.http")


class Direct:
    """Implements what `HotProtocol` wants of those who answer."""

    def __init__(self, kernel: Kernel, gate: Gate) -> None:
        self._kernel = kernel
        self._gate = gate

    async def serve(self, exchange: Exchange) -> None:
        """Answer, whatever happens; cancelled when the client goes away."""
        format = FORMATS[exchange.path]
        try:
            actor = self._gate.actor(exchange)
            asked = format.decode(exchange.taken(), exchange.headers)
            if asked.stream:
                await self._stream(exchange, format, asked, actor)
            else:
                await self._whole(exchange, asked, actor)
        except WainaoError as error:
            self.refuse(exchange, error)
        except Exception as error:  # the edge of the server
            log.exception("A request failed")
            self.refuse(exchange, internal(error))

    def admit(self, exchange: Exchange) -> None:
        """Refuse a stranger whose body is still to come: it is worth no memory."""
        try:
            self._gate.actor(exchange)
        except WainaoError as error:
            exchange.refuse(error)

    def refuse(self, exchange: Exchange, error: WainaoError) -> None:
        """Tell of an error, in the words of the format, or break off where the answer has begun."""
        if exchange.begun:
            exchange.break_off()
            return
        body = FORMATS[exchange.path].failure(error)
        exchange.whole(failures.status(error), body, headers(error), "application/json")

    async def _whole(self, exchange: Exchange, asked: Asked, actor: Actor) -> None:
        input, proved = input_of(self._kernel, asked), asked.tells_proof
        outcome = await self._kernel.run(asked.capability, input, actor=actor, proved=proved)
        told = headers_of(outcome)
        exchange.whole(200, asked.writer.whole(outcome), told, asked.media_type)

    async def _stream(self, exchange: Exchange, format: Format, asked: Asked, actor: Actor) -> None:
        input, proved = input_of(self._kernel, asked), asked.tells_proof
        async with self._kernel.stream(asked.capability, input, actor=actor, proved=proved) as stream:
            told = headers_of(stream)
            exchange.begin(told, asked.writer.media_type, format.beat)
            await tell(stream, asked.writer, exchange)
            exchange.finish()
