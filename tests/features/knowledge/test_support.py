"""What quoted text carries, and what it does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wainao.features.knowledge.support import check
from wainao.text import is_cjk
from wainao.types import told_in

LEAVE = "Annual leave can be carried over to the next year, up to 5 days, and must be taken by 31 March of that year."
EXPIRY = "Carried-over leave that is not taken by then expires and is not paid out."
LEAVE_ZH = "当年没有休完的年假可以顺延到下一年，最多顺延 5 天，并且须在次年 3 月 31 日前用完。"
EXPIRY_ZH = "逾期未用的顺延年假自动作废，不折算成工资。"


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("Up to five days may be carried over.", LEAVE),
        ("Leave can be carried over until March 31.", LEAVE),
        ("Carried-over leave is not paid out.", EXPIRY),
        ("The fee is $1,200.", "The fee is 1200 dollars per year."),
        (
            "Visitors wear a yellow badge and are escorted by their host.",
            "Visitors get a yellow badge; a host escorts them.",
        ),
        ("年假可以顺延到下一年,最多5天。", LEAVE_ZH),
        ("年假可以順延到下一年,最多五天。", LEAVE_ZH),
        ("逾期未用的年假自动作废,不折算工资。", EXPIRY_ZH),
        ("五天以内的假要提前三个工作日申请。", "休假不超过 5 天的，须提前 3 个工作日在人事系统中申请"),
    ],
)
def test_what_the_evidence_says_is_supported(claim, evidence):
    assert check(claim, evidence).reason == ""


@pytest.mark.parametrize(
    ("claim", "evidence", "reason"),
    [
        ("Up to ten days can be carried over.", LEAVE, "'10'"),
        ("Leave can be carried over until 30 June.", LEAVE, "'30'"),
        ("Up to 5 weeks can be carried over.", LEAVE, "'week'"),
        ("Leave cannot be carried over.", LEAVE, "deny"),
        ("Carried-over leave is paid out.", EXPIRY, "denies"),
        ("Ask Alice Smith to have leave carried over.", LEAVE, "'Alice'"),
        ("Employees may park bicycles in the basement.", LEAVE, "does not speak of"),
        ("年假最多可以顺延10天。", LEAVE_ZH, "'10'"),
        ("年假不可以顺延到下一年。", LEAVE_ZH, "deny"),
        ("未用的顺延年假会折算成工资。", EXPIRY_ZH, "denies"),
        ("在 Workday 里申请顺延年假。", LEAVE_ZH, "'Workday'"),
        ("食堂每天中午供应三种套餐。", LEAVE_ZH, "does not"),
    ],
)
def test_what_it_does_not_say_is_not(claim, evidence, reason):
    found = check(claim, evidence)
    assert not found.supported
    assert reason in told_in("en", found.reason)
    assert any(map(is_cjk, told_in("zh", found.reason)))


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_number_is_supported_by_itself_alone(said, there):
    assert check(f"The limit is {said} euros.", f"The limit is {there} euros.").supported is (said == there)


@given(st.text(max_size=200))
def test_any_text_carries_itself(text):
    assert check(text, text).supported


@given(st.text(max_size=120), st.text(max_size=120))
def test_no_text_breaks_it(claim, evidence):
    assert isinstance(told_in("zh", check(claim, evidence).reason), str)
