"""Intervals and p-values against what others computed."""

from __future__ import annotations

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wainao.features.learn.statistics import fisher, mcnemar, paired_bootstrap, quantile_of


@pytest.mark.parametrize(
    ("better", "worse", "expected"),
    [
        (0, 0, 1.0),
        (5, 5, 1.0),
        (1, 0, 1.0),
        (6, 0, 0.03125),  # 2 / 2**6
        (
            7,
            1,
            0.0703125,
        ),  # bronchial hyperresponsiveness, Bentur et al. 2009: Fagerland et al. 2013, table 3, give .070
        (15, 5, 0.04138946533203125),  # binom.test(5, 20) in R
    ],
)
def test_mcnemar(better, worse, expected):
    assert mcnemar(better, worse) == pytest.approx(expected, abs=1e-12)
    assert mcnemar(worse, better) == mcnemar(better, worse)


def test_the_interval_is_that_of_the_normal_approximation_where_that_is_good():
    before, after = [1.0] * 700 + [0.0] * 300, [1.0] * 680 + [0.0] * 20 + [1.0] * 60 + [0.0] * 240
    mean, variance = 0.04, 0.08 - 0.04**2
    low, high = paired_bootstrap(before, after)
    half = 1.96 * sqrt(variance / 1000)
    assert (low, high) == (pytest.approx(mean - half, abs=2e-3), pytest.approx(mean + half, abs=2e-3))


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=60))
def test_the_interval_holds_the_difference_and_is_the_same_again(pairs):
    before, after = [float(one) for one, _ in pairs], [float(two) for _, two in pairs]
    low, high = paired_bootstrap(before, after, draws=500)
    difference = (sum(after) - sum(before)) / len(pairs) if pairs else 0.0
    assert low - 1e-9 <= difference <= high + 1e-9
    assert (low, high) == paired_bootstrap(before, after, draws=500)


@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        ((3, 4, 1, 4), 17 / 70),  # the lady tasting tea, Fisher 1935
        ((5, 5, 0, 45), 1 / 2_118_760),  # 1 / C(50, 5)
        ((0, 5, 3, 9), 1.0),
        ((0, 0, 3, 9), 1.0),
        ((10, 12, 1, 12), 871 / 2_704_156),  # (C(11, 10) C(13, 2) + C(11, 11) C(13, 1)) / C(24, 12)
    ],
)
def test_fisher(sides, expected):
    assert fisher(*sides) == pytest.approx(expected, rel=1e-3)


def test_a_quantile_is_a_value_that_was_there():
    values = [float(n) for n in range(1, 21)]
    assert (quantile_of(values, 0.95), quantile_of(values, 0.5), quantile_of([7.0], 0.5)) == (19.0, 10.0, 7.0)
