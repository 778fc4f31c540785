"""`wainao routes`: the names under which clients ask for models, and where each leads."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Annotated, Any

import typer

from wainao.app.cli.command import command, read_file, relay, split
from wainao.app.cli.deployments import NameArgument, VersionOption, say_written
from wainao.app.cli.session import Session
from wainao.kernel import UsageError

ROUTE = ("name", "version", "does", "deployments")
OPTION = ("deployment", "order", "weight", "suits", "available", "breaker", "share")


def register(app: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True, help="Routes: the names under which clients ask for models.")
    commands: dict[str, Callable[..., Any]] = {
        "set": set_route,
        "list": list_routes,
        "remove": remove_route,
        "rollback": roll_back_route,
        "explain": explain,
        "calibrate": calibrate,
    }
    for word, function in commands.items():
        command(group, word)(function)
    app.add_typer(group, name="routes")


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
    sticky: Annotated[
        str, typer.Option("--sticky", help="Which requests go to the same deployment: session, prefix or no.")
    ] = "session",
    hedge: Annotated[
        bool, typer.Option("--hedge", help="Ask a second deployment when the first word is late.")
    ] = False,
    near: Annotated[str | None, typer.Option("--near", help="A cascade: the route to ask first.")] = None,
    far: Annotated[
        str | None, typer.Option("--far", help="A cascade: the route to ask if the first answer is not trusted.")
    ] = None,
    by: Annotated[str, typer.Option("--by", help="sureness, weakest, agreement, form or evidence.")] = "sureness",
    threshold: Annotated[
        float, typer.Option("--threshold", help="The trust at which an answer is kept, 0 to 1.")
    ] = 0.8,
    cache_s: Annotated[
        float | None, typer.Option("--cache", metavar="SECONDS", help="How long to cache answers.")
    ] = None,
) -> None:
    """Set which deployments a model name leads to."""
    cascade = {"near": near or "", "far": far or "", "by": by, "threshold": threshold} if near or far else None
    fields = {
        "name": name,
        "targets": [_target(text) for text in targets or []],
        "cascade": cascade,
        "sticky": sticky,
        "hedge": hedge,
        "cache": None if cache_s is None else {"ttl_s": cache_s},
    }
    await relay(session, "routes:set", fields, show=say_written)


async def list_routes(session: Session) -> None:
    """List the routes and where they lead."""
    await relay(session, "routes:list", columns=ROUTE)


async def remove_route(session: Session, name: NameArgument) -> None:
    """Remove a route. Its deployments stay."""
    await relay(session, "routes:remove", {"name": name})


async def roll_back_route(session: Session, name: NameArgument, to: VersionOption = None) -> None:
    """Put an earlier version of a route into force."""
    await relay(session, "routes:rollback", {"name": name, "version": to}, show=say_written)


async def explain(
    session: Session,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The route; by default the route called default.")] = "",
    tokens: Annotated[int, typer.Option("--tokens", help="The length of the request.")] = 100,
    takes: Annotated[str, typer.Option("--takes", help="image, audio, file, tools, json; with commas.")] = "",
    stay: Annotated[bool, typer.Option("--stay", help="The request must stay on your own machines.")] = False,
) -> None:
    """Explain where a request would go now, and why."""
    fields = {"route": name, "tokens": tokens, "takes": split(takes), "stay": stay}
    await relay(session, "routes:explain", fields, columns=OPTION)


async def calibrate(
    session: Session,
    name: NameArgument,
    cases: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help='Cases, one {"question", "near_right", "far_right"} on each line.', show_default=False
        ),
    ],
    keep: Annotated[float, typer.Option("--keep", help="The share of the far model's lead to keep.")] = 0.95,
    apply: Annotated[bool, typer.Option("--apply", help="Put the threshold into force.")] = False,
) -> None:
    """Find the threshold at which a cascade may trust its near model."""
    from wainao.app.wire import parse

    lines = [parse(line) for line in read_file(cases).splitlines() if line.strip()]
    fields = {"route": name, "cases": lines, "keep": keep, "apply": apply}
    await relay(session, "routes:calibrate", fields, show=_show_calibrated)


_TARGET = re.compile(r"(?P<tag>tag:)?(?P<name>[^*]+?)(?:\*(?P<weight>[\d.]+))?(?:@(?P<order>\d+))?")


def _target(text: str) -> dict[str, Any]:
    found = _TARGET.fullmatch(text)
    if found is None:
        raise UsageError(f"{text!r} is no target. Write a deployment or tag:WORD, then *WEIGHT and @ORDER if need be.")
    where = "tag" if found["tag"] else "deployment"
    return {where: found["name"], "weight": float(found["weight"] or 1.0), "order": int(found["order"] or 0)}


def _show_calibrated(session: Session, told: Any) -> None:
    found, chosen = told.calibration, told.calibration.chosen
    session.say(
        f"{told.cases} 个问题：近端答对 {found.near_right:.0%}，远端 {found.far_right:.0%}。",
        f"{told.cases} questions: the near model is right on {found.near_right:.0%}, the far one on "
        f"{found.far_right:.0%}.",
    )
    session.say(
        f"阈值 {chosen.threshold:g}：{chosen.far:.0%} 去远端，答对 {chosen.right:.0%}。",
        f"Threshold {chosen.threshold:g}: {chosen.far:.0%} go far, {chosen.right:.0%} are right.",
    )
    session.say(
        f"换一批问题，可以预期 {found.held_out.far:.0%} 去远端，答对 {found.held_out.right:.0%}。",
        f"On other questions expect {found.held_out.far:.0%} to go far and {found.held_out.right:.0%} to be right.",
    )
    if found.recovered is not None and found.recovered_by_length is not None:
        session.say(
            f"可信度找回的领先：{found.recovered:.2f}；只看长度：{found.recovered_by_length:.2f}；随机：0.50。",
            f"Lead recovered by trust: {found.recovered:.2f}; by length alone: {found.recovered_by_length:.2f}; "
            "by chance: 0.50.",
        )
    if told.version is not None:
        say_written(session, SimpleNamespace(name=told.route, version=told.version))
