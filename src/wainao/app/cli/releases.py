"""`wainao gate` and `wainao releases`: what goes live, and what stops it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from wainao.app.cli.command import command, relay, write_file
from wainao.app.cli.evaluations import (
    BasesOption,
    CapabilityOption,
    NoteOption,
    RouteOption,
    SystemOption,
    TrialOption,
    target_of,
)
from wainao.app.cli.progress import follow
from wainao.app.cli.session import Session
from wainao.app.cli.show import show_output, show_rows
from wainao.store.portion import Portion
from wainao.types import joined

BLOCKED = 1
"""The exit code of a gate that does not let a release pass, for the firm's own build server."""

RELEASE = ("name", "version", "state", "why", "door", "author", "made_us", "note")
PIN = ("name", "version")
EVENT = ("at_us", "kind", "actor", "why", "receipt")
FIGURE = ("signal", "canary", "running", "chance", "worse")
PAIR = ("case", "question", "before", "after", "why")

ReleaseArgument = Annotated[
    str, typer.Argument(metavar="RELEASE", help="A release, as NAME or NAME@VERSION.", show_default=False)
]
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The release's name.", show_default=False)]
WhyOption = Annotated[str, typer.Option("--why", help="The reason, for the record.")]
FileOption = Path | None


def register(app: typer.Typer) -> None:
    command(app, "gate")(gate)
    group = typer.Typer(
        no_args_is_help=True, help="Releases: what is pinned together, checked by the gate and put into service."
    )
    command(group, "create")(create)
    command(group, "list")(list_releases)
    command(group, "show")(show)
    command(group, "override")(override)
    command(group, "promote")(promote)
    command(group, "watch")(watch)
    command(group, "rollback")(rollback)
    command(group, "retirements")(retirements)
    app.add_typer(group, name="releases")


async def gate(
    session: Session,
    release: ReleaseArgument,
    rule: Annotated[str, typer.Option("--rule", help="any (each case that got worse blocks) or significant.")] = "any",
    least: Annotated[float, typer.Option("--least", help="The share of cases that must pass, 0 to 1.")] = 0.0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be asked.")] = False,
    trial: TrialOption = False,
    junit: Annotated[FileOption, typer.Option("--junit", metavar="FILE", help="Write JUnit XML to this file.")] = None,
    markdown: Annotated[
        FileOption, typer.Option("--markdown", metavar="FILE", help="Write Markdown to this file.")
    ] = None,
) -> int:
    """Check a release on all corrections and its sets, beside the running one. Exits with 1 if it may not pass."""
    given = {"release": release, "rule": rule, "least": least, "dry_run": dry_run, "trial": trial}
    async with session.brain.stream("releases:gate", **given) as stream:
        told = await follow(session, stream)
    if not dry_run:
        for file, style in ((junit, "junit"), (markdown, "markdown")):
            if file is not None:
                write_file(file, (await _report(session, told, style)).encode())
    if session.json:
        show_output(session, stream.outcome)
    else:
        _show_gate(session, told)
    return BLOCKED if told.verdict == "blocked" else 0


async def create(
    session: Session,
    name: NameArgument,
    sets: Annotated[list[str] | None, typer.Option("--set", help="A set that it has to pass; may be repeated.")] = None,
    capability: CapabilityOption = "knowledge:ask",
    route: RouteOption = "",
    bases: BasesOption = None,
    system: SystemOption = None,
    door: Annotated[
        str, typer.Option("--door", help="The door: the route that clients use. Promoting points it to the release.")
    ] = "",
    note: NoteOption = "",
) -> None:
    """Create a release that pins model, prompt, documents, policy, guards and corrections as they are now."""
    target = target_of(capability, route, bases, system)
    given = {"name": name, "target": target, "sets": sets or [], "door": door, "note": note}
    await relay(session, "releases:create", given, show=_say_state)


async def list_releases(session: Session, portion: Portion) -> None:
    """List the releases."""
    await relay(session, "releases:list", portion=portion, columns=RELEASE)


async def show(session: Session, release: ReleaseArgument) -> None:
    """Show what a release pins, every step of its history, and its latest gate."""
    await relay(session, "releases:show", {"release": release}, show=_show_release)


async def override(session: Session, release: ReleaseArgument, why: WhyOption) -> None:
    """Let a blocked release pass. Your name and the reason are recorded."""
    await relay(session, "releases:override", {"release": release, "why": why}, show=_say_state)


async def promote(
    session: Session,
    release: ReleaseArgument,
    share: Annotated[float, typer.Option("--share", help="Only this share of the requests, 0 to 1.")] = 1.0,
    why: WhyOption = "",
) -> None:
    """Put a release that passed the gate into service."""
    await relay(session, "releases:promote", {"release": release, "share": share, "why": why}, show=_say_state)


async def watch(
    session: Session,
    name: NameArgument,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show the figures and take nothing back.")] = False,
) -> None:
    """Compare a canary with the running release on live requests, and take it back if it is worse."""
    await relay(session, "releases:watch", {"name": name, "dry_run": dry_run}, show=_show_watched)


async def rollback(session: Session, name: NameArgument, why: WhyOption = "") -> None:
    """Take back the release that was promoted last. The previous one runs again."""
    await relay(session, "releases:rollback", {"name": name, "why": why}, show=_say_state)


async def retirements(session: Session, name: NameArgument) -> None:
    """List corrections that the running release does not need."""
    await relay(session, "releases:retirements", {"name": name})


async def _report(session: Session, told: Any, style: str) -> str:
    given = {"release": told.release, "gate": told.gate, "style": style, "language": session.language}
    text: str = (await session.call("releases:report", given)).output.text
    return text


def _say_state(session: Session, release: Any) -> None:
    from wainao.app.zh.values import VALUES

    state = session.word(VALUES.get(release.state, release.state), release.state)
    session.say(f"{release.name}@{release.version}：{state}", f"{release.name}@{release.version}: {state}")


def _show_watched(session: Session, told: Any) -> None:
    from wainao.app.wire import plain

    show_rows(session, plain(told.figures), FIGURE)
    verdicts = {
        "waiting": ("请求还不够", "too few requests yet"),
        "fine": ("没有变差", "no worse"),
        "worse": ("变差", "worse"),
    }
    zh, en = verdicts[told.verdict]
    session.say(
        f"{told.canary}：{zh}。请求 {told.requests}，其间 {told.running}：{told.beside}。下次判断在 {told.next_at} 时",
        f"{told.canary}: {en}. Requests: {told.requests}, of {told.running}: {told.beside}; next look: {told.next_at}",
    )
    if told.why:
        session.print(f"- {session.told(told.why)}", style="red")
    if told.rolled_back:
        session.say(f"已收回，{told.running} 独自运行。", f"Taken back; {told.running} runs alone.", style="red")


def _show_gate(session: Session, told: Any) -> None:
    from wainao.app.wire import plain

    for pairs in (told.broken, told.worse):
        if pairs:
            rows = [{**plain(pair), "why": session.told(joined(pair.why))} for pair in pairs]
            show_rows(session, rows, PAIR)
    if told.comparison is not None:
        one = told.comparison
        figures = (
            f"{one.passed_before:.1%} → {one.passed_after:.1%} ({one.low:+.1%} … {one.high:+.1%}, p = {one.chance:.3f})"
        )
        session.say(f"与 {told.running} 相比：{figures}", f"Beside {told.running}: {figures}")
    for id in told.retire:
        session.say(
            f"更正 {id} 可以退役：不靠它也已答对。", f"Correction {id} may retire: the answer is right without it."
        )
    for reason in told.why:
        session.print(f"- {session.told(reason)}", style="red")
    styles = {"passed": "green", "blocked": "red", "planned": ""}
    words = {"passed": ("通过", "passed"), "blocked": ("未通过", "blocked"), "planned": ("预演", "planned")}
    zh, en = words[told.verdict]
    named = session.word(f"{told.release}（试用）", f"{told.release} on trial") if told.trial else told.release
    session.say(
        f"{named}：{zh}。用例 {told.cases}，通过 {told.passed}，新问 {told.asked}。回执 {told.gate}",
        f"{named}: {en}. Cases: {told.cases}, passed: {told.passed}, asked: {told.asked}. Receipt {told.gate}",
        style=styles[told.verdict],
    )


def _show_release(session: Session, told: Any) -> None:
    """Its state, what it pins, its life, and the gate as it was shown."""
    from wainao.app.wire import plain

    _say_state(session, told.release)
    show_rows(session, [{"name": name, "version": is_} for name, is_ in told.release.manifest.versions.items()], PIN)
    session.print()
    show_rows(session, plain(told.events), EVENT)
    if told.gate is not None:
        session.print()
        _show_gate(session, told.gate)
