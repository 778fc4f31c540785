"""Fixtures for pytest: `pytest_plugins = ["wainao.testing.plugin"]` in a conftest brings them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from wainao.app.wiring import Wainao
from wainao.testing.model_server import ModelServer
from wainao.testing.server import running


@pytest.fixture
def wainao_home(tmp_path: Path) -> Path:
    """An empty home."""
    return tmp_path / "home"


@pytest.fixture
def brain(wainao_home: Path) -> Iterator[Wainao]:
    """That home, open."""
    with Wainao.open(wainao_home) as opened:
        yield opened


@pytest.fixture
def server_url(brain: Wainao) -> Iterator[str]:
    """The address of a real server for `brain`."""
    with running(brain) as url:
        yield url


@pytest.fixture
def model_server() -> Iterator[ModelServer]:
    """A model endpoint that greets whatever it is asked; give its `url` to `[models]` as `base_url`."""
    with ModelServer() as server:
        yield server
