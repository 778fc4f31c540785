"""Conversion by Pint, in fractions: temperatures with their offsets, and what is one over the other (mpg, l/100 km)."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any

from wainao.features.tools.builtin.measures.names import DEFINITIONS, in_pints_words
from wainao.kernel import UsageError


def convert(amount: Fraction, from_: str, to: str) -> Fraction:
    """Raises UsageError for what is no unit, and for units of different things."""
    source, target = _unit(from_), _unit(to)
    quantity = _registry().Quantity(amount, source)
    if source.dimensionality != target.dimensionality and source.dimensionality == (1 / target).dimensionality:
        if not amount:
            raise UsageError(f"0 {from_} is endless in {to!r}. Expected more than 0: correct the amount.")
        quantity = 1 / quantity
    elif source.dimensionality != target.dimensionality:
        raise UsageError(
            f"{from_!r} measures {source.dimensionality}, and {to!r} {target.dimensionality}. Expected units of the "
            "same thing: correct one of them."
        )
    value = Fraction(quantity.to(target).magnitude)
    if _is_temperature(target) and _registry().Quantity(value, target).to("kelvin").magnitude < 0:
        raise UsageError(
            f"{amount} {from_} is below absolute zero. Expected at least -273.15 degrees Celsius: correct it."
        )
    return value


def _is_temperature(unit: Any) -> bool:
    """And no difference of two."""
    return unit.dimensionality == {"[temperature]": 1} and not str(unit).startswith("delta_")


def _unit(name: str) -> Any:
    from pint.errors import PintError

    words = in_pints_words(name)
    try:
        unit = _registry().parse_units(words)
    except (PintError, ValueError, AssertionError, TypeError, AttributeError) as error:
        raise UsageError(
            f"{name!r} is no unit that is known. Expected one such as 'km', 'lb', '斤', '亩' or '摄氏度'. Check "
            "its spelling."
        ) from error
    if unit.dimensionless and not str(unit):
        raise UsageError(f"{name!r} measures nothing. Expected a unit such as 'km' or '斤'. Correct it.")
    return unit


@lru_cache(maxsize=1)
def _registry() -> Any:
    # Half a second: only who converts pays it. What is written in decimals in Pint's table stays exact in fractions.
    from pint import UnitRegistry

    registry: Any = UnitRegistry(non_int_type=Fraction, autoconvert_offset_to_baseunit=True, cache_folder=None)
    for definition in DEFINITIONS:
        registry.define(definition)
    return registry
