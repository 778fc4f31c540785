"""Servers that want somebody to sign in: nobody types a client's name, nothing goes to whom it is not for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from spoken import Raw, Spoken, said, speaking
from wainao import Wainao
from wainao.features.tools.mcp.errors import SignInError
from wainao.features.tools.openapi.errors import CredentialError
from wainao.kernel import ConflictError, SettingsError, UsageError

BACK = "http://127.0.0.1:9/back"
READS = {"name": "look", "annotations": {"readOnlyHint": True}}
ACTS = {"name": "send", "annotations": {"destructiveHint": True}}


class Guarded(Spoken):
    """A server of tools with its own authorization server. `lets_in` are the tokens that it takes now."""

    def __init__(self, *, challenge: str = "Bearer", **about: Any) -> None:
        super().__init__([READS, ACTS])
        self.lets_in: set[str] = set()
        self.registered: list[dict[str, Any]] = []
        self.forms: list[dict[str, list[str]]] = []
        self.challenge = challenge
        self.about = about
        self.replies = {method: self._guarding(reply) for method, reply in self.replies.items()}
        self.replies["initialize"] = self._guarding(lambda _: {})

    def at(self, url: str) -> None:
        place = url.removesuffix("/mcp")
        told = {
            "resource": self.about.pop("resource", url),
            "authorization_servers": self.about.pop("authorization_servers", [place]),
        }
        about = {
            "issuer": place,
            "authorization_endpoint": f"{place}/authorize?tenant=1",
            "token_endpoint": f"{place}/token",
            "code_challenge_methods_supported": ["S256"],
            **{name: value.format(place) if isinstance(value, str) else value for name, value in self.about.items()},
        }
        self.pages = {
            "/.well-known/oauth-protected-resource/mcp": lambda _: told,
            "/.well-known/oauth-authorization-server": lambda _: about,
            "/.well-known/oauth-authorization-server/elsewhere": lambda _: about,
            "/elsewhere": lambda _: told,
            "/register": self._register,
            "/token": self._token,
        }

    def _guarding(self, reply: Callable[[dict[str, Any]], Any]) -> Callable[[dict[str, Any]], Any]:
        def answer(params: dict[str, Any]) -> Any:
            token = self.headers[-1].get("authorization", "").removeprefix("Bearer ")
            if token not in self.lets_in:
                raise Raw(403 if token else 401, **{"www-authenticate": self.challenge})
            return reply(params)

        return answer

    def _register(self, body: str) -> Any:
        self.registered.append(json.loads(body))
        raise Raw(201, json.dumps({"client_id": f"c{len(self.registered)}", "client_secret": "s"}).encode())

    def _token(self, body: str) -> Any:
        self.forms.append(parse_qs(body))
        token = f"t{len(self.forms)}"
        self.lets_in = {token}
        return {"access_token": token, "token_type": "Bearer", "expires_in": 1, "refresh_token": f"r{token}"}


REGISTERS = {"registration_endpoint": "{}/register"}

At = Callable[..., tuple[Wainao, str]]


@pytest.fixture
def at(tmp_path: Path) -> Iterator[At]:
    with ExitStack() as stack:

        def opened(spoken: Guarded, **settings: Any) -> tuple[Wainao, str]:
            url = stack.enter_context(speaking(spoken))
            spoken.at(url)
            tools = {"private": [url.removesuffix("/mcp")], **settings}
            return stack.enter_context(Wainao.open(tmp_path / "home", tools=tools)), url

        yield opened


def begun(brain: Wainao, **more: Any) -> dict[str, list[str]]:
    given = {"box": "box", "scheme": "oauth", "redirect_uri": BACK} | more
    return parse_qs(urlsplit(brain.call("tools:sign-in", **given).output.url).query)


def finish(brain: Wainao, asked: dict[str, list[str]], more: str = "") -> None:
    brain.call("tools:signed-in", returned=f"{asked['redirect_uri'][0]}?code=c0de&state={asked['state'][0]}{more}")


def test_a_client_is_registered_where_one_can_be_and_nobody_types_its_name(at):
    spoken = Guarded(**REGISTERS)
    brain, url = at(spoken)
    assert brain.call("tools:add", source=url, name="box").output.needs == ("bearer", "oauth")
    asked = begun(brain)
    assert (asked["client_id"], asked["resource"], asked["tenant"]) == (["c1"], [url], ["1"])
    assert "scope" not in asked, "nobody has said which: not all that there are"
    assert (spoken.registered[0]["redirect_uris"], spoken.registered[0]["application_type"]) == ([BACK], "native")
    finish(brain, asked)
    assert (spoken.forms[0]["resource"], spoken.forms[0]["code"]) == ([url], ["c0de"])
    brain.call("tools:add", source=url, name="box")
    assert brain.call("box:look").output.text == "called look"
    renewed = spoken.forms[-1]  # it held for a second only
    assert (renewed["grant_type"], renewed["resource"]) == (["refresh_token"], [url])
    assert begun(brain)["client_id"] == ["c1"], "the same client for the same way back"
    assert begun(brain, redirect_uri="http://127.0.0.1:10/")["client_id"] == ["c2"]
    for secret in ("c0de", "rt1"):
        assert secret not in str(brain.call("receipts:list", limit=100).output)


def test_without_a_registration_an_administrator_says_who_we_are(at):
    brain, url = at(Guarded())
    brain.call("tools:add", source=url, name="box")
    with pytest.raises(UsageError, match="registers none"):
        begun(brain)
    brain.call("tools:credential", box="box", scheme="oauth", client_id="us")
    assert begun(brain)["client_id"] == ["us"]


def test_who_we_are_can_be_read_at_an_address(at):
    document = "https://wainao.example/client.json"
    spoken = Guarded(client_id_metadata_document_supported=True, **REGISTERS)
    brain, url = at(spoken, client_document=document)
    brain.call("tools:add", source=url, name="box")
    assert begun(brain)["client_id"] == [document]
    assert spoken.registered == []


def test_such_an_address_is_encrypted(tmp_path):
    with pytest.raises(SettingsError, match="client_document"):
        Wainao.open(tmp_path, tools={"client_document": "http://wainao.example/client.json"})


@pytest.mark.parametrize("more", ["", "&iss=https://evil.example"])
def test_an_answer_of_another_authorization_server_is_none(at, more):
    spoken = Guarded(authorization_response_iss_parameter_supported=True, **REGISTERS)
    brain, url = at(spoken)
    brain.call("tools:add", source=url, name="box")
    asked = begun(brain)
    with pytest.raises(CredentialError, match="The answer is from"):
        finish(brain, asked, more)
    assert spoken.forms == []
    finish(brain, begun(brain), f"&iss={url.removesuffix('/mcp')}")
    assert len(spoken.forms) == 1


def test_one_without_pkce_is_not_signed_in_to(at):
    brain, url = at(Guarded(code_challenge_methods_supported=["plain"], **REGISTERS))
    assert brain.call("tools:add", source=url, name="box").output.needs == ("bearer",)


def test_what_a_server_wants_more_is_told_and_asked_for(at):
    spoken = Guarded(challenge='Bearer scope="files:read"', **REGISTERS)
    brain, url = at(spoken)
    brain.call("tools:add", source=url, name="box")
    asked = begun(brain)
    assert asked["scope"] == ["files:read"]
    finish(brain, asked)
    brain.call("tools:add", source=url, name="box")
    spoken.challenge = 'Bearer error="insufficient_scope", scope="files:write"'
    spoken.pages = {**spoken.pages, "/token": lambda _: said("") | {"access_token": "weak", "token_type": "Bearer"}}
    with pytest.raises(SignInError, match="--scope 'files:write'"):
        brain.call("box:look")
    assert begun(brain, scopes=["files:write"])["scope"] == ["files:read files:write"]


def test_who_signs_people_in_somewhere_else_now_is_looked_at_first(at):
    spoken = Guarded(**REGISTERS)
    brain, url = at(spoken)
    brain.call("tools:add", source=url, name="box")
    with pytest.raises(SignInError):
        brain.call("tools:add", source=url, name="box")
    spoken.about["issuer"] = elsewhere = f"{url.removesuffix('/mcp')}/elsewhere"
    spoken.about["authorization_servers"] = [elsewhere]
    spoken.at(url)
    with pytest.raises(ConflictError, match=r"/elsewhere' now.*tools remove box"):
        brain.call("tools:add", source=url, name="box")


def test_a_token_is_asked_for_what_the_server_calls_itself(at):
    brain, url = at(spoken := Guarded(resource="http://127.0.0.1:1", **REGISTERS))
    assert brain.call("tools:add", source=url, name="box").output.needs == ("bearer",), "another server's name"
    spoken.about["resource"] = whole = url.removesuffix("/mcp")
    spoken.at(url)
    brain.call("tools:remove", name="box")
    brain.call("tools:add", source=url, name="box")
    assert begun(brain)["resource"] == [whole]


def test_the_address_that_a_refusal_names_is_read_first(at):
    spoken = Guarded(**REGISTERS)
    brain, url = at(spoken)
    del spoken.pages["/.well-known/oauth-protected-resource/mcp"]  # type: ignore[attr-defined]  # it is a dict
    spoken.challenge = f'Bearer resource_metadata="{url.removesuffix("/mcp")}/elsewhere"'
    assert brain.call("tools:add", source=url, name="box").output.needs == ("bearer", "oauth")
