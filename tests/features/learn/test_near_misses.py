"""Near-misses look alike and are other questions: no rule may make one that the corrections would take for the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wainao.features.learn.misses import near_misses
from wainao.text.wording import same


@pytest.mark.parametrize(
    ("question", "rule", "expected"),
    [
        ("Is annual leave 5 days?", "number", "Is annual leave 6 days?"),
        ("What changed in 2024?", "date", "What changed in 2025?"),
        ("Can leave be carried over to next year?", "date", "Can leave be carried over to last year?"),
        ("Can leave be carried over?", "negation", "Can leave not be carried over?"),
        ("Is the canteen open in Berlin?", "entity", "Is the canteen open in Lisbon?"),
        ("年假可以顺延到下一年吗？", "date", "年假可以顺延到上一年吗？"),
        ("年假可以顺延到下一年吗？", "negation", "年假不可以顺延到下一年吗？"),
        ("报销单 3 月 5 日前交吗？", "date", "报销单 4 月 5 日前交吗？"),
        ("VPN 在 Oslo 能用吗", "negation", "VPN 在 Oslo 不能用吗"),
    ],
)
def test_rules(question, rule, expected):
    assert (rule, expected) in [(one.rule, one.question) for one in near_misses(question)]


@pytest.mark.parametrize(
    "question",
    [
        "Who signs?",
        "谁审批？",
        "How do I reach payroll?",
        "打印机在哪里",
        "What is the Wi-Fi password?",
        "工资哪天发？",
    ],
)
def test_every_question_has_three(question):
    found = near_misses(question)
    assert len({same(one.question) for one in found} - {same(question)}) == 3


@given(st.text(min_size=1, max_size=80))
def test_none_is_ever_the_same_question(question):
    for miss in near_misses(question):
        assert same(miss.question) != same(question)
