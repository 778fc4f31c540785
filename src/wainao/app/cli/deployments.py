"""`wainao deployments`: where the models are, and how they are doing."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer

from wainao.app.cli.cells import cell
from wainao.app.cli.command import command, relay, split
from wainao.app.cli.session import Session
from wainao.app.cli.show import show_rows
from wainao.kernel import UsageError

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="Its name.", show_default=False)]
VersionOption = Annotated[int | None, typer.Option("--to", help="The version; by default the previous one.")]

DEPLOYMENT = ("name", "version", "state", "model", "provider", "here")
"""Not how it is doing: that is known in the process that serves, and a command is another one."""
VERSION = ("version", "did", "author", "at", "receipt")


def register(app: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True, help="Deployments: where the models are.")
    commands: dict[str, Callable[..., Any]] = {
        "add": add,
        "list": list_deployments,
        "show": show,
        "remove": remove,
        "check": check,
        "warm": warm,
        "drain": drain,
        "resume": resume,
        "rollback": roll_back,
        "providers": list_providers,
    }
    for word, function in commands.items():
        command(group, word)(function)
    app.add_typer(group, name="deployments")


async def add(
    session: Session,
    name: NameArgument,
    model: Annotated[str, typer.Option("--model", help="The model's name at its provider.", show_default=False)],
    provider: Annotated[str, typer.Option("--provider", help="The provider.")] = "openai-compatible",
    url: Annotated[str, typer.Option("--url", help="Its address; by default the provider's own.")] = "",
    key: Annotated[bool, typer.Option("--key", help="Ask for its key, or read it from standard input.")] = False,
    key_from: Annotated[
        str | None, typer.Option("--key-from", metavar="VARIABLE", help="The environment variable that holds its key.")
    ] = None,
    serves: Annotated[str, typer.Option("--serves", help="chat, embed, rerank, …; with commas.")] = "chat",
    tags: Annotated[str, typer.Option("--tags", help="Tags by which routes find it, separated by commas.")] = "",
    here: Annotated[
        bool | None, typer.Option("--here/--not-here", help="Whether what is sent to it stays on your own machines.")
    ] = None,
    context: Annotated[int | None, typer.Option("--context", help="The number of tokens in its context.")] = None,
    rpm: Annotated[int | None, typer.Option("--rpm", help="The maximum number of requests per minute.")] = None,
    tpm: Annotated[int | None, typer.Option("--tpm", help="The maximum number of tokens per minute.")] = None,
    concurrency: Annotated[
        int | None, typer.Option("--concurrency", help="The maximum number of requests at the same time.")
    ] = None,
) -> None:
    """Register a model. An existing name gets a new version."""
    fields = {
        "name": name,
        "model": model,
        "provider": provider,
        "base_url": url,
        "api_key": _key(session, key, key_from),
        "serves": split(serves),
        "tags": split(tags),
        "here": here,
        "context_tokens": context,
        "requests_per_minute": rpm,
        "tokens_per_minute": tpm,
        "concurrency": concurrency,
    }
    await relay(session, "deployments:add", fields, show=_say_added)


async def list_deployments(session: Session) -> None:
    """List the deployments and their state."""
    await relay(session, "deployments:list", show=_show_deployments)


async def show(session: Session, name: NameArgument) -> None:
    """Show a deployment and its versions."""
    await relay(session, "deployments:show", {"name": name}, show=_show_deployment)


async def remove(session: Session, name: NameArgument) -> None:
    """Remove a deployment and delete its key."""
    await relay(session, "deployments:remove", {"name": name}, show=_say_state)


async def check(session: Session, name: NameArgument) -> None:
    """Check whether a deployment is reachable and healthy."""
    await relay(session, "deployments:check", {"name": name})


async def warm(session: Session, name: NameArgument) -> None:
    """Make a deployment load its model."""
    await relay(session, "deployments:warm", {"name": name})


async def drain(session: Session, name: NameArgument) -> None:
    """Send a deployment no new requests."""
    await relay(session, "deployments:drain", {"name": name}, show=_say_state)


async def resume(session: Session, name: NameArgument) -> None:
    """Send requests to a drained deployment again."""
    await relay(session, "deployments:resume", {"name": name}, show=_say_state)


async def roll_back(session: Session, name: NameArgument, to: VersionOption = None) -> None:
    """Put an earlier version of a deployment into force."""
    await relay(session, "deployments:rollback", {"name": name, "version": to}, show=say_written)


async def list_providers(session: Session) -> None:
    """List the providers that a deployment can name."""
    await relay(session, "providers:list", columns=("name", session.language, "base_url", "offers"))


def _key(session: Session, ask: bool, variable: str | None) -> str:
    """The key, never from the command line itself: other people can read that in the list of processes."""
    if variable is not None:
        if not os.environ.get(variable):
            raise UsageError(f"The environment variable {variable!r} holds no key. Set it, or say --key to be asked.")
        return os.environ[variable]
    if not ask:
        return ""
    if sys.stdin.isatty():
        return getpass.getpass(session.word("密钥：", "Key: "))
    return sys.stdin.readline().strip()


def _say_added(session: Session, told: Any) -> None:
    session.say(
        f"部署 {told.name} 的第 {told.version} 版已生效。试一试：wainao deployments check {told.name}",
        f"Version {told.version} of {told.name} is in force. Try it: wainao deployments check {told.name}",
    )


def say_written(session: Session, told: Any) -> None:
    session.say(f"{told.name} 的第 {told.version} 版已生效。", f"Version {told.version} of {told.name} is in force.")


def _say_state(session: Session, told: Any) -> None:
    state = cell(session, "state", told.state)
    under_way = session.word(f"，还有 {told.in_flight} 个请求进行中", f", {told.in_flight} requests under way")
    session.say(
        f"{told.name}：{state}{under_way if told.in_flight else ''}。",
        f"{told.name}: {state}{under_way if told.in_flight else ''}.",
    )


def _show_deployments(session: Session, told: Any) -> None:
    show_rows(session, [_row(one) for one in told.deployments], DEPLOYMENT)
    if told.deployments:
        session.say(
            "表现如何：看 wainao models ratings，或控制台的“模型”。",
            "How they are doing: see 'wainao models ratings', or Models in the console.",
            style="dim",
        )


def _show_deployment(session: Session, told: Any) -> None:
    from wainao.app.wire import plain

    fields = {**plain(told.deployment), **_row(told), "routes": told.routes}
    for name, value in fields.items():
        if value not in (None, "", (), []):
            session.print(f"{name.replace('_', ' ')}: {cell(session, name, value)}")
    show_rows(session, plain(told.versions), VERSION)


def _row(told: Any) -> dict[str, Any]:
    deployment = told.deployment
    own = {name: getattr(told, name) for name in ("name", "version", "state", "here")}
    return {**own, "model": deployment.model, "provider": deployment.provider}
