"""What sentences say for the forms of built-in tools, and that nothing is read into them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wainao.features.tools import builtin
from wainao.features.tools.choosing.filling import fill
from wainao.features.tools.leaving.gate import Leaving
from wainao.features.tools.offering import input_of, schema_of
from wainao.features.tools.settings import ToolsSettings
from wainao.kernel import Spec
from wainao.store.home import Home

TODAY = date(2026, 11, 22)  # a Sunday


@pytest.fixture(scope="module")
def specs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Spec]]:
    home = Home(Path(tmp_path_factory.mktemp("home")), durable=False)
    yield {one.spec.name: one.spec for one in builtin.capabilities(home, ToolsSettings(), Leaving(ToolsSettings()))}
    home.close()


def read(spec: Spec, request: str) -> dict[str, Any]:
    return {one.field: one.value for one in fill(request, schema_of(spec), today=TODAY)}


@pytest.mark.parametrize(
    ("tool", "request_", "form"),
    [
        ("calc:evaluate", "what is 17 * 23", {"expression": "17 * 23"}),
        ("calc:evaluate", "请问三百六十五乘以二十四是多少", {"expression": "三百六十五乘以二十四"}),
        ("calc:evaluate", "Twelve times fifteen, please", {"expression": "Twelve times fifteen"}),
        ("calc:evaluate", "299打8.5折再加12是多少", {"expression": "299打8.5折再加12"}),
        ("calc:evaluate", "the invoice 2026-0312 of 2026-03-01", {}),
        ("calc:evaluate", "算一下八十八块六除以四", {}),
        ("units:convert", "how many feet is 180 cm", {"amount": "180", "from": "cm", "to": "feet"}),
        ("units:convert", "6 ft in meters", {"amount": "6", "from": "ft", "to": "meters"}),
        ("units:convert", "半斤是几两", {"amount": "0.5", "from": "斤", "to": "两"}),
        ("units:convert", "零下 40 摄氏度是多少华氏度", {"amount": "-40", "from": "摄氏度", "to": "华氏度"}),
        ("units:convert", "五尺八寸是多少厘米", {}),
        ("units:convert", "5 kg or 10 lb in grams", {}),
        ("currency:convert", "what's $1,250.50 in euros", {"amount": "1250.50", "from": "USD", "to": "EUR"}),
        ("currency:convert", "两千港币合人民币多少钱", {"amount": "2000", "from": "HKD", "to": "CNY"}),
        ("currency:convert", "1.5万日元换美元", {"amount": "15000.0", "from": "JPY", "to": "USD"}),
        (
            "times:convert",
            "3pm in New York is what time in Tokyo",
            {"time": "15:00", "from": "New York", "to": "Tokyo"},
        ),
        (
            "times:convert",
            "明天早上九点北京时间是纽约几点",
            {"time": "2026-11-23 09:00", "from": "北京时间", "to": "纽约"},
        ),
        ("times:convert", "London or Paris?", {}),
        ("dates:difference", "2026年1月31日到10月1日", {"start": "2026-01-31", "end": "2026-10-01"}),
        ("dates:difference", "how long until Christmas", {"end": "2026-12-25"}),
        ("dates:difference", "过年还有几天", {"end": "2027-02-06"}),
        ("dates:add", "90 days before 1 July 2026", {"start": "2026-07-01", "days": -90}),
        ("dates:add", "再过两年零三个月", {"years": 2, "months": 3}),
        ("dates:add", "从前天算起三天后是哪天", {"start": "2026-11-20", "days": 3}),
        ("dates:add", "目前三个月后是几号", {"months": 3}),
        ("dates:add", "a month is long", {}),
        ("dates:workdays", "working days in February 2027", {"start": "2027-02-01", "end": "2027-02-28"}),
        ("dates:workdays", "may I work", {}),
        ("calendar:holidays", "public holidays in Germany next year", {"year": 2027, "country": "DE"}),
        ("calendar:holidays", "tell us the public holidays in Germany", {"country": "DE"}),
        ("calendar:holidays", "public holidays in the US", {"country": "US"}),
        ("calendar:holidays", "US public holidays", {"country": "US"}),
        (
            "calendar:festival",
            "When is the Dragon-Boat Festival in 2028?",
            {"name": "Dragon-Boat Festival", "year": 2028},
        ),
        ("calendar:festival", "Christmas or Easter", {}),
        ("calendar:solar", "农历二〇二五年闰六月初一", {"year": 2025, "month": 6, "day": 1, "leap": True}),
        ("calendar:solar", "2026年8月15日", {}),
        ("calendar:draft", "下周三上午十点开会", {"start": "2026-11-25 10:00"}),
        ("mail:draft", "给 li@example.cn 写信，抄送 wu@example.cn", {"to": ["li@example.cn"], "cc": ["wu@example.cn"]}),
        (
            "charts:draw",
            "画个折线图：Jan 3, Feb 5.5",
            {"series": [{"values": [3, 5.5]}], "labels": ["Jan", "Feb"], "kind": "line"},
        ),
    ],
)
def test_what_a_sentence_says(specs: dict[str, Spec], tool: str, request_: str, form: dict[str, Any]) -> None:
    assert read(specs[tool], request_) == form


PIECES = st.sampled_from(
    (
        *(
            "5",
            "-3",
            "1,250.5",
            "三百",
            "半",
            "1e999",
            "99999999999999999999",
            "kg",
            "斤",
            "feet",
            "$",
            "美元",
            "euros",
        ),
        *(
            "+",
            "乘以",
            "times",
            "sqrt(",
            ")",
            "%",
            "3pm",
            "下午三点",
            "Tokyo",
            "纽约",
            "明天",
            "2026-02-30",
            "2月",
            "in may",
        ),
        *(
            "闰",
            "腊月",
            "初一",
            "春节",
            "Easter",
            "a@b.co",
            "抄送",
            "Jan 3,",
            "一月 4，",
            "天",
            "年",
            "before",
            "后",
            "work",
        ),
    )
)


@settings(max_examples=120, deadline=None)
@given(words=st.lists(PIECES | st.text(max_size=4), max_size=14), gap=st.sampled_from(("", " ")))
def test_what_is_filled_stands_in_the_sentence_and_fits(specs: dict[str, Spec], words: list[str], gap: str) -> None:
    request = gap.join(words)
    for spec in specs.values():
        if spec.example is None:
            continue
        filled = fill(request, schema_of(spec), today=TODAY)
        assert all(one.said in request for one in filled)
        given = {name: getattr(spec.example, name) for name in spec.example.__slots__}
        input_of(spec, given | {_own(spec, one.field): one.value for one in filled})


def _own(spec: Spec, field: str) -> str:
    return field if field in spec.input.__slots__ else f"{field}_"
