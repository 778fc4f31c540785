"""currency:convert and currency:rates: money at a rate whose day and source are told."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from wainao.features.tools.builtin.amounts import SPOKEN_DIGITS, equals, exact
from wainao.features.tools.builtin.calendars.days import spoken
from wainao.features.tools.builtin.money.currencies import code, places
from wainao.features.tools.builtin.money.rates import Found, Rates
from wainao.features.tools.builtin.money.table import read_rates
from wainao.features.tools.builtin.outside import Outside
from wainao.kernel import Call, Capability, EngineError, NotFoundError, UsageError
from wainao.store.function import capability, means
from wainao.store.home import Home
from wainao.types import Language, Words

FETCH_EVERY_S = 6 * 3600
RETRY_S = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Exchanged:
    """`result` to the smallest coin, `exact` with all its digits (at most 30 where they do not end).

    `rate` is what one unit is worth; it is of the day `date`, `days_old` days before the one asked for, as `source`
    said. `failure` is why nothing newer could be fetched, where that was tried. `read` says what was converted.
    """

    result: str
    exact: str
    currency: str
    rate: str
    date: date
    days_old: int
    source: str
    failure: str
    read: str

    def sentence(self, language: Language) -> str:
        said = f"{self.read} = {self.result} {self.currency}"
        rate = equals(self.rate, exact=len(self.rate) <= SPOKEN_DIGITS)
        one = f"1 {self.read.rpartition(' ')[2]} {rate} {self.currency}"
        if language == "zh":
            why = f"；未能取得更新的汇率：{self.failure}" if self.failure else ""
            return f"{said}（{one}，{spoken(self.date, 'zh')}的汇率，来源：{self.source}{why}）"
        why = f"; nothing newer could be fetched: {self.failure}" if self.failure else ""
        return f"{said} ({one}, the rate of {spoken(self.date, 'en')}, from {self.source}{why})"


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """How many rates were taken in, of which days."""

    rates: int
    first: date
    last: date


class Exchange:
    """What is known, and the configured source, asked at most every six hours; while it fails, what is known holds."""

    def __init__(self, rates: Rates, outside: Outside, url: str) -> None:
        self._rates = rates
        self._outside = outside
        self._url = url
        self._again: dict[str, float] = {}

    async def find(self, tenant: str, from_: str, to: str, on: date | None) -> tuple[Found, str]:
        """What is known, and why the configured source could not be asked, if it could not."""
        today, failure = date.today(), None
        if self._url and (on is None or on >= today):
            failure = await self._refresh(tenant)
        try:
            return self._rates.find(tenant, from_, to, until=on or today), str(failure or "")
        except NotFoundError:
            if failure is not None:
                raise failure from None
            raise

    async def take(self, tenant: str, content: bytes, *, source: str, on: date | None) -> Taken:
        rates = read_rates(content, on=on)
        await self._rates.put(tenant, rates, source=source)
        days = sorted(rate.date for rate in rates)
        return Taken(rates=len(rates), first=days[0], last=days[-1])

    async def _refresh(self, tenant: str) -> EngineError | UsageError | None:
        now = time.monotonic()
        if now < self._again.get(tenant, now):
            return None
        try:
            page = await self._outside.get(self._url)
            await self.take(tenant, page.content, source=self._url, on=None)
        except (EngineError, UsageError) as error:
            self._again[tenant] = now + RETRY_S
            return error
        self._again[tenant] = now + FETCH_EVERY_S
        return None


def capabilities(home: Home, outside: Outside, url: str) -> tuple[Capability, ...]:
    """`url` is where rates are fetched; empty: nowhere."""
    exchange = Exchange(Rates(home), outside, url)
    return (_convert(exchange), _rates(exchange))


def _convert(exchange: Exchange) -> Capability:
    @capability(
        "currency:convert",
        zh="货币换算",
        en="Convert money",
        about=Words(
            "按已知汇率换算货币，并说明汇率的日期与来源。自身不带汇率：由管理员给出汇率表，或配置来源。",
            "Convert money at a known rate, and say of which day and from where it is. It comes with no rates: an "
            "administrator gives a table, or configures a source.",
        ),
        example={"amount": Decimal("30"), "from_": "USD", "to": "CNY"},
        samples=(
            "把 30 美元换成人民币",
            "100欧元等于多少日元",
            "500块人民币能兑换多少美金",
            "三百美元折合人民币多少钱",
            "How much is 250 GBP in USD?",
            "convert 1000 yuan to euros",
            "how many dollars do I get for 80 euros",
            "exchange 500 francs, change them into pounds",
        ),
    )
    async def convert(
        call: Call,
        amount: Annotated[Decimal, means("金额", "How much", reads="exchange.amount")],
        from_: Annotated[
            str, means("原来的货币，如 美元、USD", "The currency it is in, such as USD", reads="exchange.from")
        ],
        to: Annotated[
            str, means("换成的货币，如 人民币、CNY", "The currency wanted, such as CNY", reads="exchange.to")
        ],
        on: Annotated[date | None, means("哪天的汇率；空：最新", "Of which day; none: the newest")] = None,
    ) -> Exchanged:
        given, source, target = exact(amount), code(from_), code(to)
        found, failure = await exchange.find(call.actor.tenant, source, target, on)
        return _exchanged(given, source, target, found, on or date.today(), failure)

    return convert


def _rates(exchange: Exchange) -> Capability:
    @capability(
        "currency:rates",
        zh="录入汇率",
        en="Take in exchange rates",
        about=Words(
            "录入一张汇率表：CSV（date,base,currency,rate）、JSON 或欧洲央行的 XML。有一处错误则一条也不录入。",
            "Take in a table of exchange rates: CSV (date,base,currency,rate), JSON or the ECB's XML; all of it, or "
            "nothing if one rate is wrong.",
        ),
        risk="write",
        right="admin",
        tool=False,
        example={"content": b"date,base,currency,rate\n2026-07-01,USD,CNY,7.1234\n", "source": "the finance office"},
    )
    async def rates(
        call: Call,
        content: Annotated[bytes, means("汇率表", "The table")],
        source: Annotated[str, means("汇率出自哪里", "Who says so", min_length=1)],
        on: Annotated[date | None, means("没有日期的汇率是哪天的", "The day of rates without a date")] = None,
    ) -> Taken:
        return await exchange.take(call.actor.tenant, content, source=source, on=on)

    return rates


def _exchanged(amount: Fraction, source: str, currency: str, found: Found, asked: date, failure: str) -> Exchanged:
    from wainao.features.tools.builtin.calculator.values import half_away, shown

    value = amount * found.rate
    coins = half_away(value * 10 ** places(currency))
    return Exchanged(
        result=f"{Decimal(f'{coins}e-{places(currency)}'):f}",
        exact=shown(value),
        currency=currency,
        rate=shown(found.rate),
        date=found.date,
        days_old=(asked - found.date).days,
        source=found.source,
        failure=failure,
        read=f"{shown(amount)} {source}",
    )
