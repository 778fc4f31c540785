"""Whatever stands in the parts of a document, it is read or refused, and what is read of it can be cited."""

from __future__ import annotations

import re
from collections.abc import Callable

import knowledge_files as files
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wainao.features.knowledge.errors import ReadError
from wainao.features.knowledge.prepare import Prepared, prepare
from wainao.features.knowledge.readers import Source
from wainao.features.knowledge.settings import KnowledgeSettings

PACKAGES = {"docx": files.docx(), "pptx": files.pptx(), "xlsx": files.xlsx(), "epub": files.epub()}
TELLING = re.compile(
    r"\.rels|\.opf|\.xhtml|document|slide1\.xml|notesSlide1|sheet|styles|sharedStrings|workbook|core|present"
)
PARTS = [(kind, part) for kind, data in PACKAGES.items() for part in files.parts(data) if TELLING.search(part)]

TAG = re.compile(r"<[\w:]+(?:[^<>/]|/(?!>))*+/?>")
VALUE = re.compile(r'(?<==")[^"]*+(?=")')
TEXT = re.compile(r"(?<=>)[^<>]++(?=<)")
ODD = st.sampled_from(
    [
        *("", "-", "0", "-1", "9" * 30, "1e999", "NaN", "٣", "XFD1048576", "../../x", "http://127.0.0.1/"),
        *("&e;", "\ud800", "\ufffe", "中" * 999),
    ]
)


def swapped(pattern: re.Pattern[str]) -> Callable[[str, st.DrawFn], str]:
    """Puts something odd in place of what `pattern` finds somewhere."""

    def change(xml: str, draw: st.DrawFn) -> str:
        found = list(pattern.finditer(xml))
        if not found:
            return xml
        place = draw(st.sampled_from(found))
        return xml[: place.start()] + draw(ODD) + xml[place.end() :]

    return change


def moved(xml: str, draw: st.DrawFn) -> str:
    """Puts what stands between two tags elsewhere, and perhaps many times."""
    start, end, place = sorted(
        draw(st.sampled_from(list(TAG.finditer(xml)) or [re.match("", xml)])).start() for _ in "123"
    )
    return xml[:place] + xml[start:end] * draw(st.sampled_from([0, 1, 2, 300])) + xml[place:]


@st.composite
def packages(draw: st.DrawFn) -> tuple[str, bytes]:
    kind, part = draw(st.sampled_from(PARTS))
    members: dict[str, str | bytes] = dict(files.parts(PACKAGES[kind]))
    xml = files.parts(PACKAGES[kind])[part].decode()
    for change in draw(
        st.lists(st.sampled_from([swapped(VALUE), swapped(TEXT), swapped(TAG), moved]), min_size=1, max_size=4)
    ):
        xml = change(xml, draw)
    return f"x.{kind}", files.zipped({**members, part: xml.encode("utf-8", "surrogatepass")})


TOKENS = st.sampled_from(
    [
        *("<p>", "</p>", "<td>", "<table>", "<pre>", "<!--", "<script>", "&#0;", "&#xD800;", "<meta charset=utf-16>"),
        *("```", "**", "](", "|-|-|\n", "---\n", "\t", "\n", "\r", "\0", "\n\n", "\ufeff", "\x0b", "\u2028"),
        *"#|`*_<>[]()\"';,",
        *("年假", "。", "x" * 2_000),
    ]
)
ENCODINGS = st.sampled_from(
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "gb18030", "big5", "shift_jis", "cp1252"]
)


@st.composite
def plain_files(draw: st.DrawFn) -> tuple[str, bytes]:
    text = "".join(draw(st.lists(TOKENS | st.text(max_size=8), max_size=40)))
    data = text.encode(draw(ENCODINGS), "replace") + draw(st.binary(max_size=3))
    return draw(st.sampled_from(["x.html", "x.md", "x.csv", "x.txt"])), data


@given(packages() | plain_files())
@settings(max_examples=150, deadline=None)
def test_a_document_is_read_the_same_each_time_or_refused_and_can_be_cited(document: tuple[str, bytes]) -> None:
    name, data = document
    found = read(name, data)
    assert read(name, data) == found
    if isinstance(found, str):
        assert name in found
        assert "expected" in found
        return
    reading, end = found.reading, 0
    reading.text.encode()
    for chunk in found.chunks:
        assert reading.text[chunk.char_start : chunk.char_end] == chunk.text
        assert not reading.text[end : chunk.char_start].strip(), "every word is in a passage"
        end = chunk.char_end
    assert not reading.text[end:].strip()
    for line in reading.lines:
        assert line.page is None or 1 <= line.page <= (reading.pages or 0)
        assert line.line is None or 1 <= line.line <= 1 << 31
        left, top, right, bottom = line.box or (0, 0, 1, 1)
        assert 0 <= left <= right <= 1
        assert 0 <= top <= bottom <= 1


def read(name: str, data: bytes) -> Prepared | str:
    """What is in it, or why it is refused. Nothing else may come of it."""
    try:
        return prepare(Source(name=name, data=data, settings=KnowledgeSettings()), document="d", version="v")
    except ReadError as error:
        return error.reason


@pytest.mark.parametrize("kind", PACKAGES)
def test_a_document_that_nobody_changed_is_read(kind: str) -> None:
    assert isinstance(read(f"x.{kind}", PACKAGES[kind]), Prepared)
