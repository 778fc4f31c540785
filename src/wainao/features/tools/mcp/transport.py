"""The SDK's HTTP through our one way out: pinned addresses, no private ranges, no redirects, everything limited."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx2

from wainao.store.egress import Egress, Exchange, Limits, Reply

_EGRESS_SETS = frozenset(("accept-encoding", "connection", "content-length", "host", "transfer-encoding"))
"""Headers that say how bytes travel: egress writes its own."""


class EgressTransport(httpx2.AsyncBaseTransport):
    """Raises what `Egress` raises."""

    def __init__(self, egress: Egress, *, limits: Limits) -> None:
        self._egress = egress
        self._limits = limits

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        headers = {name: value for name, value in request.headers.items() if name.lower() not in _EGRESS_SETS}
        content = await request.aread()
        exchange = self._egress.send(
            request.method, str(request.url), headers=headers, content=content, limits=self._limits
        )
        reply = await exchange.__aenter__()
        return httpx2.Response(reply.status, headers=dict(reply.headers), stream=_Body(exchange, reply))


class _Body(httpx2.AsyncByteStream):
    """A reply's body; closing it frees the connection, or hangs up where the body has not ended."""

    def __init__(self, exchange: Exchange, reply: Reply) -> None:
        self._exchange = exchange
        self._reply = reply

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._reply.chunks():
            yield piece

    async def aclose(self) -> None:
        await self._exchange.__aexit__(None, None, None)
