"""Replies that come piece by piece: events (text/event-stream) and lines of JSON."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

EVENTS = "text/event-stream"
LINES = frozenset(
    (
        "application/x-ndjson",
        "application/ndjson",
        "application/jsonl",
        "application/x-jsonlines",
        "application/json-seq",
    )
)

_END = re.compile(r"\r\n|\r|\n")


class Pieces:
    """What of a reply is whole by now, given in whatever chunks: the data of an event, or a line.

    >>> pieces = Pieces("text/event-stream")
    >>> list(pieces.push(b"data: a\\ndata: b\\n\\nda")), list(pieces.push(b"ta: c")), list(pieces.end())
    (['a\\nb'], [], ['c'])
    """

    def __init__(self, media_type: str) -> None:
        self._is_events = media_type == EVENTS
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""
        self._data: list[str] = []

    def push(self, chunk: bytes) -> Iterator[str]:
        text = self._rest + self._decoder.decode(chunk)
        held = "\r" if text.endswith("\r") else ""  # a line end may be cut in two
        *lines, last = _END.split(text.removesuffix(held))
        self._rest = last + held
        for line in lines:
            yield from self._line(line)

    def end(self) -> Iterator[str]:
        """What is left when the reply is over."""
        yield from self._line((self._rest + self._decoder.decode(b"", final=True)).removesuffix("\r"))
        yield from self._line("")

    def _line(self, line: str) -> Iterator[str]:
        if not self._is_events:
            line = line.strip("\x1e ")
            yield from (line,) if line else ()
        elif line.startswith("data:"):
            self._data.append(line[5:].removeprefix(" "))
        elif not line and self._data:
            data, self._data = "\n".join(self._data), []
            yield data


def comes_in_pieces(media_type: str) -> bool:
    return media_type == EVENTS or media_type in LINES
