"""units:convert: exact, with offsets, in both languages' names, and nothing else than units."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wainao.features.tools.builtin.measures.conversion import convert as converted
from wainao.features.tools.builtin.units import convert
from wainao.kernel import UsageError


@pytest.mark.parametrize(
    ("amount", "from_", "to", "result"),
    [
        ("5", "斤", "公斤", "2.5"),
        ("3", "亩", "平方米", "2000"),
        ("1", "里", "米", "500"),
        ("3", "尺", "m", "1"),
        ("-40", "摄氏度", "华氏度", "-40"),
        ("100", "°C", "K", "373.15"),
        ("20", "℃", "℉", "68"),
        ("36", "km/h", "米每秒", "10"),
        ("36", "公里每小时", "m/s", "10"),
        ("1", "square meters", "cm^2", "10000"),
        ("1", "立方米", "升", "1000"),
        ("1", "GiB", "bytes", "1073741824"),
        ("1", "kwh", "MJ", "3.6"),
        ("6", "英尺", "cm", "182.88"),
        ("8", "升每百公里", "km/l", "12.5"),
        ("1", "kg m/s^2", "N", "1"),
        ("1", "m²", "cm**2", "10000"),
        ("1", "degrees Celsius", "degrees fahrenheit", "33.8"),
        ("20", "degree celsius", "K", "293.15"),
        ("68", "deg F", "℃", "20"),
        ("1", "J/degree Celsius", "J/K", "1"),
        ("101325", "pa", "atm", "1"),
        ("2", "a", "毫安", "2000"),
        ("500", "ma", "安", "0.5"),
        ("100", "mbps", "MB/s", "12.5"),
        ("1", "gbps", "mbit/s", "1000"),
        ("2", "decades", "年", "20"),
    ],
)
def test_conversions(amount, from_, to, result):
    told = convert.function(Decimal(amount), from_, to)
    assert (told.result, told.exact) == (result, True)


@pytest.mark.parametrize(
    ("amount", "from_", "to", "why"),
    [
        ("1", "m", "kg", r"\[length\], and 'kg' \[mass\]"),
        ("1", "度电", "华氏度", "the same thing"),
        ("1", "dBm", "mW", "logarithmic"),
        ("60", "rpm", "Hz", "differ by 2π"),
        ("1", "GB", "degrees", "no amount of data"),
        ("1", "Mbit/s", "MHz", "no amount of data"),
        ("1", "ton", "kg", "'tonne'"),
        ("1", "度", "J", "'摄氏度'"),
        ("-300", "摄氏度", "K", "below absolute zero"),
        ("0", "mpg", "l/100km", "endless"),
        ("1", "furlings", "m", "no unit that is known"),
        ("1", "m**1000000", "m", "whole powers"),
        ("1", "m^(9^9)", "m", "no unit"),
        ("1", "__import__('os')", "m", "no unit"),
        ("1", "m" * 61, "m", "no unit"),
        ("1", "2", "m", "no unit"),
        ("1", "", "m", "no unit"),
        ("1e9999999", "m", "km", "more than 100 digits"),
        ("NaN", "m", "km", "no number"),
    ],
)
def test_what_is_refused_says_why(amount, from_, to, why):
    with pytest.raises(UsageError, match=why):
        convert.function(Decimal(amount), from_, to)


@given(
    amount=st.fractions(min_value=0, max_value=10**6, max_denominator=1000),
    pair=st.permutations(["mile", "里", "尺", "km", "英寸", "光年"]).map(lambda all: all[:2]),
)
@settings(max_examples=60)
def test_there_and_back_is_exactly_what_it_was(amount, pair):
    assert converted(converted(amount, *pair), *reversed(pair)) == amount


@given(st.fractions(min_value=-273, max_value=10**4, max_denominator=100))
@settings(max_examples=40)
def test_temperatures_have_offsets(celsius):
    assert converted(celsius, "摄氏度", "华氏度") == celsius * Fraction(9, 5) + 32


@given(st.text(alphabet="mkgs²^*/ ·-1290()米斤每平方度 _'\"", max_size=20))
@settings(max_examples=200)
def test_whatever_is_called_a_unit_is_one_or_is_refused(unit):
    with suppress(UsageError):
        converted(Fraction(1), unit, unit)


def test_it_is_a_capability(tools):
    assert tools.call("units:convert", amount="1.5", from_="kg", to="斤").sentence("zh") == "1.5 kg = 3 斤"
