"""ZIP archives: each file by itself, and no trick of a name, a size or a structure gets further than its reason."""

from __future__ import annotations

import tracemalloc
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wainao.store import archive as archives
from wainao.store.archive import EMPTY, Archive, ArchiveError, Unpacking
from zip_files import Part, zip_of

SMALL = Unpacking(max_files=20, max_file_bytes=1 << 20, max_bytes=4 << 20)


def opened(data: bytes, limits: Unpacking = SMALL) -> Archive:
    return Archive(data, name="papers.zip", limits=limits)


def contents(data: bytes) -> dict[str, bytes]:
    archive = opened(data)
    return {member.path: archive.read(member) for member in archive.members}


def test_files_come_one_by_one_with_the_folders_that_they_lie_in():
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.mkdir("a")
        package.writestr("a/one.txt", "1")
        package.writestr("./b//two.txt", "2", zipfile.ZIP_STORED)
        package.writestr("__MACOSX/a/._one.txt", "x")
        package.writestr("a/.DS_Store", "x")
    assert contents(out.getvalue()) == {"a/one.txt": b"1", "b/two.txt": b"2"}
    assert contents(b"MZ a program in front" + zip_of(Part(b"a.txt"))) == {"a.txt": b"text"}
    assert contents(EMPTY) == {}


@pytest.mark.parametrize(
    ("raw", "flags", "name"),
    [
        ("年假/制度.txt".encode(), 0x800, "年假/制度.txt"),
        ("年假/制度.txt".encode(), 0, "年假/制度.txt"),
        ("年假/制度.txt".encode("gbk"), 0, "年假/制度.txt"),
        ("㙍𠀀.txt".encode("gb18030"), 0, None),
        ("年假\\制度（新）.txt".encode("gbk"), 0, "年假/制度（新）.txt"),
        ("café.txt".encode("cp437"), 0, "café.txt"),
        ("naïve façade.txt".encode("cp437"), 0, "naïve façade.txt"),
        (b"plain.txt", 0, "plain.txt"),
    ],
)
def test_names_are_read_as_they_were_meant(raw, flags, name):
    (found,) = contents(zip_of(Part(raw, flags=flags)))
    assert name in (None, found)


@pytest.mark.parametrize(
    ("part", "fault"),
    [
        *((Part(name), "name") for name in (
            b"/etc/passwd", b"../up.txt", b"a/../../up.txt", b"a\\..\\..\\up.txt", b"C:\\boot.ini", b"c:up.txt",
            b"\\\\host\\share\\x", b"//host/x", b"a\0.txt", b"a\n.txt", b"\x1b[2J.txt", "a\u202etxt.exe".encode(),
            b"con", b"aux.txt", b"a/NUL.tar.gz", b"a.txt:stream", b"a.txt.", b"a /b.txt", b"a" * 2_000, b".",
        )),
        (Part(b"a.txt", mode=0o120777), "link"),
        (Part(b"a.txt", mode=0o060644), "link"),
        (Part(b"a.txt", flags=0x1), "encrypted"),
        (Part(b"a.txt", flags=0x41), "encrypted"),
        (Part(b"a.txt", method=14), "unsupported"),
        (Part(b"a.txt", method=99), "unsupported"),
        (Part(b"a.txt", data=bytes((1 << 20) + 1)), "too-large"),
    ],
    ids=lambda one: repr(one)[:40],
)  # fmt: skip
def test_what_is_not_taken_says_why_and_the_others_are(part, fault):
    archive = opened(zip_of(part, Part(b"good.txt")))
    assert [member.path for member in archive.members] == ["good.txt"]
    (refused,) = archive.refused
    assert refused.fault == fault
    assert refused.path.isprintable()
    assert "Expected" in refused.reason


def test_of_files_with_one_name_the_first_is_taken():
    archive = opened(zip_of(Part(b"a.txt", b"1"), Part(b"A.TXT", b"2"), Part("ａ.txt".encode(), b"3", flags=0x800)))
    assert [(one.path, archive.read(one)) for one in archive.members] == [("a.txt", b"1")]
    assert [(one.fault, one.path) for one in archive.refused] == [("twice", "A.TXT (2)"), ("twice", "ａ.txt (3)")]


BOMBS = {
    "many": zip_of(*(Part(b"%d" % at) for at in range(21))),
    "large": zip_of(*(Part(b"%d" % at, bytes(1 << 20)) for at in range(5))),
    "dense": (zip_of(*(Part(b"%d" % at, bytes(1 << 20)) for at in range(40))), Unpacking()),
    "overlapping": zip_of(Part(b"a", bytes(1 << 20)), *(Part(b"a", bytes(1 << 20), at=0) for _ in range(2))),
    "into the list": zip_of(Part(b"a", b"x" * 100, method=0))[:40] + zip_of(Part(b"a", b"x" * 100, method=0))[90:],
    "torn": zip_of(Part(b"a", b"x" * 1000, method=0))[:-30],
    "no archive": b"PK\x03\x04" + bytes(100),
    "nothing": b"",
    "no name": zip_of(Part(b"")),
    "a name in no encoding": zip_of(Part(b"\xff", flags=0x800)),
    "its list lies": zip_of(Part(b"a"))[:-6] + b"\xff\xff\xff\xff\0\0",
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_before_anything_is_unpacked(bomb):
    data, limits = bomb if isinstance(bomb, tuple) else (bomb, SMALL)
    with pytest.raises(ArchiveError, match="Expected"):
        opened(data, limits)


def test_a_file_that_is_more_than_it_says_unpacks_no_further():
    """A gigabyte that calls itself ten bytes."""
    data = zip_of(Part(b"a.txt", bytes(200 << 20), size=10))
    archive = opened(data)
    tracemalloc.start()
    with pytest.raises(ArchiveError, match="pack it again"):
        archive.read(archive.members[0])
    assert tracemalloc.get_traced_memory()[1] < 4 << 20
    tracemalloc.stop()


def test_a_file_with_another_name_inside_is_not_read():
    data = zip_of(Part(b"a.txt")).replace(b"a.txt", b"b.txt", 1)
    archive = opened(data)
    with pytest.raises(ArchiveError):
        archive.read(archive.members[0])


def test_an_archive_in_an_archive_is_a_file_like_any_other():
    """So nothing that holds itself goes on for ever."""
    inner = zip_of(Part(b"a.txt"))
    assert contents(zip_of(Part(b"inner.zip", inner))) == {"inner.zip": inner}


@given(st.binary(max_size=400), st.integers(0, 400), st.integers(0, 255))
def test_whatever_is_in_it_there_is_a_reason(noise, at, byte):
    whole = bytearray(zip_of(Part(b"a.txt"), Part("年假".encode("gbk"), noise)))
    whole[at % len(whole)] = byte
    for data in (noise, b"PK\x03\x04" + noise, bytes(whole)):
        try:
            archive = opened(data)
            for member in archive.members:
                assert len(archive.read(member)) <= SMALL.max_file_bytes
        except ArchiveError:
            pass


@pytest.mark.parametrize("name", [b"../x%d", b"same"], ids=["others", "one"])
def test_many_that_are_refused_cost_no_more_each_than_few(monkeypatch, name):
    """Told apart by comparing each with each, ten thousand held a server up for minutes."""
    asked, same = 0, archives._same

    def counted(path: str) -> str:
        nonlocal asked
        asked += 1
        return same(path)

    monkeypatch.setattr(archives, "_same", counted)
    data = zip_of(*(Part(name % number if b"%" in name else name) for number in range(300)))
    refused = opened(data, Unpacking()).refused
    assert len({one.path for one in refused}) == len(refused) >= 299
    assert asked < 300 * 10
