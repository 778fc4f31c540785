"""Files for scripts: a catalogue of tools, and requests to find tools for. One JSON object per line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

import msgspec

from wainao.features.tools.choosing.described import Described
from wainao.features.tools.choosing.index import Choice
from wainao.kernel import UsageError
from wainao.types import Json

T = TypeVar("T")

MOST_WRONG = 5
"""Wrong lines that one error names; it says how many there are."""

LONGEST_NAME = 256

REQUEST_KEYS = ("request", "query", "text", "question")
"""A request stands under one of these."""


class FileLinesError(UsageError):
    """Lines of a file are not what was expected; nothing of it was taken in."""

    code: ClassVar[str] = "lines"


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One line of a file of requests."""

    id: str
    request: str


class _Row(msgspec.Struct, kw_only=True):
    name: str
    title: str = ""
    description: str | None = ""
    parameters: Json | None = None
    samples: tuple[str, ...] = ()


def read_catalogue(content: bytes) -> list[Described]:
    """The tools of a catalogue: {"name", "description", "parameters"} per line, also "title" and "samples".

    Tools of one name are one, with all that was said of it. Raises FileLinesError, which names the wrong lines.
    """
    tools: dict[str, Described] = {}
    for tool in _each(content, _tool, '{"name": "weather", "description": "...", "parameters": {...}}'):
        known = tools.get(tool.name)
        tools[tool.name] = tool if known is None else known.and_also(tool)
    return list(tools.values())


def read_requests(content: bytes) -> list[Asked]:
    """Requests to find tools for: {"id", "request"} per line. Raises FileLinesError, which names the wrong lines."""
    return _each(content, _asked, '{"id": "1", "request": "convert 30 dollars"}')


def found_line(asked: Asked, choice: Choice) -> dict[str, Any]:
    """What a script is told of one request."""
    return {
        "id": asked.id,
        "tools": [{"name": one.name, "score": one.score} for one in choice.tools],
        "none_fits": choice.none_fits,
    }


def _each(content: bytes, read: Callable[[bytes], T], example: str) -> list[T]:
    found: list[T] = []
    wrong: list[str] = []
    for number, line in _lines(content):
        try:
            found.append(read(line))
        except (msgspec.DecodeError, ValueError) as error:
            wrong.append(f"line {number}: {error}, in {line[:80].decode(errors='replace')!r}")
    if wrong:
        more = f" And {len(wrong) - MOST_WRONG} more." if len(wrong) > MOST_WRONG else ""
        raise FileLinesError(
            f"{len(wrong)} lines cannot be read: {'; '.join(wrong[:MOST_WRONG])}.{more} Expected one JSON object per "
            f"line, like {example}. Correct them; nothing was taken in."
        )
    return found


def _lines(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Those with something in them, with their numbers from 1. A mark of the byte order in front is no text."""
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if line.strip():
            yield number, line


def _tool(line: bytes) -> Described:
    row = msgspec.json.decode(line, type=_Row)
    if not row.name.strip() or "\n" in row.name or len(row.name) > LONGEST_NAME:
        raise ValueError(f'"name" is {row.name!r:.80}; 1 to {LONGEST_NAME} characters on one line are needed')
    return Described(
        name=row.name,
        title=row.title,
        description=row.description or "",
        parameters=row.parameters or {},
        samples=row.samples,
    )


def _asked(line: bytes) -> Asked:
    row = msgspec.json.decode(line, type=dict[str, Any])
    said = [row[key] for key in REQUEST_KEYS if isinstance(row.get(key), str) and row[key].strip()]
    if not isinstance(row.get("id"), str | int) or not said:
        raise ValueError('"id" and "request" are needed, each as a string')
    return Asked(id=str(row["id"]), request=said[0])
