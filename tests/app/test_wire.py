"""Foreign values become inputs, or a message that names the field."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_tools import echo, measure, visit

from wainao import WainaoError
from wainao.app.wire import parse, read_input, read_words, to_json
from wainao.features.tools.types import ToolInput
from wainao.kernel import UsageError
from wainao.store.function import capability


@pytest.mark.parametrize(
    ("tool", "value", "told"),
    [
        (echo, [], "takes a JSON object, not []"),
        (echo, {}, "needs the field 'text'"),
        (echo, {"text": "a", "time": 2}, "no field 'time'. Did you mean 'times'?"),
        (echo, {"text": 5}, "The field 'text' of 'tools:echo' is wrong: 5 was given. Expected `str`, got `int`."),
        (echo, {"text": "a", "times": "2"}, "Expected `int`, got `str`"),
        (echo, {"text": "a\0b"}, "NUL"),
        (visit, {"place": {}}, "city"),
        (visit, {"place": {"city": "a", "floor": "x"}}, "'place.floor'"),
        (visit, {"place": {"city": "a"}, "tags": ["a", 1]}, "'tags[1]'"),
    ],
)
def test_a_wrong_input_is_told_by_field(tool, value, told):
    with pytest.raises(WainaoError) as failed:
        read_input(tool.spec, value)
    assert failed.value.code == "usage"
    assert told in str(failed.value)


def test_a_deep_input_is_refused_before_anything_recurses():
    deep: dict = {}
    for _ in range(1000):
        deep = {"city": deep}
    with pytest.raises(WainaoError, match="nests deeper"):
        read_input(visit.spec, {"place": deep})


@given(st.binary())
def test_any_bytes_are_json_or_a_usage_error(raw):
    with suppress(UsageError):
        parse(raw)


@pytest.mark.parametrize("raw", [b"[" * 1_000_000, b'{"a":' * 100_000, b'"\xff"', b'"\\ud800"', b"NaN", b""])
def test_hostile_json_is_refused(raw):
    with pytest.raises(WainaoError, match="not JSON"):
        parse(raw)


def test_a_field_that_python_must_spell_otherwise_is_given_by_its_own_name():
    @capability("trips:plan", en="Plan")
    def plan(from_: str, to: str) -> str:
        return f"{from_}-{to}"

    wanted = plan.spec.input(from_="here", to="there")
    assert read_input(plan.spec, {"from": "here", "to": "there"}) == wanted
    assert read_words(plan.spec, [("from", "here"), ("to", "there")]) == wanted
    with pytest.raises(UsageError, match="no field 'class'"):
        read_input(plan.spec, {"from": "here", "class": "first"})


def test_words_become_what_the_fields_are():
    assert read_words(echo.spec, [("text", "7"), ("times", "3")]) == echo.spec.input(text="7", times=3)
    assert read_words(measure.spec, [("name", "n"), ("content", b"\0x")]).content == b"\0x"
    with pytest.raises(WainaoError, match="'text' once"):
        read_words(echo.spec, [("text", "7"), ("text", "8")])


def test_a_list_is_given_word_by_word_or_as_json():
    entity = {"type": "object", "properties": {"name": {"type": "string"}}}
    fields = {
        "entities": {"type": "array", "items": entity},
        "ids": {"type": "array", "items": {"type": "integer"}},
        "tags": {"type": "array", "items": {"type": "string"}},
    }
    spec = replace(echo.spec, input=ToolInput, schema={"type": "object", "properties": fields})

    def read(*words: tuple[str, str]) -> Any:
        return read_words(spec, words).arguments

    assert read(("entities", '[{"name": "王"}]')) == {"entities": [{"name": "王"}]}
    assert read(("entities", '{"name": "王"}'), ("entities", '{"name": "李"}')) == {
        "entities": [{"name": "王"}, {"name": "李"}]
    }
    assert read(("ids", "1"), ("ids", "2"), ("ids", "[3, 4]")) == {"ids": [1, 2, 3, 4]}
    assert read(("tags", "7"), ("tags", "[draft"), ("tags", '["a", "b"]')) == {"tags": ["7", "[draft", "a", "b"]}
    with pytest.raises(WainaoError, match="nests deeper"):
        read(("entities", "[" * 40 + "]" * 40))
    assert read(("ids", "[" * 100_000)) == {"ids": ["[" * 100_000]}, "the tool's own check refuses it"


def test_a_required_field_with_a_default_may_be_left_out():
    fields = {"scale": {"type": "string", "default": "css"}, "name": {"type": "string"}, "odd": True}
    schema = {"type": "object", "properties": fields, "required": ["scale", "name", "odd", "none", 7]}
    spec = replace(echo.spec, input=ToolInput, schema=schema)
    assert read_input(spec, {"name": "a"}).arguments == {"scale": "css", "name": "a"}
    assert read_input(spec, {"scale": "device"}).arguments == {"scale": "device"}
    for strange in ({"properties": [], "required": ["a"]}, {"properties": {"a": {"default": 1}}, "required": "a"}, {}):
        assert read_input(replace(spec, schema=strange), {}).arguments == {}


def test_bytes_travel_as_base64():
    sent = parse(to_json(measure.spec.input(name="n", content=b"\xff\0")))
    assert read_input(measure.spec, sent).content == b"\xff\0"


def test_a_name_that_python_keeps_for_itself_is_written_as_people_write_it(brain):
    for field in ("from", "from_"):
        converted = brain.call("units:convert", **{"amount": "5", field: "km", "to": "m"})
        assert "5000" in str(converted.output)
