"""Intervals and p-values against what others computed."""

from __future__ import annotations

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wainao.features.learn.statistics import mcnemar, paired_bootstrap


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
