"""What an expression may call by name. Angles are in radians; 30° is so many."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from wainao.features.tools.builtin.calculator import elementary
from wainao.features.tools.builtin.calculator.elementary import CONTEXT
from wainao.features.tools.builtin.calculator.tokens import MOST_DIGITS
from wainao.features.tools.builtin.calculator.values import (
    MOST_BITS,
    Value,
    bounded,
    combined,
    exact_root,
    half_away,
    inexact,
    inexactly,
    power,
    shown,
    too_large,
)
from wainao.kernel import UsageError

LARGEST_ANGLE = Decimal(10) ** 30
ALMOST_NOTHING = Decimal("1e-50")
LARGEST_FACTORIAL = 1_400
"""Its result has 3,812 digits."""
MOST_PLACES = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Function:
    """`least` to `most` arguments; None: any number."""

    work: Callable[..., Value]
    least: int = 1
    most: int | None = 1


def called(name: str, arguments: Sequence[Value]) -> Value:
    """Raises UsageError for a name that is none, or arguments that it does not take."""
    function = FUNCTIONS.get(name)
    if function is None:
        raise UsageError(f"{name!r} is no function. Expected one of {', '.join(sorted(FUNCTIONS))}. Correct the name.")
    if len(arguments) < function.least or (function.most is not None and len(arguments) > function.most):
        expected = function.least if function.least == function.most else f"{function.least} or more"
        raise UsageError(f"{name!r} was given {len(arguments)} values. Expected {expected}. Write {name}(…).")
    return bounded(function.work(*arguments))


def factorial(value: Value) -> Value:
    n = _whole(value, "factorial")
    if n > LARGEST_FACTORIAL:
        raise too_large(f"The factorial of {shown(value)}")
    return Fraction(math.factorial(n))


def degrees(value: Value) -> Value:
    return inexactly(lambda: inexact(value) * elementary.pi() / 180)


def _whole(value: Value, name: str) -> int:
    if not isinstance(value, Fraction) or value.denominator != 1 or value < 0:
        raise UsageError(f"{name!r} was given {shown(value)}. Expected a whole number of 0 or more: correct it.")
    return value.numerator


def _root(value: Value, degree: int) -> Value:
    if value < 0 and degree % 2:
        root = _root(-value, degree)
        return -root
    if isinstance(value, Fraction) and value >= 0 and (exact := exact_root(value, degree)) is not None:
        return exact
    return power(inexact(value), Fraction(1, degree))


def _chosen(n: Value, k: Value) -> Value:
    whole, few = _whole(n, "comb"), _whole(k, "comb")
    few = min(few, whole - few) if few <= whole else few
    if few > MOST_BITS or few * max(whole.bit_length(), 1) > 4 * MOST_BITS:
        raise too_large(f"comb({whole}, {few})")
    return Fraction(math.comb(whole, few))


def _arranged(n: Value, k: Value) -> Value:
    whole, few = _whole(n, "perm"), _whole(k, "perm")
    if few <= whole and few * max(whole.bit_length(), 1) > 2 * MOST_BITS:
        raise too_large(f"perm({whole}, {few})")
    return Fraction(math.perm(whole, few))


def _log(value: Value, base: Value | None = None) -> Value:
    if value <= 0 or (base is not None and (base <= 0 or base == 1)):
        raise UsageError(
            f"The logarithm of {shown(value)} was asked for. Expected more than 0, and a base that is not 1."
        )
    if base is None:
        return inexactly(lambda: inexact(value).ln())
    found = inexactly(lambda: inexact(value).ln() / inexact(base).ln())
    whole = Fraction(int(found.to_integral_value()))
    near = abs(found - int(whole)) < Decimal("1e-40") and isinstance(base, Fraction)
    return whole if near and power(base, whole) == value else found


def _angle(work: Callable[[Decimal], Decimal]) -> Callable[[Value], Value]:
    def function(value: Value) -> Value:
        if not value:
            return Fraction(int(work(Decimal(0))))
        x = inexact(value)
        if abs(x) > LARGEST_ANGLE:
            raise UsageError(
                f"The angle {shown(value)} is beyond 10^30. Expected a smaller one: take away whole turns."
            )
        found = inexactly(lambda: work(x))
        # Of a half turn, it is what the last digit of π leaves; only of a tiny angle is it what it says.
        return Decimal(0) if abs(found) < ALMOST_NOTHING < abs(x) else found

    return function


def _asin(value: Value) -> Value:
    x = inexact(value)
    if abs(x) > 1:
        raise UsageError(f"No angle has the sine or cosine {shown(value)}. Expected a value from -1 to 1: correct it.")
    if abs(x) == 1:
        return inexactly(lambda: x * elementary.pi() / 2)
    return inexactly(lambda: elementary.atan(x / (1 - x * x).sqrt()))


def _near(value: Value) -> Fraction:
    """With the digits that are known of it."""
    if isinstance(value, Decimal) and abs(value.adjusted()) > MOST_DIGITS:
        raise too_large(shown(value))
    return Fraction(value)


def _tangent(x: Decimal) -> Decimal:
    cosine = elementary.cos(x)
    if abs(cosine) < ALMOST_NOTHING:
        raise UsageError("The tangent of a quarter turn has no end. Expected another angle: correct it.")
    return elementary.sin(x) / cosine


def _rounded(value: Value, places: Value = Fraction(0)) -> Value:
    digits = _whole(places, "round")
    if digits > MOST_PLACES:
        raise UsageError(f"{digits} places were asked for. Expected at most {MOST_PLACES}: round to fewer.")
    return Fraction(half_away(_near(value) * 10**digits), 10**digits)


def _total(*values: Value) -> Value:
    total: Value = Fraction(0)
    for value in values:
        total = combined("+", total, value)
    return total


def _mean(*values: Value) -> Value:
    return combined("/", _total(*values), Fraction(len(values)))


def _whole_only(work: Callable[..., int]) -> Callable[..., Value]:
    return lambda *values: Fraction(work(*(_whole(value, work.__name__) for value in values)))


FUNCTIONS: dict[str, Function] = {
    "pi": Function(work=elementary.pi, least=0, most=0),
    "π": Function(work=elementary.pi, least=0, most=0),
    "e": Function(work=lambda: Decimal(1).exp(CONTEXT), least=0, most=0),
    "sqrt": Function(work=lambda value: _root(value, 2)),
    "cbrt": Function(work=lambda value: _root(value, 3)),
    "abs": Function(work=abs),
    "floor": Function(work=lambda value: Fraction(math.floor(_near(value)))),
    "ceil": Function(work=lambda value: Fraction(math.ceil(_near(value)))),
    "round": Function(work=_rounded, most=2),
    "min": Function(work=min, most=None),
    "max": Function(work=max, most=None),
    "sum": Function(work=_total, most=None),
    "avg": Function(work=_mean, most=None),
    "gcd": Function(work=_whole_only(math.gcd), most=None),
    "lcm": Function(work=_whole_only(math.lcm), most=20),
    "factorial": Function(work=factorial),
    "comb": Function(work=_chosen, least=2, most=2),
    "perm": Function(work=_arranged, least=2, most=2),
    "exp": Function(work=lambda value: inexactly(lambda: inexact(value).exp())),
    "ln": Function(work=_log),
    "log": Function(work=lambda value, base=Fraction(10): _log(value, base), most=2),
    "log2": Function(work=lambda value: _log(value, Fraction(2))),
    "sin": Function(work=_angle(elementary.sin)),
    "cos": Function(work=_angle(elementary.cos)),
    "tan": Function(work=_angle(_tangent)),
    "asin": Function(work=_asin),
    "acos": Function(work=lambda value: inexactly(lambda: elementary.pi() / 2 - inexact(_asin(value)))),
    "atan": Function(work=lambda value: inexactly(lambda: elementary.atan(inexact(value)))),
}
