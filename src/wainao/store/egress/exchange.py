"""One request and its reply."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType
from urllib.parse import urljoin

from wainao.kernel.errors import UsageError
from wainao.store.egress.connection import Connection
from wainao.store.egress.errors import EgressDeniedError, StaleError, UnreachableError
from wainao.store.egress.limits import Limits
from wainao.store.egress.pool import Pool
from wainao.store.egress.reply import Reply
from wainao.store.egress.request import Request
from wainao.store.egress.target import Target, parse, showable

Find = Callable[[Target], Awaitable[Pool]]
"""The pool for a target that may be reached; raises EgressDeniedError."""

_REDIRECTS = frozenset((301, 302, 303, 307, 308))


class Exchange:
    """An asynchronous context manager: entering it sends the request and gives the Reply, leaving it frees or closes
    the connection. Made by `Egress.send`."""

    __slots__ = ("_connection", "_find", "_limits", "_redirects", "_reply", "_request")

    def __init__(self, find: Find, request: Request, *, limits: Limits, redirects: int) -> None:
        self._find = find
        self._request = request
        self._limits = limits
        self._redirects = redirects
        self._connection: Connection | None = None
        self._reply: Reply | None = None

    async def __aenter__(self) -> Reply:
        deadline = asyncio.get_running_loop().time() + self._limits.total_s
        request, left = self._request, self._redirects
        try:
            while True:
                reply = self._reply = await self._answered(request, deadline)
                if reply.status not in _REDIRECTS or "location" not in reply.headers:
                    _refuse_compressed(reply, request.target)
                    return reply
                request = _followed(request, reply, left)
                left -= 1
                self._leave()
                await self._hang_up()
        except BaseException:
            await self._hang_up()
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        if error is None:
            self._leave()
        if self._connection is not None:
            await self._hang_up()

    async def _answered(self, request: Request, deadline: float) -> Reply:
        head = request.head()
        pool = await self._find(request.target)
        try:
            return await self._asked(pool, request, head, deadline, fresh=False)
        except StaleError:
            pass  # the server closed a connection that lay idle just as it was asked: it never saw the request
        try:
            return await self._asked(pool, request, head, deadline, fresh=True)
        except StaleError as error:
            raise UnreachableError(str(error)) from None

    async def _asked(self, pool: Pool, request: Request, head: bytes, deadline: float, *, fresh: bool) -> Reply:
        limits = self._limits
        connection = self._connection = await pool.take(timeout_s=limits.connect_s, fresh=fresh)
        bodiless = request.method == "HEAD"
        incoming = await connection.ask(head, request.content, bodiless=bodiless, limits=limits, deadline=deadline)
        return Reply(connection, incoming, request.target, max_bytes=limits.max_bytes)

    def _leave(self) -> None:
        """Give the connection back if the reply was read to its end."""
        connection, reply = self._connection, self._reply
        if connection is not None and reply is not None and connection.leave(expecting_end=reply.ended):
            self._connection = None

    async def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.hang_up()
            await asyncio.sleep(0)  # the socket is closed in the loop's next turn


def _followed(request: Request, reply: Reply, left: int) -> Request:
    """The request that a redirect asks for, if redirects are wanted at all."""
    told, target = reply.headers["location"], request.target
    said = f"{target.origin!r} redirects to {showable(told)[:200]!r}"
    if not left or request.method not in ("GET", "HEAD"):
        raise EgressDeniedError(f"{said}. Redirects are not followed: configure the address it leads to.")
    try:
        onward = parse(urljoin(target.url, told))
    except (UsageError, ValueError):
        raise UnreachableError(f"{said}, which is no address. Check what answers there.") from None
    if target.tls and not onward.tls:
        raise EgressDeniedError(f"{said}, which is not encrypted. Use another source.")
    return request.towards(onward)


def _refuse_compressed(reply: Reply, target: Target) -> None:
    encoding = reply.headers.get("content-encoding", "identity")
    if encoding.lower() != "identity":
        raise UnreachableError(
            f"{target.host!r} sent its reply as {encoding!r}, although it was asked not to compress. Switch that off."
        )
