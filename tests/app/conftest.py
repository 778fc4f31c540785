from collections.abc import Iterator
from pathlib import Path

import pytest
from small_tools import TOOLS

from wainao import Wainao


@pytest.fixture
def brain(wainao_home: Path) -> Iterator[Wainao]:
    """A home with a few small tools beside our own features."""
    with Wainao.open(wainao_home, capabilities=TOOLS) as opened:
        yield opened
