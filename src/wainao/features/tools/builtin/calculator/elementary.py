"""Sine, arc tangent and the like in decimals; series as in the documentation of Python's `decimal`."""

from __future__ import annotations

from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext
from functools import lru_cache

PRECISION = 60
"""Significant digits that are worked with; half of them are shown."""
CONTEXT = Context(prec=PRECISION, Emax=1_000_000, Emin=-1_000_000, traps=[InvalidOperation, DivisionByZero, Overflow])

_ENOUGH = Decimal(10) ** -(PRECISION + 5)


def pi() -> Decimal:
    return CONTEXT.plus(_precise_pi())


def sin(x: Decimal) -> Decimal:
    """`x` in radians, below 10^30."""
    with localcontext(CONTEXT) as context:
        context.prec += 40
        turned = x.remainder_near(2 * _precise_pi())
        term = total = turned
        n = 1
        while abs(term) > _ENOUGH:
            term = -term * turned * turned / ((n + 1) * (n + 2))
            n += 2
            total += term
    return CONTEXT.plus(total)


def cos(x: Decimal) -> Decimal:
    """`x` in radians, below 10^30."""
    with localcontext(CONTEXT) as context:
        context.prec += 40
        shifted = x + _precise_pi() / 2
    return sin(shifted)


def atan(x: Decimal) -> Decimal:
    """In radians."""
    with localcontext(CONTEXT) as context:
        context.prec += 10
        for _ in range(3):
            x = x / (1 + (1 + x * x).sqrt())
        power = total = x
        n = 1
        while abs(power) > _ENOUGH:
            power = -power * x * x
            n += 2
            total += power / n
    return CONTEXT.multiply(total, 8)


@lru_cache(maxsize=1)
def _precise_pi() -> Decimal:
    """So precise that even 10^30 is turned back exactly enough."""
    with localcontext(CONTEXT) as context:
        context.prec = PRECISION + 40
        a, b, t, p = Decimal(1), 1 / Decimal(2).sqrt(), Decimal("0.25"), 1
        for _ in range(8):  # the mean of Gauss and Legendre doubles the digits each time
            a, b, t, p = (a + b) / 2, (a * b).sqrt(), t - p * ((a - b) / 2) ** 2, 2 * p
        return (a + b) ** 2 / (4 * t)
