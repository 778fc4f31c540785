"""Routes at work: who is asked, who is left alone, who takes over, and that what must stay here stays."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path
from typing import Any

import pytest
from models_house import House, opened_house

from wainao.features.models.engines.backend import Piece
from wainao.features.models.engines.openai_compatible import Endpoint
from wainao.features.models.errors import ModelBusyError, ModelError, RefusedError, StayError, TooLongError
from wainao.features.models.routing import tries
from wainao.kernel import BudgetError, EngineError, UsageError
from wainao.testing.model_server import ModelServer, Received, Reply, fails, says, stream

PICTURE = [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}]}]


@pytest.fixture
def house(wainao_home: Path) -> Iterator[House]:
    with opened_house(wainao_home, store={"durability": "batched"}) as opened:
        yield opened


def who(house: House, model: str = "chat", **more: Any) -> str:
    """Who answered: they say their names."""
    return house.chat(model, **more).output.text.partition(" ")[0]


def together(house: House, count: int, model: str = "chat", **more: Any) -> list[Any]:
    """So many chats at once; outcomes or errors."""

    async def run() -> list[Any]:
        asked = {"model": model, "messages": [{"role": "user", "content": "Hello?"}], **more}
        chats = [house.brain.run("models:chat", **asked) for _ in range(count)]
        return await asyncio.gather(*chats, return_exceptions=True)

    return house.brain._loop.run(run())


# Order, weight, what belongs together.


def test_deployments_of_one_order_share_by_weight_and_the_next_order_only_helps_out(house):
    for name in "abc":
        house.serve(name)
    house.route("chat", {"deployment": "a", "weight": 3}, {"deployment": "b"}, {"deployment": "c", "order": 1})
    share = Counter(who(house) for _ in range(80))
    assert set(share) == {"a", "b"}
    assert share["a"] > share["b"]
    for name in "ab":
        house.brain.call("deployments:drain", name=name)
    assert who(house) == "c"


def test_a_session_stays_with_one_deployment_and_moves_only_when_that_is_gone(house):
    for name in "abc":
        house.serve(name)
    house.route("chat", *({"deployment": name} for name in "abc"))
    sessions = [f"session-{n}" for n in range(12)]
    first = {session: who(house, session=session) for session in sessions}
    assert len(set(first.values())) == 3
    assert {session: who(house, session=session) for session in sessions} == first
    house.brain.call("deployments:drain", name="a")
    then = {session: who(house, session=session) for session in sessions}
    assert {session: name for session, name in first.items() if name != "a"} == {
        session: name for session, name in then.items() if first[session] != "a"
    }


def test_conversations_with_one_beginning_go_where_it_was_read_before(house):
    for name in "ab":
        house.serve(name)
    house.route("chat", *({"deployment": name} for name in "ab"), sticky="prefix")

    def conversation(number: int, turns: int) -> list[dict[str, str]]:
        begun = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": f"question {number}"}]
        return begun + [{"role": "user", "content": f"and {turn}?"} for turn in range(turns)]

    first = [who(house, messages=conversation(n, 0)) for n in range(12)]
    assert set(first) == {"a", "b"}
    assert [who(house, messages=conversation(n, 3)) for n in range(12)] == first


# Conditions.


def test_what_must_stay_here_never_leaves_whatever_fails(house):
    house.serve("cloud", here=False)
    house.serve("near", [fails(500), fails(500), "near says hello."])
    house.route("chat", "cloud", "near")
    with pytest.raises(ModelError, match="scripted failure"):
        who(house, stay=True)
    with pytest.raises(ModelError):
        who(house, stay=True)
    assert who(house, stay=True) == "near"
    house.brain.call("deployments:drain", name="near")
    with pytest.raises(StayError, match="must stay here"):
        who(house, stay=True)
    with pytest.raises(StayError):
        who(house, "cloud", stay=True)
    assert house.asked("cloud") == 0
    assert who(house) == "cloud"


def test_what_must_stay_stays_when_hedged_retried_and_made_into_vectors(house):
    cloud = {"here": False, "serves": ["chat", "embed", "rerank"], "tags": ["all"]}
    house.serve("cloud", **cloud)
    house.serve("near", [fails(503), says("near says hello.", pause_s=0.2)], serves=["chat", "embed"], tags=["all"])
    house.route("chat", {"tag": "all"}, hedge=True, hedge_after_s=0.05)
    assert [who(house, stay=True) for _ in range(2)] == ["near", "near"]
    for _ in range(5):
        house.brain.call("models:embed", model="chat", texts=["one"], stay=True)
    with pytest.raises(StayError):
        house.brain.call("models:rerank", model="chat", query="q", documents=["d"], stay=True)
    assert house.asked("cloud") == 0


def test_only_what_is_here_by_its_address_or_by_a_persons_word_is_here(house):
    for name, url, here, expected in (
        ("a", "http://127.0.0.1:9/v1", None, True),
        ("b", "http://localhost:9/v1", None, True),
        ("c", "http://[::1]:9/v1", None, True),
        ("d", "http://127.0.0.1.example.com/v1", None, False),
        ("e", "http://10.0.0.5/v1", None, False),
        ("f", "http://10.0.0.5/v1", True, True),
        ("g", "http://127.0.0.1:9/v1", False, False),
    ):
        house.add(name, url, here=here)
        assert house.brain.call("deployments:show", name=name).output.here is expected, name


def test_pictures_go_only_to_those_who_take_them(house):
    house.serve("words", takes=["tools"])
    house.serve("eyes", takes=["image"])
    house.route("chat", "words", "eyes")
    assert (who(house), who(house, messages=PICTURE)) == ("words", "eyes")
    house.route("chat", "words")
    with pytest.raises(RefusedError, match=r"takes this request \(image\)"):
        who(house, messages=PICTURE)


def test_a_target_may_be_for_long_requests_or_for_pictures_only(house):
    for name in ("short", "long", "eyes"):
        house.serve(name)
    house.route(
        "chat",
        {"deployment": "eyes", "takes": ["image"]},
        {"deployment": "short", "order": 1, "up_to_tokens": 50},
        {"deployment": "long", "order": 1, "from_tokens": 51},
    )
    assert (who(house), who(house, text="word " * 100), who(house, messages=PICTURE)) == ("short", "long", "eyes")


def test_what_looks_too_long_goes_to_a_longer_context_and_is_refused_where_there_is_none(house):
    house.serve("short", context_tokens=50)
    house.serve("long", context_tokens=500)
    house.route("chat", "short", "long")
    assert (who(house), who(house, text="word " * 100)) == ("short", "long")
    with pytest.raises(TooLongError, match="the longest context of the route 'chat' has 500"):
        who(house, text="word " * 1000)


def test_a_context_that_turns_out_too_short_leads_to_a_longer_one_only(house):
    too_long = fails(400, "This model's maximum context length is 1000 tokens.")
    house.serve("short", [too_long], context_tokens=1_000)
    house.serve("shorter", context_tokens=900)
    house.serve("longer", context_tokens=9_000)
    house.route("chat", "short", "shorter", "longer")
    assert who(house) == "longer"
    assert house.asked("shorter") == 0
    assert house.brain.call("deployments:show", name="short").output.breaker == "closed", "it did nothing wrong"


def test_what_the_far_side_refuses_is_not_sent_to_others(house):
    house.serve("a", [fails(400, "no such parameter")])
    house.serve("b")
    house.route("chat", "a", "b")
    with pytest.raises(RefusedError, match="no such parameter"):
        who(house)
    assert house.asked("b") == 0


# Limits.


def test_what_is_full_lets_the_next_one_help_out(house):
    house.serve("small", [says("small says hello.", pause_s=0.1)], concurrency=2)
    house.serve("big")
    house.route("chat", "small", "big")
    answers = Counter(outcome.output.text.partition(" ")[0] for outcome in together(house, 8))
    assert answers == {"small": 2, "big": 6}


def test_where_nobody_else_can_they_wait_in_line(house):
    house.serve("small", [says("small says hello.", pause_s=0.01)], concurrency=1)
    outcomes = together(house, 5, "small")
    assert [outcome.output.text for outcome in outcomes] == ["small says hello."] * 5


def test_requests_per_minute_hold_and_who_would_wait_too_long_is_told_how_long(house):
    house.serve("a", requests_per_minute=2)
    house.serve("b")
    house.route("chat", "a", "b")
    assert [who(house) for _ in range(4)] == ["a", "a", "b", "b"]
    with pytest.raises(ModelBusyError, match="can be asked now") as busy:
        who(house, "a")
    assert 50 < busy.value.retry_after_s <= 61


def test_tokens_per_minute_hold(house):
    house.serve("a", tokens_per_minute=30)
    house.serve("b")
    house.route("chat", "a", "b")
    assert [who(house, text="word " * 20) for _ in range(3)] == ["a", "b", "b"]


# Busy, sick, slow.


def test_retry_after_is_kept_and_others_are_asked_meanwhile(house):
    house.serve("a", [fails(429, retry_after_s=60), "a says hello."])
    house.serve("b")
    house.route("chat", "a", "b")
    assert [who(house) for _ in range(3)] == ["b"] * 3
    assert house.asked("a") == 1
    with pytest.raises(ModelBusyError) as busy:
        who(house, "a")
    assert busy.value.retry_after_s > 50


def test_alone_it_is_asked_again_after_as_long_as_it_wants(house):
    house.serve("a", [fails(429, retry_after_s=0.3), fails(503), "a says hello."])
    outcome = house.chat("a")
    assert outcome.output.text == "a says hello."
    assert [said for said, _ in house.verdicts(outcome.receipt)] == ["failed", "failed", "served"]
    assert outcome.usage.input_tokens == 10


def test_a_sick_deployment_is_left_alone_and_found_well_again_without_a_client_as_the_trial(house, monkeypatch):
    monkeypatch.setattr("wainao.features.models.routing.health.EVERY_S", 0.05)
    monkeypatch.setattr("wainao.features.models.routing.breaker.FIRST_REST_S", 600.0)
    monkeypatch.setattr("wainao.features.models.routing.breaker.LONGEST_REST_S", 600.0)
    sick = True

    def script(_: Received) -> Reply | str:
        return fails(500) if sick else "a says hello."

    a = house.serve("a", script)
    house.serve("b")
    house.route("chat", "a", "b")
    assert [who(house) for _ in range(6)] == ["b"] * 6
    assert house.asked("a") == 3, "after three failures it is left alone"
    shown = house.brain.call("deployments:show", name="a").output
    assert (shown.breaker, shown.failed, shown.served) == ("open", 3, 0)
    sick = False
    deadline_s = time.monotonic() + 10.0
    while _breaker(house) == "open" and time.monotonic() < deadline_s:
        time.sleep(0.01)
    assert any(request.path.endswith("/models") for request in a.received)
    assert who(house) == "a"
    assert _breaker(house) == "closed"


def _breaker(house: House) -> str:
    return house.brain.call("deployments:show", name="a").output.breaker


def test_a_storm_of_failures_does_not_become_a_storm_of_retries(house, monkeypatch):
    monkeypatch.setattr(tries, "PATIENCE_S", 0.6)
    house.serve("a", [fails(503)])
    outcomes = together(house, 40, "a")
    assert all(isinstance(outcome, ModelBusyError) for outcome in outcomes)
    assert house.asked("a") <= 40 + 20, "not three times as many"


def test_late_first_words_are_hedged_and_the_slower_one_is_left(house):
    slow = house.serve("slow", [stream(30.0)], usd_per_million_in=1.0, usd_per_million_out=1.0)
    house.serve("fast", usd_per_million_in=1.0, usd_per_million_out=1.0)
    house.route("chat", "slow", "fast", hedge=True, hedge_after_s=0.1)
    outcome = house.chat("chat")
    assert outcome.output.text == "fast says hello."
    assert [said for said, _ in house.verdicts(outcome.receipt)] == ["hedged", "left", "served"]
    assert slow.wait_until_left()
    assert (outcome.usage.input_tokens, outcome.usage.cost_microusd) == (10, 13), "only one of them was used"
    rows = {row.name: row for row in house.brain.call("deployments:list").output.deployments}
    assert (rows["slow"].in_flight, rows["slow"].failed, rows["slow"].breaker) == (0, 0, "closed")


def test_who_answers_in_time_is_not_hedged_and_one_that_fails_is_replaced_at_once(house):
    house.serve("a")
    house.serve("b")
    house.route("chat", "a", "b", hedge=True, hedge_after_s=5.0)
    assert [who(house) for _ in range(3)] == ["a"] * 3
    assert house.asked("b") == 0
    house.serve("a", [fails(500)])
    assert who(house) == "b"


def test_a_bug_in_a_backend_holds_nobody_up_on_a_hedged_route(house, monkeypatch):
    house.serve("a")
    house.route("chat", "a", hedge=True, hedge_after_s=5.0)

    async def broken(*_: object) -> AsyncGenerator[Piece, None]:
        raise KeyError("choices")
        yield Piece()

    monkeypatch.setattr(Endpoint, "chat", broken)
    with pytest.raises(EngineError, match="KeyError"):
        house.chat("chat")
    (row,) = house.brain.call("deployments:list").output.deployments
    assert row.in_flight == 0


def test_leaving_a_hedged_stream_leaves_everybody(house):
    slow = house.serve("slow", [stream(30.0)])
    other = house.serve("other", [says("other talks " * 50, pause_s=0.02)])
    house.route("chat", "slow", "other", hedge=True, hedge_after_s=0.05)

    async def leave() -> None:
        asked = {"model": "chat", "messages": [{"role": "user", "content": "?"}]}
        async with house.brain.stream("models:chat", **asked) as stream:
            await anext(aiter(stream))

    house.brain._loop.run(leave())
    assert slow.wait_until_left()
    assert other.wait_until_left()
    rows = house.brain.call("deployments:list").output.deployments
    assert [row.in_flight for row in rows] == [0, 0]


def test_vectors_fail_over_too(house):
    with ModelServer(embeddings=lambda _: fails(500)) as sick:
        house.add("sick", sick.url, serves=["embed"])
        house.serve("well", serves=["embed"])
        house.route("vectors", "sick", "well")
        outcome = house.brain.call("models:embed", model="vectors", texts=["one", "two"])
    assert len(outcome.output.vectors) == 2
    assert [said for said, _ in house.verdicts(outcome.receipt)] == ["failed", "served"]


def test_pictures_and_minutes_are_paid_by_the_piece(house):
    house.serve("painter", serves=["image"], provider="openai-compatible")
    house.serve("scribe", serves=["transcribe"])
    house.brain.call("prices:set", model="openai-compatible/model-of-painter", usd_per_image=0.04)
    house.brain.call("prices:set", model="openai-compatible/model-of-scribe", usd_per_minute=0.006)
    painted = house.brain.call("models:image", prompt="a cat", n=2)
    assert painted.usage.cost_microusd == 40_000 * len(painted.output.images)
    written = house.brain.call("models:transcribe", content=b"RIFF", name="memo.wav")
    assert written.output.duration_s
    assert written.usage.cost_microusd == pytest.approx(written.output.duration_s / 60 * 6_000, abs=1)


@pytest.mark.parametrize(
    "beyond",
    [
        {"max_tokens": -1},  # no limit at all, to a server of llama.cpp
        {"max_tokens": 0},
        {"max_tokens": -1_000_000},
        {"max_tokens": 1_000, "more": {"n": -9}},
        {"max_tokens": 10, "more": {"n": 60}},
    ],
)
def test_a_length_below_nothing_is_set_aside_as_one_that_nobody_said(house, beyond):
    house.serve("well")
    house.brain.call("budgets:set", period="total", tokens=500)
    with pytest.raises(BudgetError):
        house.brain.call("models:chat", messages=[{"role": "user", "content": "Hi"}], **beyond)
    assert house.asked("well") == 0


@pytest.mark.parametrize("pictures", [0, -3, 11, 2**70])
def test_so_many_pictures_are_not_asked_for(house, pictures):
    house.serve("painter", serves=["image"])
    with pytest.raises(UsageError, match="1 to 10"):
        house.brain.call("models:image", prompt="a cat", n=pictures)
    assert house.asked("painter") == 0
