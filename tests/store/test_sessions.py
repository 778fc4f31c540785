"""Sessions: keys that end by themselves, for whoever looks."""

from __future__ import annotations

import pytest

from wainao.kernel import ConflictError, NotFoundError
from wainao.store.actor_keys import ENDED_KEPT_US, Keys
from wainao.store.actors import Actors
from wainao.store.home import Home
from wainao.types import Actor

pytestmark = pytest.mark.anyio

MINUTE_US = 60_000_000
HOUR_US = 60 * MINUTE_US


class Clock:
    now = 1_800_000_000_000_000

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def home(tmp_path):
    opened = Home(tmp_path)
    await Actors(opened).put(Actor(id="ann"))
    yield opened
    opened.close()


async def begun(keys: Keys, actor: str = "ann", tenant: str = "local") -> str:
    return await keys.begin_session(
        actor, tenant=tenant, name="test", lasts_us=8 * HOUR_US, idle_us=HOUR_US, made_under="m1"
    )


async def test_a_session_ends_when_nobody_uses_it(home, clock):
    keys = Keys(home, clock=clock)
    key = await begun(keys)
    for _ in range(3):
        clock.now += HOUR_US - MINUTE_US
        assert keys.actor(key, made_under="m1").id == "ann"
    clock.now += HOUR_US + 1
    assert keys.actor(key, made_under="m1") is None


async def test_a_session_ends_however_much_it_is_used(home, clock):
    keys = Keys(home, clock=clock)
    key = await begun(keys)
    for _ in range(15):
        clock.now += HOUR_US // 2
        assert keys.actor(key, made_under="m1") is not None
    clock.now += HOUR_US // 2
    assert keys.actor(key, made_under="m1") is None


async def test_use_in_one_process_keeps_it_open_in_another(home, clock, tmp_path):
    other = Home(tmp_path)
    here, there = Keys(home, clock=clock), Keys(other, clock=clock)
    key = await begun(here)
    assert there.actor(key, made_under="m1") is not None
    for _ in range(3):
        clock.now += HOUR_US - MINUTE_US
        assert here.actor(key, made_under="m1") is not None
    await home.database("state").async_write(lambda connection: None)  # what was noted is there
    assert there.actor(key, made_under="m1") is not None
    other.close()


async def test_a_session_opens_with_what_it_was_made_under_alone(home):
    keys = Keys(home)
    key, plain = await begun(keys), await keys.add("ann", tenant="local")
    assert keys.actor(key) is None
    assert keys.actor(key, made_under="m2") is None
    assert keys.actor(plain, made_under="m1") is None
    assert keys.actor(plain).id == "ann"


async def test_sessions_are_listed_and_ended_and_never_replaced(home):
    keys = Keys(home)
    key = await begun(keys)
    await begun(keys)
    (prefix, *_) = [row.prefix for row in keys.all(tenant="local")]
    assert key.startswith(prefix)
    with pytest.raises(ConflictError, match="is a session"):
        await keys.rotate(prefix, tenant="local", overlap_us=0)
    for actor, tenant in (("bob", "local"), ("ann", "acme")):
        with pytest.raises(NotFoundError):
            await keys.end_sessions(actor, tenant=tenant)
    assert await keys.end_sessions("ann", tenant=None) == 2
    assert keys.actor(key, made_under="m1") is None


async def test_sessions_that_ended_long_ago_are_forgotten_and_keys_are_not(home, clock):
    keys = Keys(home, clock=clock)
    await begun(keys)
    await keys.add("ann", tenant="local", expires_us=clock.now)
    clock.now += ENDED_KEPT_US + HOUR_US + 1
    await begun(keys)
    assert sorted(row.prefix[:3] for row in keys.all(tenant="local")) == ["wk_", "ws_"]
    with pytest.raises(NotFoundError):
        await begun(keys, actor="bob")
