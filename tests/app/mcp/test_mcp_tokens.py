"""Clients that sign in at an authorization server of the settings: who is let in, as whom, for what, and who is not."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import httpx2
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from mcp import Client
from mcp.client.auth import OAuthClientProvider
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import AuthorizationCodeResult, OAuthClientMetadata
from pydantic import AnyUrl

from authorization_server import Authorization, open_authorization
from wainao import Wainao
from wainao.app.http.listening import address, listen
from wainao.app.http.serve import make_server
from wainao.kernel import SettingsError
from wainao.testing import running

pytestmark = pytest.mark.anyio

KNOWN_AS = "https://wainao.example/mcp"
PING = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
BACK = "http://127.0.0.1:9/back"


@pytest.fixture
def authorization() -> Iterator[Authorization]:
    with open_authorization() as served:
        yield served


@pytest.fixture
def brain(tmp_path: Path, authorization: Authorization) -> Iterator[Wainao]:
    mcp = {"issuer": authorization.url, "resource": KNOWN_AS}
    with Wainao.open(tmp_path / "home", mcp=mcp, server={"local_owner": False}) as opened:
        opened.call("actors:add", id="ann", rights=["read", "write"])
        opened.call("actors:add", id="eve@elsewhere", tenant="elsewhere", rights=["read"])
        yield opened


@pytest.fixture
def url(brain: Wainao) -> Iterator[str]:
    with running(brain) as served:
        yield served


def asked(url: str, token: str = "") -> httpx.Response:
    headers = {"authorization": f"Bearer {token}"} if token else {}
    return httpx.post(f"{url}/mcp", json=PING, headers=headers | {"accept": "application/json, text/event-stream"})


async def test_a_client_finds_out_where_to_sign_in_and_does(tmp_path, authorization):
    """The official SDK's client, which knows nothing but the address."""
    held: dict[str, object] = {}

    class Kept:
        async def get_tokens(self):
            return held.get("tokens")

        async def set_tokens(self, tokens):
            held["tokens"] = tokens

        async def get_client_info(self):
            return held.get("client")

        async def set_client_info(self, client):
            held["client"] = client

    async def open(page: str) -> None:
        async with httpx2.AsyncClient(trust_env=False) as http:
            held["back"] = (await http.get(page)).headers["location"]

    async def back() -> AuthorizationCodeResult:
        query = parse_qs(urlsplit(str(held["back"])).query)
        return AuthorizationCodeResult(code=query["code"][0], state=query["state"][0])

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = {"issuer": authorization.url, "resource": f"http://127.0.0.1:{port}/mcp"}
    with (
        Wainao.open(tmp_path / "home", mcp=settings, server={"local_owner": False}) as brain,
        at_port(brain, port) as url,
    ):
        brain.call("actors:add", id="ann", rights=["read"])
        metadata = OAuthClientMetadata(client_name="test", redirect_uris=[AnyUrl(BACK)])
        auth = OAuthClientProvider(f"{url}/mcp", metadata, Kept(), redirect_handler=open, callback_handler=back)
        async with (
            httpx2.AsyncClient(auth=auth, trust_env=False, timeout=30) as http,
            Client(streamable_http_client(f"{url}/mcp", http_client=http)) as client,
        ):
            told = await client.call_tool("units-convert", {"amount": 5, "from": "pound", "to": "kg"})
        receipt = brain.receipt(told.meta["wainao/receipt"]).output
    assert receipt.actor == "ann"
    assert authorization.forms[0]["resource"] == settings["resource"]


@contextmanager
def at_port(brain: Wainao, port: int) -> Iterator[str]:
    """Served there: what a token is for has to be known before."""
    listener = listen("127.0.0.1", port)
    server = make_server(brain)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield address(listener)
    finally:
        server.should_exit = True
        thread.join()


def test_who_does_not_say_who_they_are_is_told_where_to_sign_in(url, authorization):
    refused = asked(url)
    where = "https://wainao.example/.well-known/oauth-protected-resource/mcp"
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, f'Bearer resource_metadata="{where}"')
    for path in ("/.well-known/oauth-protected-resource/mcp", "/.well-known/oauth-protected-resource"):
        told = httpx.get(url + path).json()
        assert (told["resource"], told["authorization_servers"]) == (KNOWN_AS, [authorization.url])
        assert told["scopes_supported"] == ["wainao:read", "wainao:write", "wainao:act"]
    assert asked(url, authorization.token(aud=KNOWN_AS)).status_code == 200


def test_a_token_is_good_for_its_scopes_as_far_as_the_actor_may(url, authorization):
    def names(**claims):
        result = asked(url, authorization.token(aud=KNOWN_AS, **claims)).json()["result"]
        return {tool["name"] for tool in result["tools"]}

    reads, writes = names(scope="wainao:read"), names(scope="openid wainao:read wainao:write")
    assert "tools-find" in reads
    assert "tools-prefer" in writes - reads
    assert names(scope=None, scp=["wainao:read"]) == reads
    assert names(sub="eve@elsewhere", scope="wainao:read wainao:write wainao:act") < writes
    strange = asked(url, authorization.token(aud=KNOWN_AS, scope="openid"))
    challenge = strange.headers["www-authenticate"]
    assert (strange.status_code, 'error="insufficient_scope"' in challenge) == (403, True)
    assert 'scope="wainao:read"' in challenge
    for broken in (None, 7, {"wainao:read": True}, [["wainao:read"]]):
        assert asked(url, authorization.token(aud=KNOWN_AS, scope=broken)).status_code == 403


OTHERS = ec.generate_private_key(ec.SECP256R1())


@pytest.mark.parametrize(
    "wrong",
    [
        {"aud": "https://another.example/mcp"},
        {"aud": None},
        {"iss": "https://evil.example"},
        {"exp": 1},
        {"exp": None},
        {"nbf": 9_999_999_999},
        {"kid": "k2"},
        {"typ": "logout+jwt"},
        {"key": OTHERS},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_token_that_is_not_for_here_lets_nobody_in(url, authorization, wrong):
    refused = asked(url, authorization.token(**{"aud": KNOWN_AS, **wrong}))
    assert (refused.status_code, 'error="invalid_token"' in refused.headers["www-authenticate"]) == (401, True)


def test_no_secret_that_is_public_signs_a_token(url, authorization):
    public = authorization.key.public_key()
    claims = jwt.decode(authorization.token(aud=KNOWN_AS), options={"verify_signature": False})
    none = jwt.encode(claims, None, algorithm="none", headers={"kid": "k1"})
    shared = jwt.encode(claims, str(public.public_numbers().x).ljust(64), algorithm="HS256", headers={"kid": "k1"})
    for token in (none, shared, "a.b.c", "x"):
        assert asked(url, token).status_code == 401
    assert asked(url, "wk_" + authorization.token(aud=KNOWN_AS)).status_code == 401


def test_what_another_server_says_of_itself_counts_for_nothing(url, authorization):
    authorization.names = "https://evil.example"
    assert asked(url, authorization.token(aud=KNOWN_AS)).status_code >= 400


def test_while_the_server_does_not_say_its_keys_no_token_is_called_wrong(url, authorization):
    """A client that is told so throws its token away, and sends its user to sign in once more, in vain."""
    authorization.names = "https://evil.example"
    token = authorization.token(aud=KNOWN_AS)
    assert [asked(url, token).status_code for _ in range(3)] == [502, 502, 502]


@pytest.mark.parametrize("person", ["nobody", "owner", "system", "", None, 7, "ann\n", "' OR 1=1 --"])
def test_who_is_no_actor_here_is_let_in_as_nobody(url, authorization, person):
    assert asked(url, authorization.token(aud=KNOWN_AS, sub=person)).status_code in (401, 403)


def test_a_disabled_actor_stays_outside(url, brain, authorization):
    token = authorization.token(aud=KNOWN_AS)
    assert asked(url, token).status_code == 200
    brain.call("actors:add", id="ann", rights=["read"], disabled=True)
    assert asked(url, token).status_code == 403


def test_keys_are_asked_for_once_and_a_flood_of_strange_ones_asks_no_more(url, authorization):
    for at in range(5):
        asked(url, authorization.token(aud=KNOWN_AS, kid=f"strange{at}"))
        asked(url, authorization.token(aud=KNOWN_AS))
    assert authorization.asked.count("/keys") == 1


def test_tokens_are_for_this_door_alone(url, authorization):
    token = authorization.token(aud=KNOWN_AS)
    elsewhere = httpx.post(f"{url}/api/tools/list", json={}, headers={"authorization": f"Bearer {token}"})
    assert elsewhere.status_code == 401


def test_on_this_machine_a_token_is_not_passed_over_for_its_owner(tmp_path, authorization):
    mcp = {"issuer": authorization.url, "resource": KNOWN_AS}
    with Wainao.open(tmp_path / "home", mcp=mcp) as brain, running(brain) as url:
        assert asked(url).status_code == 200, "the owner, as ever"
        assert asked(url, authorization.token(aud=KNOWN_AS)).status_code == 403, "ann is nobody here"


def test_without_a_server_in_the_settings_nothing_is_published(tmp_path):
    with Wainao.open(tmp_path / "home", server={"local_owner": False}) as brain, running(brain) as url:
        assert httpx.get(f"{url}/.well-known/oauth-protected-resource/mcp").status_code == 404
        assert asked(url).headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "wrong",
    [
        {"issuer": "https://login.example"},
        {"resource": KNOWN_AS},
        {"issuer": "http://login.example", "resource": KNOWN_AS},
        {"issuer": "https://login.example", "resource": "wainao.example/mcp"},
    ],
)
def test_a_setting_that_is_wrong_says_so_at_the_start(tmp_path, wrong):
    with pytest.raises(SettingsError, match=r"issuer|resource"):
        Wainao.open(tmp_path, mcp=wrong)
