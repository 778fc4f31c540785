"""The file of a catalogue of tools: one JSON object per line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import msgspec

from wainao.features.tools.choosing.described import Described
from wainao.kernel import UsageError
from wainao.types import Json

MOST_WRONG = 5
"""Wrong lines that one error names; it says how many there are."""

LONGEST_NAME = 256

_EXAMPLE = '{"name": "weather", "description": "...", "parameters": {...}}'


class FileLinesError(UsageError):
    """Lines of a file are not what was expected; nothing of it was taken in."""

    code: ClassVar[str] = "lines"


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
    wrong: list[str] = []
    for number, line in _lines(content):
        try:
            tool = _tool(line)
        except (msgspec.DecodeError, ValueError) as error:
            wrong.append(f"line {number}: {error}, in {line[:80].decode(errors='replace')!r}")
            continue
        known = tools.get(tool.name)
        tools[tool.name] = tool if known is None else known.and_also(tool)
    if wrong:
        more = f" And {len(wrong) - MOST_WRONG} more." if len(wrong) > MOST_WRONG else ""
        raise FileLinesError(
            f"{len(wrong)} lines cannot be read: {'; '.join(wrong[:MOST_WRONG])}.{more} Expected one JSON object per "
            f"line, like {_EXAMPLE}. Correct them; nothing was taken in."
        )
    return list(tools.values())


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
