from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from small_office import Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = Office(tmp_path / "home")
    yield opened
    opened.home.close()
