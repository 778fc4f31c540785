"""Ratings follow from receipts and from nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from models_house import House, opened_house

from wainao.kernel import UsageError, WainaoError


@pytest.fixture
def house(wainao_home: Path) -> Iterator[House]:
    with opened_house(wainao_home) as opened:
        opened.serve("good", usd_per_million_in=1.0, usd_per_million_out=1.0)
        opened.add("gone", "http://127.0.0.1:9/v1")
        yield opened


def test_success_time_and_cost_come_from_receipts(house):
    for _ in range(3):
        house.chat("good")
    with pytest.raises(WainaoError):
        house.chat("gone")
    rated = house.brain.call("models:ratings").output
    good, gone = rated.ratings
    assert rated.looked == 4
    assert (good.name, good.calls, good.success) == ("good", 3, 1.0)
    assert 0 < good.usual_s <= good.late_s
    assert (good.microusd_per_call is not None, good.unpriced) == (True, 0)
    assert (gone.name, gone.calls, gone.success, gone.usual_s) == ("gone", 1, 0.0, None)


def test_only_so_many_are_looked_at(house):
    for _ in range(3):
        house.chat("good")
    assert house.brain.call("models:ratings", by="deployment", calls=2).output.ratings[0].calls == 2
    with pytest.raises(UsageError, match="Expected 1 to"):
        house.brain.call("models:ratings", calls=0)
