"""The counters by which processes know that what they remember still holds."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from wainao.store.home import Home
from wainao.store.sqlite import Migration

NOTES = Migration("1-notes", "CREATE TABLE notes (text TEXT)")


@pytest.fixture
def homes(tmp_path: Path):
    one, other = Home(tmp_path), Home(tmp_path)
    one.database("state").migrate("notes", [NOTES])
    yield one, other
    one.close()
    other.close()


def insert(connection) -> None:
    connection.execute("INSERT INTO notes VALUES ('a')")


def test_a_change_is_told_to_every_process_before_the_caller_goes_on(homes):
    one, other = homes
    before = other.changes.mark()
    asyncio.run(one.changes.write(insert))
    assert other.changes.mark() == one.changes.mark() == before + 1


def test_while_a_change_is_under_way_nobody_trusts_its_memory(homes):
    one, other = homes
    seen = []
    asyncio.run(one.changes.write(lambda _: seen.append(other.changes.mark())))
    assert seen == [None]
    assert other.changes.mark() is not None


def test_a_change_that_fails_leaves_the_counters_in_order(homes):
    one, other = homes
    with pytest.raises(ZeroDivisionError):
        asyncio.run(one.changes.write(lambda _: 1 / 0))
    assert other.changes.mark() is not None


def test_a_caller_who_is_cancelled_does_not_stop_a_change_half_way(homes):
    one, other = homes

    async def give_up() -> None:
        writing = asyncio.ensure_future(one.changes.write(insert))
        await asyncio.sleep(0)
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)

    asyncio.run(give_up())
    one.database("state").write(lambda _: None).result()
    assert other.changes.mark() == 1
    with other.database("state").read() as connection:
        assert connection.execute("SELECT count(*) FROM notes").fetchone() == (1,)


DIE_IN_THE_MIDDLE = """
import asyncio, os, sys
from pathlib import Path
from wainao.store.home import Home
home = Home(Path(sys.argv[1]))
asyncio.run(home.changes.write(lambda _: os._exit(9)))
"""


def test_after_a_death_in_the_middle_nobody_trusts_its_memory_until_all_have_started_anew(homes, tmp_path):
    one, other = homes
    assert one.changes.mark() == 0
    assert subprocess.run([sys.executable, "-c", DIE_IN_THE_MIDDLE, str(tmp_path)], check=False).returncode == 9
    assert one.changes.mark() is None
    asyncio.run(one.changes.write(insert))
    assert one.changes.mark() is None
    one.close()
    other.close()
    again = Home(tmp_path)
    assert again.changes.mark() is not None
    again.close()
