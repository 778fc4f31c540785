"""`wainao up`: serve the console, the HTTP API and the OpenAI-compatible gateway."""

from __future__ import annotations

import asyncio
import os
import subprocess
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import wainao
from wainao.app.cli.cells import model_told, path_from_here
from wainao.app.cli.command import command
from wainao.app.cli.session import Session

if TYPE_CHECKING:
    from wainao.app.cli.server import Order

SAMPLES = Path(wainao.__file__).parent / "samples" / "handbook"
SAMPLES_BASE = "samples"
SAMPLE_QUESTIONS = ("年假可以顺延到下一年吗？", "Can annual leave be carried over to the next year?")


def register(app: typer.Typer) -> None:
    command(app, "up")(up)


def up(
    session: Session,
    host: Annotated[
        str | None, typer.Option(help="The address to listen on. Access from other machines needs a token or a key.")
    ] = None,
    port: Annotated[int | None, typer.Option(help="The port to listen on; 0 picks a free one.")] = None,
    workers: Annotated[int | None, typer.Option(help="The number of server processes.")] = None,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the console in a browser.")] = False,
    samples: Annotated[
        bool, typer.Option("--samples", help="First read the sample handbook and ask it two questions.")
    ] = False,
) -> None:
    """Start the server: console, HTTP API and gateway."""
    from wainao.app.cli.server import Order
    from wainao.app.http.listening import address, listen
    from wainao.app.http.supervising import supervise

    given = {"host": host, "port": port, "workers": workers}
    session.flags = {"server": {name: value for name, value in given.items() if value is not None}}
    server = session.settings.server
    _ensure_token(session)
    listener = listen(server.host, server.port)
    if samples:
        asyncio.run(_show_samples(session))
    session.close()
    at = address(listener)
    order = Order(
        home=session.settings.home,
        config=session.config,
        flags=session.sections,
        socket=listener.detach(),
        welcome=_welcome(session, at, samples=samples),
        no_model=model_told(session, None),
        farewell="" if session.json else session.word("\n已停止。\n", "\nStopped.\n"),
        as_json=session.json,
        language=session.language,
    )
    if open_browser:
        typer.launch(at)
    if server.workers > 1:
        from wainao.app.wiring import model_name  # which takes the time that opening would

        order.greet(model_name(session.settings))
        supervise(partial(_worker, order), server.workers)
        order.part()
    elif os.name == "posix":
        order.replace_process()
    else:
        order.carry_out()


def _welcome(session: Session, at: str, *, samples: bool) -> str:
    from wainao.app.cli.server import MODEL
    from wainao.app.wire import to_json

    if session.json:
        return to_json({"address": at}).decode() + "\n"
    home = path_from_here(str(session.settings.home))
    lines = [
        (f"外脑 {wainao.__version__} 已就绪。\n", f"Wainao {wainao.__version__} is ready.\n", "bold"),
        (f"  控制台   {at}", f"  Console  {at}", "bold green"),
        (f"  主目录   {home}", f"  Home     {home}", ""),
        (f"  模型     {MODEL}\n", f"  Model    {MODEL}\n", ""),
    ]
    if samples:
        how = f"wainao documents remove --base {SAMPLES_BASE}"
        zh = f"样例在知识库 {SAMPLES_BASE} 里；不再需要时运行：{how}"
        en = f"The samples are in the knowledge base {SAMPLES_BASE}. When you no longer want them:\n{how}"
        lines.append((zh, en, "dim"))
    lines.append(("按 Ctrl-C 停止。", "Ctrl-C stops it.", "dim"))
    return "".join(session.drawn(session.word(zh, en), style=style) for zh, en, style in lines)


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


def _worker(order: Order, lifeline: int) -> subprocess.Popen[bytes]:
    return replace(order, lifeline=lifeline, welcome="", farewell="").start_process()


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
