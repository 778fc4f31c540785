"""Tools of servers of the Model Context Protocol: a session for each call, at an address or with a program here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from wainao.features.tools.credentials import Credentials
from wainao.features.tools.mcp.answering import answered_by
from wainao.features.tools.mcp.programs import named
from wainao.features.tools.settings import ToolsSettings
from wainao.features.tools.store import Kept
from wainao.features.tools.types import Tool, ToolOutput
from wainao.features.tools.ways import Ways
from wainao.kernel import Call, SettingsError
from wainao.store.egress import origin

if TYPE_CHECKING:
    from wainao.features.tools.mcp.places import Place
    from wainao.features.tools.openapi import Imported

PROGRAM = "stdio:"
"""How a source begins that is a program on this machine: "stdio:files" is the entry `files` of `[tools] stdio`."""

SCHEME = "bearer"


class McpEngine:
    def __init__(self, ways: Ways, credentials: Credentials, settings: ToolsSettings) -> None:
        self._ways = ways
        self._credentials = credentials
        self._settings = settings

    async def describe(self, call: Call, source: str, *, name: str) -> Imported:
        """What the server at `source` offers. Raises SettingsError where the extra is missing."""
        with _extra():
            from wainao.features.tools.mcp.listing import described
            from wainao.features.tools.mcp.places import opened
        async with opened(self._place(call, source, name)) as server:
            return await described(server, name=name, source=source)

    async def call(self, call: Call, box: Kept, tool: Tool) -> ToolOutput:
        with _extra():
            from wainao.features.tools.mcp.asking import Asks, sampled_by
            from wainao.features.tools.mcp.calling import called
            from wainao.features.tools.mcp.places import opened
        asks = Asks(sample=sampled_by(call) if self._settings.sampling else None, ask=answered_by(call, box.name))
        async with opened(self._place(call, box.toolbox.source, box.name), asks=asks) as server:
            return await called(server, tool, call.input.arguments)

    def _place(self, call: Call, source: str, box: str) -> Place:
        with _extra():
            from wainao.features.tools.mcp.places import Remote
        if source.startswith(PROGRAM):
            return named(source.removeprefix(PROGRAM), self._settings.stdio)
        held = self._credentials.of(tenant=call.actor.tenant, box=box, actor=call.actor.id, origin=origin(source))
        headers = {"authorization": f"Bearer {held[SCHEME]['value']}"} if SCHEME in held else {}
        return Remote(url=source, egress=self._ways.to([source]), headers=headers)


@contextmanager
def _extra() -> Iterator[None]:
    try:
        yield
    except ImportError as error:
        raise SettingsError(
            f"Servers of the Model Context Protocol need the extra 'mcp' ({error}). Install wainao[mcp]."
        ) from error
