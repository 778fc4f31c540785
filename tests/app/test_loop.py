"""Plain code calls what is async, from any thread, and can stop waiting."""

import asyncio
import threading
from concurrent.futures import CancelledError, ThreadPoolExecutor

import pytest

from wainao.app.loop import Loop


@pytest.fixture
def loop():
    made = Loop()
    yield made
    made.close()


async def where() -> int:
    await asyncio.sleep(0)
    return threading.get_ident()


def test_all_threads_share_one_loop(loop):
    with ThreadPoolExecutor(8) as pool:
        idents = set(pool.map(lambda _: loop.run(where()), range(50)))
    assert len(idents) == 1
    assert threading.get_ident() not in idents


def test_it_works_where_a_loop_is_running_already(loop):
    async def notebook() -> int:
        return loop.run(where())

    assert asyncio.run(notebook()) != threading.get_ident()


def test_an_error_comes_back_as_it_was(loop):
    async def fail() -> None:
        raise LookupError("gone")

    with pytest.raises(LookupError, match="gone"):
        loop.run(fail())


def test_closing_ends_what_is_running_in_order():
    loop, begun, left = Loop(), threading.Event(), threading.Event()

    async def wait() -> None:
        try:
            begun.set()
            await asyncio.sleep(60)
        finally:
            left.set()

    def call() -> None:
        with pytest.raises(CancelledError):
            loop.run(wait())

    caller = threading.Thread(target=call)
    caller.start()
    assert begun.wait(5)
    loop.close()
    caller.join(5)
    assert (left.is_set(), caller.is_alive()) == (True, False)
    loop.close()


def test_work_that_nobody_waits_for_tells_what_it_failed_with(loop, caplog):
    failed = threading.Event()

    async def fail() -> None:
        failed.set()
        raise LookupError("no disk")

    loop.start(fail())
    assert failed.wait(5)
    loop.run(where())
    (told,) = caplog.records
    assert (told.levelname, told.exc_info[0]) == ("ERROR", LookupError)


def test_work_that_is_stopped_has_not_failed(caplog):
    loop, begun = Loop(), threading.Event()

    async def wait() -> None:
        begun.set()
        await asyncio.sleep(60)

    loop.start(wait())
    assert begun.wait(5)
    loop.close()
    assert not caplog.records
