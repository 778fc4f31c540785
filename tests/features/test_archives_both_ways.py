"""ZIP archives through the doors: into a knowledge base, and apart for tools; by one set of rules, for their owner."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from wainao import Wainao
from wainao.app.wire import read_input
from wainao.kernel import NotFoundError, UsageError
from wainao.store.archive import Archive
from wainao.types import Actor
from zip_files import Part, zip_of

ANN = Actor(id="ann", rights=frozenset({"read", "write"}))
EVE = Actor(id="eve", rights=frozenset({"read", "write"}))
ABROAD = Actor(id="ann", tenant="abroad", rights=frozenset({"read", "write"}))

LEAVE = "年假最多可以结转五天。".encode()
PAPERS = zip_of(
    Part("制度/年假.txt".encode("gbk"), LEAVE),
    Part(b"notes.md", b"# Notes\n\nThe door code is 4711.\n"),
    Part(b"../../up.txt", b"up"),
    Part(b"locked.txt", b"x", flags=1),
    Part(b"inner.zip", zip_of(Part(b"a.txt"))),
    Part(b"program.exe", b"MZ\x90\x00" + bytes(range(256))),
    Part(b"lying.txt", bytes(1 << 20), size=100),
)


@pytest.fixture(scope="module")
def brain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wainao]:
    with Wainao.open(tmp_path_factory.mktemp("archives")) as opened:
        yield opened


def call_as(brain: Wainao, actor: Actor, name: str, /, **fields: Any) -> Any:
    given = read_input(brain.kernel.spec(name, actor), fields)
    return brain._loop.run(brain.kernel.run(name, given, actor=actor)).output


def test_each_file_goes_in_by_itself_or_says_why_not(brain):
    told = brain.call("knowledge:unpack", name="papers.zip", content=PAPERS).output
    assert {event.path: (event.status, event.code) for event in told.files} == {
        "papers.zip/制度/年假.txt": ("added", None),
        "papers.zip/notes.md": ("added", None),
        "papers.zip/../../up.txt": ("failed", "name"),
        "papers.zip/locked.txt": ("failed", "encrypted"),
        "papers.zip/inner.zip": ("failed", "archive"),
        "papers.zip/program.exe": ("failed", "unsupported"),
        "papers.zip/lying.txt": ("failed", "broken"),
    }
    assert (told.added, told.failed) == (2, 5)
    answer = brain.call("knowledge:ask", question="年假最多可以结转几天？").output
    assert [citation.path for citation in answer.citations] == ["papers.zip/制度/年假.txt"]


def test_archives_in_a_folder_are_followed_each_as_a_folder(brain, tmp_path):
    (tmp_path / "plain.txt").write_text("a plain text")
    (tmp_path / "papers.ZIP").write_bytes(PAPERS)
    (tmp_path / "broken.zip").write_bytes(PAPERS[:-40])
    first = brain.add(tmp_path, base="shelf").output
    assert {event.path.removeprefix(f"{tmp_path}/"): (event.status, event.code) for event in first.files} == {
        "plain.txt": ("added", None),
        "broken.zip": ("failed", "broken"),
        "papers.ZIP/制度/年假.txt": ("added", None),
        "papers.ZIP/notes.md": ("added", None),
        "papers.ZIP/../../up.txt": ("failed", "name"),
        "papers.ZIP/locked.txt": ("failed", "encrypted"),
        "papers.ZIP/inner.zip": ("failed", "archive"),
        "papers.ZIP/program.exe": ("failed", "unsupported"),
        "papers.ZIP/lying.txt": ("failed", "broken"),
    }
    (tmp_path / "papers.ZIP").write_bytes(PAPERS[:-40])
    assert brain.add(tmp_path, base="shelf").output.removed == 0, "what cannot be opened takes nothing out"
    (tmp_path / "papers.ZIP").write_bytes(zip_of(Part(b"notes.md", b"# Notes\n\nThe door code is 4712.\n")))
    changed = brain.add(tmp_path / "papers.ZIP", base="shelf").output
    assert (changed.updated, changed.removed > 0) == (1, True)
    (tmp_path / "papers.ZIP").unlink()
    gone = brain.add(tmp_path, base="shelf").output.files
    assert f"{tmp_path}/papers.ZIP/notes.md" in [event.path for event in gone if event.status == "removed"]


def test_an_archive_that_did_not_change_is_not_unpacked_again(brain, tmp_path, monkeypatch):
    (tmp_path / "box.zip").write_bytes(zip_of(Part(b"a.txt", b"some text"), Part(b"b.txt", b"other text")))
    os.utime(tmp_path / "box.zip", (1e9, 1e9))
    assert brain.add(tmp_path, base="still").output.added == 2
    monkeypatch.setattr(Archive, "read", lambda *_: pytest.fail("it was read"))
    assert brain.add(tmp_path, base="still").output.unchanged == 2


def test_what_the_next_archive_of_that_name_has_no_more_leaves(brain):
    first = zip_of(Part(b"a.txt", b"the first text"), Part(b"b.txt", b"the second text"))
    brain.call("knowledge:unpack", name="box.zip", content=first, base="boxes")
    brain.call("knowledge:upload", name="a.txt", content=b"another text", base="boxes")
    again = brain.call("knowledge:unpack", name="box.zip", content=zip_of(Part(b"a.txt", b"changed")), base="boxes")
    assert {event.path: event.status for event in again.output.files} == {
        "box.zip/a.txt": "updated",
        "box.zip/b.txt": "removed",
    }


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("papers", PAPERS),
        ("../papers.zip", PAPERS),
        ("papers.zip", b"no archive"),
        ("papers.zip", PAPERS[:-40]),
        ("papers.zip", zip_of(Part(b"a", bytes(9)), Part(b"a", bytes(9), at=0))),
    ],
)
def test_what_is_no_archive_takes_nothing_out(brain, name, content):
    before = brain.call("knowledge:files").output if "knowledge:files" in brain.kernel else None
    with pytest.raises(UsageError, match="xpected"):
        brain.call("knowledge:unpack", name=name, content=content)
    if before is not None:
        assert brain.call("knowledge:files").output == before


def test_an_archive_sent_as_a_file_says_where_it_goes(brain):
    event = brain.call("knowledge:upload", name="papers.zip", content=zip_of(Part(b"a.txt"))).output
    assert (event.status, event.code) == ("failed", "archive")
    assert "knowledge:unpack" in event.reason


def test_a_kept_archive_is_its_owners_alone(brain):
    kept = call_as(brain, ANN, "tools:upload", content=PAPERS, name="papers.zip").digest
    told = call_as(brain, ANN, "tools:unpack", digest=kept)
    assert [(one.name, one.media_type) for one in told.files] == [
        ("制度/年假.txt", "text/plain"), ("notes.md", "text/markdown"), ("inner.zip", "application/zip"),
        ("program.exe", told.files[3].media_type),
    ]  # fmt: skip
    assert {(one.path, one.fault) for one in told.left_out} == {
        ("../../up.txt", "name"), ("locked.txt", "encrypted"), ("lying.txt", "broken"),
    }  # fmt: skip
    leave = told.files[0].digest
    assert call_as(brain, ANN, "tools:file", digest=leave).content == LEAVE
    for stranger in (EVE, ABROAD):
        for name, fields in (
            ("tools:unpack", {"digest": kept}),
            ("tools:file", {"digest": leave}),
            ("knowledge:unpack", {"name": "theirs.zip", "kept": kept}),
            ("code:run", {"program": "print(open('papers.zip','rb').read())", "kept": [kept]}),
        ):
            with pytest.raises(NotFoundError):
                call_as(brain, stranger, name, **fields)
    told = call_as(brain, ANN, "knowledge:unpack", name="mine.zip", kept=kept)
    assert told.added == 2


def test_a_program_takes_and_gives_files_by_their_digests(brain):
    if "code:run" not in brain.kernel:
        pytest.skip("no sandbox on this machine")
    kept = call_as(brain, ANN, "tools:upload", content=b"a,b\n1,2\n", media_type="text/csv", name="in/sales").digest
    program = "open('sum.txt', 'w').write(open('sales.csv').read()[4:])"
    told = call_as(brain, ANN, "code:run", program=program, kept=[kept], keep=True)
    (made,) = told.kept_files
    assert (told.errors, told.files, made.name) == ("", (), "sum.txt")
    assert call_as(brain, ANN, "tools:file", digest=made.digest).content == b"1,2\n"
    for stranger in (EVE, ABROAD):
        with pytest.raises(NotFoundError):
            call_as(brain, stranger, "tools:file", digest=made.digest)
    with pytest.raises(UsageError, match="names of their own"):
        call_as(brain, ANN, "code:run", program="1", kept=[kept, kept])


def test_a_kept_file_that_is_no_archive_says_so(brain, tmp_path: Path):
    kept = call_as(brain, ANN, "tools:upload", content=b"%PDF-1.7", name="a.pdf").digest
    with pytest.raises(UsageError, match="no ZIP archive"):
        call_as(brain, ANN, "tools:unpack", digest=kept)
