"""Whether two runs of the same cases really differ."""

from __future__ import annotations

import math
from collections.abc import Sequence
from math import comb, exp, lgamma

import numpy

DRAWS = 10_000
SEED = 20_240_229


def mcnemar(better: int, worse: int) -> float:
    """The exact two-sided p-value that as many pairs or more would flip one way by chance.

    Only pairs that differ count: `better` went from failed to passed, `worse` the other way. Under the null hypothesis
    either way is as likely, so this is a binomial test with 1/2 (McNemar 1947, Psychometrika 12, 153-157; exact and
    conditional as in Fagerland, Lydersen & Laake 2013, BMC Medical Research Methodology 13:91, section "The exact
    conditional test"). 1.0 where no pair differs.
    """
    flips, fewer = better + worse, min(better, worse)
    if flips == 0:
        return 1.0
    tail = sum(comb(flips, k) for k in range(fewer + 1))
    return min(1.0, float(2 * tail / 2**flips))


def fisher(hits: int, of: int, other_hits: int, other_of: int) -> float:
    """The exact one-sided p-value that so many of the `hits` or more fall on the first side by chance.

    Both sides together have `hits + other_hits` hits; if both are alike, how many of those are among the first side's
    `of` is hypergeometric (Fisher 1935, The Logic of Inductive Inference, JRSS 98, 39-82). 1.0 where a side is empty.
    """
    total, all_hits = of + other_of, hits + other_hits
    most = min(of, all_hits)
    whole = _log_choose(total, of)
    logs = (_log_choose(all_hits, k) + _log_choose(total - all_hits, of - k) - whole for k in range(hits, most + 1))
    return min(1.0, sum(map(exp, logs)))


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def kappa(agreed_good: int, agreed_bad: int, only_one: int, only_other: int) -> float:
    """How far two who say good or bad agree beyond what chance would give: 1 always, 0 no better than chance.

    Cohen 1960, A Coefficient of Agreement for Nominal Scales, Educational and Psychological Measurement 20, 37-46.
    `only_one` is what only the first called good, `only_other` what only the second did. 1.0 where all is one and the
    same to both.
    """
    total = agreed_good + agreed_bad + only_one + only_other
    observed = (agreed_good + agreed_bad) / total
    first, second = (agreed_good + only_one) / total, (agreed_good + only_other) / total
    expected = first * second + (1 - first) * (1 - second)
    return 1.0 if expected == 1.0 else (observed - expected) / (1 - expected)


def paired_bootstrap(
    before: Sequence[float], after: Sequence[float], *, level: float = 0.95, draws: int = DRAWS
) -> tuple[float, float]:
    """The interval that holds the mean difference `after - before` with that confidence.

    Pairs are drawn with replacement, so what is easy or hard in both cancels (percentile method: Efron & Tibshirani
    1993, An Introduction to the Bootstrap, chapter 13; for systems on one test set: Koehn 2004, Statistical
    Significance Tests for Machine Translation Evaluation, EMNLP). The drawing is seeded: the same runs give the same
    interval.
    """
    difference = numpy.asarray(after, dtype=float) - numpy.asarray(before, dtype=float)
    if difference.size == 0:
        return 0.0, 0.0
    random = numpy.random.default_rng(SEED)
    values, counts = numpy.unique(difference, return_counts=True)
    # How often each value is drawn is all that matters to the mean: few values, whatever the number of cases.
    drawn = random.multinomial(difference.size, counts / difference.size, size=draws)
    low, high = numpy.quantile(drawn @ values / difference.size, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def quantile_of(values: Sequence[float], share: float) -> float:
    """The smallest value that at least that share of them do not exceed."""
    place = math.ceil(share * len(values)) - 1
    return float(numpy.partition(numpy.asarray(values, dtype=float), place)[place])
