"""Server-sent events, cut anywhere."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wainao.features.models.engines.events import MAX_EVENT_BYTES, EventReader
from wainao.features.models.errors import ModelError

CUTS = st.lists(st.integers(0, 400), max_size=12)
DATA = st.lists(st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), min_size=1), max_size=6)


def read(raw: bytes, cuts: list[int] | None = None) -> list[bytes]:
    edges = [0, *sorted(cuts or []), len(raw)]
    reader = EventReader()
    return [event for a, b in pairwise(edges) for event in reader.feed(raw[a:b])]


@given(data=DATA, end=st.sampled_from(["\n", "\r\n", "\r"]), cuts=CUTS)
def test_what_was_sent_comes_out_whatever_the_line_ends_and_the_cuts(data, end, cuts):
    raw = "".join(f"data: {text}{end}{end}" for text in data).encode()
    assert read(raw, cuts) == [text.encode() for text in data]


@given(raw=st.binary(max_size=200), cuts=CUTS)
def test_any_bytes_give_the_same_events_or_the_same_error_however_they_are_cut(raw, cuts):
    def outcome(*more: list[int]) -> object:
        try:
            return read(raw, *more)
        except ModelError:
            return ModelError

    assert outcome(cuts) == outcome()


@given(byte_by_byte=st.booleans())
def test_the_whole_standard_in_one_stream(byte_by_byte):
    raw = (
        "\ufeffdata: after a mark\n\n"
        ": keep-alive\n\n"
        "event: message\nid: 7\nretry: 10\ndata:no space\n\n"
        "data: two\ndata:  lines\n\n"
        "data\n\n"
        "data: 中文 🙂\r\n\r\n"
        "data: not closed\n"
    ).encode()
    expected = ["after a mark", "no space", "two\n lines", "中文 🙂"]
    found = read(raw, list(range(len(raw))) if byte_by_byte else None)
    assert [event.decode() for event in found] == expected


@pytest.mark.parametrize("end", [b"", b"\n"], ids=["one line", "many lines"])
def test_an_event_without_end_is_refused(end):
    with pytest.raises(ModelError, match="more than"):
        EventReader().feed((b"data: " + b"x" * 1000 + end) * (MAX_EVENT_BYTES // 1000 + 1))


def test_an_event_that_grows_without_end_is_refused():
    reader = EventReader()
    with pytest.raises(ModelError, match="more than"):
        [reader.feed(b"data: " + b"x" * 10_000) for _ in range(MAX_EVENT_BYTES // 10_000 + 1)]
