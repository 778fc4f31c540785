"""Files that are broken, locked, disguised or out to harm: each gets its own clear error, and the rest is read."""

from __future__ import annotations

import io
import os
import socket
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import knowledge_files as files
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from knowledge_house import House

from wainao.features.knowledge.errors import ReadError
from wainao.features.knowledge.settings import KnowledgeSettings
from wainao.features.knowledge.workers import Workers
from wainao.kernel.errors import EngineError
from zip_files import Part, zip_of

PDF = files.pdf([[(72, 700, 11, "Words of a PDF.")]])
DOCX, XLSX, PPTX, EPUB = files.docx(), files.xlsx(), files.pptx(), files.epub()
PNG = files.picture(["x"])
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def bomb(member: str, megabytes: int) -> bytes:
    out = io.BytesIO(DOCX)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(member, bytes(megabytes << 20))
    return out.getvalue()


def lying_zip() -> bytes:
    """A part that says it is small and is not."""
    size = 64 << 20
    data = files.raw_docx("x" * size)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        declared = package.getinfo("word/document.xml").file_size.to_bytes(4, "little")
    assert data.count(declared) == 2
    return data.replace(declared, (300).to_bytes(4, "little"))


def locked_zip() -> bytes:
    data = bytearray(DOCX)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + offset] |= 1
    return bytes(data)


def huge_png(width: int, height: int) -> bytes:
    import struct
    import zlib

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


def _torn_extra() -> bytes:
    """A member whose further sizes end before they begin."""
    data = bytearray(zip_of(Part(b"a.xml", size=0xFFFFFFFF)))
    at = data.index(b"PK\x01\x02")
    data[at + 30 : at + 32] = (4).to_bytes(2, "little")
    data[at + 46 + 5 : at + 46 + 5] = b"\x01\x00\x00\x00"
    end = data.index(b"PK\x05\x06")
    data[end + 12 : end + 16] = (end - at).to_bytes(4, "little")
    return bytes(data)


def _lying(name: str, mebibytes: int) -> list[Part]:
    """The members of a document, of which one is far longer than it says."""
    with zipfile.ZipFile(io.BytesIO(DOCX)) as package:
        whole = {member: package.read(member) for member in package.namelist()}
    return [
        Part(member.encode(), data + bytes(mebibytes << 20 if member == name else 0), size=len(data))
        for member, data in whole.items()
    ]


BAD = {
    "empty.txt": (b"", "empty"),
    "zeros.bin": (bytes(100), "empty"),
    "cut.pdf": (PDF[:300], "broken"),
    "cut.docx": (DOCX[: len(DOCX) // 2], "broken"),
    "cut.xlsx": (XLSX[:-40], "broken"),
    "cut.png": (PNG[:200], "broken"),
    "fake.pdf": (b"%PDF-1.7\nnothing of a PDF", "broken"),
    "locked.docx": (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "locked-zip.docx": (locked_zip(), "encrypted"),
    "locked.epub": (files.epub(locked=True), "encrypted"),
    "old.doc": (OLE, "unsupported"),
    "rich.rtf": (rb"{\rtf1 text}", "unsupported"),
    "program.pdf": (b"MZ\x90\x00" + bytes(range(256)), "unsupported"),
    "program.txt": (b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)), "unsupported"),
    "animation.png": (b"GIF89a\x01\x00\x01\x00", "unsupported"),
    "video.mp4": (b"\x00\x00\x00\x18ftypmp42" + bytes(50), "unsupported"),
    "text.odt": (
        files.zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
        "unsupported",
    ),
    "named.docx": (zip_of(Part(b"\xff.xml", flags=0x800)), "broken"),
    "torn.docx": (_torn_extra(), "broken"),
    "files.zip": (b"PK\x03\x04" + bytes(40), "broken"),
    "files.tar.gz": (b"\x1f\x8b\x08\x00" + bytes(20), "archive"),
    "noise.txt": (bytes(range(1, 256)) * 20, "binary"),
    "noise": (os.urandom(4_000), "binary"),
    "bomb.docx": (bomb("word/media/a.bin", 64), "bomb"),
    "lying.docx": (zip_of(*_lying("word/document.xml", 64)), "bomb"),
    "blank.pdf": (files.pdf([[]]), "no-text"),
    "blank.txt": (b" \n\n ", "no-text"),
    "blank.html": (b"<html><body><script>1</script></body></html>", "no-text"),
    "blank.docx": (files.raw_docx("<w:p/>"), "no-text"),
    "wide.png": (huge_png(60_000, 60_000), "too-large"),
    "half.docx": (files.raw_docx("<w:p><w:r>"), "broken"),
    "odd.docx": (files.zipped({"[Content_Types].xml": "wordprocessingml.document.main+xml"}), "broken"),
    "odd.pptx": (files.zipped({"[Content_Types].xml": "presentationml.presentation.main+xml"}), "broken"),
    "odd.xlsx": (files.zipped({"[Content_Types].xml": "spreadsheetml.sheet.main+xml"}), "broken"),
    "odd.epub": (files.zipped({"META-INF/container.xml": "<a/>"}), "broken"),
    "deep.html": (b"<p>" + b"<b>" * 100_000 + b"x", "too-large"),
}


def test_every_bad_file_has_its_own_reason_and_the_good_one_is_read(house: House, folder: Path) -> None:
    for name, (data, _) in BAD.items():
        (folder / name).write_bytes(data)
    (folder / "good.md").write_text("# Good\n\nwords")
    began = time.monotonic()
    found = {Path(event.path).name: event for event in house.add(folder)}
    assert time.monotonic() - began < 20
    assert found.pop("good.md").status == "added"
    assert {name: (event.status, event.code) for name, event in found.items()} == {
        name: ("failed", fault) for name, (_, fault) in BAD.items()
    }
    for name, event in found.items():
        assert event.reason is not None
        assert name in event.reason, "a reason names the file"
        assert "expected" in event.reason or event.code == "archive", "and says what would have been right"
    assert list(house.indexed().values()) == ["Good\n\nwords"]


def test_a_size_that_lies_is_not_believed() -> None:
    workers = Workers(KnowledgeSettings(max_seconds=20, max_worker_memory_bytes=1 << 29))
    with pytest.raises(ReadError) as caught:
        workers.prepare("lying.docx", lying_zip(), document="d", version="v")
    assert caught.value.fault == "bomb"
    workers.close()


def test_xml_entities_are_neither_expanded_nor_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("do not tell")
    with zipfile.ZipFile(io.BytesIO(files.raw_docx("<w:p><w:r><w:t>seen &laugh; &file;</w:t></w:r></w:p>"))) as package:
        members = {name: package.read(name) for name in package.namelist()}
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE d [<!ENTITY l0 "ha">{laughs}<!ENTITY laugh "&l9;"><!ENTITY file SYSTEM "{secret.as_uri()}">]>'
    members["word/document.xml"] = doctype.encode() + members["word/document.xml"]
    workers = Workers(KnowledgeSettings(max_seconds=20))
    with pytest.raises(ReadError) as caught:
        workers.prepare("e.docx", files.zipped(members), document="d", version="v")
    assert caught.value.fault == "broken"
    workers.close()


@pytest.mark.parametrize(
    ("name", "data", "change", "fault"),
    [
        ("a.txt", b"x" * 200, {"max_file_bytes": 100}, "too-large"),
        ("a.txt", b"x y\n" * 200, {"max_text_chars": 100}, "too-large"),
        ("a.pdf", files.pdf([[(72, 700, 11, "x")]] * 3), {"max_pages": 2}, "too-large"),
        ("a.png", PNG, {"max_pixels": 100_000}, "too-large"),
        ("a.docx", DOCX, {"max_unpacked_bytes": 10_000}, "bomb"),
    ],
)
def test_limits_are_settings(
    tmp_path: Path, folder: Path, name: str, data: bytes, change: dict[str, int], fault: str
) -> None:
    house = House(tmp_path / "home", replace(KnowledgeSettings(), **change))
    (folder / name).write_bytes(data)
    (event,) = house.add(folder)
    assert event.code == fault
    assert event.reason is not None
    assert f"knowledge.{next(iter(change))}" in event.reason
    house.close()


def test_links_pipes_sockets_and_devices(
    house: House, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "outside.txt").write_text("outside")
    (tmp_path / "far").mkdir()
    (tmp_path / "far/x.txt").write_text("far")
    (folder / "in").mkdir()
    (folder / "in/real.txt").write_text("inside")
    (folder / "to-outside.txt").symlink_to(tmp_path / "outside.txt")
    (folder / "to-far").symlink_to(tmp_path / "far")
    (folder / "to-inside.txt").symlink_to(folder / "in/real.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "nowhere").symlink_to(folder / "not there")
    (folder / "self").symlink_to(folder / "self")
    (folder / "zero").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        monkeypatch.chdir(folder)  # the path of a socket may not be long
        listener.bind("sock")
        events = {Path(event.path).name: event.code or event.status for event in house.add(folder)}
    inside = {"real.txt": "added", "to-inside.txt": "added"}
    outside = dict.fromkeys(("to-outside.txt", "to-far", "zero"), "outside")
    nowhere = dict.fromkeys(("nowhere", "self"), "missing")
    assert events == inside | outside | nowhere | dict.fromkeys(("pipe", "sock"), "not-a-file")
    assert [event.code for event in house.add(Path("/dev/zero"), folder / "pipe")] == ["not-a-file", "not-a-file"]


def test_files_and_folders_that_may_not_be_read(house: House, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "dark").mkdir()
    (folder / "dark/kept.txt").write_text("kept")
    (folder / "open.txt").write_text("open")
    house.add(folder)
    scandir, opened = os.scandir, os.open

    def deny(path: os.PathLike[str], *rest: object) -> object:
        # Whoever runs the tests may be allowed everything, so that file modes would prove nothing.
        if str(path).endswith(("dark", "shut.txt")):
            raise PermissionError(13, "Permission denied")
        return opened(path, *rest) if rest else scandir(path)  # type: ignore[arg-type]  # the rest of os.open's

    (folder / "shut.txt").write_text("shut")
    monkeypatch.setattr("os.scandir", deny)
    monkeypatch.setattr("os.open", deny)
    events = {Path(event.path).name: event.code or event.status for event in house.add(folder)}
    assert events == {"dark": "permission", "open.txt": "unchanged", "shut.txt": "permission"}
    assert sorted(house.indexed().values()) == ["kept", "open"], "what cannot be seen is not taken for gone"


def test_a_file_that_is_being_written_to_is_left_for_later(
    house: House, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "log.txt"
    path.write_text("one")
    fstat = os.fstat

    def growing(handle: int) -> os.stat_result:
        before = fstat(handle)
        path.write_text("one and more")
        return before

    monkeypatch.setattr("os.fstat", growing)
    assert [event.code for event in house.add(folder)] == ["changed"]
    monkeypatch.undo()
    assert [event.status for event in house.add(folder)] == ["added"]


def test_a_hang_a_crash_and_hunger_cost_one_file_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Real reader processes meet a reader that misbehaves as hostile files make libraries misbehave."""
    harm = tmp_path / "pypdfium2"
    harm.mkdir()
    (harm / "raw.py").write_text("FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY = 4, 5")
    (harm / "__init__.py").write_text(
        "import ctypes, os, re\n"
        "class PdfiumError(RuntimeError): ...\n"
        "class PdfDocument:\n"
        "    def __init__(self, data):\n"
        "        if b'hang' in data: re.match('(a+)+b', 'a' * 40)\n"
        "        if b'crash' in data: ctypes.string_at(0)\n"
        "        if b'hunger' in data: bytearray(1 << 33)\n"
        "        raise SystemError('surprise')\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    workers = Workers(KnowledgeSettings(max_seconds=1, max_worker_memory_bytes=1 << 31))
    for what, fault in (("hang", "timeout"), ("crash", "crashed"), ("hunger", "too-large"), ("", "broken")):
        with pytest.raises(ReadError) as caught:
            workers.prepare("x.pdf", f"%PDF-1.7 {what}".encode(), document="d", version="v")
        assert caught.value.fault == fault
    assert workers.prepare("a.docx", DOCX, document="d", version="v").chunks
    workers.close()


def test_closing_does_not_wait_for_a_file_that_is_being_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lxml.py").write_text("import time; time.sleep(100)")
    monkeypatch.syspath_prepend(str(tmp_path))
    workers = Workers(KnowledgeSettings())
    with ThreadPoolExecutor(1) as threads:
        reading = threads.submit(workers.prepare, "a.html", b"<html>words", document="d", version="v")
        while not workers._busy:
            time.sleep(0.01)
        began = time.monotonic()
        workers.close()
        with pytest.raises(EngineError, match="were ended"):
            reading.result()
    assert time.monotonic() - began < 5
    with pytest.raises(EngineError, match="were ended"):
        workers.prepare("a.html", b"<html>words", document="d", version="v")


@given(st.sampled_from([PDF, DOCX, XLSX, PPTX, EPUB, PNG]), st.data())
@settings(max_examples=120, deadline=None)
def test_damage_anywhere_is_an_error_or_text_never_a_crash(original: bytes, data: st.DataObject) -> None:
    damaged = bytearray(original)
    for _ in range(data.draw(st.integers(1, 20))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    damaged = damaged[: data.draw(st.integers(len(damaged) // 2, len(damaged)))]
    assert fault_of(bytes(damaged)) not in {"crashed", "timeout"}


def fault_of(data: bytes) -> str | None:
    try:
        FUZZED.prepare("damaged", data, document="d", version="v")
    except ReadError as error:
        return error.fault
    return None


FUZZED = Workers(KnowledgeSettings(max_seconds=20, ocr=False))


@pytest.fixture(autouse=True, scope="module")
def _no_process_stays() -> object:
    yield
    FUZZED.close()
