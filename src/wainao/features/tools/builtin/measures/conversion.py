"""Conversion by Pint, in fractions: temperatures with their offsets, and what is one over the other (mpg, l/100 km)."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from threading import Lock
from typing import Any

from wainao.features.tools.builtin.measures.names import DEFINITIONS, in_pints_words
from wainao.kernel import UsageError

_ONE = Lock()
_TURNS = ("revolution", "turn", "radian", "degree", "cycle")
_DATA = ("bit", "byte", "octet", "baud")


def convert(amount: Fraction, from_: str, to: str) -> Fraction:
    """Raises UsageError for what is no unit, and for units of different things."""
    source, target = _unit(from_), _unit(to)
    _refuse_turns_as_frequency(source, target)
    _refuse_data_as_number(source, target)
    quantity = _registry().Quantity(amount, source)
    if source.dimensionality != target.dimensionality and source.dimensionality == (1 / target).dimensionality:
        if not amount:
            raise UsageError(f"0 {from_} is endless in {to!r}. Expected more than 0: correct the amount.")
        quantity = 1 / quantity
    elif source.dimensionality != target.dimensionality:
        raise UsageError(
            f"{from_!r} measures {_measured(source)}, and {to!r} {_measured(target)}. Expected units of the same "
            "thing: correct one of them."
        )
    value = _converted(quantity, target, f"{from_!r} and {to!r}")
    if _is_temperature(target) and _registry().Quantity(value, target).to("kelvin").magnitude < 0:
        raise UsageError(
            f"{amount} {from_} is below absolute zero. Expected at least -273.15 degrees Celsius: correct it."
        )
    return value


def _converted(quantity: Any, target: Any, pair: str) -> Fraction:
    try:
        return Fraction(quantity.to(target).magnitude)
    except TypeError as error:  # a logarithm of a fraction
        raise UsageError(
            f"One of {pair} is on a logarithmic scale, which is not converted here. Expected units that are "
            "proportional: calculate it, such as 10 * log(x / 0.001)."
        ) from error


def _refuse_turns_as_frequency(source: Any, target: Any) -> None:
    """To Pint an angle is a plain number, and one turn in a second 6.28 hertz; hardly anybody means that."""
    named = _names(source) + _names(target)
    if any("hertz" in name for name in named) and any(turn in name for name in named for turn in _TURNS):
        raise UsageError(
            "Turns in a time and a frequency were given, which differ by 2π or not, as one looks at it. Expected "
            "both as turns, or both as frequencies: 60 rpm are 1 Hz of turns, and 6.28 radians in a second."
        )


def _refuse_data_as_number(source: Any, target: Any) -> None:
    """To Pint a bit is a plain number, too: a byte would be 8 radians, and a bit in a second a hertz."""
    of_data, other = ([name for name in _names(one) if name.endswith(_DATA)] for one in (source, target))
    if bool(of_data) != bool(other):
        data = (of_data or other)[0]
        raise UsageError(
            f"{data!r} measures data, and the other unit no amount of data. Expected both of data, or "
            "none: correct one of them."
        )


def _measured(unit: Any) -> str:
    parts = [f"{name}^{power}" if power != 1 else name for name, power in unit.dimensionality.items()]
    return " ".join(parts) or "a plain number"


def _is_temperature(unit: Any) -> bool:
    """And no difference of two."""
    return unit.dimensionality == {"[temperature]": 1} and not any(name.startswith("delta_") for name in _names(unit))


def _names(unit: Any) -> list[str]:
    return [name for name, _ in _registry().Quantity(1, unit).unit_items()]


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
    if not _names(unit):
        raise UsageError(f"{name!r} measures nothing. Expected a unit such as 'km' or '斤'. Correct it.")
    return unit


def _registry() -> Any:
    with _ONE:  # two at once would make two, whose units do not know one another
        return _made()


@lru_cache(maxsize=1)
def _made() -> Any:
    # Half a second: only who converts pays it. What is written in decimals in Pint's table stays exact in fractions.
    from pint import UnitRegistry

    registry: Any = UnitRegistry(non_int_type=Fraction, autoconvert_offset_to_baseunit=True, cache_folder=None)
    for definition in DEFINITIONS:
        registry.define(definition)
    return registry
