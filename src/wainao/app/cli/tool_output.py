"""What an imported tool gave, as a person reads it in a terminal, and the file that came of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from wainao.app.cli.session import Session
from wainao.app.cli.show import show_fields, show_output, show_receipt, show_rows
from wainao.kernel import Outcome, UsageError

if TYPE_CHECKING:
    from wainao.features.tools.types import ToolOutput

FAILED = 1
"""The exit code where a tool says itself that it failed."""

FILE = ("name", "media_type", "size", "digest")


def show_given(session: Session, outcome: Outcome, *, written: bool) -> int:
    """Show it, without the text if that was `written` as it came. The exit code."""
    given: ToolOutput = outcome.output
    if session.json:
        show_output(session, outcome)
    else:
        _show(session, given, written=written)
        show_receipt(session, outcome)
    return FAILED if given.failed else 0


def _show(session: Session, given: ToolOutput, *, written: bool) -> None:
    if given.failed:
        session.say("✗ 工具说它没有做成：", "✗ The tool says that it failed:", style="red")
    read = _read(given.text)
    if read is not None:
        show_fields(session, read if isinstance(read, dict) else {"data": read})
    elif not written:
        session.print(given.text)
    if given.files:
        show_rows(session, [{name: getattr(file, name) for name in FILE} for file in given.files], FILE)
    if given.following is not None:
        more = json.dumps(given.following, ensure_ascii=False)
        session.say(f"还有，用这些参数取下一页：{more}", f"There is more, with these arguments: {more}", style="dim")
    if given.job:
        session.say(f"还在进行：wainao tools job {given.job}", f"It goes on: wainao tools job {given.job}")


def _read(text: str) -> dict[str, Any] | list[Any] | None:
    """A text that is written for programs, as what it says; nothing where it is one for people, or was cut."""
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict | list) and read else None


async def file_of(session: Session, given: ToolOutput) -> bytes:
    """The one file that came. Raises UsageError where it was none, or more than one."""
    if len(given.files) != 1:
        raise UsageError(
            f"{len(given.files)} files came back, and --out takes one. Leave it out, then fetch those that are listed, "
            "each with 'wainao call tools:file digest=… --out FILE'."
        )
    content: bytes = (await session.call("tools:file", {"digest": given.files[0].digest})).output.content
    return content
