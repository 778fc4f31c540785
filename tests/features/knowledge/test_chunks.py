"""Every word of a document is in exactly one chunk, and a chunk says exactly where it stands."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wainao.features.knowledge.chunks import split
from wainao.features.knowledge.errors import ReadError
from wainao.features.knowledge.prepare import index_terms
from wainao.features.knowledge.readers import Source, read
from wainao.features.knowledge.settings import KnowledgeSettings
from wainao.features.knowledge.types import Chunk, Line, Reading

SETTINGS = KnowledgeSettings()
BOX = st.tuples(*[st.floats(0, 1)] * 4)


def chunks_of(reading: Reading) -> list[Chunk]:
    return split(reading, document="d", version="v", settings=SETTINGS)


def markdown(text: str) -> Reading:
    return read(Source(name="a.md", data=text.encode(), settings=SETTINGS))


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Any lines at all, in paragraphs, on pages, some of them headings, some very long."""
    words = st.text("ab 年假。.!？\t😀é-", min_size=1, max_size=30)
    lines: list[Line] = []
    for paragraph in range(draw(st.integers(1, 12))):
        if lines:
            lines.append(Line(text="", page=lines[-1].page, paragraph=paragraph - 1))
        page = (lines[-1].page or 1) + draw(st.integers(0, 1)) if lines else 1
        heading = draw(st.booleans())
        for number in range(1, draw(st.integers(2, 4))):
            text = (draw(words) * draw(st.sampled_from([1, 1, 5, 200]))).strip() or "x"
            text += draw(st.sampled_from(["", "", " " * 3_000 + "y"]))
            lines.append(Line(text=text, page=page, line=number, box=draw(BOX), heading=heading, paragraph=paragraph))
    return Reading(title="t", media_type="text/plain", lines=tuple(lines))


@given(readings())
@settings(max_examples=150, deadline=None)
def test_chunks_are_exact(reading: Reading) -> None:
    chunks = chunks_of(reading)
    text = reading.text
    assert all(text[chunk.char_start : chunk.char_end] == chunk.text for chunk in chunks)
    assert [chunk.ordinal for chunk in chunks] == list(range(len(chunks)))
    assert all(a.char_end <= b.char_start for a, b in pairwise(chunks))
    assert "".join("".join(chunk.text for chunk in chunks).split()) == "".join(text.split())
    for chunk in chunks:
        assert chunk.text
        assert chunk.text == chunk.text.strip()
        assert (len(chunk.text) + len(chunk.text.encode())) // 2 <= SETTINGS.max_chunk_columns + SETTINGS.chunk_columns
        covered = [
            line
            for line, start in placed(reading)
            if start < chunk.char_end and start + len(line.text) > chunk.char_start
        ]
        assert {line.page for line in covered} == {chunk.page}
        assert (chunk.line_start, chunk.line_end) == (
            min(line.line or 0 for line in covered),
            max(line.line or 0 for line in covered),
        )
        assert chunk.box is not None
        assert chunk.box[0] == min(line.box[0] for line in covered if line.box)
        assert chunk.box[3] == max(line.box[3] for line in covered if line.box)


def placed(reading: Reading) -> list[tuple[Line, int]]:
    found, start = [], 0
    for line in reading.lines:
        if line.text:
            found.append((line, start))
        start += len(line.text) + 1
    return found


@given(st.text(max_size=4_000), st.sampled_from(["a.md", "a.txt", "a.csv", "a.html"]))
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_read_and_cut(text: str, name: str) -> None:
    source = Source(name=name, data=("x" + text).encode("utf-8", "replace"), settings=SETTINGS)
    try:
        reading = read(source)
    except ReadError:
        return  # such as nothing but spaces
    assert all("\n" not in line.text for line in reading.lines)
    for chunk in chunks_of(reading):
        assert reading.text[chunk.char_start : chunk.char_end] == chunk.text


def test_small_paragraphs_share_a_chunk_and_headings_begin_one() -> None:
    chunks = chunks_of(markdown("# 手册\n\n## 年假\n\n" + "一段话。\n\n" * 10 + "## 病假\n\n两天。\n"))
    assert [(chunk.section, chunk.text.split("\n")[0]) for chunk in chunks] == [
        ("手册 > 年假", "手册"),
        ("手册 > 病假", "病假"),
    ]
    assert (chunks[1].line_start, chunks[1].line_end) == (25, 27)


@pytest.mark.parametrize(("letter", "most"), [("word ", 1_600), ("字", 840)])
def test_a_paragraph_that_fits_is_kept_whole(letter: str, most: int) -> None:
    paragraph = (letter * most)[:most].strip()
    assert [chunk.text for chunk in chunks_of(markdown(f"{paragraph}\n\n{paragraph}"))] == [paragraph, paragraph]


def test_a_long_paragraph_is_cut_at_sentence_ends() -> None:
    text = "".join(f"第{number}条规定员工每年可以休假若干天。" for number in range(200))
    chunks = chunks_of(markdown(text))
    assert len(chunks) > 5
    assert all(chunk.text.endswith("。") and len(chunk.text) <= 480 for chunk in chunks)


def test_a_heading_stays_with_what_stands_under_it() -> None:
    body = "A sentence of the body. " * 200
    chunks = chunks_of(markdown(f"# Rules\n\n{body}"))
    assert chunks[0].text.startswith("Rules\n\nA sentence")


def test_one_huge_line_is_cut() -> None:
    chunks = chunks_of(markdown("a" * 3_000_000))
    assert max(len(chunk.text) for chunk in chunks) <= SETTINGS.chunk_columns
    assert sum(len(chunk.text) for chunk in chunks) == 3_000_000


def test_terms_see_through_a_line_break_inside_a_chinese_word() -> None:
    assert index_terms("可以顺\n延到") == index_terms("可以顺延到")
    assert index_terms("carry\nover") == "carri over"
    assert index_terms("顺延\n\n下一") == "顺延 下一"
