"""What a model costs on which day, and what it says of a model that nobody has priced."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wainao.features.models.capabilities.prices import (
    ImportInput,
    PriceInput,
    PricesInput,
    RemoveInput,
    capabilities,
)
from wainao.features.models.price_list import read_prices
from wainao.features.models.prices import Price, PriceBook, Used
from wainao.kernel import DeniedError, Kernel, NotFoundError, UsageError
from wainao.store.home import Home
from wainao.testing import in_memory_ports
from wainao.types import ALL_RIGHTS, Actor, Usage, owner

pytestmark = pytest.mark.anyio


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    opened = Home(tmp_path / "home")
    yield opened
    opened.close()


@pytest.fixture
def book(home: Home) -> PriceBook:
    return PriceBook(home)


def on(day: str) -> int:
    return int(datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC).timestamp() * 1e6)


def price(model: str = "lab/m-1", since: str = "2026-01-01", **usd: float) -> Price:
    return Price(model=model, since=since, **usd or {"usd_per_million_in": 1.0, "usd_per_million_out": 2.0})


async def test_a_call_costs_what_the_model_cost_on_its_day(book):
    await book.put(
        [
            price(since="2026-03-01", usd_per_million_in=3.0),
            price(since="2026-01-01", usd_per_million_in=1.0),
            price(since="2026-02-01", usd_per_million_in=2.0),
        ]
    )
    days = ("2025-12-31", "2026-01-01", "2026-01-31", "2026-02-01", "2027-01-01")
    costs = [book.usage("lab/m-1", Used(input_tokens=10), at_us=on(day)).cost_microusd for day in days]
    assert costs == [None, 10, 10, 20, 30]


async def test_an_unknown_price_is_unknown_and_never_nothing(book):
    assert book.usage("lab/m-1", Used(calls=1, input_tokens=5)) == Usage(calls=1, input_tokens=5, cost_microusd=None)
    await book.put([price(usd_per_million_in=1.0)])
    assert book.usage("lab/m-1", Used(input_tokens=5)).cost_microusd == 5
    assert book.usage("lab/m-1", Used(input_tokens=5, output_tokens=1)).cost_microusd is None
    assert book.usage("lab/m-2", Used(input_tokens=5)).cost_microusd is None
    await book.put([price(usd_per_million_in=0.0)])
    assert book.usage("lab/m-1", Used(input_tokens=5)).cost_microusd == 0


async def test_a_providers_price_is_for_all_its_models_without_their_own(book):
    await book.put([price("ollama/*", usd_per_million_in=0.0), price("ollama/big", usd_per_million_in=4.0)])
    models = ("ollama/small", "ollama/big", "other/small", "ollama")
    assert [book.usage(model, Used(input_tokens=1)).cost_microusd for model in models] == [0, 4, None, 0]


async def test_each_kind_of_use_has_its_price(book):
    await book.put(
        [
            price(
                usd_per_million_in=1.0,
                usd_per_million_out=8.0,
                usd_per_million_cached=0.1,
                usd_per_million_embedded=0.02,
                usd_per_image=0.04,
                usd_per_minute=0.006,
            )
        ]
    )
    used = Used(input_tokens=1000, cached_tokens=400, output_tokens=100, embedded_tokens=10_000, images=2, audio_s=90.0)
    assert book.usage("lab/m-1", used) == Usage(
        input_tokens=11_000, output_tokens=100, cost_microusd=600 + 40 + 800 + 200 + 80_000 + 9_000
    )


@given(
    tokens=st.integers(0, 10**9),
    cached=st.integers(0, 10**9),
    usd=st.decimals(0, 1000, places=6),
)
def test_the_cost_is_exact_and_rounded_up(tokens, cached, usd):
    cached = min(cached, tokens)
    priced = price(usd_per_million_in=float(usd), usd_per_million_cached=float(usd / 2))
    exact = (tokens - cached) * Fraction(usd) + cached * Fraction(usd) / 2
    cost = priced.cost_microusd(Used(input_tokens=tokens, cached_tokens=cached))
    assert exact <= cost < exact + 1 + Fraction(1, 1000)


async def test_a_price_set_in_one_process_holds_in_another(home, book):
    other = Home(home.path)
    try:
        there = PriceBook(other)
        assert there.price("lab/m-1") is None
        await book.put([price()])
        assert there.price("lab/m-1") == price()
        await there.remove("lab/m-1", "2026-01-01")
        assert book.price("lab/m-1") is None
    finally:
        other.close()


@pytest.mark.parametrize(
    "wrong",
    [
        {"model": ""},
        {"model": " m"},
        {"model": "a\nb"},
        {"model": "m" * 300},
        {"since": "2026-13-01"},
        {"since": "tomorrow"},
        {"since": "20260101"},
        {"usd_per_million_in": -0.1},
        {"usd_per_million_in": float("nan")},
        {"usd_per_million_in": float("inf")},
        {"usd_per_million_in": None},
    ],
)
def test_a_price_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(UsageError):
        Price(**{"model": "lab/m-1", "since": "2026-01-01", "usd_per_million_in": 1.0} | wrong)


def test_a_list_is_csv_or_json():
    rows = b'model,since,usd_per_million_in,usd_per_million_out\nlab/m-1,2026-01-01,1,2\n"lab/m,2",,0.5,\n'
    expected = [price(), price("lab/m,2", "2026-07-01", usd_per_million_in=0.5)]
    assert read_prices(rows, since="2026-07-01") == expected
    assert read_prices(b"\xef\xbb\xbf" + rows.replace(b"\n", b"\r\n"), since="2026-07-01") == expected
    listed = b'[{"model": "lab/m-1", "since": "2026-01-01", "usd_per_million_in": 1, "usd_per_million_out": 2}]'
    assert read_prices(listed, since="2026-07-01") == [price()]
    assert read_prices(b'{"prices": %b}' % listed, since="2026-07-01") == [price()]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no price"),
        (b"model,since\n", "no price"),
        (b"model,price\nlab/m-1,1\n", "'price'"),
        (b"model,usd_per_million_in\nlab/m-1,1\nlab/m-2,cheap\n", "line 3"),
        (b"model,usd_per_million_in\nlab/m-1,-1\n", "line 2.*Expected 0"),
        (b"model,usd_per_million_in\nlab/m-1,1,2\n", "line 2"),
        (b"usd_per_million_in\n1\n", "line 2.*model"),
        (b'model\n"lab', "no CSV"),
        (b"[1]", "Entry 1"),
        (b'[{"model": "m", "usd_per_million_in": "much"}]', "entry 1"),
        (b'[{"model": "m", "cost": 1}]', "'cost'"),
        (b"{}", "no list"),
        (b"[", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"\xff\xfe", "UTF-8"),
    ],
)
def test_a_list_that_is_wrong_says_where(content, said):
    with pytest.raises(UsageError, match=said):
        read_prices(content, since="2026-01-01")


@given(st.binary(max_size=200))
def test_any_bytes_are_prices_or_refused(content):
    with contextlib.suppress(UsageError):
        assert read_prices(content, since="2026-01-01")


class Shop:
    """The capabilities, called as somebody."""

    def __init__(self, book: PriceBook) -> None:
        self.kernel = Kernel(in_memory_ports(), capabilities(book))

    async def run(self, name: str, input: Any, actor: Actor | None = None) -> Any:
        return (await self.kernel.run(name, input, actor=actor or owner())).output


async def test_prices_are_set_listed_and_removed(book):
    shop = Shop(book)
    set_ = await shop.run("prices:set", PriceInput(model="lab/m-1", usd_per_million_in=1.0))
    assert (set_.holds, set_.since) == (True, datetime.now(UTC).date().isoformat())
    await shop.run("prices:set", PriceInput(model="lab/m-1", since="2026-01-01", usd_per_million_in=2.0))
    await shop.run("prices:set", PriceInput(model="lab/m-1", since="2999-01-01", usd_per_million_in=3.0))
    listed = (await shop.run("prices:list", PricesInput())).prices
    assert [(row.usd_per_million_in, row.holds) for row in listed] == [(2.0, False), (1.0, True), (3.0, False)]
    left = await shop.run("prices:remove", RemoveInput(model="lab/m-1", since=set_.since))
    assert [row.holds for row in left.prices] == [True, False]
    with pytest.raises(NotFoundError):
        await shop.run("prices:remove", RemoveInput(model="lab/m-1", since=set_.since))


async def test_a_list_is_taken_in_whole_or_not_at_all(book):
    shop = Shop(book)
    good = b"model,usd_per_million_in\nlab/m-1,1\nlab/m-2,2\n"
    tried = await shop.run("prices:import", ImportInput(content=good, dry_run=True))
    assert (tried.prices, tried.models, book.all()) == (2, 2, [])
    with pytest.raises(UsageError):
        await shop.run("prices:import", ImportInput(content=good + b"lab/m-3,-1\n"))
    assert book.all() == []
    await shop.run("prices:import", ImportInput(content=good, since="2026-05-01"))
    assert [one.since for one in book.all()] == ["2026-05-01"] * 2


async def test_nobody_else_sets_what_things_cost(book):
    shop = Shop(book)
    far = Actor(id="far", tenant="far", rights=ALL_RIGHTS)
    clerk = Actor(id="ann", rights=ALL_RIGHTS - {"admin"})
    for name, input in (
        ("prices:set", PriceInput(model="m", usd_per_million_in=0.0)),
        ("prices:import", ImportInput(content=b"model,usd_per_million_in\nm,0\n")),
        ("prices:remove", RemoveInput(model="m", since="2026-01-01")),
    ):
        for actor in (far, clerk):
            with pytest.raises(DeniedError):
                await shop.run(name, input, actor)
    assert (await shop.run("prices:list", PricesInput(), far)).prices == ()


def test_looking_a_price_up_asks_no_database(home, book, monkeypatch):
    asyncio.run(book.put([price()]))
    assert book.price("lab/m-1") is not None
    monkeypatch.setattr(home.database("state"), "read", None)
    assert book.price("lab/m-1") == price()
    assert book.price("lab/none") is None
