"""What a model thinks aloud is not what it says."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wainao.features.knowledge.written.thoughts import CLOSING, OPENING, Spoken, spoken

PIECES = st.sampled_from([OPENING, CLOSING, "<thin", "k>", "</", " ", "\n", "five days", "<", "五天。"])
TEXTS = st.lists(PIECES, max_size=8).map("".join)


@given(text=TEXTS, cuts=st.sets(st.integers(1, 60), max_size=20))
def test_where_it_is_cut_makes_no_difference(text, cuts):
    reader = Spoken()
    edges = [0, *sorted(cut for cut in cuts if cut < len(text)), len(text)]
    said = "".join(reader.feed(text[a:b]) for a, b in pairwise(edges)) + reader.end()
    assert said == spoken(text)


@given(thought=st.text(alphabet="<think>/ 五\n").filter(lambda text: CLOSING not in text), said=TEXTS)
def test_a_thought_at_the_beginning_is_left_out_and_nothing_else(thought, said):
    assert spoken(f"\n{OPENING}{thought}{CLOSING}{said}") == said
    assert spoken(f"Well: {OPENING}{thought}{CLOSING}{said}") == f"Well: {OPENING}{thought}{CLOSING}{said}"


@pytest.mark.parametrize("text", ["", "<", "<thin", " <b>", "5 < 6", "<thinking>"])
def test_what_only_looks_like_a_thought_is_said(text):
    assert spoken(text) == text


def test_a_thought_without_an_end_says_nothing():
    assert spoken("<think>The first passage says five") == ""


def test_a_word_is_not_kept_waiting_once_it_cannot_be_a_thought():
    reader = Spoken()
    assert [reader.feed(piece) for piece in ("<", "th", "e>", " five")] == ["", "", "<the>", " five"]
