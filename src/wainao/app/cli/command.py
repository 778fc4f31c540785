"""What every command shares: its options, an open home, one way to print."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from dataclasses import asdict
from dataclasses import fields as fields_of
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, TypeVar

import typer

from wainao.app.cli.edge import carried_out
from wainao.app.cli.session import Session, to_output
from wainao.app.cli.show import show_output
from wainao.kernel import UsageError
from wainao.store.portion import Portion

if TYPE_CHECKING:
    from wainao.kernel import Outcome

F = TypeVar("F", bound=Callable[..., Any])

HomeOption = Annotated[
    Path | None, typer.Option("--home", metavar="DIR", help="The directory that holds everything.", show_default=False)
]
ConfigOption = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="The settings file to use instead of the home's own.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]
LangOption = Annotated[str | None, typer.Option("--lang", metavar="zh|en", help="The language of the messages.")]


def command(app: typer.Typer, name: str) -> Callable[[F], F]:
    """Make a command of a function whose first parameter is the `Session`; the shared options are added. A parameter
    that is a `Portion` stands for the two options of one."""

    def add(function: F) -> F:
        signature = inspect.signature(function, eval_str=True)
        own = list(signature.parameters.values())[1:]
        portions = [item.name for item in own if item.annotation is Portion]
        told = [item.replace(kind=inspect.Parameter.KEYWORD_ONLY) for item in own if item.name not in portions]
        parameters = [*told, *(_PORTION if portions else ()), *_SHARED]

        def run(*, home: Path | None, config: Path | None, lang: str | None, as_json: bool, **given: Any) -> None:
            for name in portions:
                given[name] = Portion(limit=given.pop("limit"), skip=given.pop("skip"))
            session = Session(home=home, config=config, lang=lang, as_json=as_json)
            code = _run(session, function, given)
            if code:
                raise typer.Exit(code)

        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # what Typer reads
        run.__annotations__ = {item.name: item.annotation for item in parameters}
        run.__doc__ = function.__doc__
        app.command(name)(run)
        return function

    return add


async def relay(
    session: Session,
    name: str,
    fields: Mapping[str, Any] | None = None,
    *,
    portion: Portion | None = None,
    columns: Sequence[str] = (),
    show: Callable[[Session, Any], None] | None = None,
) -> Outcome:
    """Call a capability and print its output: with `show`, or else field by field, a list as a table of `columns`. With
    a `portion` that is full, say how to see the rest."""
    outcome = await session.call(name, {**(fields or {}), **(asdict(portion) if portion else {})})
    if show is None or session.json:
        show_output(session, outcome, columns=columns)
    else:
        show(session, outcome.output)
    if portion and not session.json and _is_full(outcome.output, portion):
        rest = portion.skip + portion.limit
        session.say(f"可能还有：--skip {rest}", f"There may be more: --skip {rest}", style="dim")
    return outcome


def _is_full(told: Any, portion: Portion) -> bool:
    """Whether the list that an output begins with is as long as was asked for."""
    first = getattr(told, fields_of(told)[0].name)
    return isinstance(first, (list, tuple)) and len(first) == portion.limit


def read_json(file: Path) -> Any:
    """What a file of JSON holds. Raises UsageError when it cannot be read."""
    from wainao.app.wire import parse

    return parse(read_file(file))


def read_file(file: Path) -> bytes:
    """What a file holds; "-" is standard input. Raises UsageError when it cannot be read."""
    try:
        return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise UsageError(f"The file {str(file)!r} cannot be read: {error.strerror}. Name one that can.") from error


def read_text(file: Path) -> str:
    """What a file of text holds, without a mark of the byte order. Raises UsageError when it cannot be read."""
    try:
        return read_file(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{str(file)!r} is not UTF-8: {error}. Save it as UTF-8 (in a spreadsheet: CSV UTF-8)."
        ) from error


def write_file(file: Path | None, content: bytes) -> None:
    """To standard output where there is no file. Raises UsageError when it cannot be written."""
    with opened_to_write(file) as out:
        out.write(content)


@contextlib.contextmanager
def opened_to_write(file: Path | None) -> Iterator[BinaryIO]:
    """A file, or standard output, while it is written. Raises UsageError when it cannot be."""
    if file is None:
        with to_output():
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        return
    try:
        with file.open("wb") as out:
            yield out
    except OSError as error:
        raise UsageError(f"The file {str(file)!r} cannot be written: {error.strerror}. Name one that can.") from error


def from_here(path: Path) -> Path:
    """The whole of a path that starts in the working directory. Raises UsageError when that is gone."""
    try:
        return path.absolute()
    except FileNotFoundError as error:
        raise UsageError(
            f"Where {str(path)!r} is cannot be told: the working directory is gone. Expected one that is there: change "
            "into another, or give the whole path."
        ) from error


def split(words: str) -> list[str]:
    """Words between commas."""
    return [word.strip() for word in words.split(",") if word.strip()]


def _option(name: str, annotation: Any, default: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


_SHARED = (
    _option("home", HomeOption, None),
    _option("config", ConfigOption, None),
    _option("lang", LangOption, None),
    _option("as_json", JsonOption, False),
)
_PORTION = (
    _option("limit", Annotated[int, typer.Option("--limit", help="The maximum number to show.")], Portion().limit),
    _option("skip", Annotated[int, typer.Option("--skip", help="How many to skip at the beginning.")], 0),
)


def _run(session: Session, function: Callable[..., Any], given: dict[str, Any]) -> int:
    def work() -> int:
        try:
            result = function(session, **given)
            if isinstance(result, Coroutine):
                result = asyncio.run(_interruptible(result))
            return result or 0
        except asyncio.CancelledError:
            raise KeyboardInterrupt from None
        finally:
            session.close()

    return carried_out(work, as_json=session.json, language=session.language_of_failures)


async def _interruptible(work: Coroutine[Any, Any, int | None]) -> int | None:
    """`work`, cancelled by the first Ctrl-C; the second ends everything.

    Python's own way is deaf to a signal that comes in the very moment in which its loop goes to sleep.
    """
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None, "asyncio runs nothing outside a task"

    def interrupt() -> None:
        loop.remove_signal_handler(signal.SIGINT)
        task.cancel()

    with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):  # Windows; no main thread
        loop.add_signal_handler(signal.SIGINT, interrupt)
    return await work
