"""`wainao mcp`: for programs on this machine that start their tools themselves, such as Claude Desktop."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wainao.app.cli.command import command, read_file
from wainao.app.cli.session import Session
from wainao.types import Actor, owner


def register(app: typer.Typer) -> None:
    command(app, "mcp")(mcp)


async def mcp(
    session: Session,
    key: Annotated[
        Path | None,
        typer.Option("--key", metavar="FILE", help="Serve the owner of the key in this file; without it, the owner."),
    ] = None,
) -> None:
    """Serve capabilities as tools over standard input and output (Model Context Protocol)."""
    from wainao.app.http.mcp import require_sdk

    require_sdk()
    from wainao.app.mcp.callers import Caller
    from wainao.app.mcp.stdio import serve

    await serve(session.brain, Caller(actor=_actor(session, key), language=session.language))


def _actor(session: Session, key: Path | None) -> Actor:
    if key is None:
        return owner()
    return session.brain.actors.authenticate(read_file(key).decode(errors="replace").strip())
