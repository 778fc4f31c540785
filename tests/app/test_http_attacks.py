"""What a hostile page, client or file may try against the server, and what it must get for it."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from small_tools import TOOLS

from wainao import Wainao, WainaoError
from wainao.app.http import protocol
from wainao.app.http.app import create_app
from wainao.app.http.gate import is_loopback
from wainao.store.keys import owner_token
from wainao.testing import running


@pytest.fixture
def client(server_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server_url) as opened:
        yield opened


def whoami(client: httpx.Client, **headers: str) -> int:
    return client.post(
        "/api/tools/whoami", json={}, headers={name.replace("_", "-"): headers[name] for name in headers}
    ).status_code


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},  # DNS rebinding: a name of the attacker's that resolves to 127.0.0.1
        {"host": "127.0.0.1.evil.example"},
        {"host": "localhost.evil.example"},
        {"host": "localhost:evil.example"},
        {"host": "evil.example@localhost"},
        {"host": "localhost/evil.example"},
        {"host": "[::1"},
        {"host": ""},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:1"},  # another program's page on this machine
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"x_forwarded_for": "203.0.113.9"},  # a proxy on this machine passes a stranger on
        {"x_forwarded_proto": "https"},
        {"cf_connecting_ip": "203.0.113.9"},
        {"forwarded": "for=203.0.113.9"},
    ],
)
def test_only_this_machines_own_page_or_program_is_the_owner(client, headers):
    assert whoami(client) == 200
    assert whoami(client, **headers) == 401


def test_a_proxy_that_says_nothing_is_told_by_its_old_protocol(server_url):
    with socket.create_connection(urlsplit(server_url).netloc.split(":")) as asking:
        asking.sendall(b"GET /api/openapi.json HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
        assert asking.recv(100).startswith(b"HTTP/1.1 401")


def test_our_own_page_is_let_in(client):
    own = str(client.base_url).rstrip("/")
    assert whoami(client, origin=own, sec_fetch_site="same-origin") == 200


def test_a_foreign_key_is_as_good_as_none_but_ours_must_be_right(client):
    assert whoami(client, authorization="Bearer sk-anything") == 200
    assert whoami(client, authorization="Bearer wo_wrong") == 401
    assert whoami(client, authorization="Bearer wk_wrong") == 401


def test_the_owner_may_be_made_to_show_a_token_even_here(wainao_home):
    with Wainao.open(wainao_home, server={"local_owner": False}) as brain:
        token = owner_token(brain.home.keys)
        with running(brain) as url:
            status = httpx.get(f"{url}/api/openapi.json").status_code
            assert status == 401
            assert httpx.get(f"{url}/api/openapi.json", headers={"authorization": f"Bearer {token}"}).status_code == 200
            assert httpx.get(f"{url}/api/status").json()["actor"] is None


def test_beyond_this_machine_it_will_not_start_without_an_owner_token(wainao_home):
    with Wainao.open(wainao_home, server={"host": "0.0.0.0"}) as brain:
        with pytest.raises(WainaoError, match="without an owner token"):
            create_app(brain)
        owner_token(brain.home.keys)
        with running(brain) as url:  # even a program on this machine, which may be a proxy, is a stranger then
            assert httpx.get(f"{url}/api/openapi.json").status_code == 401
        owner_token(brain.home.keys)
        create_app(brain)


def test_a_name_that_is_not_its_own_is_refused(wainao_home):
    token = {"authorization": f"Bearer {owner_token(wainao_home / 'keys')}"}
    with Wainao.open(wainao_home, server={"allowed_hosts": ["brain.example"]}) as brain, running(brain) as url:
        statuses = [
            httpx.get(f"{url}/api/openapi.json", headers={"host": host, **token}).status_code
            for host in ("brain.example", "other.example", "localhost")
        ]
    assert statuses == [200, 400, 200]


@pytest.mark.parametrize(
    ("name", "loopback"),
    [
        ("localhost", True),
        ("a.localhost", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("0.0.0.0", False),
        ("10.0.0.1", False),
        ("localhost.example", False),
        ("127.0.0.1.example", False),
        ("0x7f000001", False),
        ("", False),
    ],
)
def test_loopback_names(name, loopback):
    assert is_loopback(name) is loopback


@pytest.mark.parametrize(
    "path",
    [
        "/../settings.py",
        "/..%2fsettings.py",
        "/%2e%2e/settings.py",
        "/assets/../../settings.py",
        "/assets/..%5c..%5csettings.py",
        "//etc/passwd",
        "/%00",
        "/assets/%c0%ae%c0%ae/settings.py",
    ],
)
def test_the_consoles_folder_cannot_be_left(server_url, path):
    status, _, body = raw(server_url, f"GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n".encode())
    assert status in (400, 404)
    assert b"ServerSettings" not in body


def test_every_response_tells_browsers_what_they_may(client):
    common = {
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "x-dns-prefetch-control": "off",
    }
    for path in ("/", "/healthz", "/api/status", "/api/nothing"):
        headers = client.get(path).headers
        assert common.items() <= dict(headers).items()
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert "access-control-allow-origin" not in headers
        assert "server" not in headers


def test_what_a_tools_own_page_is_written_into_reaches_nothing_and_is_framed_by_us_alone(client):
    headers = client.get("/frame.html").headers
    policy = headers["content-security-policy"].split("; ")
    assert {"default-src 'none'", "frame-ancestors 'self'", "sandbox allow-scripts", "worker-src 'none'"} <= set(policy)
    assert {"require-trusted-types-for 'script'", "trusted-types default"} <= set(policy)
    assert not [one for one in policy if "http" in one or "*" in one or one.endswith("-src 'self'")]
    assert (headers["x-frame-options"], headers["x-dns-prefetch-control"]) == ("SAMEORIGIN", "off")
    for path in ("/frame.html/", "/frame.htm", "/"):
        assert "unsafe-inline" not in client.get(path).headers["content-security-policy"]


def test_bytes_from_a_document_never_become_a_page(client):
    answer = client.post("/api/tools/draw", json={"media_type": "text/html"})
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("media_type", ["image/png\r\nset-cookie: a=b", "a\nb", "图/片", ""])
def test_a_media_type_cannot_smuggle_headers(client, media_type):
    answer = client.post("/api/tools/draw", json={"media_type": media_type})
    assert answer.headers["content-type"] == "application/octet-stream"
    assert "set-cookie" not in answer.headers


@pytest.fixture
def careful_url(wainao_home) -> Iterator[str]:
    limits = {"max_body_bytes": 1000, "body_timeout_s": 0.3}
    with Wainao.open(wainao_home, capabilities=TOOLS, server=limits) as brain, running(brain) as url:
        yield url


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_too_large_is_cut_off(careful_url, chunked):
    body = b'{"text": "' + b"a" * 2000 + b'"}'
    content = iter([body[:900], body[900:]]) if chunked else body
    answer = httpx.post(f"{careful_url}/api/tools/echo", content=content, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


@pytest.mark.parametrize("path", ["/api/tools/echo", "/v1/chat/completions"])
def test_a_body_too_slow_is_cut_off(careful_url, path):
    head = f"POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{{"
    began = time.monotonic()
    status, _, body = raw(careful_url, head.encode())
    assert (status, b"too_slow" in body) == (408, True)
    assert time.monotonic() - began < 3


def test_a_head_too_long_or_too_slow_is_cut_off(server_url, monkeypatch):
    monkeypatch.setattr(protocol, "HEAD_TIMEOUT_S", 0.3)
    for head in (
        b"GET / HTTP/1.1\r\nhost: localhost\r\nx: " + b"a" * 300_000,
        b"GET /" + b"a" * 300_000,
        b"GET / HTTP/1.1\r\nhost: localhost\r\n" + b"x: y\r\n" * 60_000,
        b"GET / HTTP/1.1\r\nhost: local",
        b"",
    ):
        began = time.monotonic()
        assert raw(server_url, head)[0] == 400
        assert time.monotonic() - began < 5


CHUNKED = b"POST /api/tools/whoami HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n" + (
    b"connection: close\r\ntransfer-encoding: chunked\r\n\r\n"
)


@pytest.mark.parametrize(
    "endless",
    [b"0\r\n" + b"x: y\r\n" * 60_000, b"0\r\nx: " + b"y" * 300_000, b"2;" + b"x" * 300_000],
    ids=["many trailers", "a long trailer", "a long extension"],
)
def test_what_stands_around_a_body_is_bounded_like_a_head(server_url, endless):
    """Otherwise anybody could fill the memory, twenty bytes for each one sent, before anybody asks who it is."""
    began = time.monotonic()
    assert raw(server_url, CHUNKED + endless)[0] == 400
    assert time.monotonic() - began < 5


def test_headers_behind_a_body_do_not_count(server_url):
    wrong = b'9\r\n{"no": 1}\r\n0\r\n'
    assert b"no field" in raw(server_url, CHUNKED + wrong + b"accept-language: zh\r\n\r\n")[2]


def test_only_so_many_requests_wait_for_the_one_before_them(server_url):
    """They would fill the memory, forty bytes for each one sent, before anybody asks who it is."""
    ask = b"GET /api/status HTTP/1.1\r\nhost: localhost\r\n"
    assert raw(server_url, (ask + b"\r\n") * 50 + ask + b"connection: close\r\n\r\n")[2].count(b"HTTP/1.1 200") == 50
    status, _, body = raw(server_url, (ask + b"\r\n") * 1_000)
    assert status == 400 or body.count(b"HTTP/1.1 200") < 1_000


@pytest.mark.parametrize("framing", [b"content-length: 100000000", b"transfer-encoding: chunked"])
def test_a_strangers_body_is_not_waited_for(wainao_home, framing):
    """Nor kept: at 128 MB each, a few of them would fill the memory."""
    begun = b"POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\n" + framing + b"\r\n\r\n"
    with (
        Wainao.open(wainao_home, server={"local_owner": False, "body_timeout_s": 60.0}) as brain,
        running(brain) as url,
        socket.create_connection(urlsplit(url).netloc.split(":"), timeout=5) as stranger,
    ):
        stranger.sendall(begun)
        assert stranger.recv(100).startswith(b"HTTP/1.1 401")


def test_what_is_not_http_is_refused(server_url):
    assert raw(server_url, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n")[0] == 400
    assert raw(server_url, b"GET / HTTP/1.1\r\nhost: a\r\nhost: b\r\nconnection: close\r\n\r\n")[0] in (200, 400, 404)


def test_two_host_names_are_nobodys(server_url):
    request = b"POST /api/tools/whoami HTTP/1.1\r\nhost: localhost\r\nhost: evil.example\r\nconnection: close\r\n\r\n"
    assert raw(server_url, request)[0] == 401


def test_a_form_of_many_fields_is_refused(client):
    files = {"content": ("a", b"a"), **{f"f{number}": (None, "x") for number in range(100)}}
    answer = client.post("/api/tools/measure", files=files)
    assert answer.status_code == 400


def test_a_bug_shows_nothing_of_its_inside(client, monkeypatch):
    monkeypatch.setattr("wainao.app.http.app.document", lambda *_, **__: {}["secret-in-a-traceback"])
    answer = client.get("/api/openapi.json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "internal")
    assert "secret-in-a-traceback" not in answer.text


def raw(url: str, request: bytes) -> tuple[int, bytes, bytes]:
    """Send bytes as they are; the status, head and body of what comes back before the connection is closed."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        try:
            connection.sendall(request)
            received = b""
            while piece := connection.recv(65536):
                received += piece
        except (ConnectionResetError, BrokenPipeError):
            pass
    head, _, body = received.partition(b"\r\n\r\n")
    return int(head.split(b" ")[1]), head, body
