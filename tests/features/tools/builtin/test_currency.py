"""currency:*: at rates that somebody gave, with their day and source; nothing is pretended."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from fractions import Fraction

import pytest
from builtin_bench import Bench, bench
from hypothesis import given
from hypothesis import strategies as st

from fault_server import playing, replies
from wainao.features.tools.builtin.money.table import read_rates
from wainao.kernel import DeniedError, EngineError, NotFoundError, UsageError
from wainao.types import ALL_RIGHTS, Actor

CSV = b"date,base,currency,rate\n2026-07-01,USD,CNY,7.1234\n2026-07-01,USD,JPY,161.5\n2026-06-01,USD,CNY,7.2\n"
ECB = b"""<?xml version="1.0"?><e:Envelope xmlns:e="http://www.gesmes.org/xml/2002-08-01"
 xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><Cube><Cube time="2026-07-01">
 <Cube currency="USD" rate="1.08"/><Cube currency="CNY" rate="7.83"/></Cube></Cube></e:Envelope>"""
STRANGER = Actor(id="ann", tenant="elsewhere", rights=ALL_RIGHTS)


@pytest.fixture
def priced() -> Bench:
    with bench() as made:
        made.call("currency:rates", content=CSV, source="the finance office")
        yield made


def http(body: bytes, status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body


def test_nothing_is_pretended(tools):
    with pytest.raises(NotFoundError, match=r"none come with Wainao.*currency:rates"):
        tools.call("currency:convert", amount="30", from_="美元", to="人民币")


def test_the_answer_says_of_which_day_and_from_whom_the_rate_is(priced):
    told = priced.call("currency:convert", amount="30", from_="美元", to="人民币", on="2026-07-04")
    assert (told.result, told.exact, told.rate) == ("213.70", "213.702", "7.1234")
    assert (told.date, told.days_old, told.source) == (date(2026, 7, 1), 3, "the finance office")


def test_of_an_earlier_day_the_earlier_rate_holds(priced):
    assert priced.call("currency:convert", amount="10", from_="USD", to="CNY", on="2026-06-30").rate == "7.2"
    with pytest.raises(NotFoundError, match="2026-05-01 or before"):
        priced.call("currency:convert", amount="10", from_="USD", to="CNY", on="2026-05-01")


def test_the_other_way_round_and_by_a_third_currency(priced):
    assert priced.call("currency:convert", amount="7.1234", from_="CNY", to="USD").exact == "1"
    told = priced.call("currency:convert", amount="100", from_="CNY", to="日元")
    assert told.result == "2267"
    assert priced.call("currency:convert", amount="5", from_="CNY", to="rmb").exact == "5"
    assert priced.call("currency:convert", amount="5", from_="renminbi", to="Chinese yuan").exact == "5"


def test_rates_are_an_administrators_and_a_tenants(priced):
    with pytest.raises(DeniedError):
        priced.call("currency:rates", actor=Actor(id="ann"), content=CSV, source="ann")
    with pytest.raises(NotFoundError):
        priced.call("currency:convert", actor=STRANGER, amount="1", from_="USD", to="CNY")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"date,base,currency\n", "no column 'rate'"),
        (b"date,base,currency,rate\n2026-07-01,USD,CNY,seven\n", "line 2"),
        (b"date,base,currency,rate\n2026-07-01,USD,CNY,-1\n", "above 0"),
        (b"date,base,currency,rate\n2026-07-01,USD,CNY,1e999\n", "above 0"),
        (b"date,base,currency,rate\nyesterday,USD,CNY,7\n", "a date"),
        (b"date,base,currency,rate\n2026-07-01,dollars,CNY,7\n", "Say which"),
        (b'{"base": "USD"}', "no table"),
        (b"{", "no JSON"),
        (b"<a>", "no XML"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "0 rates"),
        (b"\xff\xfe", "UTF-8"),
        (b"", "no column"),
    ],
)
def test_a_table_that_is_wrong_is_refused_whole(content, why):
    with pytest.raises(UsageError, match=why):
        read_rates(content)


@given(st.binary(max_size=200))
def test_whatever_is_sent_is_a_table_or_is_refused(content):
    with suppress(UsageError):
        assert read_rates(content)


@pytest.mark.parametrize("body", [ECB, b'{"base":"EUR","date":"2026-07-01","rates":{"USD":1.08,"CNY":7.83}}'])
def test_a_configured_source_is_asked_once(body):
    with playing(replies(http(body))) as server, bench(rates_url=server.url) as tools:
        told = tools.call("currency:convert", amount="1.08", from_="USD", to="CNY")
        assert (told.result, told.date, told.source) == ("7.83", date(2026, 7, 1), server.url)
        tools.call("currency:convert", amount="1", from_="EUR", to="USD")
        assert len(server.requests) == 1


def test_while_the_source_fails_what_is_known_holds_and_that_is_told():
    with playing(replies(http(b"", "503 Busy"))) as server, bench(rates_url=server.url) as tools:
        with pytest.raises(EngineError, match="503"):
            tools.call("currency:convert", amount="1", from_="USD", to="CNY")
        tools.call("currency:rates", content=CSV, source="by hand")
        assert tools.call("currency:convert", amount="1", from_="USD", to="CNY").source == "by hand"


def test_a_wrong_address_fails_at_the_start():
    with pytest.raises(ValueError, match="rates_url"), bench(rates_url="file:///etc/passwd"):
        pass


@pytest.mark.parametrize(("name", "why"), [("$", "HKD"), ("dollars", "HKD"), ("¥", "JPY"), ("gold coins", "USD, CNY")])
def test_names_that_are_none_or_several_are_refused(priced, name, why):
    with pytest.raises(UsageError, match=why):
        priced.call("currency:convert", amount="1", from_=name, to="CNY")


@given(st.fractions(min_value=0, max_value=10**9, max_denominator=100))
def test_the_result_is_the_nearest_coin(amount):
    from wainao.features.tools.builtin.currency import _exchanged
    from wainao.features.tools.builtin.money.rates import Found

    day = date(2026, 7, 1)
    found = Found(rate=Fraction("7.1234"), date=day, source="a test")
    told = _exchanged(amount, "USD", "CNY", found, day + timedelta(days=1), "")
    assert abs(Fraction(told.result) - amount * found.rate) <= Fraction(1, 200)


@pytest.mark.parametrize(("amount", "coins"), [("1", "7.13"), ("-1", "-7.13"), ("1e40", "7125" + "0" * 37 + ".00")])
def test_half_a_coin_is_a_coin_as_in_accounting(amount, coins):
    from wainao.features.tools.builtin.currency import _exchanged
    from wainao.features.tools.builtin.money.rates import Found

    day = date(2026, 7, 1)
    told = _exchanged(Fraction(amount), "USD", "CNY", Found(rate=Fraction("7.125"), date=day, source="a test"), day, "")
    assert told.result == coins
