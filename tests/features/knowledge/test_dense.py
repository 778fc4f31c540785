"""The dense index: exact, in files that are shared, and never trusting what was not kept for certain."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from answering_house import AnsweringHouse
from hypothesis import given
from hypothesis import strategies as st

from wainao.features.knowledge.engines.dense import DenseIndex
from wainao.features.knowledge.engines.fts5 import Ranges
from wainao.features.knowledge.engines.places import SILENT, Places, Space, Unplaced, digest
from wainao.features.knowledge.engines.vectors import BLOCK_ROWS, VectorFile

DIMENSION = 8


def vectors(count: int, seed: int = 0) -> np.ndarray:
    rows = np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@given(rows=st.lists(st.integers(SILENT, 19), max_size=40))
def test_rows_in_any_order_are_compared_exactly(rows: list[int], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("vectors") / "1.f32"
    file, kept, question = VectorFile(path, DIMENSION), vectors(20), vectors(1, seed=1)[0]
    file.write(kept, at=0)
    expected = [0.0 if row == SILENT else float(kept[row] @ question) for row in rows]
    assert file.nearness(np.array(rows, np.int64), question) == pytest.approx(expected, abs=1e-6)


def test_many_blocks_of_rows_are_compared_exactly(tmp_path: Path) -> None:
    file, kept, question = VectorFile(tmp_path / "1.f32", DIMENSION), vectors(3 * BLOCK_ROWS), vectors(1, seed=1)[0]
    file.write(kept[:BLOCK_ROWS], at=0)
    assert file.nearness(np.arange(10), question) == pytest.approx(kept[:10] @ question)
    file.write(kept[BLOCK_ROWS:], at=BLOCK_ROWS)
    rows = np.append(np.arange(2 * BLOCK_ROWS + 7), np.arange(0, 3 * BLOCK_ROWS, 2))
    assert file.nearness(rows, question) == pytest.approx(kept[rows] @ question, abs=1e-6)


def test_what_a_killed_writer_left_is_written_over(tmp_path: Path) -> None:
    file, kept, question = VectorFile(tmp_path / "1.f32", DIMENSION), vectors(4), vectors(1, seed=1)[0]
    file.write(kept, at=0)
    with file.path.open("ab") as torn:
        torn.write(b"x" * 13)
    assert file.rows() == 4
    other = vectors(2, seed=2)
    file.write(other, at=2)
    assert file.nearness(np.arange(4), question) == pytest.approx(np.concatenate([kept[:2], other]) @ question)


class Shelf:
    """A dense index over passages that are there, and what is put into it."""

    def __init__(self, house: AnsweringHouse, folder: Path) -> None:
        self.house = house
        self.index = DenseIndex(Places(house.database), folder)
        self.space = self.index.places.choose("offline", "m", DIMENSION)

    def add(self, chunks: Sequence[int], rows: np.ndarray) -> None:
        passages = [Unplaced(chunk=chunk, text=str(chunk), digest=digest("local", str(chunk))) for chunk in chunks]
        made = {one.digest: row if row.any() else SILENT for one, row in zip(passages, rows, strict=True)}
        self.space = self.index.add(self.space, passages, made)

    def near(self, within: range, question: np.ndarray, index: DenseIndex | None = None) -> dict[int, float] | None:
        with self.house.database.read() as connection:
            ranges = Ranges(np.array([within.start]), np.array([within.stop]))
            nearness = (index or self.index).nearness(connection, self.space, ranges, question)
        return None if nearness is None else nearness.of(nearness.ids.tolist())


@pytest.fixture
def shelf(asked: AnsweringHouse, tmp_path: Path) -> Shelf:
    return Shelf(asked, tmp_path / "vectors")


def test_a_base_is_compared_once_nearly_all_its_passages_have_vectors(shelf: Shelf) -> None:
    kept, question = vectors(100), vectors(1, seed=1)[0]
    shelf.add(range(1, 91), kept[:90])
    assert shelf.near(range(1, 101), question) is None, "90 of 100 are too few"
    shelf.add(range(95, 101), kept[94:])
    near = shelf.near(range(1, 101), question)
    assert near == pytest.approx({n: float(kept[n - 1] @ question) for n in (*range(1, 91), *range(95, 101))})
    assert shelf.near(range(1, 11), question) == pytest.approx({n: near[n] for n in range(1, 11)})
    assert shelf.near(range(200, 210), question) is None


def test_other_processes_see_what_was_added_and_share_the_file(shelf: Shelf, asked: AnsweringHouse) -> None:
    other = DenseIndex(Places(asked.database), shelf.index._folder)
    kept, question = vectors(3), vectors(1, seed=1)[0]
    shelf.add([5, 3], kept[:2])
    assert shelf.near(range(1, 9), question, other) is None
    assert shelf.near(range(3, 4), question, other) == pytest.approx({3: float(kept[1] @ question)})
    shelf.add([4], kept[2:])
    expected = {3: float(kept[1] @ question), 4: float(kept[2] @ question), 5: float(kept[0] @ question)}
    assert shelf.near(range(3, 6), question, other) == pytest.approx(expected)


def test_a_passage_that_its_embedder_cannot_read_is_near_to_nothing(shelf: Shelf) -> None:
    shelf.add([1, 2], np.stack([np.zeros(DIMENSION, np.float32), vectors(1)[0]]))
    assert shelf.near(range(1, 3), vectors(1)[0]) == pytest.approx({1: 0.0, 2: 1.0})
    assert (shelf.index._folder / f"{shelf.space.id}.f32").stat().st_size == 4 * DIMENSION, "and takes no room"


def test_vectors_whose_file_was_lost_are_missing_again(shelf: Shelf, asked: AnsweringHouse) -> None:
    shelf.add([1, 2, 3], vectors(3))
    path = shelf.index._folder / f"{shelf.space.id}.f32"
    path.write_bytes(path.read_bytes()[: 4 * DIMENSION])
    fresh = DenseIndex(Places(asked.database), shelf.index._folder)
    assert shelf.near(range(1, 4), vectors(1)[0], fresh) is None
    mended = fresh.mend(shelf.space)
    assert mended.rows == 1
    shelf.space, shelf.index = mended, fresh
    shelf.add([2, 3], vectors(3)[1:])
    assert shelf.near(range(1, 4), vectors(1)[0])[1] == pytest.approx(1.0)


def test_spaces_of_other_models_go_with_their_files(shelf: Shelf) -> None:
    shelf.add([1], vectors(1))
    old = shelf.index._folder / f"{shelf.space.id}.f32"
    assert old.exists()
    shelf.space = shelf.index.places.choose("offline", "m", DIMENSION + 1)
    shelf.index.keep_only(shelf.space)
    assert not old.exists()
    with shelf.house.database.read() as connection:
        assert shelf.index.places.chosen(connection, "offline") == Space(
            id=shelf.space.id, source="offline", model="m", dimension=DIMENSION + 1, rows=0
        )
