"""An amount that somebody gave, as an exact number of a size that can be worked with."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction

from wainao.kernel import UsageError

MOST_DIGITS = 100
SPOKEN_DIGITS = 12
"""Significant ones of a number that does not end, in a sentence; the result has more of them."""


def exact(amount: Decimal) -> Fraction:
    """Raises UsageError for what is no number, or has too many digits."""
    if not amount.is_finite():
        raise UsageError(f"The amount {str(amount)!r} is no number. Expected one such as 30 or 1.5: correct it.")
    _, digits, exponent = amount.as_tuple()
    if len(digits) > MOST_DIGITS or abs(int(exponent)) > MOST_DIGITS:
        raise UsageError(
            f"The amount {str(amount)[:20] + '…'!r} has more than {MOST_DIGITS} digits. Expected fewer: round it."
        )
    return Fraction(amount)


def equals(result: str, *, exact: bool) -> str:
    """A number as a sentence gives it: "= 391", "≈ 1.41421356237"."""
    if exact:
        return f"= {result}"
    rounded = Decimal(result).normalize(Context(prec=SPOKEN_DIGITS))
    return f"≈ {rounded:f}" if abs(rounded.adjusted()) < SPOKEN_DIGITS else f"≈ {rounded}"
