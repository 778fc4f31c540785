from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wainao.features.tools.choosing.catalogue import FileLinesError, read_catalogue
from wainao.features.tools.choosing.described import Described


def test_a_catalogue_is_read_line_by_line() -> None:
    content = (
        b'\xef\xbb\xbf{"name": "getWeather", "description": "Weather", "parameters": {"type": "object"}}\r\n'
        b"\n"
        b'{"name": "convert", "title": "Converts", "samples": ["30 dollars"], "description": null, "parameters": null}'
    )

    assert read_catalogue(content) == [
        Described(name="getWeather", description="Weather", parameters={"type": "object"}),
        Described(name="convert", title="Converts", samples=("30 dollars",)),
    ]


def test_tools_of_one_name_are_one_with_all_that_was_said() -> None:
    content = (
        b'{"name": "get", "description": "A", "parameters": {"properties": {"a": {"type": "string"}}}}\n'
        b'{"name": "get", "description": "B", "parameters": {"properties": {"b": {"type": "string"}}}}\n'
        b'{"name": "get", "description": "A"}'
    )

    (tool,) = read_catalogue(content)

    assert tool.description == "A\nB"
    assert set(tool.parameters["properties"]) == {"a", "b"}


def test_every_wrong_line_is_named_and_nothing_is_taken_in() -> None:
    content = b'{"name": "good"}\n{"name": 5}\nnonsense\n{"description": "nameless"}\n{"name": " "}\n\xff\n[]\n{"name"'

    with pytest.raises(FileLinesError) as failed:
        read_catalogue(content)

    told = str(failed.value)
    assert told.startswith("7 lines cannot be read: line 2: ")
    for piece in ("line 3: ", "line 4: ", "line 5: ", "line 6: ", "And 2 more", "Expected one JSON object per line"):
        assert piece in told


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_words(content: bytes) -> None:
    with suppress(FileLinesError):
        assert isinstance(read_catalogue(content), list)
