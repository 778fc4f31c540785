"""What was added can be listed, shown and drawn, in the version that was cited."""

from __future__ import annotations

import io
from pathlib import Path

import knowledge_files as files
import pytest
from knowledge_house import House
from PIL import Image

from wainao.features.knowledge import store
from wainao.features.knowledge.errors import ReadError
from wainao.features.knowledge.types import Document, Line, PageView, PlacedLine
from wainao.kernel.errors import IntegrityError, NotFoundError, UsageError
from wainao.types import owner

TWO_PAGES = files.pdf([[(72, 700, 11, "First page.")], [(72, 700, 11, "第二页的话。")]], title="Two")


def test_documents_say_what_they_are_and_what_went_wrong(house: House, folder: Path) -> None:
    (folder / "a.pdf").write_bytes(TWO_PAGES)
    (folder / "b.bin").write_bytes(b"\x00\x01\x02")
    good, bad = house.add(folder)
    first, second = house.library.documents(actor=owner())
    assert good.document is not None
    assert first == Document(
        id=good.document,
        base="main",
        path=str(folder / "a.pdf"),
        state="live",
        version=good.version,
        title="Two",
        media_type="application/pdf",
        size_bytes=len(TWO_PAGES),
        pages=2,
        chunks=2,
        updated_at=first.updated_at,
        problem=None,
    )
    assert (second.state, second.version, second.problem) == ("failed", None, bad.reason)


def test_a_page_has_its_lines_with_offsets_and_boxes(house: House, folder: Path) -> None:
    (folder / "a.pdf").write_bytes(TWO_PAGES)
    (event,) = house.add(folder)
    assert event.document is not None
    view = house.library.page(event.document, actor=owner(), page=2)
    box = view.lines[0].line.box
    assert view == PageView(
        document=event.document,
        version=event.version or "",
        path=event.path,
        title="Two",
        media_type="application/pdf",
        page=2,
        pages=2,
        current=True,
        lines=(PlacedLine(line=Line(text="第二页的话。", page=2, line=1, box=box, paragraph=1), char_start=13),),
    )
    assert house.library.page(event.document, actor=owner()).lines[0].line.text == "First page."
    for page in (0, 3):
        with pytest.raises(NotFoundError, match="A page from 1 to 2"):
            house.library.page(event.document, actor=owner(), page=page)


def test_a_citation_holds_when_the_document_changes_and_goes(house: House, folder: Path) -> None:
    path = folder / "rules.md"
    path.write_text("# 年假\n\n可以顺延到下一年。")
    (event,) = house.add(path)
    assert event.document is not None
    with house.database.read() as connection:
        (chunk_id,) = house.indexed()
        cited = store.located(connection, [chunk_id])[chunk_id].chunk
    path.write_text("# 年假\n\n不可以顺延。")
    house.add(path)
    path.unlink()
    house.add(folder)
    view = house.library.page(event.document, actor=owner(), version=cited.version)
    assert not view.current
    text = "\n".join(placed.line.text for placed in view.lines)
    assert text[cited.char_start : cited.char_end] == cited.text == "年假\n\n可以顺延到下一年。"
    assert house.library.original(event.document, actor=owner(), version=cited.version).decode().endswith("下一年。")
    with house.database.read() as connection:
        assert store.located(connection, [chunk_id])[chunk_id].chunk == cited


def test_located_takes_any_number_of_ids(house: House, folder: Path) -> None:
    (folder / "a.md").write_text("".join(f"# {number}\n\ntext {number}\n\n" for number in range(1_200)))
    house.add(folder)
    with house.database.read() as connection:
        found = store.located(connection, [*range(1, 1_201), 99_999])
    assert [found[number].chunk.text for number in (1, 700, 1_200)] == [
        "0\n\ntext 0",
        "699\n\ntext 699",
        "1199\n\ntext 1199",
    ]
    assert (len(found), found[7].path, found[7].title) == (1_200, str(folder / "a.md"), "0")


def test_pages_are_drawn(house: House, folder: Path) -> None:
    (folder / "a.pdf").write_bytes(TWO_PAGES)
    (folder / "b.txt").write_text("text")
    pdf, txt = (event.document or "" for event in house.add(folder))
    check_drawn(house, pdf, width=300)
    with pytest.raises(ReadError, match="show its text instead"):
        house.library.render_page_png(txt, actor=owner())
    with pytest.raises(NotFoundError):
        house.library.render_page_png(pdf, actor=owner(), page=3)
    for width in (0, 100_000):
        with pytest.raises(UsageError, match="pixels wide"):
            house.library.render_page_png(pdf, actor=owner(), width=width)


@pytest.mark.usefixtures("ocr")
def test_a_picture_is_drawn(house: House, folder: Path) -> None:
    (folder / "a.png").write_bytes(files.picture(["Words in a picture"]))
    (event,) = house.add(folder)
    check_drawn(house, event.document or "", width=200)


def check_drawn(house: House, document: str, *, width: int) -> None:
    picture = Image.open(io.BytesIO(house.library.render_page_png(document, actor=owner(), width=width)))
    assert (picture.format, picture.width) == ("PNG", width)
    assert picture.convert("L").getextrema()[0] < 128, "something is written on it"


def test_an_original_that_was_changed_on_disk_is_not_handed_out(house: House, folder: Path) -> None:
    (folder / "a.txt").write_text("text")
    (event,) = house.add(folder)
    assert event.document is not None
    assert event.version is not None
    house.blobs.path(event.version).write_text("other")
    with pytest.raises(IntegrityError):
        house.library.original(event.document, actor=owner())
    house.blobs.path(event.version).unlink()
    with pytest.raises(NotFoundError):
        house.library.original(event.document, actor=owner())
