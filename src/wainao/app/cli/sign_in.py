"""`wainao tools sign-in`: a browser goes to the other side's pages, and comes back to a port of this machine."""

from __future__ import annotations

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import Callable, Coroutine
from typing import Annotated, Any

import typer

from wainao.app.cli.session import Session
from wainao.kernel import TimedOutError, UsageError

Receive = Callable[[StreamReader, StreamWriter], Coroutine[Any, Any, None]]

PATIENCE_S = 900.0
LONGEST_LINE = 8_192


async def sign_in(
    session: Session,
    box: Annotated[str, typer.Argument(metavar="TOOLBOX", help="The toolbox's name.", show_default=False)],
    scheme: Annotated[str, typer.Argument(metavar="SCHEME", help="The security scheme, by its name.")] = "oauth",
    scope: Annotated[
        list[str] | None,
        typer.Option("--scope", metavar="SCOPE", help="An additional scope to ask for; may be repeated."),
    ] = None,
    port: Annotated[
        int,
        typer.Option(
            "--port",
            help=("The local port that the browser returns to, if the other side requires a fixed one; 0 for any."),
        ),
    ] = 0,
) -> None:
    """Sign in to a toolbox's server (OAuth 2). The credential serves your own calls only."""
    answered: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def receive(reader: StreamReader, writer: StreamWriter) -> None:
        """One request of a browser: what it asks for is the answer."""
        try:
            words = (await reader.readline()).decode("latin-1").split()
            page = session.word("登录完成，可以关闭这个窗口。", "Signed in. You can close this window.")
            writer.write(_reply(page))
            await writer.drain()
            if len(words) > 1 and "state=" in words[1] and not answered.done():
                answered.set_result(words[1])
        finally:
            writer.close()

    async with await _listening(receive, port) as server:
        back = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        scopes = [one for words in scope or () for one in words.split()]
        given = {"box": box, "scheme": scheme, "redirect_uri": back, "scopes": scopes}
        begun = (await session.call("tools:sign-in", given)).output
        session.say(f"请在浏览器中打开：\n{begun.url}", f"Open this in a browser:\n{begun.url}")
        try:
            returned = await asyncio.wait_for(answered, PATIENCE_S)
        except TimeoutError as error:
            raise TimedOutError(
                f"Nobody came back within {PATIENCE_S / 60:.0f} minutes. Begin again when you are ready to sign in."
            ) from error
    told = (await session.call("tools:signed-in", {"returned": back.rstrip("/") + returned})).output
    session.say(f"已登录 {told.box}（{told.scheme}）。", f"Signed in to {told.box} ({told.scheme}).")


async def _listening(receive: Receive, port: int) -> asyncio.Server:
    try:
        return await asyncio.start_server(receive, "127.0.0.1", port, limit=LONGEST_LINE)
    except OSError as error:
        told = f"The port {port} of this machine is taken: {error.strerror}. Choose another one: --port."
        raise UsageError(told) from error


def _reply(page: str) -> bytes:
    body = page.encode()
    head = (
        "HTTP/1.1 200 OK",
        "content-type: text/plain; charset=utf-8",
        f"content-length: {len(body)}",
        "connection: close",
    )
    return "\r\n".join((*head, "", "")).encode() + body
