"""`wainao tools limit`, `jobs`, `job`, `cancel`, `result`: how often tools are called, and what goes on after that."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

import typer

from wainao.app.cli.command import relay
from wainao.app.cli.progress import follow
from wainao.app.cli.session import Session, printable
from wainao.app.cli.show import show_rows
from wainao.store.portion import Portion
from wainao.types import owner

LIMIT = ("name", "each", "calls_per_minute", "calls_per_minute_used", "calls_at_once", "calls_at_once_used")
JOB = ("job", "tool", "state", "far", "receipt")

LimitedArgument = Annotated[
    str, typer.Argument(metavar="TOOLBOX:TOOL", help="A toolbox, or one of its tools.", show_default=False)
]
JobArgument = Annotated[str, typer.Argument(metavar="JOB", help="The receipt of the call that started it.")]


async def limit(
    session: Session,
    name: LimitedArgument,
    a_minute: Annotated[int | None, typer.Option("--a-minute", help="The number of calls in any 60 seconds.")] = None,
    at_once: Annotated[int | None, typer.Option("--at-once", help="The number of calls at the same time.")] = None,
    each: Annotated[bool, typer.Option("--each", help="For each actor separately, not for all together.")] = False,
) -> None:
    """Limit how often a tool or a toolbox may be called. Without a number, the limit is removed."""
    given = {"name": name, "calls_per_minute": a_minute, "calls_at_once": at_once, "each": each}
    await relay(session, "tools:limit", given, columns=LIMIT)


async def jobs(session: Session, portion: Portion) -> None:
    """List the jobs that continue at tools' servers, and their results."""
    await relay(session, "tools:jobs", portion=portion, show=lambda session, told: _show_jobs(session, told.jobs))


async def job(
    session: Session,
    job: JobArgument,
    wait: Annotated[
        float, typer.Option("--wait", metavar="SECONDS", help="Wait for its end, at most this long.")
    ] = 0.0,
) -> None:
    """Show a job of a tool and, once it has ended, its result."""
    from wainao.app.wire import plain, read_input

    kernel = session.brain.kernel
    given = read_input(kernel.spec("tools:job"), {"job": job, "wait_s": wait})
    async with kernel.stream("tools:job", given, actor=owner()) as stream:
        told = await follow(session, stream)
    if session.json:
        session.print_json(plain(told))
        return
    _show_jobs(session, [told.job])
    if told.output is not None:
        session.print(told.output.text)


def _show_jobs(session: Session, jobs: Iterable[Any]) -> None:
    rows = [
        {"job": one.job, "tool": one.tool, "state": one.state, "far": _far(one), "receipt": one.receipt} for one in jobs
    ]
    show_rows(session, rows, JOB)


def _far(job: Any) -> str:
    """How far a job is that goes on, as its server says."""
    far = job.progress
    share = f"{100 * far.done / far.total:.0f} %" if far.total else ""
    return printable(f"{share} {far.said}".strip()) if job.state in ("running", "unwatched") else ""


async def cancel(session: Session, job: JobArgument) -> None:
    """Stop following a job, and end it at its server if that supports it."""
    await relay(session, "tools:cancel", {"job": job})


async def result(
    session: Session,
    receipt: Annotated[
        str, typer.Argument(metavar="RECEIPT", help="The receipt of the tool call.", show_default=False)
    ],
    start: Annotated[int, typer.Option("--from", help="The first item or line, from 0.")] = 0,
    count: Annotated[int, typer.Option("--count", help="How many items or lines.")] = 50,
) -> None:
    """Show the full result of a tool, page by page."""
    given = {"receipt": receipt, "start": start, "count": count}
    await relay(session, "tools:result", given, show=_show_result)


def _show_result(session: Session, told: Any) -> None:
    from wainao.app.wire import to_json

    for item in told.items:
        session.print(to_json(item).decode())
    if told.text:
        session.print(told.text)
    if told.following is not None:
        shown = f"wainao tools result {told.receipt} --from {told.following}"
        session.say(f"共 {told.total}；下一页：{shown}", f"{told.total} in all; the next page: {shown}", style="dim")


COMMANDS: dict[str, Any] = {"limit": limit, "jobs": jobs, "job": job, "cancel": cancel, "result": result}
