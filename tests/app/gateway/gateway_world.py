"""What the tests of the gateway share: who is served, by what, and what is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wainao import Wainao
from wainao.testing import ModelServer

EVERYTHING = ["complete", "rerank", "speech", "transcribe", "image", "moderate"]
PARAMETERS = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
WEATHER = {
    "type": "function",
    "function": {"name": "weather", "description": "How the weather is", "parameters": PARAMETERS},
}
ASK = [{"role": "user", "content": "How is it in Beijing?"}]
PICTURE = "iVBORw0KGgo="
"""The beginning of any PNG, as base64."""


@dataclass(frozen=True)
class Served:
    """`url` is where the gateway is; `upstream` saw what it asked."""

    url: str
    upstream: ModelServer
    brain: Wainao

    @property
    def asked(self) -> Any:
        """The body of the last request upstream."""
        return self.upstream.received[-1].body

    def receipt(self, id: str) -> Any:
        return self.brain.receipt(id).output


Serve = Callable[..., Served]
"""`serve(script)`; see the fixture."""
