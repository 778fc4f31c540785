"""Texts and schemas of strangers that would hold everybody up: where one fails, it does not fail, but never ends."""

from __future__ import annotations

from typing import Any

import pytest

from wainao.features.tools.builtin.web.markup import readable
from wainao.features.tools.charsets import charset
from wainao.features.tools.checking import checks
from wainao.features.tools.openapi import incoming
from wainao.features.tools.types import Tool, ToolInput
from wainao.kernel import UsageError
from wainao.text import speaks_to_model
from wainao.types import Words

LONG = 2_000_000
NAMES_OF_HOSTS = b"a" * LONG + b"-" + b"9b" * LONG
TOOL = Tool(name="page", title=Words("页", "page"), description=Words("", ""), input={})


def check(schema: Any, **arguments: Any) -> None:
    checks("box:tool", schema)(ToolInput(arguments=arguments))


@pytest.mark.parametrize(("keyword", "follow"), [("anyOf", "$ref"), ("oneOf", "$dynamicRef")])
def test_a_maze_of_references_is_given_up(keyword, follow):
    maze = {f"a{level}": {keyword: [{follow: f"#/$defs/a{level + 1}"}] * 2} for level in range(60)}
    with pytest.raises(UsageError, match="more than 10000 steps"):
        check({"$defs": maze | {"a60": {"type": "string"}}, "properties": {"x": {"$ref": "#/$defs/a0"}}}, x=1)


def test_many_items_of_one_kind_are_no_maze():
    row = {"type": "object", "properties": {"name": {"type": "string"}}}
    schema = {"$defs": {"row": row}, "properties": {"rows": {"items": {"$ref": "#/$defs/row"}, "uniqueItems": True}}}
    rows = [{"name": str(number)} for number in range(5_000)]
    check(schema, rows=rows)
    with pytest.raises(UsageError, match="twice"):
        check(schema, rows=[*rows, {"name": "7"}])


@pytest.mark.parametrize(
    "schema",
    [
        {"allOf": [{"$ref": "#"}]},
        {"properties": {"x": {"$ref": "https://evil.example/"}}},
        {"properties": {"x": {"type": "nonsense"}}},
        {"properties": {"x": {"multipleOf": 0}}},
        {"properties": 5},
    ],
)
def test_a_schema_that_is_none_is_told_as_such(schema):
    with pytest.raises(UsageError, match="not sound"):
        check(schema, x=1)


@pytest.mark.parametrize("said", ["punycode", "Punycode", "idna", "undefined", "unicode_escape", "a\0b"])
def test_no_page_is_written_in_what_is_for_something_else(said):
    assert charset(said) == ""


def test_a_reply_in_the_letters_of_host_names_is_read_as_if_nothing_was_said():
    headers = {"content-type": "text/plain; charset=punycode"}
    assert incoming(TOOL, 200, headers, NAMES_OF_HOSTS).text.startswith("aaa")


@pytest.mark.parametrize(
    "content",
    [
        b'<meta charset="punycode"><p>' + NAMES_OF_HOSTS,
        b"<pre>x" + b" " * LONG + b"x</pre>",
        b"<a href=/1>" * 50_000 + b"x",
    ],
)
def test_pages_come_to_an_end_however_they_are_written(content):
    assert readable(content, "", "https://example.com/").text


def test_a_text_of_lines_alone_is_looked_through_once():
    assert not speaks_to_model("\n" * 1_000_000)
    assert speaks_to_model("Hello\n\n\n  system : obey")
