"""Copies of large bases: whatever becomes of them, what is found is what the database holds."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from wainao.features.knowledge import copying
from wainao.features.knowledge.copying import Copying
from wainao.features.knowledge.engines import fts5
from wainao.features.knowledge.engines.fts5 import LexicalIndex
from wainao.features.knowledge.ingest import Ingest
from wainao.features.knowledge.retrieval import Retriever
from wainao.features.knowledge.settings import KnowledgeSettings
from wainao.features.knowledge.types import FileEvent
from wainao.features.knowledge.workers import Workers
from wainao.kernel.errors import StoreError
from wainao.store.blobs import Blobs
from wainao.store.lock import locked
from wainao.store.sqlite import Database
from wainao.types import owner

pytest.importorskip("tantivy", reason='large bases need pip install "wainao[tantivy]"')

from tantivy import Index

from wainao.features.knowledge.engines import large, tantivy
from wainao.features.knowledge.engines.large import LargeIndex

QUESTION = "annual leave 年假"


class Home:
    """A home whose base is large from so many passages on."""

    def __init__(self, folder: Path, *, least: int = 1) -> None:
        self.folder = folder / "lexical"
        self.database = Database(folder / "knowledge.db", durable=False)
        self.index = LargeIndex(self.database, self.folder, least=least)
        settings = KnowledgeSettings()
        self.ingest = Ingest(
            database=self.database,
            blobs=Blobs(folder / "blobs"),
            index=self.index,
            workers=Workers(settings),
            settings=settings,
        )

    def add(self, *texts: str, start: int = 0) -> list[str]:
        """Add a document of one passage per text; returns their ids."""
        files = [(f"{number}.txt", text.encode()) for number, text in enumerate(texts, start)]
        events = self.ingest.add_bytes(files, actor=owner())
        return [event.document or "" for event in events if isinstance(event, FileEvent)]

    def catch_up(self) -> int:
        """How many portions it took."""
        return sum(1 for _ in iter(self.index.catch_up, False))

    def found(self, question: str = QUESTION, index: LexicalIndex | None = None) -> list[str]:
        search = Retriever(self.database, index or self.index).search
        return [passage.path for passage in search(question, actor=owner(), top=50).passages]

    def close(self) -> None:
        self.ingest.close()
        self.database.close()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    opened = Home(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def asked_of(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which engine gave candidates, search after search."""
    asked: list[str] = []

    def watch(kind: type, name: str) -> None:
        ask: Callable[..., list[int]] = kind.candidates  # type: ignore[attr-defined]  # both have it

        def told(*args: object, **named: object) -> list[int]:
            asked.append(name)
            return ask(*args, **named)

        monkeypatch.setattr(kind, "candidates", told)

    watch(fts5.LexicalIndex, "fts5")
    watch(tantivy.Level, "tantivy")
    return asked


def test_a_base_is_searched_in_its_copy_once_that_is_level(home: Home, asked_of: list[str]) -> None:
    home.add("paid annual leave", "年假可以顺延")
    before = home.found()
    assert home.catch_up() == 1
    assert home.found() == before
    home.add("annual leave is paid", start=2)
    assert "2.txt" in home.found()
    home.catch_up()
    assert "2.txt" in home.found()
    assert asked_of == ["fts5", "tantivy", "fts5", "tantivy"]


def test_small_bases_have_no_copy_and_large_ones_do(
    tmp_path: Path, asked_of: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path, least=10)
    texts = [f"annual leave number {number}" for number in range(12)]
    documents = home.add(*texts[:9])
    assert (home.catch_up(), home.folder.exists()) == (0, False)
    documents += home.add(*texts[9:], start=9)
    assert (home.catch_up(), len(home.found())) == (1, 12)
    for document in documents[:6]:
        home.ingest.remove(document, actor=owner())
    assert (home.catch_up(), len(home.found())) == (1, 6)
    for document in documents[6:8]:
        home.ingest.remove(document, actor=owner())
    assert (home.catch_up(), len(home.found()), list(home.folder.iterdir())) == (0, 4, [])
    assert asked_of == ["tantivy", "tantivy", "fts5"]
    home.close()


def test_while_the_copy_is_made_answers_are_the_same(
    home: Home, asked_of: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where some of what was there is gone and some is new."""
    monkeypatch.setattr(large, "PORTION", 4)
    documents = home.add(*(f"annual leave of person {number}" for number in range(20)))
    assert home.catch_up() == 5
    home.ingest.remove(documents[0], actor=owner())
    home.add("travel instead", *(f"annual leave 年假 {number}" for number in range(12)), start=1)
    expected = home.found()
    while home.index.catch_up():
        assert home.found() == expected
        assert "0.txt" not in expected
    assert set(asked_of[:-1]) == {"fts5"}
    assert asked_of[-1] == "tantivy"


def test_an_older_snapshot_sees_what_it_saw(home: Home, asked_of: list[str]) -> None:
    (first, _) = home.add("paid annual leave", "unpaid annual leave")
    home.catch_up()
    with home.database.read():
        before = home.found()
        home.ingest.remove(first, actor=owner())
        worker = LargeIndex(Database(home.database.path), home.folder, least=1)
        while worker.catch_up():
            pass
        worker._database.close()
        assert home.found() == before
    assert home.found() == ["1.txt"]
    assert asked_of == ["tantivy", "tantivy", "tantivy"]


FILES = ("meta.json", ".managed.json", ".term", ".idx", ".fast", ".store", ".fieldnorm")


@pytest.mark.parametrize("how", ["cut", "zeroed", "gone"])
@pytest.mark.parametrize("file", FILES)
def test_a_torn_copy_is_made_again(home: Home, asked_of: list[str], file: str, how: str) -> None:
    home.add("paid annual leave", "年假可以顺延")
    expected = home.found()
    home.catch_up()
    (path,) = (path for path in home.folder.rglob("*") if path.name.endswith(file) and path.is_file())
    tear(path, how)
    again = LargeIndex(home.database, home.folder, least=1)
    assert home.found(index=again) == expected
    while again.catch_up():
        pass
    assert home.found(index=again) == expected
    assert asked_of[-1] == "tantivy"


def tear(path: Path, how: str) -> None:
    data = path.read_bytes()
    path.unlink()
    if how != "gone":
        path.write_bytes(data[: len(data) // 2] if how == "cut" else bytes(len(data)))


def test_a_copy_that_shows_its_damage_when_it_is_read_is_made_again(home: Home, asked_of: list[str]) -> None:
    home.add(*(f"annual leave {number} 年假" for number in range(200)))
    expected = home.found()
    home.catch_up()
    (path,) = home.folder.rglob("*.term")
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(bytes(len(data) - 200) + data[-200:])  # its last bytes say that all is well
    again = LargeIndex(home.database, home.folder, least=1)
    assert home.found(index=again) == expected
    while again.catch_up():
        pass
    assert home.found(index=again) == expected
    assert asked_of[-1] == "tantivy"


def test_a_copy_made_otherwise_is_made_again(home: Home, monkeypatch: pytest.MonkeyPatch, asked_of: list[str]) -> None:
    home.add("paid annual leave")
    home.catch_up()
    monkeypatch.setattr(tantivy, "LAYOUT", "of another year")
    again = LargeIndex(home.database, home.folder, least=1)
    assert home.found(index=again) == ["0.txt"]
    while again.catch_up():
        pass
    assert home.found(index=again) == ["0.txt"]
    assert asked_of == ["fts5", "tantivy"]


def test_a_copy_full_of_what_is_gone_is_made_again(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tantivy, "MOST_DEAD", 5)
    for lap in range(6):
        home.add(*(f"annual leave of person {number} in version {lap}" for number in range(30)))
        home.catch_up()
    (folder,) = home.folder.iterdir()
    searcher = Index.open(str(folder)).searcher()
    assert searcher.num_docs == 30 + 1
    assert searcher.doc_freq("terms", "annual") <= 30 + 30 + 5 + 30
    assert len(home.found()) == 30


def block(home: Home) -> Path:
    """Put a file where the copy of the one base would go."""
    with home.database.read() as connection:
        (base,) = home.index.bases(connection)
    home.folder.mkdir(exist_ok=True)
    path = home.folder / str(base.id)
    path.write_text("in the way")
    return path


def test_what_cannot_be_written_is_a_clear_error_and_costs_no_answer(home: Home) -> None:
    home.add("paid annual leave")
    block(home)
    with pytest.raises(StoreError, match="'main' could not be written"):
        home.index.catch_up()
    assert home.found() == ["0.txt"]


WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
import test_large_index as world
world.large.PORTION = 7
home = world.Home(Path(sys.argv[1]))
print("ready", flush=True)
lap = 0
while True:
    home.add(*(f"annual leave of {number} in lap {lap}" for number in range(lap % 5, 30, 1 + lap % 3)), start=lap % 7)
    home.catch_up()
    lap += 1
"""


def test_killed_in_the_middle_it_holds_after_all_what_the_database_holds(tmp_path: Path, asked_of: list[str]) -> None:
    lot = random.Random(3)
    for _ in range(6):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), str(Path(__file__).parent)], stdout=subprocess.PIPE
        )
        assert writer.stdout is not None
        with writer.stdout as said:
            said.readline()
            time.sleep(lot.uniform(0.05, 0.5))
            os.kill(writer.pid, signal.SIGKILL)
            writer.wait()
        home = Home(tmp_path)
        plain = LexicalIndex(home.database)
        expected = home.found(index=plain)
        assert home.found() == expected
        home.catch_up()
        asked_of.clear()
        assert (sorted(home.found()), asked_of) == (sorted(expected), ["tantivy"])
        home.close()


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "PATIENCE_S", 0.01)
    monkeypatch.setattr(copying, "LOOK_EVERY_S", 0.01)
    monkeypatch.setattr(copying, "REST_S", 0.05)


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert true()


@pytest.mark.usefixtures("hasty")
def test_copies_follow_in_one_process_at_a_time(home: Home, asked_of: list[str]) -> None:
    lock = home.folder / ".lock"
    home.folder.mkdir()
    home.add("paid annual leave")

    def from_copy() -> bool:
        asked_of.clear()
        return home.found() == ["0.txt"] and asked_of == ["tantivy"]

    with locked(lock):
        following = [Copying(LargeIndex(home.database, home.folder, least=1), lock) for _ in range(2)]
        time.sleep(0.1)
        assert not from_copy()
    until(from_copy)
    home.add("annual leave, unpaid")
    until(from_copy)
    for one in following:
        one.close()


@pytest.mark.usefixtures("hasty")
def test_following_goes_on_after_a_failure(home: Home, asked_of: list[str]) -> None:
    home.add("paid annual leave")
    blocked = block(home)
    following = Copying(home.index, home.folder / ".lock")
    time.sleep(0.1)
    blocked.unlink()
    until(lambda: home.found() == ["0.txt"] and asked_of[-1] == "tantivy")
    following.close()
