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
from wainao.app.cli.cells import model_told, path_from_here
from wainao.app.cli.command import command
from wainao.app.cli.session import Session

SAMPLES = Path(wainao.__file__).parent / "samples" / "handbook"
SAMPLES_BASE = "samples"
SAMPLE_QUESTIONS = ("年假可以顺延到下一年吗？", "Can annual leave be carried over to the next year?")


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
    lifeline: Annotated[int | None, typer.Option(hidden=True)] = None,
) -> None:
    """Start the server: console, HTTP API and gateway."""
    from wainao.app.http.serve import address, end_with, listen, serve, supervise

    given = {"host": host, "port": port, "workers": workers}
    session.flags = {"server": {name: value for name, value in given.items() if value is not None}}
    if lifeline is not None:
        end_with(lifeline)
    if fd is not None:
        serve(session.brain, socket.socket(fileno=fd))
        return
    server = session.settings.server
    _ensure_token(session)
    listener = listen(server.host, server.port)
    if samples:
        asyncio.run(_show_samples(session))
    at = address(listener)
    _show_banner(session, at, samples=samples)
    if open_browser:
        typer.launch(at)
    if server.workers == 1:
        serve(session.brain, listener)
    else:
        supervise(_worker, listener, server.workers)
    if not session.json:
        session.say("\n已停止。", "\nStopped.")


def _show_banner(session: Session, at: str, *, samples: bool) -> None:
    if session.json:
        session.print_json({"address": at})
        return
    from wainao.app.wiring import model_name

    home = path_from_here(str(session.settings.home))
    alone = session.settings.server.workers == 1  # else it is the workers that open the home
    name = session.brain.model_name if alone else model_name(session.settings)
    model = model_told(session, name)
    session.say(f"外脑 {wainao.__version__} 已就绪。\n", f"Wainao {wainao.__version__} is ready.\n", style="bold")
    session.say(f"  控制台   {at}", f"  Console  {at}", style="bold green")
    session.say(f"  主目录   {home}", f"  Home     {home}")
    session.say(f"  模型     {model}\n", f"  Model    {model}\n")
    if samples:
        session.say(
            f"样例在知识库 {SAMPLES_BASE} 里；不再需要时运行：wainao documents remove --base {SAMPLES_BASE}",
            f"The samples are in the knowledge base {SAMPLES_BASE}. When you no longer want them:\n"
            f"wainao documents remove --base {SAMPLES_BASE}",
            style="dim",
        )
    session.say("按 Ctrl-C 停止。", "Ctrl-C stops it.", style="dim")


async def _show_samples(session: Session) -> None:
    from wainao.app.cli.answers import show_answer
    from wainao.app.wire import envelope

    added = await session.call("knowledge:add", {"paths": [str(SAMPLES)], "base": SAMPLES_BASE})
    files = len(added.output.files)
    if not session.json:
        session.say(f"读了样例手册的 {files} 个文件。\n", f"Read the {files} files of the sample handbook.\n")
    for question in SAMPLE_QUESTIONS:
        outcome = await session.call("knowledge:ask", {"question": question, "bases": [SAMPLES_BASE]})
        if session.json:
            session.print_json(envelope(outcome))
            continue
        session.print(f"> {question}", style="bold")
        show_answer(session, outcome, question=question)
        session.print()


def _worker(fd: int, lifeline: int) -> subprocess.Popen[bytes]:
    program = [sys.executable, "-m", "wainao", *sys.argv[1:], "--fd", str(fd), "--lifeline", str(lifeline)]
    return subprocess.Popen(program, pass_fds=[fd, lifeline])


def _ensure_token(session: Session) -> None:
    from wainao.app.http.gate import is_loopback
    from wainao.store.keys import OWNER_TOKEN, owner_token

    keys = session.settings.home / "keys"
    if is_loopback(session.settings.server.host) or (keys / OWNER_TOKEN).exists():
        return
    made = owner_token(keys)
    if session.json:
        session.print_json({"owner_token": made})
        return
    session.say("所有者令牌，只显示这一次，请存好：", "The owner token, shown this once, so keep it:")
    session.print(f"\n  {made}\n", style="bold")
