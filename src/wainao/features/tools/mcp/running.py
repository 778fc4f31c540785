"""Programs that go on between the calls of one person, so that what they remember is there for the next one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakKeyDictionary

from mcp import Client

from wainao.features.tools.mcp.asking import Asks
from wainao.features.tools.mcp.places import in_our_words, opened
from wainao.features.tools.mcp.programs import Program
from wainao.store.egress import Limits

MOST_IDLE = 16
"""Programs that wait in one process; from then on the one that has waited longest ends."""

Whose = tuple[str, str, str]
"""Tenant, actor, program: nobody meets what another left behind."""


class Running:
    """Those of one process. A program serves one call at a time; whoever comes meanwhile gets one of their own."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._idle: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[Whose, _Program]] = WeakKeyDictionary()

    @asynccontextmanager
    async def session(self, program: Program, *, tenant: str, actor: str, asks: Asks) -> AsyncIterator[Client]:
        """A session with `program`, which ends with it where the call fails or is given up. Raises like `opened`."""
        idle, whose = self._idle.setdefault(asyncio.get_running_loop(), {}), (tenant, actor, program.name)
        session = idle.pop(whose, None)
        if session is None or not await session.taken(program, asks):
            session = await _begun(program, asks, self._limits)
        try:
            with in_our_words(program, session.asks):
                yield session.server
        except BaseException as error:
            ended_by = await session.end()
            if ended_by is not None and isinstance(error, Exception) and session.asks.failure is None:
                raise ended_by from error  # it knows more than that the connection was closed
            raise
        if program.idle_s and whose not in idle:
            session.wait(idle, whose)
            if len(idle) > MOST_IDLE:
                await next(iter(idle.values())).end()
        else:
            await session.end()


class _Program:
    """One that runs, held open by a task of its own: the SDK's session ends in the task that began it."""

    def __init__(self, program: Program, asks: Asks, limits: Limits) -> None:
        self.asks = asks
        self._program = program
        self._files = program.marks()
        self._over = asyncio.Event()
        self._begun: asyncio.Future[Client] = asyncio.get_running_loop().create_future()
        self._waiting: asyncio.TimerHandle | None = None
        self._life = asyncio.create_task(self._live(limits))
        self._life.add_done_callback(_noted)

    @property
    def server(self) -> Client:
        return self._begun.result()

    async def begin(self) -> None:
        """Raises what kept it from beginning."""
        await asyncio.wait((self._life, self._begun), return_when=asyncio.FIRST_COMPLETED)
        if self._life.done():
            self._life.result()

    async def taken(self, program: Program, asks: Asks) -> bool:
        """Whether it serves another call: it still runs, and is what its files still are. It asks for `asks` then."""
        if self._waiting is not None:
            self._waiting.cancel()
        if self._life.done():
            return False
        if program != self._program or program.marks() != self._files:
            await self.end()
            return False
        self.asks.hand_over(asks)
        return True

    def wait(self, idle: dict[Whose, _Program], whose: Whose) -> None:
        """For the next call, among the `idle` ones, until its time is over or it ends by itself."""
        self.asks.hand_over(Asks())  # nobody is there to be asked
        idle[whose] = self
        self._waiting = asyncio.get_running_loop().call_later(self._program.idle_s, self._over.set)
        self._life.add_done_callback(lambda _: idle.pop(whose) if idle.get(whose) is self else None)

    async def end(self) -> BaseException | None:
        """What it had ended with, if it had ended by itself."""
        self._over.set()
        await asyncio.wait([self._life])
        return None if self._life.cancelled() else self._life.exception()

    async def _live(self, limits: Limits) -> None:
        async with opened(self._program, asks=self.asks, limits=limits) as server:
            self._begun.set_result(server)
            await self._over.wait()


async def _begun(program: Program, asks: Asks, limits: Limits) -> _Program:
    session = _Program(program, asks, limits)
    try:
        await session.begin()
    except asyncio.CancelledError:
        await session.end()
        raise
    return session


def _noted(life: asyncio.Task[None]) -> None:
    """Whoever needs to know asks how it ended; for the others nothing was lost."""
    if not life.cancelled():
        life.exception()
