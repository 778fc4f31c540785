"""What is sent means to a server what was meant: values in every place and style, there and back over HTTP."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote

import pytest
from descriptions import SERVER, body_of, one_tool
from echo_server import Arrived, Echo, echoing
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from wainao.features.tools.openapi import ArgumentError, SentFile, files_in, outgoing

PLACES = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form",),
}
SCHEMAS: dict[str, Any] = {
    "text": {"type": "string"},
    "number": {"type": "number"},
    "list": {"type": "array", "items": {"type": "string"}},
    "object": {"type": "object", "additionalProperties": {"type": "string"}},
}
_STEP = re.compile(r"(?:^|[/\\;?#.])(?:\.|%2e){0,2}(?:$|[/\\;?#.])", re.IGNORECASE)
FAST = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
ascii_texts = st.text(
    st.characters(min_codepoint=33, max_codepoint=126, exclude_characters=","), min_size=1, max_size=12
)
keys = st.text(st.sampled_from("abcxyzABC_äé名"), min_size=1, max_size=5)
numbers = st.one_of(st.integers(-(10**15), 10**15), st.floats(allow_nan=False, allow_infinity=False))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def echo() -> Iterator[Echo]:
    with echoing() as served:
        yield served


@st.composite
def parameters(draw: st.DrawFn) -> tuple[dict[str, Any], str, Any]:
    """A parameter, the shape of its value, and a value."""
    place = draw(st.sampled_from(sorted(PLACES)))
    style = draw(st.sampled_from(PLACES[place]))
    shape = draw(st.sampled_from(sorted(SCHEMAS)))
    if style in ("spaceDelimited", "pipeDelimited"):
        assume(shape in ("list", "object"))
    if style == "deepObject":
        shape = "object"
    words = ascii_texts if place == "header" else texts
    names = ascii_texts.filter(lambda name: "=" not in name) if place == "header" else keys
    kinds = {
        "text": words,
        "number": numbers,
        "list": st.lists(words, min_size=1, max_size=4),
        "object": st.dictionaries(names, words, min_size=1, max_size=4),
    }
    delimited = style in ("spaceDelimited", "pipeDelimited")
    explode = draw(st.booleans()) and not delimited
    name = draw(keys) if place != "header" else "x-value"
    made = {"name": name, "in": place, "required": True, "style": style, "explode": explode, "schema": SCHEMAS[shape]}
    return made, shape, draw(kinds[shape])


@FAST
@given(parameters())
def test_a_parameter_arrives_as_it_was_meant(echo: Echo, drawn: tuple[dict[str, Any], str, Any]) -> None:
    parameter, shape, value = drawn
    path = f"/before/{{{parameter['name']}}}/after" if parameter["in"] == "path" else "/before"
    toolbox, tool = one_tool({"parameters": [parameter]}, path=path, server=echo.url)
    argument = next(iter(tool.input["properties"]))

    try:
        request = outgoing(toolbox, tool, {argument: value})
    except ArgumentError:
        request = None

    if request is None:
        assert _cannot_be_carried(parameter, value)
    else:
        assert _read(echo.send(request), parameter, shape) == value


def _cannot_be_carried(parameter: dict[str, Any], value: Any) -> bool:
    """Whether a value holds a step of a path, or the sign between two values."""
    words = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else [str(value)]
    sign = {"spaceDelimited": " ", "pipeDelimited": "|"}.get(parameter["style"])
    return any(sign in word if sign else _STEP.search(word) for word in words)


def _read(arrived: Arrived, parameter: dict[str, Any], shape: str) -> Any:
    """The value as a server that knows the style reads it."""
    style, explode, name = parameter["style"], parameter["explode"], parameter["name"]
    match parameter["in"]:
        case "path":
            _, before, raw, after = arrived.path.split("/")
            assert (before, after) == ("before", "after")
            words = _path_words(raw, style, explode, shape, name)
        case "query":
            words = _query_words(arrived.query.split("&"), style, explode, shape, name)
        case "header":
            text = arrived.headers[name]
            words = [text] if shape in ("text", "number") else text.split(",")
            return _shaped([word.split("=", 1) if explode and shape == "object" else word for word in words], shape)
        case _:
            pairs = arrived.headers["cookie"].split("; ")
            words = _query_words(pairs, style, explode and shape != "object", shape, name)
    return _shaped(
        [[unquote(part) for part in word] if isinstance(word, list) else unquote(word) for word in words], shape
    )


def _path_words(raw: str, style: str, explode: bool, shape: str, name: str) -> list[Any]:
    if style == "matrix":
        assert raw.startswith(";")
        parts = [part.split("=", 1) for part in raw[1:].split(";")]
        if shape == "object" and explode:
            return parts
        assert {unquote(key) for key, _ in parts} == {name}
        words = [value for _, value in parts]
        return words if explode or shape in ("text", "number") else words[0].split(",")
    if style == "label":
        assert raw.startswith(".")
        raw = raw[1:]
    if shape in ("text", "number"):
        return [raw]
    words = raw.split("." if style == "label" and explode else ",")
    return [word.split("=", 1) for word in words] if explode and shape == "object" else words


def _query_words(raw: list[str], style: str, explode: bool, shape: str, name: str) -> list[Any]:
    pairs = [part.split("=", 1) for part in raw]
    if style == "deepObject":
        assert all(unquote(key).startswith(f"{name}[") for key, _ in pairs)
        return [[key.removesuffix("%5D").partition("%5B")[2], value] for key, value in pairs]
    if shape == "object" and explode:
        return pairs
    assert {unquote(key) for key, _ in pairs} == {name}
    words = [value for _, value in pairs]
    if explode or shape in ("text", "number"):
        return words
    return words[0].split({"spaceDelimited": "%20", "pipeDelimited": "%7C"}.get(style, ","))


def _shaped(words: list[Any], shape: str) -> Any:
    match shape:
        case "text":
            return words[0]
        case "number":
            return json.loads(words[0])
        case "list":
            return words
    pairs = words if isinstance(words[0], list) else zip(words[::2], words[1::2], strict=True)
    return dict(pairs)


names = st.sampled_from(["id", "name", "X-Id", "filter[id]", "名"])
sent = {
    "path": texts.filter(lambda text: not _STEP.search(text)),
    "query": texts | st.lists(texts, min_size=2, max_size=3),
    "header": ascii_texts,
    "cookie": texts,
}
places = st.tuples(st.sampled_from(sorted(sent)), names).filter(lambda one: one[0] != "header" or one[1] == "X-Id")


@FAST
@given(st.data(), st.lists(places, unique=True, max_size=6), st.dictionaries(names, json_values, max_size=3))
def test_a_whole_operation_arrives(
    echo: Echo, data: st.DataObject, placed: list[tuple[str, str]], body: dict[str, Any]
) -> None:
    """Whatever is called alike in several places goes to its own."""
    values = [data.draw(sent[place]) for place, _ in placed]
    path = "/" + "/".join(f"{{{name}}}" for place, name in placed if place == "path")
    parameters = [{"name": name, "in": place, "required": True, "schema": {}} for place, name in placed]
    fields = {"type": "object", "properties": {name: {} for name in body}}
    toolbox, tool = one_tool(
        {"parameters": parameters, **(body_of(fields) if body else {})}, path=path, method="post", server=echo.url
    )
    arguments = dict(zip(tool.input["properties"], [*values, *body.values()], strict=True))

    arrived = echo.send(outgoing(toolbox, tool, arguments))

    def of(place: str) -> dict[str, Any]:
        return {name: value for (at, name), value in zip(placed, values, strict=True) if at == place}

    assert [unquote(part) for part in arrived.path.split("/")[1:]] == ([*of("path").values()] or [""])
    query = parse_qs(arrived.query, keep_blank_values=True)
    assert query == {name: value if isinstance(value, list) else [value] for name, value in of("query").items()}
    assert arrived.headers.get("x-id") == of("header").get("X-Id")
    cookies = arrived.headers.get("cookie", "").split("; ")
    assert dict(map(unquote, pair.split("=", 1)) for pair in cookies if pair) == of("cookie")
    assert json.loads(arrived.body or "{}") == body


@FAST
@given(st.dictionaries(texts, json_values, min_size=1, max_size=4))
def test_fields_of_json_arrive(echo: Echo, value: dict[str, Any]) -> None:
    schema = {"type": "object", "properties": {name: {} for name in value}}
    toolbox, tool = one_tool(body_of(schema), method="post", server=echo.url)

    arrived = echo.send(outgoing(toolbox, tool, dict(zip(tool.input["properties"], value.values(), strict=True))))

    assert (arrived.headers["content-type"], json.loads(arrived.body)) == ("application/json", value)


@FAST
@given(st.dictionaries(keys, texts | st.lists(texts, min_size=1, max_size=3), min_size=1, max_size=4))
def test_fields_of_a_form_arrive(echo: Echo, value: dict[str, Any]) -> None:
    schema = {"type": "object", "properties": {name: {} for name in value}}
    operation = body_of(schema, media_type="application/x-www-form-urlencoded")
    toolbox, tool = one_tool(operation, method="post", server=echo.url)

    arrived = echo.send(outgoing(toolbox, tool, dict(zip(tool.input["properties"], value.values(), strict=True))))

    meant = [(name, one) for name, given in value.items() for one in (given if isinstance(given, list) else [given])]
    assert parse_qsl(arrived.body.decode(), keep_blank_values=True) == meant


@FAST
@given(keys, texts, st.binary(max_size=200), texts.filter(str.isprintable))
def test_parts_of_a_form_arrive(echo: Echo, name: str, text: str, data: bytes, filename: str) -> None:
    schema = {
        "type": "object",
        "properties": {name: {"type": "string"}, "scan": {"type": "string", "format": "binary"}},
    }
    toolbox, tool = one_tool(body_of(schema, media_type="multipart/form-data"), method="post", server=echo.url)
    digest = hashlib.sha256(data).hexdigest()
    arguments = dict(zip(tool.input["properties"], (text, digest), strict=True))
    kept = {digest: SentFile(data=data, media_type="image/png", name=filename)}

    arrived = echo.send(outgoing(toolbox, tool, arguments, files=kept))

    assert files_in(tool, arguments) == (digest,)
    assert arrived.parts == [[name, text], ["scan", digest, filename.replace('"', "%22"), "image/png"]]


def test_a_file_is_a_body(echo: Echo) -> None:
    operation = {"requestBody": {"required": True, "content": {"image/png": {}}}}
    toolbox, tool = one_tool(operation, method="put", server=echo.url)

    arrived = echo.send(outgoing(toolbox, tool, {"file": "a" * 64}, files={"a" * 64: SentFile(data=b"\x89PNG\r\n")}))

    assert (arrived.headers["content-type"], arrived.body) == ("image/png", b"\x89PNG\r\n")
    with pytest.raises(ArgumentError, match="no kept file"):
        outgoing(toolbox, tool, {"file": "b" * 64})


def test_a_body_that_need_not_be_is_not_sent_without_its_fields() -> None:
    for required, body in ((False, b""), (True, b"{}")):
        media = {"application/json": {"schema": {"type": "object", "properties": {"a": {}}}}}
        toolbox, tool = one_tool({"requestBody": {"required": required, "content": media}}, method="delete")
        request = outgoing(toolbox, tool, {})
        assert (request.body, "content-type" in request.headers) == (body, required)


def test_what_is_fixed_is_sent_and_what_is_null_is_not(echo: Echo) -> None:
    version = {"name": "v", "in": "path", "required": True, "schema": {"type": "string", "enum": ["2024-01"]}}
    other = {"name": "note", "in": "query", "schema": {"type": "string"}}
    path = "/{v}/items?action=list#X-Amz-Target"
    toolbox, tool = one_tool({"parameters": [version, other]}, path=path, server=echo.url)

    arrived = echo.send(outgoing(toolbox, tool, {"note": None}))

    assert "required" not in tool.input
    assert (arrived.path, arrived.query) == ("/2024-01/items", "action=list")


@pytest.mark.parametrize(
    "value",
    ["..", ".", "../admin", "a/../../b", "..\\b", "%2e%2e", "%252e%252e", "..;x=1", "x/..", "..#", "..?"],
)
def test_no_value_steps_out_of_its_place_in_the_path(value: str) -> None:
    parameter = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    toolbox, tool = one_tool({"parameters": [parameter]}, path="/users/{id}/notes")

    with pytest.raises(ArgumentError, match="out of its place"):
        outgoing(toolbox, tool, {"id": value})


@pytest.mark.parametrize(
    "value", ["a/b", "a?b=c", "a#b", "@evil.example", "//evil.example", "a\r\nhost: evil", "a b", "名"]
)
def test_a_value_in_the_path_is_one_segment(value: str) -> None:
    parameter = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    toolbox, tool = one_tool({"parameters": [parameter]}, path="/users/{id}/notes")

    url = outgoing(toolbox, tool, {"id": value}).url

    segments = url.removeprefix(SERVER).split("/")
    assert url.startswith(f"{SERVER}/users/")
    assert [unquote(segment) for segment in segments] == ["", "users", value, "notes"]
    assert url.isascii()
    assert url.isprintable()
    assert " " not in url


def test_an_empty_value_is_no_segment() -> None:
    parameter = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    toolbox, tool = one_tool({"parameters": [parameter]}, path="/users/{id}")

    with pytest.raises(ArgumentError, match="needs a value for 'id'"):
        outgoing(toolbox, tool, {"id": ""})


@pytest.mark.parametrize("value", ["a\r\nx-admin: 1", "a\n", "a\0", "名"])
def test_no_value_breaks_out_of_a_header(value: str) -> None:
    toolbox, tool = one_tool({"parameters": [{"name": "X-Note", "in": "header", "schema": {"type": "string"}}]})

    with pytest.raises(ArgumentError, match="cannot hold"):
        outgoing(toolbox, tool, {"X-Note": value})


def test_a_cookie_holds_one_value() -> None:
    toolbox, tool = one_tool({"parameters": [{"name": "c", "in": "cookie", "schema": {"type": "string"}}]})

    assert outgoing(toolbox, tool, {"c": "a; session=evil"}).headers["cookie"] == "c=a%3B%20session%3Devil"


def test_reserved_characters_pass_where_they_may_and_end_nothing() -> None:
    parameter = {"name": "q", "in": "query", "allowReserved": True, "schema": {"type": "string"}}
    toolbox, tool = one_tool({"parameters": [parameter]})

    assert outgoing(toolbox, tool, {"q": "a/b:c?d&e=f#g+h"}).url == f"{SERVER}/x?q=a/b:c?d%26e%3Df%23g%2Bh"


@pytest.mark.parametrize(
    "name", ["Host", "Content-Length", "Transfer-Encoding", "X-HTTP-Method-Override", "X-Forwarded-Host"]
)
def test_no_argument_sets_a_header_that_says_where_a_request_goes(name: str) -> None:
    _, tool = one_tool({"parameters": [{"name": name, "in": "header", "schema": {"type": "string"}}]})

    assert tool.input["properties"] == {}


@pytest.mark.parametrize("name", ["Host", "Content-Length", "Transfer-Encoding", "Connection"])
def test_a_header_that_follows_from_the_request_is_nobodys_to_give_even_where_it_is_needed(name: str) -> None:
    needed = {"name": name, "in": "header", "required": True, "schema": {"type": "string"}}
    toolbox, tool = one_tool({"parameters": [needed]})

    assert tool.input["properties"] == {}
    assert name.lower() not in outgoing(toolbox, tool, {}).headers


def test_a_field_of_an_object_is_taken_for_no_other_parameter() -> None:
    free = {"name": "filter", "in": "query", "schema": {"type": "object", "additionalProperties": True}}
    other = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
    toolbox, tool = one_tool({"parameters": [free, other]})

    with pytest.raises(ArgumentError, match="'limit'"):
        outgoing(toolbox, tool, {"filter": {"limit": 1000}})


def test_a_parameter_written_as_json_and_a_whole_query() -> None:
    schema = {"type": "object"}
    as_json = {"name": "where", "in": "query", "content": {"application/json": {"schema": schema}}}
    toolbox, tool = one_tool({"parameters": [as_json]})
    assert unquote(outgoing(toolbox, tool, {"where": {"a": [1]}}).url) == f'{SERVER}/x?where={{"a":[1]}}'

    whole = {"name": "q", "in": "querystring", "content": {"application/x-www-form-urlencoded": {"schema": schema}}}
    toolbox, tool = one_tool({"parameters": [whole]}, version="3.2.0")
    assert outgoing(toolbox, tool, {"q": {"a": "1 2", "b": "名"}}).url == f"{SERVER}/x?a=1%202&b=%E5%90%8D"


def test_only_named_servers_are_called() -> None:
    toolbox, tool = one_tool({}, path="/x")

    assert outgoing(toolbox, tool, {}, server=SERVER).url == f"{SERVER}/x"
    with pytest.raises(Exception, match=r"'https://evil\.example' is no server"):
        outgoing(toolbox, tool, {}, server="https://evil.example")


nested = st.recursive(
    texts,
    lambda inner: (
        st.dictionaries(keys, inner, min_size=1, max_size=3)
        | st.lists(st.dictionaries(keys, inner, min_size=1, max_size=2), min_size=1, max_size=3)
        | st.lists(texts, min_size=2, max_size=3)
    ),
    max_leaves=8,
)


@FAST
@given(st.dictionaries(keys, nested, min_size=1, max_size=3), st.booleans())
def test_an_object_spread_over_brackets_arrives_whole(echo: Echo, value: dict[str, Any], in_body: bool) -> None:
    """Objects, lists of texts and lists of objects within, in the query as in a form."""
    schema = {"type": "object", "additionalProperties": True}
    if in_body:
        media = {"schema": {"type": "object", "properties": {"q": schema}}, "encoding": {"q": {"style": "deepObject"}}}
        described = {"requestBody": {"content": {"application/x-www-form-urlencoded": media}}}
        toolbox, tool = one_tool(described, method="post", server=echo.url)
    else:
        parameter = {"name": "q", "in": "query", "style": "deepObject", "explode": True, "schema": schema}
        toolbox, tool = one_tool({"parameters": [parameter]}, server=echo.url)
    arrived = echo.send(outgoing(toolbox, tool, {"q": value}))
    assert _unbracketed(arrived.body.decode() if in_body else arrived.query) == {"q": value}


def _unbracketed(query: str) -> Any:
    """As servers read it that know brackets: numbers count, a key that comes again makes a list."""
    read: dict[str, Any] = {}
    for pair in query.split("&"):
        raw, value = pair.split("=", 1)
        first, *inner = [unquote(part) for part in re.split(r"%5D%5B|%5B|%5D", raw) if part]
        holder, key = read, first
        for step in inner:
            holder, key = holder.setdefault(key, {}), step
        text = unquote(value)
        known = holder.get(key)
        holder[key] = text if known is None else [*known, text] if isinstance(known, list) else [known, text]
    return _counted(read)


def _counted(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {key: _counted(one) for key, one in value.items()}
    return list(inner.values()) if all(key.isdigit() for key in inner) else inner


@pytest.mark.parametrize(("kind", "sent"), [("object", b'{"a":1}'), ("string", b"a: 1")])
def test_what_is_wanted_as_yaml_is_written_as_what_is_yaml_too(kind, sent):
    schema = {"type": "object", "properties": {"a": {"type": "integer"}}} if kind == "object" else {"type": "string"}
    toolbox, tool = one_tool(body_of(schema, media_type="application/x-yaml"), method="post")
    request = outgoing(toolbox, tool, {"a": 1} if kind == "object" else {"body": "a: 1"})
    assert (request.headers["content-type"].partition(";")[0], request.body) == ("application/x-yaml", sent)
