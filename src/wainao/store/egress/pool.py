"""The connections to one origin on one event loop, and the line of those who wait for one."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress

from wainao.kernel.errors import TimedOutError
from wainao.store.egress.connection import Connection
from wainao.store.egress.dial import Dialer
from wainao.store.egress.limits import PoolLimits
from wainao.store.egress.target import Target


class Pool:
    """Lends connections. The one used last is lent first, so that those not needed grow old.

    A waiter is served with the connection that another gives back, or with the place that a closed one leaves; nobody
    who comes later overtakes, because there is nothing idle and no place free while anybody waits.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, target: Target, dialer: Dialer, limits: PoolLimits) -> None:
        self._loop = loop
        self._target = target
        self._dialer = dialer
        self._limits = limits
        self._idle: deque[Connection] = deque()
        self._lent_or_idle: set[Connection] = set()
        self._places = 0
        """How many places are taken: by connections, by those being opened, by those promised to a waiter."""
        self._waiters: deque[asyncio.Future[Connection | None]] = deque()

    @property
    def in_use(self) -> bool:
        """Whether a connection is open, or being opened."""
        return self._places > 0

    async def take(self, *, timeout_s: float, fresh: bool = False) -> Connection:
        """A connection of one's own until it is left; `fresh`: one that has not lain idle.

        Raises EgressDeniedError, UnreachableError, TimedOutError.
        """
        if self._idle and not fresh:
            return self._idle.pop()
        if self._idle and self._places >= self._limits.connections:
            self._idle.popleft().close()
        if self._places < self._limits.connections:
            self._places += 1
            return await self._dialled(timeout_s)
        return await self._waited(timeout_s) or await self._dialled(timeout_s)

    def free(self, connection: Connection) -> None:
        """The connection is given back, ready for the next exchange."""
        if self._loop.time() - connection.born >= self._limits.age_s:
            connection.close()
        elif not self._served(connection):
            connection.rest(self._limits.idle_s)
            self._idle.append(connection)

    def gone(self, connection: Connection) -> None:
        """The connection is closed; its place goes to who waits longest."""
        if connection in self._lent_or_idle:
            self._lent_or_idle.discard(connection)
            with suppress(ValueError):
                self._idle.remove(connection)
            self._vacate()

    def close(self) -> None:
        """Close every connection, those in use too."""
        for connection in list(self._lent_or_idle):
            connection.abort()

    async def _dialled(self, timeout_s: float) -> Connection:
        """Open a connection in a place that is taken already."""
        try:
            connection = await self._dialer.open(self._target, self._made, timeout_s=timeout_s)
        except BaseException:
            self._vacate()
            raise
        self._lent_or_idle.add(connection)
        if connection.closed:
            self.gone(connection)
        return connection

    def _made(self) -> Connection:
        return Connection(self._loop, host=self._target.host, owner=self)

    async def _waited(self, timeout_s: float) -> Connection | None:
        """A connection, or None for a place to open one in."""
        waiter: asyncio.Future[Connection | None] = self._loop.create_future()
        self._waiters.append(waiter)
        try:
            async with asyncio.timeout(timeout_s):
                return await waiter
        except BaseException as error:
            self._pass_on(waiter)
            if not isinstance(error, TimeoutError):
                raise
        raise TimedOutError(
            f"All {self._limits.connections} connections to {self._target.host!r} were busy for {timeout_s:g} s. Try "
            "again later, or allow more connections."
        )

    def _pass_on(self, waiter: asyncio.Future[Connection | None]) -> None:
        """Its owner does not come for it any more."""
        if not waiter.done() or waiter.cancelled():
            with suppress(ValueError):
                self._waiters.remove(waiter)
        elif (connection := waiter.result()) is None:
            self._vacate()
        elif not connection.closed:
            self.free(connection)

    def _served(self, what: Connection | None) -> bool:
        """Whether somebody waited for `what`."""
        while self._waiters:
            waiter = self._waiters.popleft()
            if not waiter.done():
                waiter.set_result(what)
                return True
        return False

    def _vacate(self) -> None:
        if not self._served(None):
            self._places -= 1
