"""A stranger's schema leads nowhere, and ends."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from wainao.store.json_schema import MazeError, draft, faults

DOORS = {f"d{at}": {"allOf": [{"$ref": f"#/$defs/d{at + 1}"}] * 2} for at in range(30)}
MAZE = {"$defs": {**DOORS, "d30": {"type": "object"}}, "$ref": "#/$defs/d0"}


def told(schema: dict[str, Any], value: object) -> list[str]:
    return [fault.message for fault in faults(schema, value, kind=draft(schema))]


@contextmanager
def listening() -> Iterator[tuple[str, socket.socket]]:
    """An address at which somebody would notice a caller."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        yield f"http://127.0.0.1:{server.getsockname()[1]}/schema.json", server


def test_nothing_is_fetched():
    with listening() as (address, server):
        with pytest.raises(Exception, match="Unresolvable"):
            told({"properties": {"a": {"$ref": address}}}, {"a": 1})
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_maze_is_given_up():
    with pytest.raises(MazeError, match="10000 steps"):
        told(MAZE, {})


@pytest.mark.parametrize("form", ["https://json-schema.org/draft/2019-09/schema", None])
def test_what_is_left_over_is_looked_for_in_no_maze(form):
    schema = {"unevaluatedProperties": False, **MAZE} | ({"$schema": form} if form else {})
    with pytest.raises(MazeError):
        told(schema, {"a": 1})


def test_the_count_begins_anew_for_each_value():
    chain = {"$defs": {"a": {"type": "integer"}}, "items": {"$ref": "#/$defs/a"}}
    for _ in range(3):
        assert told(chain, [1] * 9_000) == []


def test_items_that_are_there_twice():
    assert told({"uniqueItems": True}, [{"a": 1, "b": 2}, {"b": 2, "a": 1}]) == ["1 of the items are there twice"]
    assert told({"uniqueItems": True}, list(range(20_000))) == []


NAMED = {"properties": {"a": {}}, "patternProperties": {"^x-": {"type": "integer"}}, "additionalProperties": False}


@pytest.mark.parametrize(
    ("value", "faulty"),
    [({"a": 1, "x-b": 2}, []), ({"x-b": "2"}, ["'2' is not of type 'integer'"]), ({"b": 1}, ["'b' was unexpected"])],
)
def test_fields_by_pattern(value, faulty):
    pytest.importorskip("re2", reason="needs wainao[guards]")
    assert [message for message, part in zip(told(NAMED, value), faulty, strict=True) if part not in message] == []


def test_other_fields_have_the_schema_for_others():
    others = {"properties": {"a": {}}, "additionalProperties": {"type": "integer"}}
    assert told(others, {"a": "x", "b": 1}) == []
    assert told(others, {"b": "x"}) == ["'x' is not of type 'integer'"]


@pytest.mark.parametrize("where", ["pattern", "patternProperties", "additionalProperties"])
def test_no_text_holds_a_pattern_up(where):
    pytest.importorskip("re2", reason="needs wainao[guards]")
    evil, text = "^(a+)+$", "a" * 40 + "b"
    if where == "pattern":
        assert told({"pattern": evil}, text) == [f"{text!r} does not match {evil!r}"]
    else:
        schema = {"patternProperties": {evil: {}}, "additionalProperties": where != "additionalProperties"}
        assert len(told(schema, {text: 1})) == (where == "additionalProperties")
