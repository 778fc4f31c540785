"""OAuth 2 and old plugins: requests as the standards print them, and answers that belong to somebody else."""

from __future__ import annotations

import base64
import json
from urllib.parse import parse_qs, urlsplit

import pytest

from wainao.features.tools.openapi import CredentialError, UnsupportedError
from wainao.features.tools.openapi.oauth import (
    Client,
    Token,
    authorization_url,
    challenge,
    client_request,
    code_in,
    code_request,
    flow_of,
    refresh_request,
    token_in,
)
from wainao.features.tools.openapi.plugin import document_url, read_manifest

SCHEME = {
    "type": "oauth2",
    "flows": {
        "authorizationCode": {
            "authorizationUrl": "https://login.example/authorize?tenant=a",
            "tokenUrl": "https://login.example/token",
            "scopes": {"read": "", "write": ""},
        },
        "clientCredentials": {"tokenUrl": "https://login.example/token", "scopes": {}},
    },
}
FLOW = flow_of(SCHEME, "authorizationCode")
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
BACK = "https://wainao.example/back"


def test_the_challenge_is_that_of_rfc_7636() -> None:
    assert challenge(VERIFIER) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_a_person_is_sent_to_sign_in() -> None:
    client = Client(id="me & co")
    address = authorization_url(
        FLOW, client=client, redirect_uri=BACK, scopes=("read", "write"), state="s1", verifier=VERIFIER
    )

    assert address.startswith("https://login.example/authorize?tenant=a&")
    assert parse_qs(urlsplit(address).query) == {
        "tenant": ["a"],
        "response_type": ["code"],
        "client_id": ["me & co"],
        "redirect_uri": [BACK],
        "scope": ["read write"],
        "state": ["s1"],
        "code_challenge": ["E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"],
        "code_challenge_method": ["S256"],
    }


def test_a_code_is_taken_from_its_own_sign_in_alone() -> None:
    assert (
        code_in("code=c1&state=s1&iss=https%3A%2F%2Flogin.example", state="s1", issuer="https://login.example") == "c1"
    )
    for query in ("code=c1", "code=c1&state=s2", "code=c1&state=s1&state=s2", ""):
        with pytest.raises(CredentialError, match="does not belong"):
            code_in(query, state="s1")
    with pytest.raises(CredentialError, match=r"from 'https://evil\.example'"):
        code_in("code=c1&state=s1&iss=https://evil.example", state="s1", issuer="https://login.example")
    with pytest.raises(CredentialError, match="'access_denied'"):
        code_in("error=access_denied&state=s1", state="s1")


def test_tokens_are_asked_for() -> None:
    public, secret = Client(id="me"), Client(id="me", secret="p:w")

    by_code = code_request(FLOW, "c1", client=public, redirect_uri=BACK, verifier=VERIFIER)
    refreshed = refresh_request(FLOW, "r1", client=secret)
    own = client_request(flow_of(SCHEME, "clientCredentials"), client=Client(id="me", secret="pw", in_body=True))

    assert (by_code.method, by_code.url) == ("POST", "https://login.example/token")
    assert parse_qs(by_code.body.decode()) == {
        "grant_type": ["authorization_code"],
        "code": ["c1"],
        "redirect_uri": [BACK],
        "code_verifier": [VERIFIER],
        "client_id": ["me"],
    }
    assert refreshed.headers["authorization"] == f"Basic {base64.b64encode(b'me:p%3Aw').decode()}"
    assert parse_qs(refreshed.body.decode()) == {"grant_type": ["refresh_token"], "refresh_token": ["r1"]}
    assert parse_qs(own.body.decode())["client_secret"] == ["pw"]


def test_a_token_is_read_and_nothing_else_is_one() -> None:
    body = json.dumps({"access_token": "t", "token_type": "Bearer", "expires_in": 3600, "scope": "a b"}).encode()

    assert token_in(200, body) == Token(access="t", lives_s=3600.0, scopes=("a", "b"))
    for status, bad in ((400, b'{"error": "invalid_grant"}'), (200, b"<html>"), (200, b"{}"), (500, body)):
        with pytest.raises(CredentialError) as refused:
            token_in(status, bad)
        assert "'t'" not in str(refused.value)
    with pytest.raises(CredentialError, match="'dpop'"):
        token_in(200, b'{"access_token": "t", "token_type": "DPoP"}')


def test_a_flow_that_is_not_there_or_not_encrypted_is_refused() -> None:
    with pytest.raises(UnsupportedError, match="has the flows"):
        flow_of({"type": "oauth2", "flows": {"implicit": {}}}, "authorizationCode")
    with pytest.raises(UnsupportedError, match="https"):
        flow_of({"flows": {"clientCredentials": {"tokenUrl": "http://login.example/token"}}}, "clientCredentials")


def test_a_plugin_says_where_its_description_is() -> None:
    manifest = {
        "schema_version": "v1",
        "name_for_model": "todo",
        "name_for_human": "Todo\u200b list",
        "description_for_model": "Manages todos",
        "auth": {"type": "none"},
        "api": {"type": "openapi", "url": "/openapi.yaml"},
    }
    found = read_manifest(json.dumps(manifest).encode())

    assert found is not None
    assert (found.name, found.title, found.auth) == ("todo", "Todo list", {"type": "none"})
    assert document_url(found, "https://todo.example/.well-known/ai-plugin.json") == "https://todo.example/openapi.yaml"
    with pytest.raises(UnsupportedError, match="address of the web"):
        document_url(found, "/home/me/ai-plugin.json")
    for other in (b"", b"{", b"[]", b'{"openapi": "3.1.0"}', b"openapi: 3.1.0"):
        assert read_manifest(other) is None
    with pytest.raises(UnsupportedError, match="has an api of"):
        read_manifest(json.dumps({**manifest, "api": {"type": "graphql", "url": "x"}}).encode())
