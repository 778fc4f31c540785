"""calc:evaluate: exact, bounded, in two languages, and it says what it understood."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wainao.features.tools.builtin.calc import evaluate
from wainao.kernel import UsageError

calculate = evaluate.function


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("0.1 + 0.2", "0.3"),
        ("1 + 2 * 3", "7"),
        ("１＋２×（３－４）", "-1"),
        ("2^3^2", "512"),
        ("-3^2", "-9"),
        ("1-2-3", "-4"),
        ("-7 // 2", "-4"),
        ("10 % 3", "1"),
        ("1,234,567.89 * 2", "2469135.78"),
        ("max(1,234)", "234"),
        ("200 + 10%", "220"),
        ("200 - 10%", "180"),
        ("15% * 40", "6"),
        ("5!", "120"),
        ("sqrt(9/4)", "1.5"),
        ("cbrt(-27)", "-3"),
        ("log(1000)", "3"),
        ("sin(30°)", "0.5"),
        ("round(2.675, 2)", "2.68"),
        ("三加五乘以二", "13"),
        ("一百二十减去五点五等于多少？", "114.5"),
        ("一百的百分之十五", "15"),
        ("200的15%", "30"),
        ("九的平方根", "3"),
        ("二的十次方", "1024"),
        ("负三的平方", "9"),
        ("六的三分之一", "2"),
        ("3.5亿 ÷ 7万", "5000"),
        ("根号十六", "4"),
        ("2² + 10⁻¹", "4.1"),
        ("= 1+1 =", "2"),
        ("max(1/3, sqrt(4))", "2"),
        ("请计算 5的阶乘", "120"),
        ("sin(180°)", "0"),
        ("cos(90°) + sin(2 * pi)", "0"),
        ("tan(180°)", "0"),
        ("三分之二的平方 × 9", "4"),
        ("百分之十的平方", "0.01"),
        ("四分之九的平方根", "1.5"),
        ("3x4", "12"),
        ("200打8折", "160"),
        ("100打8.5折", "85"),
    ],
)
def test_sums(expression, result):
    told = calculate(expression)
    assert told.result == result


def test_what_does_not_end_is_told_as_a_fraction():
    told = calculate("1/3")
    assert (told.result, told.exact, told.fraction) == ("0." + "3" * 30, False, "1/3")


def test_a_sign_costs_no_digits():
    assert calculate("-sqrt(2)").result == "-" + calculate("sqrt(2)").result == "-1.41421356237309504880168872421"
    assert calculate("abs(-sqrt(2)) * cbrt(-3)").result.startswith("-2.03964890265550")


def test_a_small_angle_has_its_own_sine():
    assert calculate("sin(1e-60)").result == "1e-60"


def test_it_says_what_it_understood():
    assert calculate("200+10%").read == "200 + 10% × 200"
    assert calculate("100-(2-3)*4").read == "100 − (2 − 3) × 4"


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("10**10**10", "more than 4000 digits"),
        ("factorial(10**9)", "more than 4000 digits"),
        ("9**9**9**9", "more than 4000 digits"),
        ("comb(10**30, 5000)", "more than 4000 digits"),
        ("perm(10**9, 10**9)", "more than 4000 digits"),
        ("exp(10**9)", "too large"),
        ("1e99999", "more than 4000 digits"),
        ("1" * 1_001, "at most 1000"),
        ("(" * 60 + "1" + ")" * 60, "nests deeper than 50"),
        ("-" * 900 + "1", "nests deeper than 50"),
        ("1/0", "divided by 0"),
        ("0^-1", "divides by 0"),
        ("ln(0)", "more than 0"),
        ("(-8)^(1/3)", "no real number"),
        ("2除10", "除以"),
        ("3½", "nothing to calculate with"),
        ("2①", "nothing to calculate with"),
        ("tan(90°)", "no end"),
        ("floor(exp(500000))", "more than 4000 digits"),
        ("一百五加一", "一百零五"),
        ("2(3)", "an operator"),
        ("((1", r"'\)'"),
        ("", "a number"),
        ("sqrt()", "a number"),
        ("sqrt(1, 2)", "Expected 1"),
        ("foo(1)", "no function"),
        ("__import__('os').system('id')", "nothing to calculate with"),
        ("1 if 1 else 2", "an operator"),
    ],
)
def test_what_is_refused_says_why(expression, why):
    with pytest.raises(UsageError, match=why):
        calculate(expression)


numbers = st.decimals(min_value=-(10**9), max_value=10**9, places=4, allow_nan=False)


@given(a=numbers, b=numbers, c=numbers)
def test_it_is_as_exact_as_fractions_are(a, b, c):
    told = calculate(f"({a}) + ({b}) * ({c})")
    assert told.exact
    assert Fraction(told.result) == Fraction(a) + Fraction(b) * Fraction(c)


tree = st.recursive(
    st.integers(0, 99).map(str),
    lambda inner: st.tuples(inner, st.sampled_from(["+", "-", "*"]), inner).map(lambda it: f"({it[0]}{it[1]}{it[2]})"),
    max_leaves=12,
)


@given(tree)
def test_what_it_understood_means_the_same(expression):
    told = calculate(expression)
    assert told.result == str(eval(expression)) == calculate(told.read).result


@given(st.text(alphabet="0123456789+-*/^%!()., 三十百万加减乘除以的分之点负根号sqrtmaxπ°", max_size=40))
@settings(max_examples=300)
def test_whatever_is_given_ends_in_a_result_or_a_refusal(expression):
    try:
        told = calculate(expression)
    except UsageError:
        return
    assert len(told.result) <= 4_100


@given(st.integers(-(10**9), 10**9).map(lambda n: n / 1000))
def test_the_functions_are_those_of_mathematics(x):
    shown = f"({Decimal(x):f})"
    for name in ("sin", "cos", "atan"):
        assert float(calculate(f"{name}{shown}").result) == pytest.approx(getattr(math, name)(x), abs=1e-9)


def test_it_is_a_capability(tools):
    assert tools.call("calc:evaluate", expression="6*7").result == "42"
