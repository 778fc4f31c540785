"""`wainao up`: serve the console, the HTTP API and the OpenAI-compatible gateway."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

import wainao
from wainao.app.cli.command import command
from wainao.app.cli.session import Session

SAMPLES = Path(wainao.__file__).parent / "samples" / "handbook"
SAMPLE_QUESTIONS = ("年假可以顺延到下一年吗?", "Can annual leave be carried over to the next year?")


def register(app: typer.Typer) -> None:
    command(app, "up")(up)


def up(
    session: Session,
    host: Annotated[str | None, typer.Option(help="Where to listen; beyond this machine a token is needed.")] = None,
    port: Annotated[int | None, typer.Option(help="The port to listen on; 0 takes any free one.")] = None,
    workers: Annotated[int | None, typer.Option(help="How many processes serve.")] = None,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the console in a browser.")] = False,
    samples: Annotated[bool, typer.Option("--samples", help="Read the sample handbook and ask it first.")] = False,
    fd: Annotated[int | None, typer.Option(hidden=True)] = None,
) -> None:
    """Start the server: console, HTTP API and gateway."""
    from wainao.app.http.serve import address, listen, serve, supervise

    given = {"host": host, "port": port, "workers": workers}
    session.flags = {"server": {name: value for name, value in given.items() if value is not None}}
    if fd is not None:
        serve(session.brain, socket.socket(fileno=fd))
        return
    server = session.settings.server
    _ensure_token(session)
    listener = listen(server.host, server.port)
    if samples:
        asyncio.run(_show_samples(session))
    at = address(listener)
    if session.json:
        session.print_json({"address": at})
    else:
        session.say(f"外脑在 {at} 等你。按 Ctrl-C 结束。", f"Wainao is at {at}. Ctrl-C ends it.")
    if open_browser:
        typer.launch(at)
    if server.workers == 1:
        serve(session.brain, listener)
    else:
        supervise(_worker, listener, server.workers)


async def _show_samples(session: Session) -> None:
    from wainao.app.cli.show import show_answer

    await session.call("knowledge:add", {"paths": [str(SAMPLES)], "base": SAMPLES.parent.name})
    for question in SAMPLE_QUESTIONS:
        outcome = await session.call("knowledge:ask", {"question": question, "bases": [SAMPLES.parent.name]})
        session.print(f"> {question}")
        show_answer(session, outcome)
        session.print()


def _worker(fd: int) -> subprocess.Popen[bytes]:
    program = [sys.executable, "-m", "wainao", *sys.argv[1:], "--fd", str(fd)]
    return subprocess.Popen(program, pass_fds=[fd])


def _ensure_token(session: Session) -> None:
    from wainao.app.http.gate import is_loopback
    from wainao.store.keys import OWNER_TOKEN, owner_token

    keys = session.settings.home / "keys"
    if is_loopback(session.settings.server.host) or (keys / OWNER_TOKEN).exists():
        return
    made = owner_token(keys)
    session.say(
        f"所有者令牌(只显示这一次,请存好):{made}",
        f"The owner token, shown this once, so keep it: {made}",
    )
