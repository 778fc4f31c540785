"""`wainao deployments` and `wainao routes`: where the models are, and the names under which clients ask for them."""

from __future__ import annotations

import getpass
import os
import re
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
VersionOption = Annotated[int | None, typer.Option("--to", help="Which version; the one before without it.")]

DEPLOYMENT = ("name", "version", "state", "breaker", "model", "provider", "here", "in_flight", "served", "failed")
ROUTE = ("name", "version", "does", "deployments")
OPTION = ("deployment", "order", "weight", "suits", "available", "breaker", "share")
VERSION = ("version", "did", "author", "at", "receipt")


def register(app: typer.Typer) -> None:
    groups: tuple[tuple[str, str, dict[str, Callable[..., Any]]], ...] = (
        (
            "deployments",
            "Where the models are.",
            {
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
            },
        ),
        (
            "routes",
            "The names under which clients ask for models.",
            {
                "set": set_route,
                "list": list_routes,
                "remove": remove_route,
                "rollback": roll_back_route,
                "explain": explain,
            },
        ),
    )
    for name, about, commands in groups:
        group = typer.Typer(no_args_is_help=True, help=about)
        for word, function in commands.items():
            command(group, word)(function)
        app.add_typer(group, name=name)


async def add(
    session: Session,
    name: NameArgument,
    model: Annotated[str, typer.Option("--model", help="What its provider calls it.", show_default=False)],
    provider: Annotated[str, typer.Option("--provider", help="Who offers it.")] = "openai-compatible",
    url: Annotated[str, typer.Option("--url", help="Its address; the provider's own without it.")] = "",
    key: Annotated[bool, typer.Option("--key", help="Ask for its key, or read it from standard input.")] = False,
    key_from: Annotated[
        str | None, typer.Option("--key-from", metavar="VARIABLE", help="The environment variable that holds its key.")
    ] = None,
    serves: Annotated[str, typer.Option("--serves", help="chat, embed, rerank, …; with commas.")] = "chat",
    tags: Annotated[str, typer.Option("--tags", help="Words by which routes find it; with commas.")] = "",
    here: Annotated[
        bool | None, typer.Option("--here/--not-here", help="Whether what is sent to it stays on our own machines.")
    ] = None,
    context: Annotated[int | None, typer.Option("--context", help="How many tokens it takes.")] = None,
    rpm: Annotated[int | None, typer.Option("--rpm", help="Requests per minute at most.")] = None,
    tpm: Annotated[int | None, typer.Option("--tpm", help="Tokens per minute at most.")] = None,
    concurrency: Annotated[int | None, typer.Option("--concurrency", help="Requests at once at most.")] = None,
) -> None:
    """Say where a model is; a known name gets a new version."""
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
    """Show the deployments and how they are doing."""
    await relay(session, "deployments:list", show=_show_deployments)


async def show(session: Session, name: NameArgument) -> None:
    """Show all about a deployment, and its versions."""
    await relay(session, "deployments:show", {"name": name}, show=_show_deployment)


async def remove(session: Session, name: NameArgument) -> None:
    """Take a deployment away and forget its key."""
    await relay(session, "deployments:remove", {"name": name}, show=_say_state)


async def check(session: Session, name: NameArgument) -> None:
    """Ask a deployment whether it is there and well."""
    await relay(session, "deployments:check", {"name": name})


async def warm(session: Session, name: NameArgument) -> None:
    """Have a deployment load its model."""
    await relay(session, "deployments:warm", {"name": name})


async def drain(session: Session, name: NameArgument) -> None:
    """Send a deployment nothing new."""
    await relay(session, "deployments:drain", {"name": name}, show=_say_state)


async def resume(session: Session, name: NameArgument) -> None:
    """Let a drained deployment have requests again."""
    await relay(session, "deployments:resume", {"name": name}, show=_say_state)


async def roll_back(session: Session, name: NameArgument, to: VersionOption = None) -> None:
    """Put an earlier version of a deployment into force."""
    await relay(session, "deployments:rollback", {"name": name, "version": to}, show=_say_written)


async def list_providers(session: Session) -> None:
    """Show who offers models and can be named."""
    await relay(session, "providers:list", columns=("name", session.language, "base_url", "offers"))


async def set_route(
    session: Session,
    name: NameArgument,
    targets: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="TARGET",
            help="Deployments, or tag:WORD; *3 is a weight, @1 an order: 'near*3 far@1'.",
            show_default=False,
        ),
    ] = None,
    sticky: Annotated[str, typer.Option("--sticky", help="session, prefix or no: what stays together.")] = "session",
    hedge: Annotated[bool, typer.Option("--hedge", help="Ask another one when the first word is late.")] = False,
    near: Annotated[str | None, typer.Option("--near", help="A cascade: the route to ask first.")] = None,
    far: Annotated[
        str | None, typer.Option("--far", help="A cascade: the route to ask when that is not enough.")
    ] = None,
    by: Annotated[str, typer.Option("--by", help="logprobs, agreement, schema or evidence.")] = "logprobs",
    threshold: Annotated[float, typer.Option("--threshold", help="How much trust is enough, 0 to 1.")] = 0.8,
    cache_s: Annotated[float | None, typer.Option("--cache", metavar="SECONDS", help="Keep answers so long.")] = None,
) -> None:
    """Say which deployments a model's name leads to."""
    cascade = {"near": near or "", "far": far or "", "by": by, "threshold": threshold} if near or far else None
    fields = {
        "name": name,
        "targets": [_target(text) for text in targets or []],
        "cascade": cascade,
        "sticky": sticky,
        "hedge": hedge,
        "cache": None if cache_s is None else {"ttl_s": cache_s},
    }
    await relay(session, "routes:set", fields, show=_say_written)


async def list_routes(session: Session) -> None:
    """Show the routes and where they lead."""
    await relay(session, "routes:list", columns=ROUTE)


async def remove_route(session: Session, name: NameArgument) -> None:
    """Take a route away; its deployments stay."""
    await relay(session, "routes:remove", {"name": name})


async def roll_back_route(session: Session, name: NameArgument, to: VersionOption = None) -> None:
    """Put an earlier version of a route into force."""
    await relay(session, "routes:rollback", {"name": name, "version": to}, show=_say_written)


async def explain(
    session: Session,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The route; the default one without it.")] = "",
    tokens: Annotated[int, typer.Option("--tokens", help="How long the request is.")] = 100,
    takes: Annotated[str, typer.Option("--takes", help="image, audio, file, tools, json; with commas.")] = "",
    stay: Annotated[bool, typer.Option("--stay", help="It must stay on our own machines.")] = False,
) -> None:
    """Say where a request would go now, and why."""
    fields = {"route": name, "tokens": tokens, "takes": split(takes), "stay": stay}
    await relay(session, "routes:explain", fields, columns=OPTION)


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


_TARGET = re.compile(r"(?P<tag>tag:)?(?P<name>[^*]+?)(?:\*(?P<weight>[\d.]+))?(?:@(?P<order>\d+))?")


def _target(text: str) -> dict[str, Any]:
    found = _TARGET.fullmatch(text)
    if found is None:
        raise UsageError(f"{text!r} is no target. Write a deployment or tag:WORD, then *WEIGHT and @ORDER if need be.")
    where = "tag" if found["tag"] else "deployment"
    return {where: found["name"], "weight": float(found["weight"] or 1.0), "order": int(found["order"] or 0)}


def _say_added(session: Session, told: Any) -> None:
    session.say(
        f"部署 {told.name} 的第 {told.version} 版已生效。试一试：wainao deployments check {told.name}",
        f"Version {told.version} of {told.name} is in force. Try it: wainao deployments check {told.name}",
    )


def _say_written(session: Session, told: Any) -> None:
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


def _show_deployment(session: Session, told: Any) -> None:
    from wainao.app.wire import plain

    fields = {**plain(told.deployment), **_row(told), "routes": told.routes}
    for name, value in fields.items():
        if value not in (None, "", (), []):
            session.print(f"{name.replace('_', ' ')}: {cell(session, name, value)}")
    show_rows(session, plain(told.versions), VERSION)


def _row(told: Any) -> dict[str, Any]:
    own = ("name", "version", "state", "breaker", "here", "in_flight", "served", "failed", "usual_s", "late_s")
    return {
        **{name: getattr(told, name) for name in own},
        "model": told.deployment.model,
        "provider": told.deployment.provider,
    }
