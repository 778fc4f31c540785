"""A real server before a scripted upstream."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from gateway_world import EVERYTHING, Serve, Served

from wainao import Wainao
from wainao.testing import ModelServer, running


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """`serve(script)` serves the models "small" (chats), "vectors" and "everything" that such an upstream has."""
    with serving(tmp_path) as serve:
        yield serve


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all tests of a module, before an upstream that always greets."""
    with serving(tmp_path_factory.mktemp("gateway")) as serve:
        yield serve()


@contextmanager
def serving(folder: Path) -> Iterator[Serve]:
    with ExitStack() as stack:

        def serve(script: Any = ("Hello.",), *, provider: str = "", **more: Any) -> Served:
            upstream = stack.enter_context(ModelServer(script, **more))
            settings = {"base_url": upstream.url, "model": "small", "embedding_model": "vectors"}
            brain = stack.enter_context(Wainao.open(folder / "home", models=settings))
            place = {"base_url": upstream.url, "model": "upstream-1"}
            brain.call("deployments:add", name="everything", serves=EVERYTHING, **place)
            if provider:
                brain.call("deployments:add", name="other", provider=provider, **place)
            return Served(stack.enter_context(running(brain)), upstream, brain)

        yield serve
