"""Bytes that are a document, and bytes that pretend to be one: read, or refused with a reason in three parts."""

from __future__ import annotations

import json

import pytest
from descriptions import described
from hypothesis import given, settings
from hypothesis import strategies as st

from wainao.features.tools.openapi import UnreadableError, UnsupportedError, read
from wainao.features.tools.openapi.document.parse import parse

PETS = described({"/pets": {"get": {"operationId": "listPets"}}})
YAML = b"openapi: 3.0.3\ninfo: {title: Pets, version: 1.10}\nservers: [{url: 'https://a.example'}]\npaths:\n  /pets:\n"


@pytest.mark.parametrize(
    "data",
    [
        PETS,
        b"\xef\xbb\xbf" + PETS,
        PETS.decode().encode("utf-16"),
        YAML + b"    get: {operationId: listPets}\n",
        (YAML + b"    get: {operationId: listPets}\n").replace(b"\n", b"\r\n"),
        PETS.replace(b"}}}", b"},}}"),
    ],
    ids=["json", "mark", "utf-16", "yaml", "yaml of Windows", "a comma too many"],
)
def test_a_document_is_read_in_whatever_form_it_comes(data: bytes) -> None:
    assert [tool.name for tool in read(data).toolbox.tools] == ["list_pets"]


def test_yaml_means_what_json_can_say() -> None:
    text = b"""
no: no
date: 2020-01-01
octal: 010
phone: +49
number: [1, -2.5, 1e3, 0]
words: [True, "1", !!str 3, ~, .inf, 1_000, 12:30]
200: ok
1.10: as it is written
base: &base {x: 1, y: 1}
more: {<<: *base, y: 2}
block: |
  two
  lines
"""
    assert parse(text) == {
        "no": "no",
        "date": "2020-01-01",
        "octal": "010",
        "phone": "+49",
        "number": [1, -2.5, 1000.0, 0],
        "words": [True, "1", "3", None, ".inf", "1_000", "12:30"],
        "200": "ok",
        "1.10": "as it is written",
        "base": {"x": 1, "y": 1},
        "more": {"x": 1, "y": 2},
        "block": "two\nlines\n",
    }


BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)
)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "holds None"),
        (b"[1]", "no object"),
        (b"hello", "no object"),
        (b"<!DOCTYPE html><html></html>", "a page or XML"),
        (b"<?xml version='1.0'?><definitions/>", "a page or XML"),
        (PETS[:-20], "is no JSON"),
        (YAML + b"    get: [", "is no YAML: .*line"),
        ("openapi: 3.0.0 # Größe".encode("latin-1"), r"not UTF-8: byte b'\\xf6' in line 1"),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, "more than 120 levels"),
        (b"a: " + b"[" * 5000, "more than 120 levels"),
        (b"a: " + b"{a: " * 5000, "more than 120 levels"),
        (BOMB.encode(), "once its aliases are written out"),
        (b"a: &a\n  b: *a\n", "stands within itself"),
        (b"a: 1\n--- \nb: 2\n", "a second document"),
        (b"{" + b" " * (33 * 1024 * 1024), "At most 33,554,432"),
        (b"a: " + b"x" * (9 * 1024 * 1024), "of YAML. At most"),
        (b'{"a":[' + b"1," * 2_000_001 + b"1]}", "more than 2,000,000 values"),
        (b"\x00\x01\x02", "is no YAML"),
        (b'{"a": "\\ud800"}', "is no JSON"),
    ],
)
def test_what_is_no_document_is_refused_with_its_reason(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableError, match=said) as refused:
        read(data)
    assert str(refused.value).count(". ") >= 2, "what happened, what was expected, what to do"


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"asyncapi": "3.0.0"}, "AsyncAPI"),
        ({"swaggerVersion": "1.2", "apis": []}, "Swagger 1"),
        ({"info": {}, "item": []}, "Postman"),
        ({"name_for_model": "x", "api": {"url": "u"}}, "ai-plugin.json"),
        ({"hello": 1}, "an object with"),
        ({"openapi": "4.0.0", "paths": {}}, "OpenAPI '4.0.0'"),
        ({"openapi": None}, "an object with"),
        ({"openapi": "3.1.0", "webhooks": {"x": {}}}, "only webhooks"),
        ({"openapi": "3.1.0", "paths": {}}, "no operations"),
        ({"openapi": "3.1.0", "paths": {"/a": {"get": 1}}}, "None of the 1 operations .* GET /a: it is 1"),
    ],
)
def test_a_document_of_another_kind_says_which(document: object, said: str) -> None:
    with pytest.raises(UnsupportedError, match=said):
        read(json.dumps(document).encode())


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(PETS) - 1), st.integers(0, len(YAML)))
def test_a_document_cut_short_is_refused_or_read(json_bytes: int, yaml_bytes: int) -> None:
    with pytest.raises(UnreadableError):
        read(PETS[:json_bytes])
    with pytest.raises((UnreadableError, UnsupportedError)):
        read(YAML[:yaml_bytes])


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200) | st.text(st.sampled_from("{}[]&*!|>-:?,#'\"% \n\tab1"), max_size=60).map(str.encode))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    with pytest.raises((UnreadableError, UnsupportedError)):
        read(data)
