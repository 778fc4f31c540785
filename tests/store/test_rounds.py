"""What is done beside the work goes on, whatever one look meets, and ends with the interpreter."""

import asyncio
import logging
import subprocess
import sys
from contextlib import suppress

import pytest

from wainao.store.rounds import rounds

LOG = logging.getLogger("wainao.test")


def looked(*fails: Exception) -> int:
    """How often it looks, of one more times than it fails."""
    left, seen = list(fails), 0

    async def look() -> None:
        nonlocal seen
        seen += 1
        if left:
            raise left.pop(0)
        raise asyncio.CancelledError

    with suppress(asyncio.CancelledError):
        asyncio.run(rounds(look, every_s=0, what="Looking", log=LOG))
    return seen


@pytest.mark.parametrize(
    "error", [RuntimeError("dictionary changed size during iteration"), RecursionError("deep"), OSError("full")]
)
def test_a_look_that_fails_is_told_and_not_the_last(error, caplog):
    assert looked(error, error) == 3
    assert [(told.getMessage(), told.exc_info[1]) for told in caplog.records] == [("Looking failed", error)] * 2


ENDING = """
import asyncio, logging, threading
from wainao.store.rounds import rounds

begun = threading.Event()

async def look():
    begun.set()
    await asyncio.to_thread(int)

threading.Thread(target=lambda: asyncio.run(rounds(look, every_s=0, what="Looking", log=logging.getLogger()))).start()
begun.wait()
"""


def test_it_ends_with_an_interpreter_that_nobody_told_it_of():
    ended = subprocess.run([sys.executable, "-c", ENDING], capture_output=True, text=True, timeout=30, check=True)
    assert ended.stderr == ""
