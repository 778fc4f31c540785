"""What guards see: every text of a value, and a stream's text as if it had come in one piece."""

from __future__ import annotations

import asyncio
import re
from collections import namedtuple
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_world import READER, Ask, Censor, Step, Told, world

from wainao.kernel import BlockedError, Finding
from wainao.types import Delta

SECRETS = ("aba", "abc", "cab", "sk-1", "bb")
PIECES = st.lists(st.text(alphabet="abcsk-12 4", max_size=6), max_size=12)


@dataclass(frozen=True)
class CardNumbers:
    """Finds runs of five digits or more: a finding that grows while more is coming."""

    name: str = "cards"
    on: str = "output"

    def check(self, text: str) -> Finding | None:
        redacted = re.sub(r"\d{5,}", "#", text)
        return None if redacted == text else Finding(say="redact", rule="card", why="a number", text=redacted)

    def holdback(self, text: str) -> int:
        return len(text) - len(text.rstrip("0123456789"))


@dataclass(frozen=True)
class AlwaysHolding(Censor):
    """Holds as many characters back as its longest word has, whatever they are."""

    def holdback(self, text: str) -> int:
        return max(map(len, self.words)) - 1


def told(pieces: list[str], *guards: Any) -> tuple[str, str]:
    """The streamed text, and the text of the answer."""

    async def work() -> tuple[str, str]:
        async def invoke(call):
            for piece in pieces:
                yield Delta(text=piece)
            yield Told(text="".join(pieces))

        streamed = ""
        async with world(invoke, guards=guards).kernel.stream("test:plain", Ask(), actor=READER) as stream:
            async for item in stream:
                streamed += item.text
        return streamed, stream.outcome.output.text

    return asyncio.run(work())


@pytest.mark.parametrize(
    "guards",
    [
        (Censor(("sk-1234",)),),
        (Censor(SECRETS),),
        (AlwaysHolding(SECRETS),),
        (CardNumbers(),),
        (Censor(("ab",)), Censor(("c█c", "aa"), name="second"), CardNumbers()),
    ],
    ids=["one", "overlapping", "always holding", "growing", "three in a row"],
)
@given(pieces=PIECES)
def test_a_stream_shows_what_one_piece_would_however_it_is_cut(guards, pieces):
    streamed, whole = told(pieces, *guards)
    assert streamed == whole == told(["".join(pieces)], *guards)[0]


@given(pieces=st.lists(st.text(alphabet="12345 x", max_size=4), max_size=12))
def test_a_number_that_grows_over_pieces_is_found_whole(pieces):
    streamed, whole = told(pieces, CardNumbers())
    assert streamed == whole == re.sub(r"\d{5,}", "#", "".join(pieces))


@given(before=st.text(max_size=5), after=st.text(max_size=5), cuts=st.sets(st.integers(0, 30)))
def test_no_cut_lets_a_secret_through(before, after, cuts):
    secret = "sk-canary-0123456789"
    text = before + secret + after
    edges = [0, *sorted(cut for cut in cuts if cut < len(text)), len(text)]
    pieces = [text[a:b] for a, b in pairwise(edges)]
    streamed, whole = told(pieces, Censor((secret,)))
    assert secret not in streamed + whole
    assert streamed == before + "█" + after


def test_a_blocked_word_split_over_pieces_never_begins_to_leave():
    got: list[str] = []

    async def invoke(call):
        for piece in ("fine ", "co", "dew", "ord", "!"):
            yield Delta(text=piece)
        yield Told(text="fine codeword!")

    async def work() -> None:
        home = world(invoke, guards=(Censor(("codeword",), say="block"),))
        async with home.kernel.stream("test:plain", Ask(), actor=READER) as stream:
            got.extend([item.text async for item in stream])

    with pytest.raises(BlockedError):
        asyncio.run(work())
    assert "".join(got) in ("", "fine ")


def test_without_guards_every_piece_leaves_at_once():
    async def work() -> list[str]:
        async with world(saying("a", "b")).kernel.stream("test:plain", Ask(), actor=READER) as stream:
            return [item.text async for item in stream]

    assert asyncio.run(work()) == ["a", "b"]


def saying(*texts: str):
    async def invoke(call):
        for text in texts:
            yield Delta(text=text)
        yield Told(text="".join(texts))

    return invoke


Pair = namedtuple("Pair", "left right")


@dataclass(frozen=True, kw_only=True)
class Deep:
    items: tuple[Any, ...] = ()
    table: dict[str, Any] = field(default_factory=dict)
    tags: frozenset[str] = frozenset()
    content: bytes = b"\x00"
    text: str = ""


def test_guards_reach_every_text_of_an_answer_and_nothing_else():
    async def invoke(call):
        yield Step(done=1)
        yield Deep(
            items=("4711", ["x 4711", Pair("4711", 1)], Told(text="4711")),
            table={"4711": {"k": "4711"}, "n": 4711},
            tags=frozenset({"4711"}),
            text="4711",
        )

    async def work():
        home = world(invoke, spec={"output": Deep}, guards=(Censor(("4711",)),))
        return (await home.run()).output, home.last

    output, receipt = asyncio.run(work())
    assert output == Deep(
        items=("█", ["x █", Pair("█", 1)], Told(text="█")),
        table={"█": {"k": "█"}, "n": 4711},
        tags=frozenset({"█"}),
        text="█",
    )
    assert [verdict.said for verdict in receipt.verdicts if verdict.by == "guard:words"] == ["redact"]


@pytest.mark.anyio
async def test_what_is_written_at_once_is_looked_at_apart_and_stays_what_it_is():
    async def invoke(call):
        yield Delta(text="se", of="thought")
        yield Delta(text="", of="tool:0", tool=("call-1", "look_up"))
        yield Delta(text="cr", of="")
        yield Delta(text='{"q": "secr', of="tool:0")
        yield Delta(text="cret plan", of="thought")
        yield Delta(text='et"}', of="tool:0")
        yield Told(text="cr")

    home = world(invoke, guards=(Censor(("secret",), on="output"),))
    said: dict[str, str] = {}
    tools = []
    async with home.kernel.stream("test:plain", Ask(), actor=READER) as stream:
        async for piece in stream:
            said[piece.of] = said.get(piece.of, "") + piece.text
            tools += [piece.tool] if piece.tool else []
    assert said == {"thought": "█ plan", "": "cr", "tool:0": '{"q": "█"}'}
    assert tools == [("call-1", "look_up")]
