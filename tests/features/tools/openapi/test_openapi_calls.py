"""The two ends of a call: secrets go in last and nowhere else, and a reply becomes what a model can read."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest
from descriptions import SERVER, imported, one_tool

from wainao.features.tools.openapi import CredentialError, authorised, following, incoming, outgoing
from wainao.features.tools.types import ToolFile

SCHEMES: dict[str, Any] = {
    "header": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "query": {"type": "apiKey", "in": "query", "name": "key"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "sid"},
    "basic": {"type": "http", "scheme": "basic"},
    "bearer": {"type": "http", "scheme": "Bearer"},
    "token": {"type": "http", "scheme": "Token"},
    "oauth": {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://a.example/t", "scopes": {}}}},
    "digest": {"type": "http", "scheme": "digest"},
    "mutual": {"type": "mutualTLS"},
}
TOOL = one_tool({})[1]


def secured(*ways: dict[str, list[str]]) -> Any:
    return one_tool({"security": list(ways)}, components={"securitySchemes": SCHEMES})


@pytest.mark.parametrize(
    ("scheme", "url", "headers"),
    [
        ("header", "", {"x-key": "s3cret"}),
        ("query", "?key=s3cret", {}),
        ("cookie", "", {"cookie": "sid=s3cret"}),
        ("basic", "", {"authorization": f"Basic {base64.b64encode(b's3cret').decode()}"}),
        ("bearer", "", {"authorization": "Bearer s3cret"}),
        ("token", "", {"authorization": "Token s3cret"}),
        ("oauth", "", {"authorization": "Bearer s3cret"}),
    ],
)
def test_a_secret_goes_where_its_scheme_says(scheme: str, url: str, headers: dict[str, str]) -> None:
    box, tool = secured({scheme: []})
    plain = outgoing(box, tool, {})

    sent = authorised(plain, box, {scheme: "s3cret"})

    assert (sent.url, sent.headers) == (f"{SERVER}/x{url}", {**plain.headers, **headers})
    assert sent.secret == set(headers)


def test_the_first_way_that_the_secrets_suffice_for_is_taken() -> None:
    box, tool = secured({"header": [], "query": []}, {"bearer": []}, {})
    request = outgoing(box, tool, {})

    assert authorised(request, box, {"bearer": "b", "header": "h"}).headers["authorization"] == "Bearer b"
    assert authorised(request, box, {"header": "h", "query": "q"}).url == f"{SERVER}/x?key=q"
    assert authorised(request, box, {}) == request


def test_without_its_secret_a_call_does_not_go_out() -> None:
    box, tool = secured({"header": [], "query": []}, {"bearer": []})

    with pytest.raises(CredentialError, match="without 'header' and 'query' or 'bearer'"):
        authorised(outgoing(box, tool, {}), box, {"header": "h"})


@pytest.mark.parametrize(
    "url", ["https://evil.example/v1/x", "http://api.example/v1/x", "https://api.example:8443/v1/x"]
)
def test_secrets_go_to_the_servers_of_their_toolbox_alone(url: str) -> None:
    box, tool = secured({"header": []})

    with pytest.raises(CredentialError, match="Secrets go nowhere else"):
        authorised(replace(outgoing(box, tool, {}), url=url), box, {"header": "s3cret"})


@pytest.mark.parametrize(
    ("scheme", "secret"), [("digest", "ann:pw"), ("mutual", "s3cret"), ("header", "a\r\nhost: evil")]
)
def test_what_cannot_be_shown_is_refused_and_not_repeated(scheme: str, secret: str) -> None:
    box, tool = secured({scheme: []})
    request = outgoing(box, tool, {})

    with pytest.raises(CredentialError) as refused:
        authorised(request, box, {scheme: secret})
    assert secret not in str(refused.value)


def test_a_password_may_be_written_in_any_script() -> None:
    box, tool = secured({"basic": []})

    sent = authorised(outgoing(box, tool, {}), box, {"basic": "安:密码"})

    assert base64.b64decode(sent.headers["authorization"].removeprefix("Basic ")).decode() == "安:密码"


def test_schemes_that_no_operation_names_may_be_used() -> None:
    box, tool = one_tool({}, components={"securitySchemes": {"header": SCHEMES["header"]}})
    request = outgoing(box, tool, {})

    assert authorised(request, box, {}) == request
    assert authorised(request, box, {"header": "k"}).headers["x-key"] == "k"


def test_a_scheme_that_makes_no_sense_is_left_out_and_reported() -> None:
    schemes = {"a": {"type": "apiKey", "in": "header", "name": "bad\r\nname"}, "b": {"type": "magic"}, "c": 7}
    found = imported({"/x": {"get": {}}}, components={"securitySchemes": schemes})

    assert found.toolbox.security == {}
    assert len(found.warnings) == 3


# Replies


def test_json_comes_whole_and_short() -> None:
    rows = [{"id": n, "text": "x" * 5_000} for n in range(300)]
    body = json.dumps(rows).encode()

    output = incoming(TOOL, 200, {"content-type": "application/json; charset=utf-8"}, body)

    assert output.data == rows
    assert len(output.text) <= 12_000
    assert json.loads(output.text)[0]["id"] == 0
    assert json.loads(output.text)[-1].startswith("… (+")
    assert (output.failed, output.status) == (False, 200)


def test_a_short_reply_is_read_as_it_is() -> None:
    assert incoming(TOOL, 200, {"content-type": "application/hal+json"}, b'{"a": "\xe5\x90\x8d"}').text == '{"a":"名"}'
    assert incoming(TOOL, 200, {}, b"[1]").data == [1]
    assert incoming(TOOL, 200, {"content-type": "text/plain; charset=gbk"}, "名字".encode("gbk")).text == "名字"
    assert incoming(TOOL, 200, {"content-type": "text/html"}, b"<h1>Hi</h1><p>there</p>").text.split() == [
        "Hi",
        "there",
    ]
    assert incoming(TOOL, 204, {}, b"").text == "HTTP 204"


@pytest.mark.parametrize(
    ("kind", "body", "kept"),
    [
        ("text/html", b"<h1>Hi</h1>", True),
        ("text/plain", b"x" * 20_000, True),
        ("text/plain", b"x" * 12_000, False),
        ("application/json", b"[1]", False),
    ],
)
def test_a_page_and_a_text_that_is_cut_are_kept_whole(kind: str, body: bytes, kept: bool) -> None:
    files = incoming(TOOL, 200, {"content-type": kind}, body).files

    assert [(file.digest, file.media_type, file.size) for file in files] == (
        [(hashlib.sha256(body).hexdigest(), kind, len(body))] if kept else []
    )


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_failure_says_so(status: int) -> None:
    output = incoming(TOOL, status, {"content-type": "application/problem+json"}, b'{"title": "No"}')

    assert (output.failed, output.text, output.data) == (True, f'HTTP {status}: {{"title":"No"}}', {"title": "No"})


def test_what_is_no_text_is_a_file() -> None:
    headers = {"content-type": "image/png", "content-disposition": 'attachment; filename="../../a\\b/cat.png"'}

    output = incoming(TOOL, 200, headers, b"\x89PNG")

    digest = hashlib.sha256(b"\x89PNG").hexdigest()
    assert output.files == (ToolFile(digest=digest, media_type="image/png", size=4, name="cat.png"),)
    assert output.text == f"cat.png: image/png, 4 bytes, {digest}"
    named = {**headers, "content-disposition": "attachment; filename*=UTF-8''%E7%8C%AB.png"}
    assert incoming(TOOL, 200, named, b"\x89PNG").files[0].name == "猫.png"


@pytest.mark.parametrize("body", [b"[" * 100_000, b"{", b"\xff\xfe", b'{"a": NaN}'])
def test_a_reply_that_is_not_what_it_says_is_text(body: bytes) -> None:
    output = incoming(TOOL, 200, {"content-type": "application/json"}, body)

    assert (output.data, output.failed) == (None, False)
    assert len(output.text) < 12_100


# Pages

PAGED = one_tool(
    {
        "parameters": [
            {"name": "page", "in": "query", "schema": {"type": "integer"}},
            {"name": "pageToken", "in": "query", "schema": {"type": "string"}},
        ]
    }
)[1]
URL = f"{SERVER}/x?page=1"


@pytest.mark.parametrize(
    ("headers", "data", "after"),
    [
        ({"link": f'<{SERVER}/x?page=1>; rel="prev", <{SERVER}/x?page=2>; rel="next"'}, None, {"page": 2}),
        ({}, {"next": "/v1/x?page=2&evil=1"}, {"page": 2}),
        ({}, {"links": {"next": {"href": "?page=2"}}}, {"page": 2}),
        ({}, {"meta": {"nextPageToken": "abc"}}, {"page": 1, "pageToken": "abc"}),
        ({}, {"next": "https://evil.example/v1/x?page=2"}, None),
        ({}, {"next": "https://api.example/v1/admin?page=2"}, None),
        ({}, {"next": None, "nextPageToken": ""}, None),
        ({}, [1], None),
    ],
)
def test_the_next_page_is_asked_for_by_arguments(headers: dict[str, str], data: Any, after: Any) -> None:
    assert following(PAGED, {"page": 1}, URL, headers, data) == after


def test_what_a_link_says_again_stays_as_it_was_asked() -> None:
    kinds = {"page": ["integer", "null"], "tags": "array", "open": "boolean", "old": "boolean"}
    parameters = [{"name": name, "in": "query", "schema": {"type": kind}} for name, kind in kinds.items()]
    tool = one_tool({"parameters": parameters})[1]
    given = {"page": 1, "tags": ["a", "b"], "open": True}
    link = "?page=2&tags=a&tags=b&open=true&old=false"

    after = following(tool, given, f"{SERVER}/x?page=1&tags=a&tags=b&open=true", {}, {"next": link})

    assert after == {**given, "page": 2, "old": False}
