"""From tokens to words: however a reply is cut into tokens, what it says is the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wainao.features.models.local.openvino.words import Characters, Parts, Said, Stops

MARKED = st.lists(
    st.sampled_from(["<think>", "</think>", "<tool_call>", "</tool_call>", "{}", "a", " ", "\n", "<", "call>", "字"])
).map("".join)


def cut(text: str, sizes: Iterable[int]) -> list[str]:
    pieces, rest = [], text
    for size in sizes:
        pieces.append(rest[:size])
        rest = rest[size:]
    return [*pieces, rest]


def joined(parts: Parts, pieces: Iterable[str]) -> list[tuple[str, str]]:
    """What was said, neighbours of one kind together; calls stay apart."""
    told: list[Said] = [said for piece in pieces for said in parts.take(piece)]
    told += parts.rest()
    runs: list[tuple[str, str]] = []
    for said in told:
        if runs and runs[-1][0] == said.kind != "call":
            runs[-1] = (said.kind, runs[-1][1] + said.text)
        else:
            runs.append((said.kind, said.text))
    return runs


def decode(tokens: Sequence[int]) -> str:
    return bytes(tokens).decode(errors="replace")


@given(text=st.text())
def test_characters_come_whole(text: str) -> None:
    characters = Characters(decode)
    pieces = [characters.take(token) for token in text.encode()]
    assert "".join(pieces) == text
    assert all("\ufffd" not in piece or "\ufffd" in text for piece in pieces)


@given(tokens=st.binary(max_size=40))
def test_what_never_becomes_a_character_does_not_wait_for_ever(tokens: bytes) -> None:
    characters = Characters(decode)
    for token in [*tokens, *b"....."]:
        last = characters.take(token)
    assert last == "."


@given(text=MARKED, sizes=st.lists(st.integers(1, 4)), calls=st.booleans(), thinking=st.booleans())
def test_cutting_changes_nothing(text: str, sizes: list[int], calls: bool, thinking: bool) -> None:
    whole = joined(Parts(calls=calls, thinking=thinking), [text])
    assert joined(Parts(calls=calls, thinking=thinking), cut(text, sizes)) == whole


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("plain", [("text", "plain")]),
        ("<think>\nhm</think>\n\nyes", [("thought", "hm"), ("text", "yes")]),
        ("yes, <think> is a mark", [("text", "yes, <think> is a mark")]),
        ("<think>cut off", [("thought", "cut off")]),
        ('<tool_call>\n{"a"}\n</tool_call>\n<tool_call>b</tool_call>', [("call", '{"a"}\n'), ("call", "b")]),
        ("well\n<tool_call>{}</tool_call>", [("text", "well\n"), ("call", "{}")]),
        ("a < b and <thi", [("text", "a < b and <thi")]),
    ],
)
def test_what_is_said_thought_and_called(text: str, said: list[tuple[str, str]]) -> None:
    assert joined(Parts(calls=True), list(text)) == said


def test_without_tools_a_call_is_a_text() -> None:
    assert joined(Parts(), ["<tool_call>{}</tool_call>"]) == [("text", "<tool_call>{}</tool_call>")]


def test_a_thought_that_the_prompt_began() -> None:
    assert joined(Parts(thinking=True), ["hm</think>yes"]) == [("thought", "hm"), ("text", "yes")]


@given(text=st.text("ab", max_size=30), stops=st.lists(st.text("ab", min_size=1, max_size=3), max_size=3))
def test_a_text_ends_before_its_first_stop(text: str, stops: list[str]) -> None:
    said, ending = "", Stops(stops)
    for letter in text:
        said += ending.take(letter)
        if ending.met:
            break
    said += ending.rest()
    assert not any(stop in said for stop in stops)
    assert text.startswith(said + ending.met)
    assert ending.met or said == text
