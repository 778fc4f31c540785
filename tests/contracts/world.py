"""A home in which every capability has something to work on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wainao import Wainao
from wainao.app.wire import read_input
from wainao.kernel import Capability, Spec
from wainao.testing import ModelServer

QUESTION = "Can annual leave be carried over to the next year?"


def model_settings(url: str) -> dict[str, Any]:
    return {"base_url": url, "model": "scripted-1", "embedding_model": "scripted-1"}


@dataclass(frozen=True, kw_only=True)
class World:
    brain: Wainao
    folder: Path

    @property
    def capabilities(self) -> tuple[Capability, ...]:
        return self.brain.capabilities

    def input(self, spec: Spec) -> Any:
        """An input with which the capability succeeds here: made for this world, or the spec's own example."""
        make = INPUTS.get(spec.name)
        return spec.example if make is None else read_input(spec, make(self))


INPUTS: dict[str, Callable[[World], dict[str, Any]]] = {}
"""By capability, where an example cannot name what is there: ids, paths."""


@contextmanager
def opened_world(folder: Path) -> Iterator[World]:
    with ModelServer() as server, Wainao.open(folder / "home", models=model_settings(server.url)) as brain:
        yield World(brain=brain, folder=folder)
