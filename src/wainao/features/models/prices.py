"""What models cost: a book of prices with the dates from which they hold, kept by the operator."""

from __future__ import annotations

import bisect
import math
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from functools import partial

import msgspec

from wainao.kernel import NotFoundError, UsageError, now_us
from wainao.store.home import Home
from wainao.store.sqlite import Migration
from wainao.types import Usage

MIGRATIONS = (
    Migration(
        "1-prices",
        """
        CREATE TABLE models_prices (
            model TEXT NOT NULL,
            since TEXT NOT NULL,
            usd_per_million_in REAL,
            usd_per_million_out REAL,
            usd_per_million_cached REAL,
            usd_per_million_embedded REAL,
            usd_per_image REAL,
            usd_per_minute REAL,
            PRIMARY KEY (model, since)
        );
        """,
    ),
)

HIGHEST_USD = 1_000_000.0
_MILLION = 1_000_000
_US_PER_DAY = 86_400 * _MILLION
_MOST_CHARACTERS = 256


@dataclass(frozen=True, kw_only=True, slots=True)
class Price:
    """What a model costs from the date `since` on (ISO 8601, UTC), in US dollars; None: nobody said.

    `model` is "provider/model", "provider/*" for all others of that provider, or a name alone where there is one
    endpoint. Tokens are by the million. Cached input and embedded texts are charged as input where they have no price
    of their own.
    """

    model: str
    since: str
    usd_per_million_in: float | None = None
    usd_per_million_out: float | None = None
    usd_per_million_cached: float | None = None
    usd_per_million_embedded: float | None = None
    usd_per_image: float | None = None
    usd_per_minute: float | None = None

    def __post_init__(self) -> None:
        _check_model(self.model)
        _check_date(self.since)
        for name in AMOUNTS:
            usd = getattr(self, name)
            if usd is not None and not 0 <= usd <= HIGHEST_USD:  # NaN is neither
                raise UsageError(f"{name} of {self.model!r} is {usd!r}. Expected 0 to {HIGHEST_USD:.0f} US dollars.")
        if all(getattr(self, name) is None for name in AMOUNTS):
            raise UsageError(f"The price of {self.model!r} says nothing. Give at least one of {', '.join(AMOUNTS)}.")

    def cost_microusd(self, used: Used) -> int | None:
        """What that costs, in millionths of a dollar, rounded up; None where a part that was used has no price."""
        return Rates(self).cost_microusd(used)


class Rates:
    """A price made ready to be applied to many calls: whole numbers, in millionths of a millionth of a dollar."""

    __slots__ = ("_cached", "_embedded", "_image", "_input", "_minute", "_output")

    def __init__(self, price: Price) -> None:
        into = price.usd_per_million_in
        self._input = _fine(into)
        self._output = _fine(price.usd_per_million_out)
        self._cached = _fine(_either(price.usd_per_million_cached, into))
        self._embedded = _fine(_either(price.usd_per_million_embedded, into))
        self._image = _fine(price.usd_per_image)
        self._minute = _fine(price.usd_per_minute)

    def cost_microusd(self, used: Used) -> int | None:
        """As `Price.cost_microusd`."""
        tokens = self._tokens(used)
        if tokens is None:
            return None
        total = tokens  # nothing is rounded to millionths of a dollar before the end
        if used.images or used.audio_s:
            beside = self._beside(used)
            if beside is None:
                return None
            total += beside
        return -(-total // _MILLION)

    def _tokens(self, used: Used) -> int | None:
        into, out = self._input, self._output
        if used.cached_tokens or used.embedded_tokens or into is None or out is None:
            return self._any_tokens(used)
        # Nearly every call is like this, and is charged twice: before it and after it.
        return -(-used.input_tokens * into // _MILLION) - (-used.output_tokens * out // _MILLION)

    def _any_tokens(self, used: Used) -> int | None:
        total = 0
        for amount, rate in (
            (used.input_tokens - used.cached_tokens, self._input),
            (used.cached_tokens, self._cached),
            (used.output_tokens, self._output),
            (used.embedded_tokens, self._embedded),
        ):
            if amount and rate is None:
                return None
            if amount and rate:
                total += -(-amount * rate // _MILLION)
        return total

    def _beside(self, used: Used) -> int | None:
        """What is no tokens: pictures, minutes."""
        total = 0
        for amount, per, rate in (
            (used.images, 1, self._image),
            (math.ceil(used.audio_s * 1_000), 60_000, self._minute),
        ):
            if amount and rate is None:
                return None
            if amount and rate:
                total += -(-amount * rate // per)
        return total


class Used(msgspec.Struct, frozen=True, kw_only=True):
    """What one call, or an estimate of it, used of a model. `cached_tokens` are among `input_tokens`."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    embedded_tokens: int = 0
    images: int = 0
    audio_s: float = 0.0


AMOUNTS = tuple(item.name for item in fields(Price) if item.name.startswith("usd_"))
"""The fields of a price that are amounts of money."""


class PriceBook:
    """What one process writes holds in all for the next call; looking a price up costs a look into memory."""

    def __init__(self, home: Home) -> None:
        self._database = home.database("state")
        self._changes = home.changes
        self._known: tuple[int | None, Mapping[str, Sequence[Price]]] = (None, {})
        self._database.migrate("prices", MIGRATIONS)

    def price(self, model: str, *, at_us: int | None = None) -> Price | None:
        """The price of "provider/model" that holds at that moment (microseconds since 1970, None: now), if any does."""
        known = self._by_model()
        if not known:
            return None
        day = _day((now_us() if at_us is None else at_us) // _US_PER_DAY)
        return _holding(known.get(model, ()), day) or _holding(known.get(f"{model.partition('/')[0]}/*", ()), day)

    def usage(self, model: str, used: Used, *, at_us: int | None = None) -> Usage:
        """What was used, with its cost; without a price the cost is None, never 0."""
        price = self.price(model, at_us=at_us)
        return Usage(
            calls=used.calls,
            input_tokens=used.input_tokens + used.embedded_tokens,
            output_tokens=used.output_tokens,
            cost_microusd=None if price is None else price.cost_microusd(used),
        )

    def all(self, model: str | None = None) -> list[Price]:
        """Every price, past and to come, by model and date."""
        return [price for name, prices in sorted(self._by_model().items()) if model in (None, name) for price in prices]

    async def put(self, prices: Sequence[Price]) -> None:
        """Write them, all or none; one of the same model and date is replaced."""
        await self._changes.write(partial(_put, prices=prices))

    async def remove(self, model: str, since: str) -> None:
        """Raises NotFoundError."""
        await self._changes.write(partial(_remove, model=model, since=since))

    def _by_model(self) -> Mapping[str, Sequence[Price]]:
        mark = self._changes.mark()
        known, prices = self._known
        if mark is None or mark != known:
            with self._database.read() as connection:
                prices = _read(connection)
            self._known = (mark, prices)
        return prices


_COLUMNS = tuple(item.name for item in fields(Price))


def today() -> str:
    """The date in UTC."""
    return datetime.now(UTC).date().isoformat()


def _read(connection: sqlite3.Connection) -> dict[str, list[Price]]:
    prices: dict[str, list[Price]] = {}
    for row in connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM models_prices ORDER BY model, since"):
        price = Price(**dict(zip(_COLUMNS, row, strict=True)))
        prices.setdefault(price.model, []).append(price)
    return prices


def _put(connection: sqlite3.Connection, *, prices: Sequence[Price]) -> None:
    connection.executemany(
        f"INSERT INTO models_prices ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
        " ON CONFLICT (model, since) DO UPDATE SET " + ", ".join(f"{name} = excluded.{name}" for name in AMOUNTS),
        [tuple(getattr(price, name) for name in _COLUMNS) for price in prices],
    )


def _remove(connection: sqlite3.Connection, *, model: str, since: str) -> None:
    gone = connection.execute("DELETE FROM models_prices WHERE model = ? AND since = ?", (model, since))
    if gone.rowcount == 0:
        raise NotFoundError(f"There is no price of {model!r} since {since!r}. `wainao prices list` shows them.")


def _holding(prices: Sequence[Price], day: str) -> Price | None:
    """The last one that holds on that day."""
    place = bisect.bisect_right(prices, day, key=lambda price: price.since)
    return prices[place - 1] if place else None


def _fine(usd: float | None) -> int | None:
    return None if usd is None else round(usd * _MILLION * _MILLION)


def _either(usd: float | None, otherwise: float | None) -> float | None:
    return otherwise if usd is None else usd


def _day(number: int) -> str:
    return date.fromordinal(_EPOCH + number).isoformat()


_EPOCH = date(1970, 1, 1).toordinal()


def _check_model(model: str) -> None:
    if not model or len(model) > _MOST_CHARACTERS or not model.isprintable() or model != model.strip():
        raise UsageError(
            f"{model!r} names no model. Expected provider/model such as 'deepseek/deepseek-chat', or 'provider/*'."
        )


def _check_date(since: str) -> None:
    try:
        if date.fromisoformat(since).isoformat() == since:
            return
    except ValueError:
        pass
    raise UsageError(f"{since!r} is no date from which a price could hold. Expected one such as '2026-01-31'.")
