from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wainao.features.tools.choosing.filling import fill
from wainao.features.tools.types import Filled

TODAY = date(2026, 11, 22)  # a Sunday


def form(required: bool = True, **fields: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": list(fields) if required else []}


def filled(request: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {one.field: one.value for one in fill(request, schema, today=TODAY)}


CONVERT = form(
    amount={"type": "number"},
    **{
        "from": {"type": "string", "description": "Currency code"},
        "to": {"type": "string", "description": "Currency code"},
    },
)


@pytest.mark.parametrize(
    ("request_", "values"),
    [
        ("把 30 美元换成人民币", {"amount": 30, "from": "USD", "to": "CNY"}),
        ("convert 30 dollars to euros", {"amount": 30, "from": "USD", "to": "EUR"}),
        ("Convert $1,250.50 to JPY", {"amount": 1250.5, "from": "USD", "to": "JPY"}),
        ("三百港币换成新台币", {"amount": 300, "from": "HKD", "to": "TWD"}),
    ],
)
def test_money(request_: str, values: dict[str, Any]) -> None:
    assert filled(request_, CONVERT) == values


def test_each_value_comes_with_the_piece_that_says_it() -> None:
    assert fill("把 30 美元换成人民币", CONVERT) == (
        Filled(field="amount", value=30, said="30"),
        Filled(field="from", value="USD", said="美元"),
        Filled(field="to", value="CNY", said="人民币"),
    )


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("today", 0),
        ("tomorrow", 1),
        ("the day after tomorrow", 2),
        ("in 3 days", 3),
        ("in two weeks", 14),
        ("5 days ago", -5),
        ("next Monday", 1),
        ("this Monday", -6),
        ("on Friday", 5),
        ("November 30", 8),
        ("2026-12-01", 9),
        ("1 December 2026", 9),
        ("今天", 0),
        ("明天", 1),
        ("后天", 2),
        ("大后天", 3),
        ("昨天", -1),
        ("三天后", 3),
        ("两周前", -14),
        ("下周一", 1),
        ("上周五", -9),
        ("周三", 3),
        ("12月1日", 9),
        ("2026年12月1号", 9),
        ("十二月一日", 9),
        ("星期天", 0),
        ("下个星期天", 7),
        ("下下周五", 12),
        ("上上周三", -18),
        ("二〇二五年十一月二十一日", -366),
        ("120天后", 120),
        ("一百二十天后", 120),
        ("两个礼拜后", 14),
        ("三天后天气怎么样，", 3),
        ("29 Feb", 464),
        ("2月29日", 464),
        ("30 Sept", 312),
    ],
)
def test_days_in_both_languages(said: str, day: int) -> None:
    schema = form(date={"type": "string", "format": "date"})

    assert filled(f"the meeting {said}" if said.isascii() else f"{said}的会议", schema) == {
        "date": (TODAY + timedelta(days=day)).isoformat()
    }


@pytest.mark.parametrize("said", ["北京目前天气怎么样", "每周一次", "三五天后", "2月30日"])
def test_what_only_looks_like_a_day_is_none(said: str) -> None:
    assert filled(said, form(date={"type": "string", "format": "date"})) == {}


def test_a_day_is_written_as_the_field_wants_it() -> None:
    assert filled("on 2026-12-01", form(date={"type": "string", "description": "in MM/DD/YYYY"})) == {
        "date": "12/01/2026"
    }
    assert filled("on February 30, 2026", form(date={"type": "string", "format": "date"})) == {}


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("at 3pm", "15:00"),
        ("at 15:30", "15:30"),
        ("12 am", "00:00"),
        ("下午三点半", "15:30"),
        ("下午三点一起", "15:00"),
        ("中午1点", "13:00"),
        ("中午十一点半", "11:30"),
        ("凌晨12点", "00:00"),
        ("零点", "00:00"),
        ("三点一刻", "03:15"),
        ("晚上八点三刻", "20:45"),
        ("十点零五", "10:05"),
    ],
)
def test_times(said: str, value: str) -> None:
    assert filled(f"wake me {said}", form(time={"type": "string"})) == {"time": value}


@pytest.mark.parametrize("said", ["下午两三点", "今晚12点", "晚上零点", "晚上一点", "便宜一点", "120点", "三点五公里"])
def test_what_may_be_another_time_or_none_is_left_open(said: str) -> None:
    assert filled(f"{said}，谢谢", form(time={"type": "string"})) == {}


def test_numbers_go_where_the_words_around_them_point() -> None:
    triangle = form(base={"type": "integer"}, height={"type": "integer"})

    assert filled("a triangle with a base of 6 and a height of 10", triangle) == {"base": 6, "height": 10}
    assert filled("a triangle with a height of 10 and a base of 6", triangle) == {"base": 6, "height": 10}
    assert filled("a triangle, 6 by 10", triangle) == {}  # which is which is not said


def test_a_scaled_number_is_exact() -> None:
    assert filled("预算 1.1亿", form(budget={"type": "number", "description": "预算"})) == {"budget": 110_000_000}


def test_a_percentage_is_what_the_field_takes_it_for() -> None:
    assert filled("a rate of 5%", form(rate={"type": "number", "description": "as a decimal"})) == {"rate": 0.05}
    assert filled("a rate of 5%", form(rate={"type": "number", "description": "in percent"})) == {"rate": 5}
    assert filled("grew by 5%", form(years={"type": "integer"})) == {}


def test_choices_and_yes_or_no() -> None:
    schema = form(
        required=False,
        unit={"type": "string", "enum": ["celsius", "fahrenheit"]},
        level={"type": "string", "enum": ["简要", "详细"]},
        include_images={"type": "boolean"},
    )

    assert filled("in Celsius, with images", schema) == {"unit": "celsius", "include_images": True}
    assert filled("不要太长，详细的报告就行", schema) == {"level": "详细"}
    assert filled("without images please", schema) == {"include_images": False}
    assert filled("celsius or fahrenheit?", schema) == {}


def test_texts_of_a_kind() -> None:
    schema = form(
        email={"type": "string"},
        link={"type": "string", "format": "uri"},
        file_path={"type": "string"},
        order_id={"type": "string"},
        city={"type": "string"},
    )

    assert filled("mail ann@example.org the order AB-1234 in Berlin", schema) == {
        "email": "ann@example.org",
        "order_id": "AB-1234",
        "city": "Berlin",
    }
    assert filled("看一下 https://example.org/a?b=1，存到 /data/out.csv。", schema) == {
        "link": "https://example.org/a?b=1",
        "file_path": "/data/out.csv",
    }


def test_where_a_city_lies_is_no_city() -> None:
    schema = form(city={"type": "string"}, country={"type": "string"})

    assert filled("the time in Sydney, Australia", schema) == {"city": "Sydney", "country": "Australia"}


def test_quotations_and_lists() -> None:
    assert filled('play the song "Imagine"', form(song={"type": "string"})) == {"song": "Imagine"}
    assert filled("播放歌曲《晴天》", form(歌曲={"type": "string"})) == {"歌曲": "晴天"}
    assert filled("the codes [1, 2, 3]", form(codes={"type": "array"})) == {"codes": [1, 2, 3]}


def test_fields_within_fields_and_strange_schemas_stay_blank() -> None:
    assert filled("30 dollars", form(a={"type": "object", "properties": {"amount": {"type": "number"}}})) == {}
    for schema in ({}, {"type": "object"}, {"properties": []}, {"properties": {"a": None, "b": {"type": 5}}}):
        assert fill("30 dollars on 2026-01-01 in Rome", schema) == ()


KINDS = ("string", "number", "integer", "boolean", "array", "object")
SCHEMAS = st.dictionaries(
    st.sampled_from(["amount", "date", "from", "to", "city", "id", "url", "time", "rate", "编号"]),
    st.fixed_dictionaries(
        {"type": st.sampled_from(KINDS)}, optional={"enum": st.lists(st.text(max_size=5) | st.integers(), max_size=3)}
    ),
    max_size=6,
).map(lambda fields: form(**fields))
PIECES = st.sampled_from(
    (
        *("30", "$5", "1e400", "明天", "北京", "《a》", "'b'", '"c"', "[1,", "]", "x@y.z", "http://", "/a", "A1"),
        *("and", "to", "从", "百分之五", "下午三点", "Rome", ",", "。"),
    )
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.text(max_size=5), max_size=20).map(" ".join), SCHEMAS)
def test_whatever_is_filled_stands_in_the_request_and_fits_its_field(request_: str, schema: dict[str, Any]) -> None:
    types: dict[str, type | tuple[type, ...]] = {
        "string": str,
        "number": (int, float),
        "integer": int,
        "boolean": bool,
        "array": list,
        "object": dict,
    }
    for one in fill(request_, schema, today=TODAY):
        about = schema["properties"][one.field]
        assert one.said in request_
        assert one.value in about["enum"] if about.get("enum") else isinstance(one.value, types[about["type"]])
