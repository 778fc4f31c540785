"""The protocol over standard input and output: a program on this machine starts us, and ends us by closing the pipe."""

from __future__ import annotations

from mcp.server.lowlevel import NotificationOptions
from mcp.server.stdio import stdio_server

from wainao.app.mcp.callers import Caller
from wainao.app.mcp.server import make_server
from wainao.app.wiring import Wainao


async def serve(brain: Wainao, caller: Caller) -> None:
    """Serve one client until it hangs up."""
    server = make_server(brain, caller)
    options = server.create_initialization_options(NotificationOptions(tools_changed=True, prompts_changed=True))
    async with stdio_server() as (read, write):
        await server.run(read, write, options)
