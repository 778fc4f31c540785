"""Adding, changing, moving and losing files."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import knowledge_files as files
import pytest
from knowledge_house import House

from wainao.features.knowledge.settings import KnowledgeSettings
from wainao.features.knowledge.types import FileEvent
from wainao.kernel.errors import DeniedError, NotFoundError, UsageError
from wainao.types import Actor, owner


def statuses(events: list[FileEvent]) -> dict[str, str]:
    return {Path(event.path).name: event.status for event in events}


def test_add_change_lose_and_bring_back(house: House, folder: Path) -> None:
    (folder / "a.md").write_text("# A\n\nfirst")
    (folder / "b.txt").write_text("second")
    (folder / "c.docx").write_bytes(files.docx())
    assert statuses(house.add(folder)) == {"a.md": "added", "b.txt": "added", "c.docx": "added"}
    before = house.indexed()

    assert statuses(house.add(folder)) == {"a.md": "unchanged", "b.txt": "unchanged", "c.docx": "unchanged"}
    assert house.indexed() == before

    (folder / "a.md").write_text("# A\n\nfirst, changed")
    (folder / "b.txt").unlink()
    assert statuses(house.add(folder)) == {"a.md": "updated", "b.txt": "removed", "c.docx": "unchanged"}
    assert "second" not in house.indexed().values()
    assert "A\n\nfirst, changed" in house.indexed().values()

    (folder / "a.md").write_text("# A\n\nfirst")
    (folder / "b.txt").write_text("second")
    assert statuses(house.add(folder)) == {"a.md": "updated", "b.txt": "added", "c.docx": "unchanged"}
    assert house.indexed() == before, "the same versions have the same chunks under the same ids"


def test_events_say_what_was_done(house: House, folder: Path) -> None:
    (folder / "a.txt").write_text("hello")
    (event,) = house.add(folder / "a.txt")
    assert event == FileEvent(
        path=str(folder / "a.txt"), status="added", document=event.document, version=event.version, chunks=1
    )
    assert event.version == "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
    (again,) = house.add(folder / "a.txt")
    assert (again.status, again.document, again.chunks) == ("unchanged", event.document, 1)


def test_a_change_that_keeps_size_and_time_is_seen(house: House, folder: Path) -> None:
    path = folder / "a.txt"
    for text in ("one", "two", "six"):
        path.write_text(text)
        os.utime(path, ns=(time.time_ns(), time.time_ns() // 10**9 * 10**9))
        house.add(path)
        assert list(house.indexed().values()) == [text]


def test_an_old_file_that_was_touched_is_not_read_again(
    house: House, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "a.txt"
    path.write_text("text")
    os.utime(path, (1_600_000_000, 1_600_000_000))
    house.add(path)
    monkeypatch.setattr("wainao.features.knowledge.walk.Candidate.load", lambda *_: pytest.fail("was read"))
    assert statuses(house.add(path)) == {"a.txt": "unchanged"}


def test_hidden_files_and_caches_are_passed_over(house: House, folder: Path) -> None:
    for name in (".hidden", ".git/config", "node_modules/x/readme.md", "~$lock.docx", "sub/.x/y.md", "sub/seen.md"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("text")
    assert statuses(house.add(folder)) == {"seen.md": "added"}


def test_a_path_that_is_not_there(house: House, folder: Path) -> None:
    (event,) = house.add(folder / "nothing")
    assert (event.status, event.code) == ("failed", "missing")
    (folder / "x.txt").write_text("text")
    house.add(folder / "x.txt")
    (folder / "x.txt").unlink()
    assert statuses(house.add(folder / "x.txt")) == {"x.txt": "removed"}
    assert house.indexed() == {}


def test_a_file_that_became_unreadable_stays_searchable_and_says_so(house: House, folder: Path) -> None:
    path = folder / "a.docx"
    path.write_bytes(files.docx())
    house.add(folder)
    rows = house.indexed()
    path.write_bytes(files.docx()[:-300])
    (event,) = house.add(folder)
    assert (event.status, event.code, event.chunks) == ("failed", "broken", 0)
    assert house.indexed() == rows
    (document,) = house.library.documents(actor=owner())
    assert (document.state, document.problem) == ("live", event.reason)
    path.write_bytes(files.docx())
    house.add(folder)
    assert house.library.documents(actor=owner())[0].problem is None


def test_dry_run_tells_and_keeps_nothing(house: House, folder: Path) -> None:
    (folder / "a.txt").write_text("text")
    (folder / "b.pdf").write_bytes(b"%PDF-1.4 no")
    events = house.add(folder, dry_run=True)
    assert statuses(events) == {"a.txt": "added", "b.pdf": "failed"}
    assert events[0].chunks == 1
    assert house.library.documents(actor=owner()) == []
    assert house.indexed() == {}
    assert not [path for path in house.blobs.path("x").parent.rglob("*") if path.is_file()]
    assert statuses(house.add(folder)) == {"a.txt": "added", "b.pdf": "failed"}


def test_uploads_take_the_same_way(house: House) -> None:
    data = files.docx()
    _, event = house.ingest.add_bytes([("报销/rules.docx", data)], actor=owner())
    assert isinstance(event, FileEvent)
    assert (event.path, event.status) == ("报销/rules.docx", "added")
    assert event.document is not None
    assert house.library.original(event.document, actor=owner()) == data
    _, again = house.ingest.add_bytes([("报销\\rules.docx", b"now text")], actor=owner())
    assert isinstance(again, FileEvent)
    assert (again.status, again.document) == ("updated", event.document)
    for name in ("../x.txt", "/etc/x.txt", "", "a/../../x"):
        with pytest.raises(UsageError, match="cannot be added under the name"):
            list(house.ingest.add_bytes([(name, b"x")], actor=owner()))


def test_remove_takes_a_document_out_and_add_brings_it_back(house: House, folder: Path) -> None:
    (folder / "a.txt").write_text("text")
    (event,) = house.add(folder)
    assert event.document is not None
    assert house.ingest.remove(event.document, actor=owner()).status == "removed"
    assert (house.indexed(), house.library.documents(actor=owner())) == ({}, [])
    assert house.library.page(event.document, actor=owner(), version=event.version).lines[0].line.text == "text"
    assert statuses(house.add(folder)) == {"a.txt": "added"}


def test_a_file_that_never_could_be_read_can_be_removed_from_the_list(house: House, folder: Path) -> None:
    (folder / "a.bin").write_bytes(b"\x00\x01")
    (event,) = house.add(folder)
    assert event.document is not None
    with pytest.raises(NotFoundError, match="There is no version None"):
        house.library.page(event.document, actor=owner())
    house.ingest.remove(event.document, actor=owner())
    assert house.library.documents(actor=owner()) == []


def test_one_name_twice_in_one_upload(house: House) -> None:
    files = [("a.txt", b"one"), ("a.txt", b"two"), ("a.txt", b"one"), ("a.txt", b"one")]
    _, *events = house.ingest.add_bytes(files, actor=owner())
    assert [event.status for event in events if isinstance(event, FileEvent)] == [
        *("added", "updated", "updated", "unchanged"),
    ]
    assert list(house.indexed().values()) == ["one"]


def test_bases_and_tenants_are_apart(house: House, folder: Path) -> None:
    (folder / "a.txt").write_text("text")
    stranger = Actor(id="s", tenant="other")
    guest = Actor(id="g", bases=frozenset({"open"}))
    (event,) = house.add(folder)
    assert statuses(house.add(folder, base="open")) == {"a.txt": "added"}
    assert statuses(house.add(folder, actor=stranger)) == {"a.txt": "added"}
    assert len(house.indexed()) == 3
    assert [document.base for document in house.library.documents(actor=owner())] == ["main", "open"]
    assert [document.base for document in house.library.documents(actor=guest)] == ["open"]
    assert event.document is not None
    for actor in (stranger, guest):
        with pytest.raises(NotFoundError):
            house.library.page(event.document, actor=actor)
        with pytest.raises(NotFoundError):
            house.ingest.remove(event.document, actor=actor)
    with pytest.raises(DeniedError):
        house.add(folder, actor=guest)


def test_a_stream_left_early_keeps_what_it_told(house: House, folder: Path) -> None:
    for number in range(500):
        (folder / f"{number:03}.txt").write_text(f"text {number}")
    told = []
    for event in house.ingest.add([folder], actor=owner()):
        if isinstance(event, FileEvent):
            told.append(event.path)
        if len(told) == 10:
            break
    kept = {document.path for document in house.library.documents(actor=owner())}
    assert set(told) <= kept
    house.add(folder)
    assert sorted(house.indexed().values()) == sorted(f"text {number}" for number in range(500))


def test_two_threads_adding_the_same_folder_add_nothing_twice(house: House, folder: Path) -> None:
    for number in range(200):
        (folder / f"{number}.md").write_text(f"# {number}\n\ntext")
    threads = [threading.Thread(target=house.add, args=(folder,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(house.indexed()) == 200


ADD = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from knowledge_house import House
from wainao.features.knowledge.settings import KnowledgeSettings
house = House(Path({home!r}), KnowledgeSettings())
print("ready", flush=True)
house.add(Path({folder!r}))
house.close()
"""


def test_kill_9_loses_nothing_and_doubles_nothing(tmp_path: Path, folder: Path) -> None:
    texts = {}
    for number in range(300):
        texts[f"{number}.md"] = f"# Heading {number}\n\n" + f"Text of {number}. " * (number % 90)
        (folder / f"{number}.md").write_text(texts[f"{number}.md"])
    (folder / "z.docx").write_bytes(files.docx())
    script = ADD.format(tests=str(Path(__file__).parent), home=str(tmp_path / "home"), folder=str(folder))
    rng = random.Random(7)
    for _ in range(12):
        process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(rng.uniform(0.0, 0.25))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        check_whole(tmp_path / "home")
    final = House(tmp_path / "home", KnowledgeSettings())
    final.add(folder)
    assert len(final.library.documents(actor=owner())) == 301
    final.close()
    clean = House(tmp_path / "clean", KnowledgeSettings())
    clean.add(folder)
    killed = House(tmp_path / "home", KnowledgeSettings())
    assert sorted(killed.indexed().values()) == sorted(clean.indexed().values())
    for house in (clean, killed):
        house.close()


def check_whole(home: Path) -> None:
    """Every live document has its version, all its chunks and all its index rows; there are no others."""
    house = House(home, KnowledgeSettings())
    with house.database.read() as connection:
        live = connection.execute(
            "SELECT v.first_chunk, v.chunks, v.version FROM knowledge_documents d JOIN knowledge_versions v "
            "ON v.document = d.id AND v.version = d.version WHERE d.state = 'live'"
        ).fetchall()
        documents = connection.execute("SELECT COUNT(*) FROM knowledge_documents").fetchone()[0]
        stored = {row[0] for row in connection.execute("SELECT id FROM knowledge_chunks")}
    expected = {chunk for first, chunks, _ in live for chunk in range(first, first + chunks)}
    assert documents == len(live)
    assert set(house.indexed()) == expected == stored
    assert all(house.blobs.get(version) for _, _, version in live)
    house.close()


def test_keys_and_records_are_no_documents(tmp_path: Path, house: House, folder: Path) -> None:
    (house.home / "keys").mkdir()
    (house.home / "keys" / "ledger.pem").write_text("a private key")
    (folder / "a.md").write_text("mine")
    around = house.home.parent
    (around / "link").symlink_to(house.home / "keys" / "ledger.pem")
    assert statuses(house.add(around)) == {"a.md": "added", "link": "failed"}
    assert statuses(house.add(house.home)) == {house.home.name: "failed"}
    (event,) = house.add(house.home / "keys" / "ledger.pem")
    assert (event.status, event.code) == ("failed", "outside")
    assert set(house.indexed().values()) == {"mine"}


@pytest.mark.parametrize("base", ["", " ", "x" * 65, "\u202ebase", "a\nb", "\x1b[2J"])
def test_a_base_has_a_name_that_can_be_seen(house: House, folder: Path, base: str) -> None:
    (folder / "a.md").write_text("mine")
    with pytest.raises(UsageError, match="cannot be called"):
        house.add(folder, base=base)


def test_a_name_has_its_bound(house: House) -> None:
    with pytest.raises(UsageError, match="at most"):
        list(house.ingest.add_bytes([("x" * 1_025, b"mine")], actor=owner()))
