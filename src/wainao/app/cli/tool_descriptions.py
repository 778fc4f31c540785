"""`wainao tools describe` and `suggest-descriptions`: what tools are said to do, by those who use them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from wainao.app.cli.command import read_text, relay
from wainao.app.cli.progress import Bar
from wainao.app.cli.session import Session
from wainao.kernel import EngineError, UsageError
from wainao.store.lines import json_lines
from wainao.types import Progress, Words

if TYPE_CHECKING:
    from wainao.features.tools.capabilities.descriptions import ToolDescription

DESCRIBE = "tools:describe"

NamedArgument = Annotated[
    str, typer.Argument(metavar="TOOLBOX:TOOL", help="A toolbox, or one of its tools.", show_default=False)
]


async def describe(
    session: Session,
    name: Annotated[
        str | None, typer.Argument(metavar="TOOLBOX:TOOL", help="A tool of a toolbox.", show_default=False)
    ] = None,
    title_zh: Annotated[str, typer.Option("--title-zh", help="What it is called in Chinese.")] = "",
    title_en: Annotated[str, typer.Option("--title-en", help="What it is called in English.")] = "",
    zh: Annotated[str, typer.Option("--zh", help="What it does, in Chinese.")] = "",
    en: Annotated[str, typer.Option("--en", help="What it does, in English.")] = "",
    sample: Annotated[list[str] | None, typer.Option("--sample", help="A request that it serves.")] = None,
    own: Annotated[bool, typer.Option("--own", help="Take an earlier description back.")] = False,
    file: Annotated[
        Path | None,
        typer.Option("--file", metavar="FILE.jsonl", help="Many tools, as suggest-descriptions writes them."),
    ] = None,
) -> None:
    """Say in your own words what a tool does, and which requests it serves."""
    if file is not None:
        described = [await session.call(DESCRIBE, given) for given in _lines(file)]
        session.say(f"已描述 {len(described)} 个工具。", f"{len(described)} tools are described.")
        return
    words = {"title": Words(title_zh, title_en), "description": Words(zh, en), "samples": tuple(sample or ())}
    said = any((title_zh, title_en, zh, en, sample))
    if name is None or said == own:
        raise UsageError(
            "There is no tool, or nothing to say of it. Expected a tool with --title-en, --zh, --sample and so on, "
            "with --own to take an earlier description back, or a --file."
        )
    await relay(session, DESCRIBE, {"name": name, **words})


async def suggest_descriptions(
    session: Session,
    name: NamedArgument,
    model: Annotated[str, typer.Option("--model", help="The route that is asked.")] = "",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE.jsonl", help="Where they go; tools that are in it are left out."),
    ] = None,
) -> int:
    """Have a model describe tools in both languages, one JSON line each, to be edited and given to describe --file."""
    shown = (await session.call("tools:show", {"name": name})).output
    done = set() if out is None or not out.exists() else {given["name"] for given in _lines(out)}
    tools = [tool for tool in ([row.name for row in shown.tools] or [name]) if tool not in done]
    failed = 0
    with _written(out) as file, Bar(session) as bar:
        for number, tool in enumerate(tools):
            bar.show(Progress(done=number, total=len(tools), said=tool))
            try:
                told = (await session.call("tools:suggest-description", {"name": tool, "model": model})).output
            except EngineError as error:
                failed += 1
                typer.echo(f"{tool}: {error}", err=True)
            else:
                _tell(session, told, file)
    return 1 if failed else 0


def _tell(session: Session, told: ToolDescription, file: TextIO | None) -> None:
    from wainao.app.wire import plain, to_json

    if file is None:
        session.print_json(plain(told))
    else:
        file.write(to_json(told).decode() + "\n")
        file.flush()


@contextmanager
def _written(out: Path | None) -> Iterator[TextIO | None]:
    """The end of a file. Raises UsageError when it cannot be written."""
    if out is None:
        yield None
        return
    try:
        file = out.open("a", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"The file {str(out)!r} cannot be written: {error.strerror}. Name one that can.") from error
    with file:
        yield file


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    """The descriptions in a file. Raises UsageError with the number of a line that is none."""
    import msgspec

    for number, line in json_lines(read_text(file)):
        try:
            given = msgspec.json.decode(line, type=dict[str, Any])
            yield {"name": given["name"], **given}
        except (msgspec.MsgspecError, UnicodeEncodeError, KeyError) as error:
            raise UsageError(
                f'Line {number} of {file} is {line:.200}. Expected {{"name": "toolbox:tool", "title": …}}. Correct it.'
            ) from error


COMMANDS: dict[str, Any] = {"describe": describe, "suggest-descriptions": suggest_descriptions}
