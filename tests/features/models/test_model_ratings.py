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


def test_whose_answers_were_corrected_is_rated_so(house):
    first, second, third = (house.chat("good").receipt for _ in range(3))
    house.brain.correct(first, "Better.", scope="user")
    revoked = house.brain.correct(second, "Worse.", scope="user").output.correction
    house.brain.call("corrections:revoke", correction=revoked)
    assert _corrected(house) == pytest.approx(1 / 3, abs=1e-4)
    house.brain.correct(third, "Better, too.", scope="user")
    assert _corrected(house) == pytest.approx(2 / 3, abs=1e-4)
    house.brain.call("corrections:propose", question="Quite another?", answer="Yes.")
    assert _corrected(house) == pytest.approx(2 / 3, abs=1e-4)


def test_what_a_roll_back_took_back_counts_no_more_until_that_is_undone(house):
    wrong, right = (house.chat("good").receipt for _ in range(2))
    house.brain.correct(wrong, "Better.", scope="user")
    house.brain.call("corrections:rollback", author="owner", dry_run=True)
    assert _corrected(house) == 0.5, "a rehearsal changes nothing"
    rollback = house.brain.call("corrections:rollback", author="owner").output.rollback
    assert _corrected(house) == 0.0
    house.brain.call("corrections:undo", rollback=rollback)
    assert _corrected(house) == 0.5
    house.brain.correct(right, "Not this.", scope="user", hold=True)
    assert _corrected(house) == 0.5, "it waits"


def test_a_correction_that_is_approved_or_restored_counts_again(house):
    held = house.brain.correct(house.chat("good").receipt, "Better.", scope="user", hold=True).output.correction
    assert _corrected(house) == 0.0
    for deed, share in (("approve", 1.0), ("revoke", 0.0), ("restore", 1.0), ("retire", 1.0)):
        house.brain.call(f"corrections:{deed}", correction=held)
        assert _corrected(house) == share, deed


def _corrected(house: House) -> float:
    (rating,) = house.brain.call("models:ratings").output.ratings
    return rating.corrected


def test_routes_are_scored_by_the_cases_that_they_passed(house):
    cases = [
        {"name": "hello", "question": "Hello?", "expect": [{"kind": "contains", "text": "says hello"}]},
        {"name": "more", "question": "More?", "expect": [{"kind": "contains", "text": "no such thing"}]},
    ]
    house.brain.call("evaluations:add", name="cases", cases=cases)
    for _ in range(2):  # the latest run counts, not both
        house.brain.call(
            "evaluations:run", sets=["cases"], target={"capability": "models:chat", "route": "good", "bases": None}
        )
    (good,) = house.brain.call("models:ratings").output.ratings
    assert (good.name, good.calls, good.score) == ("good", 2, 0.5)
    assert house.brain.call("models:ratings", by="deployment").output.ratings[0].score is None


def test_only_so_many_are_looked_at(house):
    for _ in range(3):
        house.chat("good")
    assert house.brain.call("models:ratings", by="deployment", calls=2).output.ratings[0].calls == 2
    with pytest.raises(UsageError, match="Expected 1 to"):
        house.brain.call("models:ratings", calls=0)
