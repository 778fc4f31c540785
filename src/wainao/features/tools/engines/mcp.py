"""Tools of servers of the Model Context Protocol: at an address a session for each call, or with a program here."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from wainao.features.tools.credentials import Credentials
from wainao.features.tools.files import Files
from wainao.features.tools.leaving.gate import Departure, Leaving
from wainao.features.tools.mcp.answering import answered_by
from wainao.features.tools.mcp.errors import SignInError
from wainao.features.tools.mcp.programs import named
from wainao.features.tools.oauth import Tokens
from wainao.features.tools.openapi.oauth import SERVER
from wainao.features.tools.settings import ToolsSettings
from wainao.features.tools.store import Kept
from wainao.features.tools.types import BEARER, Tool, Toolbox, ToolOutput
from wainao.features.tools.ways import Ways
from wainao.kernel import Call, ConflictError, SettingsError
from wainao.store.egress import Limits, origin
from wainao.types import Progress

if TYPE_CHECKING:
    from mcp import Client

    from wainao.features.tools.mcp.asking import Asks
    from wainao.features.tools.mcp.places import Place
    from wainao.features.tools.mcp.running import Running
    from wainao.features.tools.openapi import Imported

PROGRAM = "stdio:"
"""How a source begins that is a program on this machine: "stdio:files" is the entry `files` of `[tools] stdio`."""

MOST_TOLD = 100
"""Words of progress that wait to be read; more of them are nobody's loss."""

SCHEMES = ("oauth", BEARER)
"""Of those that a server may be let in by, the first that there is something for."""


Known = Callable[[str], Kept | None]
"""The toolbox of a name, if there is one."""


class McpEngine:
    def __init__(
        self,
        ways: Ways,
        credentials: Credentials,
        files: Files,
        tokens: Tokens,
        leaving: Leaving,
        settings: ToolsSettings,
    ) -> None:
        self._ways = ways
        self._credentials = credentials
        self._files = files
        self._tokens = tokens
        self._leaving = leaving
        self._settings = settings
        self._limits = Limits(total_s=settings.timeout_s, max_bytes=settings.max_bytes)
        self._running: Running | None = None

    async def describe(self, call: Call, source: str, *, name: str, known: Known) -> Imported:
        """What the server at `source` offers.

        One that lets nobody in, and is not known yet, becomes a toolbox without tools, which can be signed in to.
        Raises SettingsError where the extra is missing.
        """
        with _extra():
            from wainao.features.tools.mcp.doors import closed
            from wainao.features.tools.mcp.listing import described
            from wainao.features.tools.mcp.places import opened
        try:
            async with opened(await self._place(call, source, known(name)), limits=self._limits) as server:
                # A program is called what its entry in the settings is, not what it calls itself.
                own = source.removeprefix(PROGRAM) if source.startswith(PROGRAM) else ""
                imported = await described(server, name=name or own, source=source)
        except SignInError as error:
            imported = await closed(source, self._ways.public(told_by=source), name=name, told=error)
            if (before := known(imported.toolbox.name)) is not None:
                _refuse_moved(before.toolbox, imported.toolbox)
                raise
            return imported
        return _with_ways_in(imported, known(imported.toolbox.name))

    async def call(self, call: Call, box: Kept, tool: Tool) -> AsyncGenerator[Progress | ToolOutput, None]:
        """How far the server says it is, as it says so, then what the tool gave."""
        told: asyncio.Queue[Progress | None] = asyncio.Queue()
        work = asyncio.create_task(self._called(call, box, tool, told))
        work.add_done_callback(lambda _: told.put_nowait(None))
        try:
            while (progress := await told.get()) is not None:
                yield progress
            yield await work
        finally:
            work.cancel()
            await asyncio.wait([work])

    async def _called(self, call: Call, box: Kept, tool: Tool, told: asyncio.Queue[Progress | None]) -> ToolOutput:
        with _extra():
            from wainao.features.tools.mcp.asking import Asks, sampled_by
            from wainao.features.tools.mcp.calling import called
            from wainao.features.tools.mcp.places import Remote
        asks = Asks(sample=sampled_by(call) if self._settings.sampling else None, ask=answered_by(call, box.name))
        place, arguments = await self._place(call, box.toolbox.source, box), call.input.arguments
        if isinstance(place, Remote):
            lets_in = bool(place.headers)
            await self._leaving.values(
                call, Departure(url=place.url, arguments=arguments, schema=tool.input, lets_in=lets_in)
            )

        async def heard(progress: Progress) -> None:
            if told.qsize() < MOST_TOLD:
                told.put_nowait(progress)

        async with self._session(call, place, asks) as server:
            output, contents = await called(server, tool, arguments, told=heard)
        for file, content in contents:
            await self._files.keep_all(call, [file], content)
        return output

    def _session(self, call: Call, place: Place, asks: Asks) -> AbstractAsyncContextManager[Client]:
        from wainao.features.tools.mcp.places import Remote, opened
        from wainao.features.tools.mcp.running import Running

        if isinstance(place, Remote):
            return opened(place, asks=asks, limits=self._limits)
        if self._running is None:
            self._running = Running(self._limits)
        return self._running.session(place, tenant=call.actor.tenant, actor=call.actor.id, asks=asks)

    async def _place(self, call: Call, source: str, box: Kept | None) -> Place:
        with _extra():
            from wainao.features.tools.mcp.places import Remote
        if source.startswith(PROGRAM):
            return named(source.removeprefix(PROGRAM), self._settings.stdio)
        return Remote(url=source, egress=self._ways.to([source]), headers=await self._let_in(call, source, box))

    async def _let_in(self, call: Call, source: str, box: Kept | None) -> dict[str, str]:
        """The token of a sign-in, or a key that somebody set."""
        if box is None:
            return {}
        actor = call.actor
        held = self._credentials.of(tenant=actor.tenant, box=box.name, actor=actor.id, origin=origin(source))
        for scheme in SCHEMES:
            if {"access", "value"} & set(held.get(scheme, ())):
                return {"authorization": f"Bearer {await self._tokens.told(actor, box, scheme, held[scheme])}"}
        return {}


def _refuse_moved(before: Toolbox, now: Toolbox) -> None:
    """Raises ConflictError for a server at which people sign in elsewhere than when it was taken in."""
    was, told = (box.security.get("oauth", {}).get(SERVER, {}).get("issuer") for box in (before, now))
    if told and told != was:
        raise ConflictError(
            f"One signs in to {before.name!r} at {told!r:.200} now. Expected {was or 'nowhere'!r:.200}, as when it was "
            f"taken in. If its owner says that is right, take it in afresh: 'wainao tools remove {before.name}', then "
            "add it again."
        )


def _with_ways_in(imported: Imported, before: Kept | None) -> Imported:
    """With how one signs in, which a server that lets us in by now does not say again."""
    if before is None or before.toolbox.source != imported.toolbox.source:
        return imported
    security = {**before.toolbox.security, **imported.toolbox.security}
    return replace(imported, toolbox=replace(imported.toolbox, security=security))


@contextmanager
def _extra() -> Iterator[None]:
    try:
        yield
    except ImportError as error:
        raise SettingsError(
            f"Servers of the Model Context Protocol need the extra 'mcp' ({error}). Install wainao[mcp]."
        ) from error
