"""Redirects are followed where they were asked for, each as strictly as a request of its own."""

from __future__ import annotations

import hashlib

import pytest

from fault_server import OK, FaultServer, Wire, playing, replies
from wainao.kernel import UsageError
from wainao.store.egress import Egress, EgressDeniedError, Limits, Routes, UnreachableError, origin

pytestmark = pytest.mark.anyio

SECRETS = {"authorization": "Bearer k", "api-key": "k", "cookie": "k"}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def found(location: str, status: int = 302) -> bytes:
    return f"HTTP/1.1 {status} Found\r\nlocation: {location}\r\ncontent-length: 5\r\n\r\nthere".encode()


def to(*servers: FaultServer, **limits: int) -> Egress:
    return Egress(Routes(configured=frozenset(origin(server.url) for server in servers)), limits=Limits(**limits))


async def get(
    egress: Egress, url: str, *, method: str = "GET", redirects: int = 3, **headers: str
) -> tuple[str, bytes]:
    async with egress.send(method, url, headers=headers | SECRETS, redirects=redirects) as reply:
        return reply.url, await reply.read()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_within_an_origin_they_keep_everything(status):
    with playing(replies(found("/b?c#d", status), OK)) as server:
        assert await get(to(server), server.url) == (f"http://127.0.0.1:{server.port}/b?c", b"ok")
        assert b"authorization: Bearer k\r\n" in server.requests[1]
        assert server.requests[1].startswith(b"GET /b?c HTTP/1.1\r\n")
        assert server.connections == 1


async def test_to_another_origin_goes_no_secret():
    with playing(replies(OK)) as other, playing(replies(found(other.url))) as server:
        url, body = await get(to(server, other), server.url, Range="bytes=5-", accept="*/*")
        assert (url, body) == (other.url, b"ok")
        sent = other.requests[0].lower()
        assert b"range: bytes=5-\r\n" in sent
        assert not [name for name in (*SECRETS, "referer") if f"\r\n{name}:".encode() in sent]


async def test_secrets_do_not_come_back_with_a_second_redirect():
    with playing(replies(OK)) as last:

        def bounce(wire: Wire) -> None:
            wire.answer(found(other.url), OK)

        with playing(bounce) as server, playing(replies(found(server.url + "/again"))) as other:
            assert await get(to(server, other, last), server.url) == (server.url + "/again", b"ok")
            assert b"authorization" not in server.requests[1]


async def test_only_so_many():
    with playing(replies(found("/again"))) as server:
        with pytest.raises(EgressDeniedError, match="not followed"):
            await get(to(server), server.url)
        assert len(server.requests) == 4


async def test_not_for_what_changes_something():
    with playing(replies(found("/b", 307))) as server:
        with pytest.raises(EgressDeniedError):
            await get(to(server), server.url, method="POST")
        assert len(server.requests) == 1


@pytest.mark.parametrize("location", ["http://169.254.169.254/", "http://elsewhere.example/", "//127.1:1/"])
async def test_each_is_checked_like_a_request(location):
    with playing(replies(found(location))) as server, pytest.raises(EgressDeniedError):
        await get(to(server), server.url)


@pytest.mark.parametrize(
    "location", ["ftp://127.0.0.1/", "file:///etc/passwd", "http://a:b@127.0.0.1/", "http://[", "/a b"]
)
async def test_a_location_that_is_no_web_address_is_the_servers_fault(location):
    with playing(replies(found(location))) as server, pytest.raises(UnreachableError, match="redirects to"):
        await get(to(server), server.url)


def test_names_under_a_named_host_may_be_reached():
    from wainao.store.egress.target import parse

    routes = Routes(public=frozenset({"hub.example", "*.files.example"}))
    for host in ("hub.example", "a.files.example", "a.b.files.example"):
        routes.refuse_unknown(parse(f"https://{host}/"))
    for host in ("files.example", "evilfiles.example", "a.hub.example", "files.example.evil"):
        with pytest.raises(EgressDeniedError):
            routes.refuse_unknown(parse(f"https://{host}/"))


async def test_a_download_goes_on_where_it_was_cut_off():
    content = bytes(range(256)) * 4000

    def play(wire: Wire) -> None:
        request = wire.request()
        begin = int(request.partition(b"range: bytes=")[2].partition(b"-")[0])
        status = b"206 Partial Content" if begin else b"200 OK"
        wire.send(b"HTTP/1.1 %s\r\ncontent-length: %d\r\n\r\n" % (status, len(content) - begin))
        wire.send(content[begin : begin + 300_000])

    with playing(play) as server:
        egress, came, attempts = to(server), b"", 0
        while len(came) < len(content):
            attempts += 1
            try:
                async with egress.send("GET", server.url, headers={"range": f"bytes={len(came)}-"}) as reply:
                    assert reply.length == len(content) - len(came)
                    async for piece in reply.chunks():
                        came += piece
            except UnreachableError:
                continue
        assert hashlib.sha256(came).digest() == hashlib.sha256(content).digest()
        assert attempts == 4


async def test_no_error_shows_a_query_where_keys_and_signatures_are():
    with playing(replies(found("http://elsewhere.example/x?key=canary"))) as server:
        urls = [
            server.url,
            f"{server.url} ?key=canary",
            "http://a..b@c/?key=canary",
            "http://[/?key=canary",
            "ftp://u:canary@h/",
        ]
        for url in urls:
            with pytest.raises((EgressDeniedError, UsageError)) as raised:
                await get(to(server), url)
            assert "canary" not in str(raised.value) + repr(raised.value.__cause__)
