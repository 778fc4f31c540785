"""`wainao call`: every capability as a command, made from its spec."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from wainao.app.cli.command import command, read_file, read_json, write_file
from wainao.app.cli.progress import Bar
from wainao.app.cli.session import Session
from wainao.app.cli.show import show_fields, show_output, show_receipt
from wainao.app.spoken import spoken
from wainao.kernel import Outcome, Spec, UsageError
from wainao.types import Delta, Progress, owner

WordsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FIELD=VALUE", help="Its input, as FIELD=VALUE, FIELD:=JSON or FIELD=@FILE.", show_default=False
    ),
]
InputOption = Annotated[Path | None, typer.Option("--input", metavar="FILE", help="The input as JSON.")]
OutOption = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="The file for binary output.")]
ApprovalOption = Annotated[str | None, typer.Option("--approval", help="The id of the approval that a person gave.")]


def register(app: typer.Typer) -> None:
    command(app, "call")(call)


async def call(
    session: Session,
    name: Annotated[str | None, typer.Argument(metavar="KIND:NAME", help="The capability.", show_default=False)] = None,
    words: WordsArgument = None,
    listed: Annotated[bool, typer.Option("--list", help="List all capabilities instead.")] = False,
    input_file: InputOption = None,
    out: OutOption = None,
    approval: ApprovalOption = None,
) -> None:
    """Call any capability by its name."""
    if listed or name is None:
        _list(session)
        return
    outcome, _ = await called(session, name, words, input_file, approval=approval)
    tell(session, outcome, out)


async def called(
    session: Session, name: str, words: list[str] | None, file: Path | None, *, approval: str | None
) -> tuple[Outcome, bool]:
    """What came of the call, and whether its text was written as it came."""
    _, input = read_call(session, name, words, file)
    written = False
    async with session.brain.kernel.stream(name, input, actor=owner(), approval=approval) as stream:
        with Bar(session) as bar:
            async for item in stream:
                if isinstance(item, Progress):
                    bar.show(item)
                elif isinstance(item, Delta) and not session.json:
                    session.write(item.text)
                    written = True
    if written:
        session.print()
    return spoken(stream.outcome, session.language), written


def read_call(session: Session, name: str, words: list[str] | None, file: Path | None) -> tuple[Spec, Any]:
    """A capability with its input, as a command line gives it."""
    spec = session.brain.kernel.spec(name, owner())
    return spec, _input(session, spec, words or [], file)


def _list(session: Session) -> None:
    rows = [
        {"name": spec.name, "title": spec.title.in_(session.language), "right": spec.needs, "risk": spec.risk}
        for spec in sorted(session.brain.kernel.specs(owner()), key=lambda spec: spec.name)
    ]
    show_fields(session, {"capabilities": rows})


def _input(session: Session, spec: Spec, words: list[str], file: Path | None) -> Any:
    from wainao.app.wire import read_input, read_words

    if file is None:
        return read_words(spec, _pairs(words, spec.secret))
    if words:
        raise UsageError("Both --input and FIELD=VALUE were given. Leave one of them out.")
    return read_input(spec, read_json(file))


def _pairs(words: list[str], secret: Collection[str]) -> Iterator[tuple[str, Any]]:
    from wainao.app.wire import parse

    for word in words:
        field, equals, value = word.partition("=")
        if not equals or not field.strip(":"):
            raise UsageError(f"{word!r} is no field with a value. Write FIELD=VALUE, FIELD:=JSON or FIELD=@FILE.")
        if field.rstrip(":") in secret:
            yield field, _secret(field, value)
        elif field.endswith(":"):
            yield field[:-1], parse(value.encode())
        elif value.startswith("@"):
            yield field, read_file(Path(value[1:]))
        else:
            yield field, value


def _secret(field: str, value: str) -> str:
    """A secret from a file or from standard input: what stands on a command line, others read in the process list."""
    if not value.startswith("@"):
        raise UsageError(f"{field!r} is a secret. Write {field}=@FILE, or {field}=@- to give it on standard input.")
    return read_file(Path(value[1:])).decode(errors="replace").strip()


def tell(session: Session, outcome: Outcome, out: Path | None) -> None:
    """Any output, with its receipt; bytes as they are, to `out` or to standard output."""
    content = getattr(outcome.output, "content", None)
    if isinstance(content, bytes) and not session.json:
        if out is None and sys.stdout.isatty():
            raise UsageError(f"{len(content)} bytes came back, which a terminal cannot show. Say --out FILE.")
        write_file(out, content)
        return
    show_output(session, outcome)
    if not session.json:
        show_receipt(session, outcome)
