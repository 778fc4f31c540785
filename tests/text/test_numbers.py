"""Number words and digits come together; nothing else does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wainao.text import digits

NUMERALS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """A number below 10^8 as it is written in full."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        return chinese(high) + "万" + ("" if not low else ("零" if low < 1_000 else "") + chinese(low))
    written, waiting = "", False
    for scale, name in ((1_000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, scale)
        if digit:
            written += ("零" if waiting else "") + NUMERALS[digit] + name
        waiting = bool(written) and not digit
    return written


@given(st.integers(min_value=11, max_value=99_999_999))
def test_a_chinese_number_in_full_is_its_digits(number: int) -> None:
    assert digits(f"满{chinese(number)}元") == f"满{number}元"


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("三天", "3天"),
        ("两个小时", "2个小时"),
        ("十分钟", "10分钟"),
        ("第三条", "第3条"),
        ("周六", "周6"),
        ("3万", "30000"),
        ("1.5亿", "150000000"),
        ("二〇二五年", "2025年"),
        ("百分之三十", "30%"),
        ("双十一2025", "双11 2025"),
        ("three days", "3 days"),
        ("twenty-one people", "21 people"),
        ("two thousand five hundred", "2500"),
        ("five million", "5000000"),
    ],
)
def test_number_words(words: str, written: str) -> None:
    assert digits(words) == written


@pytest.mark.parametrize(
    "words",
    [
        "百度",  # a company, not 100 degrees
        "四川",
        "千万别",
        "统一",
        "万一",
        "一下",
        "一些",
        "十分重要",
        "零件",
        "一百五",  # 105 or 150
        "三五天",  # three to five
        "三两酒",
        "twenty twenty five",
        "which one",
        "someone",
        "tone",
    ],
)
def test_what_is_not_surely_one_number_stays(words: str) -> None:
    assert digits(words) == words
