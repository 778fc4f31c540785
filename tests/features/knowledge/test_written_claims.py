"""A model's text, cut anywhere: the same words shown, the same sentences, the same marks."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wainao.features.knowledge.written.claims import Claim, ClaimReader

TEXTS = st.text(alphabet="ab 12.。,)[]【】no\n-，年e。.**_”", max_size=60)


def read(text: str, cuts: set[int] = frozenset()) -> tuple[str, list[Claim], bool]:
    reader, shown, claims = ClaimReader(), "", []
    edges = [0, *sorted(cut for cut in cuts if cut < len(text)), len(text)]
    for piece in [*(reader.feed(text[a:b]) for a, b in pairwise(edges)), reader.end()]:
        shown += piece.shown
        claims += piece.claims
    return shown, claims, reader.gave_up


def cited(text: str) -> list[tuple[str, tuple[int, ...]]]:
    return [(claim.text, claim.cited) for claim in read(text)[1]]


@given(text=TEXTS, cuts=st.sets(st.integers(1, 60), max_size=20))
def test_where_it_is_cut_makes_no_difference(text, cuts):
    assert read(text, cuts) == read(text)


@given(text=TEXTS)
def test_the_claims_together_are_what_was_shown(text):
    shown, claims, _ = read(text)
    assert "".join(claim.gap + claim.text for claim in claims) == shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Five days. [1] Ten days [2].", [("Five days.", (1,)), ("Ten days.", (2,))]),
        ("Five days.[1][3] Ten.[2]", [("Five days.", (1, 3)), ("Ten.", (2,))]),
        ("年假五天[1]。病假另算。【2】加班[3,4]", [("年假五天。", (1,)), ("病假另算。", (2,)), ("加班", (3, 4))]),
        ("One [1, 2]. Two [2-4]. Six [^5].", [("One.", (1, 2)), ("Two.", (2, 3, 4)), ("Six.", (5,))]),
        ("- one [1]\n- two [2]\n", [("one", (1,)), ("two", (2,))]),
        ("1. One. [1]\n2. Two. [2]", [("One.", (1,)), ("Two.", (2,))]),
        ("1)一。[1]\n2、二。[2]", [("一。", (1,)), ("二。", (2,))]),
        ("50. That many. [1]", [("50. That many.", (1,))]),
        ("2.5 days. [1]", [("2.5 days.", (1,))]),
        ("[1] Five days.\n[2] Ten days.", [("Five days.", (1,)), ("Ten days.", (2,))]),
        ("No marks here.", [("No marks here.", ())]),
        ("Twice [1] the same [1].", [("Twice the same.", (1,))]),
        ("It costs 3.50 [1]. See e.g. page 2 [2].", [("It costs 3.50.", (1,)), ("See e.g. page 2.", (2,))]),
        ("An array x[i] and [see] stay.", [("An array x[i] and [see] stay.", ())]),
        ("Left open [1", [("Left open [1", ())]),
        ("", []),
        ("**Five days.** [1] Ten days.** [2]", [("**Five days.**", (1,)), ("Ten days.**", (2,))]),
        ("**Five days.**[1] Ten.", [("**Five days.**", (1,)), ("Ten.", ())]),
        ("**年假五天。**[1]病假另算。[2]", [("**年假五天。**", (1,)), ("病假另算。", (2,))]),
        ("**年假五天。** [1]\n病假另算。[2]", [("**年假五天。**", (1,)), ("病假另算。", (2,))]),
        ("年假五天。[1]**病假另算。**[2]", [("年假五天。", (1,)), ("**病假另算。**", (2,))]),
    ],
)
def test_marks_belong_to_the_sentence_they_end(text, expected):
    assert cited(text) == expected


def test_what_is_shown_has_no_marks_and_no_space_at_its_ends():
    assert read("  Five days [1]. \n\n Ten.【2】\n")[0] == "Five days. \n\n Ten."


@pytest.mark.parametrize("text", ["[none]", " [none].", "【none】 Sorry, nothing there."])
def test_giving_up_is_said_first(text):
    assert read(text)[2]


def test_giving_up_afterwards_is_no_giving_up():
    assert read("Five days. [none]") == ("Five days.", [Claim(gap="", text="Five days.", cited=())], False)


def test_nothing_is_shown_that_may_become_a_mark():
    reader = ClaimReader()
    assert [reader.feed(piece).shown for piece in ("Five days", " [", "1", ", 2", "]", ". ", "T")] == [
        "Five days", "", "", "", "", ".", " T",
    ]  # fmt: skip


@pytest.mark.parametrize("blanks", ["a" + " " * 200_000 + "b", "[" + " " * 200_000 + "b", "a" + " \t" * 100_000])
def test_a_model_that_writes_nothing_but_blanks_holds_nobody_up(blanks):
    shown, _, gave_up = read(blanks)
    assert (shown, gave_up) == (blanks.rstrip(), False)
