"""texts:compare: nothing is lost, nothing is invented, and it comes to an end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wainao.features.tools.builtin.texts import Change, compare
from wainao.kernel import UsageError

told = compare.function


def test_chinese_is_compared_by_characters():
    found = told("年假可顺延五天。", "年假可顺延十天。")
    assert found.by == "characters"
    assert found.changes == (
        Change(kind="same", before="年假可顺延", after="年假可顺延", line=1),
        Change(kind="changed", before="五", after="十", line=1),
        Change(kind="same", before="天。", after="天。", line=1),
    )
    assert (found.added, found.removed, found.kept, found.similarity) == (1, 1, 7, 0.875)


def test_english_is_compared_by_words_and_long_texts_by_lines():
    assert [one.after for one in told("the old rule", "the new rule").changes if one.kind == "changed"] == ["new"]
    found = told("a\nb\nc\n", "a\nc\nd\n")
    assert (found.by, [(one.kind, one.line) for one in found.changes]) == (
        "lines",
        [("same", 1), ("removed", 2), ("same", 3), ("added", 4)],
    )


@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(["auto", "lines", "words", "characters"]))
def test_both_texts_are_there_whole(before, after, by):
    found = told(before, after, by)
    assert "".join(one.before for one in found.changes) == before
    assert "".join(one.after for one in found.changes) == after
    assert found.similarity == 1.0 if before == after else found.similarity < 1.0
    assert all((one.kind == "same") == (one.before == one.after) for one in found.changes)


def test_what_repeats_itself_is_compared_in_coarser_pieces_or_not_at_all():
    assert told("a" * 100_000, "a" * 100_000 + "b", "characters").by == "words"
    with pytest.raises(UsageError, match="repeat themselves"):
        told("a\n" * 100_000, "a\n" * 100_000, "characters")
    with pytest.raises(UsageError, match="at most 1000000"):
        told("a" * 600_000, "b" * 600_000)


def test_it_is_a_capability(tools):
    assert tools.call("texts:compare", before="a", after="a").similarity == 1.0
