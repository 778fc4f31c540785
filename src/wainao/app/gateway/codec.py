"""What a wire format is: a request read, and a writer for the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from wainao.kernel import Outcome, WainaoError
from wainao.types import Delta

MODEL = "wainao"
"""The knowledge base, by the name of a model."""

ASK = "knowledge:ask"
CHAT = "models:chat"

Headers = Mapping[str, str]
"""A request's headers, the names in lower case."""


class Writer(Protocol):
    """Puts one answer on the wire. Nothing in a text that a model wrote can end a line or an event."""

    def whole(self, outcome: Outcome) -> bytes:
        """The answer as one body."""
        ...


class Events(Writer, Protocol):
    """A writer that can also tell an answer while it comes: `begin`, any number of `delta`, then `end` or `fail`."""

    @property
    def media_type(self) -> bytes: ...

    def begin(self, receipt: str) -> bytes: ...

    def delta(self, delta: Delta) -> bytes: ...

    def end(self, outcome: Outcome) -> bytes:
        """What has not been told yet, and the end."""
        ...

    def fail(self, error: WainaoError) -> bytes:
        """The answer broke off: what the client is told in place of the end."""
        ...


class Asked(NamedTuple):
    """A request as it was understood. An `input` that is a mapping is still to be read by the capability's own spec.

    `media_type` is that of a whole answer. `stream` asks to hear it while it comes: then `writer` is an `Events`.
    """

    capability: str
    input: Any
    writer: Any
    stream: bool = False
    media_type: str = "application/json"

    @property
    def tells_proof(self) -> bool:
        """Whether the answer has a place for the proof: other clients need not wait until there is one."""
        return self.capability == ASK


Decode = Callable[[bytes, Headers], Asked]
"""Raises UsageError."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Format:
    """`failure` is the body that tells of an error before anything was said.

    `beat` is what keeps a silent stream alive, where the format has something that means nothing.
    """

    decode: Decode
    failure: Callable[[WainaoError], bytes]
    beat: bytes | None = b": still here\n\n"
