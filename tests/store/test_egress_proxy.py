"""A proxy is used when it is configured, is told no more than it must know, and moves no decision out of our hands."""

from __future__ import annotations

import pytest

from fault_server import OK, Wire, playing, replies
from wainao.kernel import SettingsError, TimedOutError
from wainao.store.egress import Egress, EgressDeniedError, Limits, Proxy, Routes, UnreachableError
from wainao.testing.model_server import closed_port

pytestmark = pytest.mark.anyio

URL = "http://model.example:8000"
ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"


async def to_a_public_place(host: str, port: int) -> list[str]:
    return ["127.0.0.1"] if host == "127.0.0.1" else ["93.184.215.14"]


def through(port: int, *, routes: Routes | None = None, resolve=to_a_public_place, **more) -> Egress:
    proxy = Proxy(url=f"http://127.0.0.1:{port}", **more)
    configured = routes or Routes(configured=frozenset({URL}))
    return Egress(configured, proxy=proxy, resolve=resolve, limits=Limits(connect_s=0.5))


async def ask(egress: Egress, url: str = URL) -> bytes:
    async with egress.send("GET", url + "/x") as reply:
        return await reply.read()


async def no_names(host: str, port: int) -> list[str]:
    if host == "127.0.0.1":
        return [host]
    raise AssertionError(f"{host} was looked up here")


async def test_the_proxy_gets_the_checked_address_and_the_server_the_name():
    with playing(replies(ESTABLISHED, OK)) as proxy:
        egress = through(proxy.port)
        assert [await ask(egress) for _ in range(2)] == [b"ok"] * 2
        assert proxy.requests[0].startswith(b"CONNECT 93.184.215.14:8000 HTTP/1.1\r\nhost: 93.184.215.14:8000\r\n")
        assert proxy.requests[1].startswith(b"GET /x HTTP/1.1\r\nhost: model.example:8000\r\n")
        assert proxy.connections == 1


async def test_an_inner_address_is_refused_before_the_proxy_is_asked():
    async def inner(host: str, port: int) -> list[str]:
        return ["10.0.0.1"]

    with playing(replies(ESTABLISHED, OK)) as proxy, pytest.raises(EgressDeniedError):
        await ask(through(proxy.port, routes=Routes(public=None), resolve=inner))
    assert proxy.connections == 0


async def test_a_proxy_may_look_names_up_where_they_were_named():
    with playing(replies(ESTABLISHED, OK)) as proxy:
        named = Routes(public=frozenset({"model.example"}))
        for routes in (None, named):
            assert await ask(through(proxy.port, routes=routes, resolve=no_names, resolves=True)) == b"ok"
        assert {request.split(b" ")[1] for request in proxy.requests[::2]} == {b"model.example:8000"}


@pytest.mark.parametrize(
    ("routes", "host"),
    [
        (Routes(public=None), "model.example"),
        (Routes(public=frozenset({"10.0.0.1"})), "10.0.0.1"),
        (Routes(public=frozenset()), "model.example"),
    ],
)
async def test_it_may_not_where_nobody_named_or_checked_them(routes, host):
    with playing(replies(ESTABLISHED, OK)) as proxy:
        with pytest.raises(EgressDeniedError):
            await ask(through(proxy.port, routes=routes, resolve=no_names, resolves=True), f"http://{host}:8000")
        assert proxy.connections == 0


async def test_this_machine_and_what_is_named_go_past_it():
    with playing(replies(OK)) as server:
        here, there = f"http://127.0.0.1:{server.port}", f"http://model.example:{server.port}"

        async def near(host: str, port: int) -> list[str]:
            return ["127.0.0.1"]

        routes = Routes(configured=frozenset({here, there}))
        egress = through(closed_port(), routes=routes, resolve=near, direct=frozenset({there}))
        assert [await ask(egress, here), await ask(egress, there)] == [b"ok", b"ok"]


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n",
        b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 3\r\n\r\nbad",
        b"HTTP/1.1 302 Found\r\nlocation: http://evil.example/\r\ncontent-length: 0\r\n\r\n",
        b"\x05\x00",
        b"",
        ESTABLISHED + OK,
        ESTABLISHED + b"x",
    ],
)
async def test_a_proxy_that_does_not_do_its_part_is_unreachable(said):
    def play(wire: Wire) -> None:
        wire.answer(said)

    with playing(play) as proxy:
        with pytest.raises(UnreachableError, match="proxy"):
            await ask(through(proxy.port))
        assert [request.split(b" ")[0] for request in proxy.requests] == [b"CONNECT"]


async def test_nobody_at_the_proxy_or_a_silent_one():
    with pytest.raises(UnreachableError, match="ConnectionRefusedError"):
        await ask(through(closed_port()))
    with playing(lambda wire: wire.until_left()) as proxy, pytest.raises(TimedOutError):
        await ask(through(proxy.port))


@pytest.mark.parametrize("told", [{"url": "https://proxy:1"}, {"url": "http://proxy:1", "authorization": "a\r\nb: c"}])
def test_a_wrong_proxy_fails_at_once_and_shows_no_secret(told):
    with pytest.raises(SettingsError):
        Proxy(**told)
    assert "c2VjcmV0" not in repr(Proxy(url="http://proxy:1", authorization="Basic c2VjcmV0"))
