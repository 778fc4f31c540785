from __future__ import annotations

from pathlib import Path

import numpy as np

from wainao.features.tools.choosing.described import Described
from wainao.features.tools.choosing.index import ToolIndex
from wainao.features.tools.choosing.keeping import keep, kept

TOOLS = [
    Described(name="weather", description="The weather of a city", samples=("does it rain",)),
    Described(name="汇率", description="两种货币之间的汇率"),
]
REQUESTS = ("does it snow", "人民币汇率", "the weather of a city", "")


def test_an_index_comes_back_as_it_was(tmp_path: Path) -> None:
    index = ToolIndex(TOOLS)
    index.place({"weather": np.array([1.0, 0.0])})
    index.learn("汇率", "what is a dollar worth", np.array([0.0, 1.0]))

    keep(index, tmp_path / "index", stamp="1")
    back = kept(tmp_path / "index", stamp="1")

    assert back is not None
    asked = np.array([[0.6, 0.8]])
    for request in REQUESTS:
        assert back.choose(request, asked=asked) == index.choose(request, asked=asked)
    back.add([Described(name="song", description="Plays a song")])
    assert back.choose("play a song").tools[0].name == "song"
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


def test_an_empty_index_comes_back_empty(tmp_path: Path) -> None:
    keep(ToolIndex(), tmp_path / "index", stamp="1")

    back = kept(tmp_path / "index", stamp="1")

    assert back is not None
    assert len(back) == 0


def test_what_is_of_another_state_or_broken_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "index"
    assert kept(path, stamp="1") is None
    keep(ToolIndex(TOOLS), path, stamp="1")
    assert kept(path, stamp="2") is None

    whole = path.read_bytes()
    for size in (0, 10, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:size])
        assert kept(path, stamp="1") is None
    path.write_bytes(b"nothing of the kind")
    assert kept(path, stamp="1") is None
