"""A value is found where a text says it whole, in any spelling, and nowhere else."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wainao.text.values import canonical, same_words, whole

NUMBERS = st.integers(0, 10**7).map(str) | st.decimals(0, 10**4, places=2).map(str)
UNITS = st.sampled_from(["天", " 天", " days", "日", " yuan", "元", "%", ""])
HARMLESS = st.sampled_from(["", " ", "，", "。", "(", ")", "年假", "请假 ", " is ", "\n", "：", "“", " and "])
DIGITS = st.text("0123456789", min_size=1, max_size=4)


def said(value: str, text: str) -> list[str]:
    return [text[start:end] for start, end in whole(value, text)]


@given(NUMBERS, UNITS, HARMLESS, HARMLESS)
def test_a_value_is_found_among_words_that_are_no_part_of_it(number, unit, before, after):
    value = f"{number}{unit}"
    if unit in (" days", " yuan") and after == "年假":
        after = ""
    assert said(value, f"{before}{value}{after}") == [value]


@given(NUMBERS, UNITS, DIGITS)
def test_a_longer_number_is_another_value(number, unit, more):
    value = f"{number}{unit}"
    for longer in (f"{more}{value}", f"{more}.{value}", f"-{value}", f"{more}-{value}", f"第{value}", f"v{value}"):
        assert said(value, f"年假 {longer} 等") == []
    if not unit:
        for longer in (f"{value}{more}", f"{value}.{more}", f"{value}-{more}", f"{value}万", f"{value}%", f"{value}px"):
            assert said(value, f"年假 {longer} 等") == []


@given(st.text(max_size=60), NUMBERS, UNITS)
def test_whatever_stands_there_places_are_in_order_apart_and_say_the_value(text, number, unit):
    value = f"{number}{unit}"
    there = f"{text} {value}；{text}"
    spans = whole(value, there)
    assert spans == sorted(spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    for start, end in spans:
        assert canonical(there[start:end]) == canonical(value)
    assert set(spans) <= set(same_words(value, there))


@given(st.integers(1, 10**6), st.sampled_from(["天", " days", " 个月"]))
def test_width_separators_and_spaces_make_no_difference(number, unit):
    wide = str(number).translate({ord(digit): ord(digit) - ord("0") + ord("０") for digit in "0123456789"})
    for spelling in (f"{number:,}{unit}", f"{wide}{unit}", f"{number} {unit.strip()}", f"{number}\n{unit.strip()}"):
        assert said(f"{number}{unit}", f"年假{spelling}。") == [spelling]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("30", "30.5 天"),
        ("30", "130 天"),
        ("30", "20 to 30 days"),
        ("30", "30 million"),
        ("30", "30 ½"),
        ("30", "30 000 yuan"),
        ("30", "30 November"),
        ("30 天", "30 天半"),
        ("3 年", "3年6个月"),
        ("1月1日", "2026年1月1日"),
        ("1 May", "1 May 2026"),
        ("May 2026", "1 May 2026"),
        ("2026-11-02", "2026-11-021"),
        ("30 day", "30 days"),
        ("Ann", "Annabel"),
        ("", "anything"),
        ("，", "…"),
    ],
)
def test_part_of_another_value_is_none(value, text):
    assert said(value, text) == []


@pytest.mark.parametrize(
    ("value", "text", "found"),
    [
        ("30 天", "请假 ３０ 天。", "３０ 天"),
        ("順延", "可以顺延吗", "顺延"),
        ("ACME Ltd", "by acme  LTD.", "acme  LTD"),
        ("2026-11-02", "since 2026-11-02.", "2026-11-02"),
        ("café", "the cafe\u0301 here", "cafe\u0301"),
        ("1 May", "on 1 May, all rest", "1 May"),
    ],
)
def test_other_spellings_are_the_same_value(value, text, found):
    assert said(value, text) == [found]


def test_a_long_text_costs_no_more_than_its_length():
    assert whole("30 天", "3" * 100_000) == []
    assert len(whole("30 天", "30 天，" * 20_000)) == 20_000


def test_a_ligature_elsewhere_moves_no_place():
    text = "The ﬁle says ﬁve, ½ or 30 days."
    assert said("30 days", text) == ["30 days"]
    assert [text[start:end] for start, end in same_words("file says", text)] == ["ﬁle says"]


def test_a_point_is_a_point():
    assert said("30.5", "30,5 and 30x5 and 3015") == []
    assert said("30.5", "it is 30.5.") == ["30.5"]
