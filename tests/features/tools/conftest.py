from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bank_server import Bank, open_bank
from wainao import Wainao


@pytest.fixture
def bank() -> Iterator[Bank]:
    with open_bank() as served:
        yield served


@pytest.fixture
def brain(tmp_path: Path, bank: Bank) -> Iterator[Wainao]:
    """A home without a model, which may reach that bank."""
    with Wainao.open(tmp_path / "home", tools={"private": [bank.url]}) as opened:
        yield opened
