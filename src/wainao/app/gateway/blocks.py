"""One text after the other: for formats in which a block is closed before the next one begins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from wainao.app.gateway.sent import Sent, place
from wainao.types import ChatOutput, Delta


@dataclass(frozen=True, slots=True)
class Step:
    """What to tell next: a block begins (`tool` is the id and name of a call), goes on with `text`, or ends."""

    do: Literal["begin", "write", "end"]
    of: str
    text: str = ""
    tool: tuple[str, str] | None = None


class Blocks:
    """Turns deltas, which may come in any order, into steps that never do.

    A tool call is told in one piece: whatever comes while the first one is being written waits for the end, the next
    call too. Only the first of several replies is told: these formats have no place for more.
    """

    def __init__(self) -> None:
        self.open: str | None = None
        self._sent = Sent()
        self._is_finishing = False

    def take(self, delta: Delta) -> Iterator[Step]:
        if place(delta.of)[2]:
            return
        if delta.of != self.open:
            if self.open is not None and self.open.startswith("tool:") and not self._is_finishing:
                return
            yield from self.close()
            self.open = delta.of
            yield Step("begin", delta.of, tool=delta.tool)
        self._sent.note(delta)
        if delta.text:
            yield Step("write", delta.of, delta.text)

    def close(self) -> Iterator[Step]:
        if self.open is not None:
            yield Step("end", self.open)
            self.open = None

    def finish(self, output: ChatOutput) -> Iterator[Step]:
        """What has not been told yet: first of the block that is open, then the others."""
        self._is_finishing = True
        rest = [delta for delta in self._sent.rest(output) if not place(delta.of)[2]]
        rest.sort(key=lambda delta: delta.of != self.open)
        for delta in rest:
            yield from self.take(delta)
        yield from self.close()
