"""prices:set, prices:list, prices:import and prices:remove."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, fields

from wainao.features.models.price_list import read_prices
from wainao.features.models.prices import Price, PriceBook, today
from wainao.kernel import Call, Capability, DeniedError, Spec
from wainao.store.portion import Portion
from wainao.types import Actor, Usage, Words, owner


@dataclass(frozen=True, kw_only=True, slots=True)
class PriceInput:
    """What a model costs, in US dollars, from the date `since` on; None: from today.

    `model` is "provider/model", or "provider/*" for all others of that provider.
    """

    model: str
    since: str | None = None
    usd_per_million_in: float | None = None
    usd_per_million_out: float | None = None
    usd_per_million_cached: float | None = None
    usd_per_million_embedded: float | None = None
    usd_per_image: float | None = None
    usd_per_minute: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PricesInput(Portion):
    """`model` None: all."""

    model: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PriceRow:
    """A price; `holds` now, or is one of the past or of the days to come."""

    model: str
    since: str
    usd_per_million_in: float | None
    usd_per_million_out: float | None
    usd_per_million_cached: float | None
    usd_per_million_embedded: float | None
    usd_per_image: float | None
    usd_per_minute: float | None
    holds: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class PriceRows:
    prices: tuple[PriceRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportInput:
    """`content` is CSV with a line of names, or JSON; prices without a date hold from `since` on, None: from today."""

    content: bytes
    since: str | None = None
    dry_run: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Imported:
    """How many prices were taken in, or would be, of how many models."""

    prices: int
    models: int


@dataclass(frozen=True, kw_only=True, slots=True)
class RemoveInput:
    model: str
    since: str


def _free(_: object) -> Usage:
    """No budget keeps an administrator from saying what things cost."""
    return Usage()


def capabilities(book: PriceBook) -> tuple[Capability, ...]:
    return SetPrice(book), ListPrices(book), ImportPrices(book), RemovePrice(book)


class SetPrice:
    """`prices:set`."""

    spec = Spec(
        name="prices:set",
        title=Words("设定价格", "Set a price"),
        description=Words(
            "设定一个模型从某日起的价格。此前的调用仍按当日的价格。",
            "Set what a model costs from a date on. Earlier calls keep the price of their day.",
        ),
        input=PriceInput,
        output=PriceRow,
        risk="write",
        right="admin",
        estimate=_free,
        example=PriceInput(
            model="deepseek/deepseek-chat", since="2026-01-01", usd_per_million_in=0.28, usd_per_million_out=0.42
        ),
    )

    def __init__(self, book: PriceBook) -> None:
        self._book = book

    async def invoke(self, call: Call) -> AsyncIterator[PriceRow]:
        _refuse_other_tenants(call.actor)
        given = {item.name: getattr(call.input, item.name) for item in fields(PriceInput)}
        price = Price(**given | {"since": call.input.since or today()})
        await self._book.put([price])
        yield _row(self._book, price)


class ListPrices:
    """`prices:list`."""

    spec = Spec(
        name="prices:list",
        title=Words("价格表", "Prices"),
        description=Words(
            "列出模型的价格：过去的、现行的和将来的。", "List the prices of models: past, current and future."
        ),
        input=PricesInput,
        output=PriceRows,
        estimate=_free,
        example=PricesInput(),
    )

    def __init__(self, book: PriceBook) -> None:
        self._book = book

    async def invoke(self, call: Call) -> AsyncIterator[PriceRows]:
        found = call.input.of(self._book.all(call.input.model))
        yield PriceRows(prices=tuple(_row(self._book, price) for price in found))


class ImportPrices:
    """`prices:import`."""

    spec = Spec(
        name="prices:import",
        title=Words("导入价格表", "Import prices"),
        description=Words(
            "从 CSV 或 JSON 导入价格；有一处错误则一条也不导入。",
            "Import prices from CSV or JSON. If one entry is wrong, nothing is imported.",
        ),
        input=ImportInput,
        output=Imported,
        risk="write",
        right="admin",
        estimate=_free,
        example=ImportInput(
            content=b"model,since,usd_per_million_in,usd_per_million_out\nopenai/gpt-4o,2026-01-01,2.5,10\n"
        ),
    )

    def __init__(self, book: PriceBook) -> None:
        self._book = book

    async def invoke(self, call: Call) -> AsyncIterator[Imported]:
        _refuse_other_tenants(call.actor)
        prices = read_prices(call.input.content, since=call.input.since or today())
        if not call.input.dry_run:
            await self._book.put(prices)
        yield Imported(prices=len(prices), models=len({price.model for price in prices}))


class RemovePrice:
    """`prices:remove`."""

    spec = Spec(
        name="prices:remove",
        title=Words("删除价格", "Remove a price"),
        description=Words(
            "删除一个模型自某日起的价格；已记下的费用不变。",
            "Delete the price of a model from a date on. Recorded costs stay.",
        ),
        input=RemoveInput,
        output=PriceRows,
        risk="write",
        right="admin",
        estimate=_free,
        example=RemoveInput(model="deepseek/deepseek-chat", since="2026-01-01"),
    )

    def __init__(self, book: PriceBook) -> None:
        self._book = book

    async def invoke(self, call: Call) -> AsyncIterator[PriceRows]:
        _refuse_other_tenants(call.actor)
        await self._book.remove(call.input.model, call.input.since)
        yield PriceRows(prices=tuple(_row(self._book, price) for price in self._book.all(call.input.model)))


def _refuse_other_tenants(actor: Actor) -> None:
    if actor.tenant != owner().tenant:
        raise DeniedError(
            f"Prices are the installation's, and {actor.id!r} is of the tenant {actor.tenant!r}. Ask whoever runs it."
        )


def _row(book: PriceBook, price: Price) -> PriceRow:
    given = {item.name: getattr(price, item.name) for item in fields(Price)}
    return PriceRow(**given, holds=book.price(price.model) == price)
