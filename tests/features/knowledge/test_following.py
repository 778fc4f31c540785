"""Vectors follow what is added, in one process of a home at a time."""

import time
from pathlib import Path

import pytest
from answering_house import AnsweringHouse
from test_dense import Synonyms

from wainao.features.knowledge import following
from wainao.features.knowledge.engines.dense import DenseIndex
from wainao.features.knowledge.following import Following
from wainao.store.lock import locked


@pytest.fixture
def dense(asked: AnsweringHouse, monkeypatch: pytest.MonkeyPatch) -> DenseIndex:
    monkeypatch.setattr(following, "PATIENCE_S", 0.01)
    monkeypatch.setattr(following, "LOOK_EVERY_S", 0.01)
    return DenseIndex(asked.database, Synonyms())


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    return tmp_path / "vectors.lock"


def count(house: AnsweringHouse) -> int:
    with house.database.read() as connection:
        return connection.execute("SELECT COUNT(*) FROM knowledge_vectors").fetchone()[0]


def wait_for(house: AnsweringHouse, wanted: int) -> None:
    deadline = time.monotonic() + 10
    while count(house) != wanted and time.monotonic() < deadline:
        time.sleep(0.01)
    assert count(house) == wanted


def test_what_is_added_later_gets_its_vectors(asked: AnsweringHouse, dense: DenseIndex, lock: Path) -> None:
    asked.add({"a.txt": "An automobile may be parked here."})
    follower = Following(dense, lock)
    wait_for(asked, 1)
    asked.add({"b.txt": "The physician is in on Mondays."})
    wait_for(asked, 2)
    follower.close()


def test_one_process_at_a_time(asked: AnsweringHouse, dense: DenseIndex, lock: Path) -> None:
    asked.add({"a.txt": "An automobile may be parked here."})
    with locked(lock):
        follower = Following(dense, lock)
        time.sleep(0.1)
        assert count(asked) == 0
    wait_for(asked, 1)
    follower.close()


def test_it_ends_when_told_to(dense: DenseIndex, lock: Path) -> None:
    follower = Following(dense, lock)
    began = time.monotonic()
    follower.close()
    assert time.monotonic() - began < 5
