"""Answers that are kept: for whom, how long, of what, and that it is said."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from models_house import House, opened_house

from wainao.features.models.engines.backend import Piece, Tokens
from wainao.features.models.routing.cache import AnswerCache, Kept, joined
from wainao.features.models.routing.route import Caching
from wainao.kernel import UsageError
from wainao.testing.model_server import fails, says
from wainao.types import Actor, ChatInput, Message, ToolCall, Usage


@pytest.fixture
def house(wainao_home: Path) -> Iterator[House]:
    with opened_house(wainao_home, store={"durability": "batched"}) as opened:
        yield opened


def numbered(house: House, name: str = "a", **cache: Any) -> None:
    """A deployment that counts its answers, behind a route "chat" that keeps them."""
    answers = iter(range(1, 100))
    house.serve(name, lambda _: f"answer {next(answers)}")
    house.route("chat", name, cache=cache)


def text(house: House, **asked: Any) -> str:
    return house.chat("chat", **asked).output.text


def test_an_equal_request_gets_the_same_answer_for_nothing_and_it_is_said(house):
    numbered(house)
    first, second = house.chat("chat"), house.chat("chat")
    assert (first.output.text, second.output.text, house.asked("a")) == ("answer 1", "answer 1", 1)
    assert second.usage == Usage(calls=1)
    shown = house.brain.receipt(second.receipt).output
    assert shown.versions["cache"] == first.receipt
    assert shown.versions["deployment"] == "a@1"
    assert ("models:cache", "hit") in {(one.by, one.said) for one in shown.verdicts}
    assert "cache" not in house.brain.receipt(first.receipt).output.versions


def test_what_was_erased_is_given_to_nobody_any_more(house):
    numbered(house)
    first = house.chat("chat")
    house.brain.call("receipts:erase", receipt=first.receipt, why="asked to")
    assert (text(house), text(house), house.asked("a")) == ("answer 2", "answer 2", 2)


@pytest.mark.parametrize(
    "other",
    [
        {"text": "Hello!"},
        {"temperature": 0.5},
        {"max_tokens": 7},
        {"more": {"seed": 1}},
        {"response_format": {"type": "json_object"}},
        {"messages": [{"role": "system", "content": "x"}, {"role": "user", "content": "Hello?"}]},
    ],
)
def test_another_request_is_another(house, other):
    numbered(house)
    house.servers["a"]._scripts["completions"] = lambda request: str(len(house.servers["a"].received))
    assert text(house) == "1"
    assert text(house, **other) == "2"
    assert text(house) == "1"


def test_the_session_and_whether_it_streams_make_no_other_request(house):
    numbered(house)
    assert {text(house), text(house, session="s"), text(house, stream=False)} == {"answer 1"}


def test_off_by_default_and_only_on_its_own_route(house):
    numbered(house)
    house.route("plain", "a")
    assert [house.chat("plain").output.text for _ in range(2)] == ["answer 1", "answer 2"]
    assert [text(house) for _ in range(2)] == ["answer 3", "answer 3"]
    assert house.chat("plain").output.text == "answer 4"


def test_a_new_version_of_a_deployment_gives_new_answers(house):
    numbered(house)
    assert text(house) == "answer 1"
    house.add("a", house.servers["a"].url, timeout_s=5.0)
    assert text(house) == "answer 2"


def test_tenants_share_no_answers(house):
    numbered(house)
    asked = ChatInput(model="chat", messages=(Message(role="user", content="Hello?"),))

    def ask(tenant: str) -> str:
        actor = Actor(id=f"ann-{tenant}", tenant=tenant)
        return asyncio.run(house.brain.kernel.run("models:chat", asked, actor=actor)).output.text

    assert [ask("one"), ask("two"), ask("one")] == ["answer 1", "answer 2", "answer 1"]


def test_what_fails_or_is_left_is_not_kept(house):
    house.serve("a", [fails(500), says("a long answer " * 20, pause_s=0.01), "whole"])
    house.route("chat", "a", cache={})
    with pytest.raises(Exception, match="scripted failure"):
        text(house)

    async def leave() -> None:
        asked = {"model": "chat", "messages": [{"role": "user", "content": "Hello?"}]}
        async with house.brain.stream("models:chat", **asked) as stream:
            await anext(aiter(stream))

    house.brain._loop.run(leave())
    assert (text(house), text(house), house.asked("a")) == ("whole", "whole", 3)


SAME = [
    ("How many days of annual leave are there?", "could you tell me how many days of annual leave are there, thanks"),
    ("年假可以顺延三天吗？", "請問年假可以順延 3 天嗎?謝謝"),
    ("Is it five days?", "is it 5 days"),
]
OTHER = [
    ("Is it five days?", "Is it six days?"),
    ("May I carry leave over?", "May I not carry leave over?"),
    ("2025年的年假有几天？", "2026年的年假有几天？"),
    ("What is the minimum?", "What is the maximum?"),
    ("Is leave for Ann paid?", "Is leave for Bob paid?"),
    ("f(x)=2*(3+4)", "f(x)=2*3+4"),
    ("Who reports to Ann?", "Who does Ann report to?"),
    ("?", "!"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_another_wording_of_the_same_question_is_the_same_only_where_that_was_asked_for(house, one, other):
    numbered(house, similar=True)
    assert [text(house, text=one), text(house, text=other)] == ["answer 1", "answer 1"]
    house.route("chat", "a", cache={"similar": False})
    assert [text(house, text=one), text(house, text=other)] == ["answer 2", "answer 3"]


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_a_question_that_only_looks_alike_is_another(house, one, other):
    numbered(house, similar=True)
    assert [text(house, text=one), text(house, text=other)] == ["answer 1", "answer 2"]


def test_only_the_last_question_may_be_worded_otherwise(house):
    numbered(house, similar=True)

    def asked(first: str, last: str) -> str:
        return text(house, messages=[{"role": "user", "content": first}, {"role": "user", "content": last}])

    assert asked("Please.", "Is it five days?") == asked("Please.", "is it 5 days") == "answer 1"
    assert asked("please", "Is it five days?") == "answer 2"


@pytest.mark.parametrize("cache", [{"ttl_s": 0}, {"entries": 0}])
def test_keeping_nothing_is_said_otherwise(house, cache):
    house.serve("a")
    with pytest.raises(UsageError, match="leave it out"):
        house.route("chat", "a", cache=cache)


# The cache itself.


class Clock:
    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def kept(cache: AnswerCache, name: str, size: int = 1) -> Kept:
    return Kept((Piece(text=name * size),), name, "a@1", "m", cache.until_s(Caching(ttl_s=10.0)))


def test_it_forgets_what_is_old_what_is_long_unused_and_what_is_too_large():
    clock = Clock()
    cache = AnswerCache(is_erased=lambda _: False, clock=clock)
    for name in "abc":
        cache.keep("t", ("r", name.encode()), kept(cache, name), entries=3)
    assert cache.find("t", ("r", b"a"))
    cache.keep("t", ("r", b"d"), kept(cache, "d"), entries=3)
    cache.keep("t", ("r", b"e"), kept(cache, "e", 2 * 1024 * 1024), entries=3)
    assert [name for name in "abcde" if cache.find("t", ("r", name.encode()))] == ["a", "c", "d"]
    assert cache.find("t", ("other", b"a")) is None
    assert cache.find("other", ("r", b"a")) is None
    clock.now_s = 10.0
    assert [name for name in "abcde" if cache.find("t", ("r", name.encode()))] == []


@given(st.lists(st.text(max_size=3), max_size=20), st.integers(0, 19))
def test_joined_pieces_say_the_same(texts, at):
    pieces = [Piece(text=text, model="m") for text in texts]
    pieces.insert(at, Piece(tool=ToolCall(id="1", name="f")))
    pieces.append(Piece(finish_reason="stop", tokens=Tokens(input=1, output=2)))
    found = joined(pieces)
    assert "".join(piece.text for piece in found) == "".join(texts)
    assert [piece for piece in found if piece.tool or piece.finish_reason] == [
        piece for piece in pieces if piece.tool or piece.finish_reason
    ]
    assert len(found) <= 4


def test_all_answers_of_a_process_fit_into_so_many_bytes_and_the_fullest_shelf_gives_way():
    kept = Kept(items=(Piece(text="x" * 1_000),), receipt="r", deployment="a", model="m", until_s=1e9)
    cache = AnswerCache(is_erased=lambda _: False, clock=lambda: 0.0, most_bytes=10_000)
    cache.keep("small", ("chat", b"s"), kept, entries=100)
    for number in range(50):
        cache.keep("large", ("chat", bytes([number])), kept, entries=100)
    found = [number for number in range(50) if cache.find("large", ("chat", bytes([number])))]
    assert 5 <= len(found) <= 8
    assert found == list(range(50 - len(found), 50)), "the longest unused ones went"
    assert cache.find("small", ("chat", b"s")) is kept
    cache.keep("large", ("chat", bytes([49])), kept, entries=100)
    assert cache.find("large", ("chat", bytes([found[0]]))) is kept, "what is kept again counts once"
