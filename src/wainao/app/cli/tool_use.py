"""`wainao ask --tools`, `wainao tools resume`: a request that is done by tools, told while it is."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterable, Mapping
from typing import Annotated, Any

import typer

from wainao.app.cli.command import relay
from wainao.app.cli.progress import Bar
from wainao.app.cli.session import Session
from wainao.types import Delta, Progress


async def resume(
    session: Session,
    receipt: Annotated[
        str, typer.Argument(metavar="RECEIPT", help="The receipt of the request that waited.", show_default=False)
    ],
) -> None:
    """Continue a request that waited for a person, once the person has decided."""
    await use(session, {"resume": receipt})


async def use(session: Session, fields: dict[str, Any]) -> None:
    """Have a request done by tools; say what goes on, and what came of it or what it waits for."""
    if session.json:
        await relay(session, "tools:use", fields)
        return
    with _Shown(session) as shown:
        async with session.brain.stream("tools:use", **fields) as stream:
            async for item in stream:
                shown.show(item)
        shown.end(stream.outcome.output)


class _Shown:
    """A bar for the tool that runs (on standard error), a line for each at its end, and words as they come."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._bar = Bar(session)
        self._given: Any = None
        self._written = ""
        self._line_ends = True

    def __enter__(self) -> _Shown:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def show(self, item: Any) -> None:
        if isinstance(item, Delta):
            self._written += item.text
            self._write(item.text)
        elif item.state != "runs":
            self._ended(item)
        elif item.piece:
            self._write(item.piece)
        else:
            self._runs(item)

    def end(self, told: Any) -> None:
        """What a correction or a tool answered comes whole; calls that wait, and tools that fit, come last."""
        self._break()
        if told.text and not self._written.endswith(told.text):
            self._session.print(told.text)
        for step in told.steps:
            if step.form is not None:
                show_question(self._session, step.form)
        _show_waiting(self._session, told)
        if told.proposals or told.none_fits:
            show_found(self._session, told)

    def _runs(self, item: Any) -> None:
        if item.arguments is not None:
            self._given = item.arguments
        far = item.far or Progress(done=0)
        self._bar.show(Progress(done=far.done, total=far.total, said=f"{item.tool} {far.said}".strip()))

    def _ended(self, item: Any) -> None:
        self._break()
        mark = {"done": "✓", "failed": "✗", "waits": "…"}[item.state]
        given = json.dumps(self._given, ensure_ascii=False)
        self._session.print(f"{mark} {item.tool} {given}  {item.receipt or item.approval}", style="dim")
        if item.piece:
            self._session.print(item.piece, indent=2)

    def _write(self, text: str) -> None:
        self._bar.stop()
        self._session.write(text)
        self._line_ends = text.endswith("\n") if text else self._line_ends

    def _break(self) -> None:
        """What comes next begins a line."""
        self._bar.stop()
        if not self._line_ends:
            self._session.print()
            self._line_ends = True


def show_question(session: Session, form: Any) -> None:
    """What a result asks, and the command that answers."""
    session.print(form.message.in_(session.language), style="yellow")
    session.print(_command(form.tool, form.arguments, form.schema.get("properties", {})), indent=2)


def _show_waiting(session: Session, told: Any) -> None:
    for one in told.waiting:
        asked = json.dumps(one.arguments, ensure_ascii=False)
        session.say(f"等人批准：{one.tool} {asked}", f"Waits for a person: {one.tool} {asked}", style="yellow")
        session.print(f"wainao approvals give {one.approval}", indent=2)
    if told.resume:
        session.print(f"wainao tools resume {told.resume}", indent=2)


def show_found(session: Session, told: Any) -> None:
    if told.none_fits:
        session.say("没有合适的工具。", "No tool fits.")
        if told.proposals:
            session.say("最接近的是：", "The nearest are:")
    for one in told.proposals:
        session.print(f"{one.tool}  {one.title.in_(session.language)}  ({one.score:.2f})", style="bold")
        session.print(one.description.in_(session.language).partition("\n")[0][:160], indent=2)
        if not one.callable:
            continue
        filled = {item.field: item.value for item in one.filled}
        session.print(_command(one.tool, filled, one.missing), indent=2)


_NAME = re.compile(r"[^\s=:@-][^\s=:]*")
"""What can be typed as the name of a field, and is no option."""


def _command(tool: str, known: Mapping[str, Any], blank: Iterable[str]) -> str:
    """A call as it is typed into a shell, with what is yet to be filled in. Names and values may be a stranger's."""
    words = [_word(name, value) for name, value in known.items() if _NAME.fullmatch(name)]
    blanks = [f"{shlex.quote(name)}=…" for name in blank if _NAME.fullmatch(name)]
    return " ".join(["wainao tools call", tool, *words, *blanks])


def _word(field: str, value: Any) -> str:
    """A field with its value. What begins with @ would be read as a file, and sent."""
    is_plain = isinstance(value, str) and not value.startswith("@")
    if is_plain or isinstance(value, bool | int | float):
        return shlex.quote(f"{field}={value if is_plain else json.dumps(value)}")
    return shlex.quote(f"{field}:={json.dumps(value, ensure_ascii=False)}")
