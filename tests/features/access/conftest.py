"""The world that tests about access happen in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from access_world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    opened = World(tmp_path / "home")
    yield opened
    opened.home.close()
