"""Values: a Fraction as long as it is exact, else a Decimal of 60 digits; and the bounds that keep them small."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal, DecimalException, localcontext
from fractions import Fraction
from typing import TypeAlias

from wainao.features.tools.builtin.calculator.elementary import CONTEXT
from wainao.features.tools.builtin.calculator.tokens import MOST_DIGITS
from wainao.kernel import UsageError

Value: TypeAlias = Fraction | Decimal

MOST_BITS = int(MOST_DIGITS * 3.32)
SHOWN_DIGITS = 30
"""Significant ones, of a value whose decimals do not end, or do not end soon."""
LONGEST_TAIL = 60
"""Digits after the point that are shown of a value whose decimals end."""


def inexact(value: Value) -> Decimal:
    if isinstance(value, Decimal):
        return value
    return CONTEXT.divide(Decimal(value.numerator), Decimal(value.denominator))


def bounded(value: Value) -> Value:
    """The value itself. Raises UsageError for one that is too long to work with."""
    if isinstance(value, Fraction) and max(value.numerator.bit_length(), value.denominator.bit_length()) > MOST_BITS:
        raise too_large("The result, or a step on the way to it,")
    return value


def too_large(what: str) -> UsageError:
    return UsageError(
        f"{what} has more than {MOST_DIGITS} digits. Expected fewer: take logarithms, or work with smaller numbers."
    )


def combined(sign: str, left: Value, right: Value) -> Value:
    """The four operations and the remainder; exact where both are."""
    if sign in ("/", "//", "mod") and not right:
        raise UsageError(f"{shown(left)} is divided by 0, which has no result. Expected another divisor: correct it.")
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return bounded(_EXACT[sign](left, right))
    if sign in ("//", "mod"):
        raise UsageError(
            f"{sign!r} was asked of a value that is not exact. Expected whole numbers or fractions: round() it first."
        )
    return inexactly(lambda: _INEXACT[sign](inexact(left), inexact(right)))


def power(base: Value, exponent: Value) -> Value:
    """Exact for whole exponents, and for roots that are exact."""
    if isinstance(base, Fraction) and isinstance(exponent, Fraction) and exponent.denominator == 1:
        return _whole_power(base, exponent.numerator)
    if base < 0:
        raise UsageError(
            f"{shown(base)} to the power of {shown(exponent)} is no real number. Expected a base of 0 or more: "
            "correct it."
        )
    if isinstance(base, Fraction) and exponent == Fraction(1, 2) and (exact := exact_root(base, 2)) is not None:
        return exact
    return inexactly(lambda: CONTEXT.power(inexact(base), inexact(exponent)))


def exact_root(value: Fraction, degree: int) -> Fraction | None:
    """Of a fraction of 0 or more, if it is one."""
    top, bottom = whole_root(value.numerator, degree), whole_root(value.denominator, degree)
    return Fraction(top, bottom) if top**degree == value.numerator and bottom**degree == value.denominator else None


def whole_root(value: int, degree: int) -> int:
    """The root of a whole number of 0 or more, rounded down: Newton's way."""
    guess = 1 << -(-value.bit_length() // degree)
    while value:
        better = ((degree - 1) * guess + value // guess ** (degree - 1)) // degree
        if better >= guess:
            return guess
        guess = better
    return 0


def half_away(value: Fraction) -> int:
    """The nearest whole number, and of two the one farther from zero, as at school and in accounting."""
    whole = math.floor(abs(value) + Fraction(1, 2))
    return whole if value >= 0 else -whole


def inexactly(work: Callable[[], Decimal]) -> Decimal:
    try:
        with localcontext(CONTEXT):
            return +work()
    except DecimalException as error:
        raise UsageError(
            "The result is no number that can be written here: it is too large, or there is none. Expected values for "
            "which there is one: check them."
        ) from error


def shown(value: Value) -> str:
    """In decimals: all of them where they end soon, else the first 30 significant ones."""
    return _plain(value) if _ends_soon(value) else _rounded(value)


def is_exact(value: Value) -> bool:
    """Whether `shown` shows all of it."""
    return _ends_soon(value)


def _whole_power(base: Fraction, exponent: int) -> Fraction:
    if not base and exponent < 0:
        raise UsageError(f"0 to the power of {exponent} divides by 0. Expected an exponent of 0 or more: correct it.")
    bits = max(base.numerator.bit_length(), base.denominator.bit_length())
    if bits > 1 and (bits - 1) * abs(exponent) > MOST_BITS:
        raise too_large(f"{shown(base)} to the power of {shown(Fraction(exponent))}")
    value = base**exponent
    bounded(value)
    return value


def _ends_soon(value: Value) -> bool:
    if isinstance(value, Decimal):
        return False
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return rest == 1 and max(twos, fives) <= LONGEST_TAIL


def _plain(value: Value) -> str:
    assert isinstance(value, Fraction)
    if value.denominator == 1:
        return str(value.numerator)
    with localcontext(CONTEXT) as context:
        context.prec = MOST_DIGITS + LONGEST_TAIL
        return f"{Decimal(value.numerator) / value.denominator:f}"


def _rounded(value: Value) -> str:
    with localcontext(CONTEXT) as context:
        context.prec = SHOWN_DIGITS
        number = (+inexact(value)).normalize()
    return f"{number:f}" if -SHOWN_DIGITS <= number.adjusted() <= SHOWN_DIGITS else f"{number:e}"


_EXACT: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
    "//": lambda left, right: Fraction(left // right),
    "mod": lambda left, right: left % right,
}
_INEXACT: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
}
