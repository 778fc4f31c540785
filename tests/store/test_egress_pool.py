"""Kept connections: how many, for how long, for whom, and on which loop."""

from __future__ import annotations

import asyncio
import gc
import random
import threading
from collections.abc import Callable

import pytest

from fault_server import OK, FaultServer, Wire, playing, replies
from wainao.kernel import TimedOutError
from wainao.store.egress import Egress, Limits, PoolLimits, Routes, UnreachableError, origin
from wainao.store.egress.connection import Connection

pytestmark = pytest.mark.anyio


@pytest.fixture(params=["asyncio", "uvloop"])
def anyio_backend(request):
    return "asyncio", {"use_uvloop": request.param == "uvloop"}


def to(server: FaultServer, *, connect_s: float = 10.0, **pool: float) -> Egress:
    routes = Routes(configured=frozenset({origin(server.url)}))
    return Egress(routes, limits=Limits(connect_s=connect_s), pool=PoolLimits(**pool))


async def ask(egress: Egress, server: FaultServer) -> bytes:
    async with egress.send("POST", server.url) as reply:
        return await reply.read()


def held(release: threading.Event) -> Callable[[Wire], None]:
    """Each connection answers when `release` is set."""

    def play(wire: Wire) -> None:
        while True:
            wire.request()
            release.wait(10)
            wire.send(OK)

    return play


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - what is waited for happens in a server's thread
            await asyncio.sleep(0.005)


async def test_one_connection_serves_one_after_another():
    with playing(replies(OK)) as server:
        egress = to(server)
        assert [await ask(egress, server) for _ in range(20)] == [b"ok"] * 20
        assert server.connections == 1


async def test_as_many_as_allowed_and_no_more():
    release = threading.Event()
    with playing(held(release)) as server:
        egress = to(server, connections=3)
        tasks = [asyncio.create_task(ask(egress, server)) for _ in range(10)]
        await until(lambda: len(server.requests) == 3)
        await asyncio.sleep(0.05)
        assert len(server.requests) == 3
        release.set()
        assert await asyncio.gather(*tasks) == [b"ok"] * 10
        assert server.connections == 3


async def test_who_came_first_is_served_first():
    release, served = threading.Event(), []

    async def numbered(number: int) -> None:
        await ask(egress, server)
        served.append(number)

    with playing(held(release)) as server:
        egress = to(server, connections=1)
        tasks = [asyncio.create_task(numbered(number)) for number in range(10)]
        await until(lambda: len(server.requests) == 1)
        release.set()
        await asyncio.gather(*tasks)
        assert served == list(range(10))


async def test_nobody_waits_in_line_for_ever():
    release = threading.Event()
    with playing(held(release)) as server:
        egress = to(server, connections=1, connect_s=0.1)
        first = asyncio.create_task(ask(egress, server))
        await until(lambda: len(server.requests) == 1)
        with pytest.raises(TimedOutError, match="All 1 connections"):
            await ask(egress, server)
        release.set()
        assert await first == b"ok"
        assert await ask(egress, server) == b"ok"


async def test_a_waiter_who_leaves_takes_no_place_along():
    release = threading.Event()
    with playing(held(release)) as server:
        egress = to(server, connections=1)
        first, second, third = (asyncio.create_task(ask(egress, server)) for _ in range(3))
        await until(lambda: len(server.requests) == 1)
        second.cancel()
        release.set()
        assert [await first, await third] == [b"ok", b"ok"]


async def test_the_place_of_a_broken_connection_goes_to_the_next_in_line():
    def play(wire: Wire) -> None:
        wire.request()
        if wire.number == 0:
            release.wait(10)
            wire.reset()
        else:
            wire.send(OK)

    release = threading.Event()
    with playing(play) as server:
        egress = to(server, connections=1)
        first = asyncio.create_task(ask(egress, server))
        await until(lambda: len(server.requests) == 1)
        second = asyncio.create_task(ask(egress, server))
        release.set()
        with pytest.raises(UnreachableError):
            await first
        assert await second == b"ok"


async def test_a_failed_connection_leaves_its_place():
    with playing(replies(OK)) as server:
        egress = Egress(
            Routes(configured=frozenset({f"http://model.example:{server.port}"})),
            pool=PoolLimits(connections=1),
            resolve=failing_first,
        )
        for outcome in (UnreachableError, None):
            asked = egress.send("GET", f"http://model.example:{server.port}/")
            if outcome:
                with pytest.raises(outcome):
                    await asked.__aenter__()
            else:
                async with asked as reply:
                    assert await reply.read() == b"ok"


async def failing_first(host: str, port: int, *, asked: list[int] = []) -> list[str]:  # noqa: B006
    asked.append(port)
    if len(asked) % 2:
        raise OSError("no such name")
    return ["127.0.0.1"]


async def test_a_stale_connection_is_replaced_where_only_one_is_allowed():
    def play(wire: Wire) -> None:
        wire.answer(OK)
        if wire.number == 0:
            wire.request()
        else:
            wire.answer(OK)

    with playing(play) as server:
        egress = to(server, connections=1)
        assert [await ask(egress, server) for _ in range(2)] == [b"ok", b"ok"]


async def test_no_place_is_lost_in_a_storm():
    """Requests that fail in every way, are cancelled or wait; then all places are there again."""
    chance = random.Random(7)

    def play(wire: Wire) -> None:
        while True:
            wire.request()
            match chance.randrange(6):
                case 0:
                    return wire.close()
                case 1:
                    return wire.reset()
                case 2:
                    return wire.send(OK[:30])
                case 3:
                    wire.send(OK + b"surplus")
                case _:
                    wire.send(OK)

    async def one() -> None:
        try:
            async with asyncio.timeout(chance.choice([0.001, 0.01, 5, 5])):
                await ask(egress, server)
        except (UnreachableError, TimeoutError):
            pass

    with playing(play) as server:
        egress = to(server, connections=4)
        await asyncio.gather(*(one() for _ in range(300)))
        pool = next(iter(next(iter(egress._loops.values()))._pools.values()))
        await until(lambda: pool._places == len(pool._idle))
        assert pool._places <= 4
        assert not pool._waiters
        gc.collect()
        kept = [one for one in gc.get_objects() if isinstance(one, Connection) and one._owner is pool]
        assert len(kept) == len(pool._idle)  # nothing holds the closed ones, no timer either


async def test_an_idle_connection_is_closed_in_time():
    with playing(replies(OK)) as server:
        egress = to(server, idle_s=0.05)
        await ask(egress, server)
        assert await asyncio.to_thread(server.was_left)
        assert await ask(egress, server) == b"ok"
        assert server.connections == 2


async def test_a_connection_is_not_kept_longer_than_its_server_does():
    reply = OK.replace(b"\r\n", b"\r\nkeep-alive: timeout=1, max=5\r\n", 1)
    with playing(replies(reply)) as server:
        await ask(to(server), server)
        assert await asyncio.to_thread(server.was_left)


async def test_an_old_connection_is_not_kept():
    with playing(replies(OK)) as server:
        egress = to(server, age_s=0.0)
        assert [await ask(egress, server) for _ in range(2)] == [b"ok", b"ok"]
        assert server.connections == 2


async def test_origins_share_no_connections():
    with playing(replies(OK)) as one, playing(replies(OK)) as other:
        egress = Egress(Routes(configured=frozenset({origin(one.url), origin(other.url)})))
        for _ in range(2):
            await ask(egress, one)
            await ask(egress, other)
        assert (one.connections, other.connections) == (1, 1)


async def test_closing_ends_what_is_kept_and_what_is_under_way_and_opens_again():
    release = threading.Event()
    with playing(held(release)) as server:
        egress = to(server)
        under_way = asyncio.create_task(ask(egress, server))
        await until(lambda: len(server.requests) == 1)
        egress.close()
        egress.close()
        with pytest.raises(UnreachableError, match="closed"):
            await under_way
        release.set()
        assert await ask(egress, server) == b"ok"
        await asyncio.to_thread(egress.close)
        assert await asyncio.to_thread(server.was_left)


# Loops: one Egress may be opened before there is any, and serve several.


def test_connections_end_with_their_loop():
    with playing(replies(OK)) as server:
        egress = to(server)
        for _ in range(3):
            assert asyncio.run(ask(egress, server)) == b"ok"
        assert server.was_left(3)
        egress.close()
        assert server.connections == 3


def test_loops_in_several_threads_share_no_connections():
    async def some() -> None:
        assert [await ask(egress, server) for _ in range(50)] == [b"ok"] * 50

    with playing(replies(OK)) as server:
        egress = to(server)
        threads = [threading.Thread(target=asyncio.run, args=(some(),)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert server.connections == 4
        assert len(server.requests) == 200


def test_an_egress_that_never_sent_anything_closes_too():
    Egress(Routes()).close()


async def test_origins_that_are_done_with_are_forgotten():
    with playing(replies(OK)) as server:
        names = [f"host{number}.example" for number in range(300)]
        urls = [f"http://{name}:{server.port}" for name in names]
        egress = Egress(
            Routes(configured=frozenset({*urls, origin(server.url)})), pool=PoolLimits(age_s=0.0), resolve=loopback
        )
        for url in urls:
            async with egress.send("GET", url) as reply:
                assert await reply.read() == b"ok"
        assert len(next(iter(egress._loops.values()))._pools) <= 256


async def loopback(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]
