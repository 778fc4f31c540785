from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wainao.features.tools.choosing.described import Described
from wainao.features.tools.choosing.index import Choice, ToolIndex, asked_texts, tool_text


def tool(name: str, description: str, *fields: str, samples: tuple[str, ...] = ()) -> Described:
    return Described(
        name=name,
        description=description,
        parameters={"type": "object", "properties": {field: {"type": "string"} for field in fields}},
        samples=samples,
    )


TOOLS = (
    tool("convertCurrency", "Convert an amount of money from one currency to another", "amount", "from", "to"),
    tool("get_weather", "The weather forecast for a city", "city", "date"),
    tool("book_flight", "Book a flight between two airports", "departure", "arrival", "date"),
    tool("translate_text", "Translate text into another language", "text", "target_language"),
    tool("play_music", "Play a song or an album of an artist", "artist", "song"),
    tool("查询快递", "根据运单号查询快递的物流信息", "tracking_number"),
    tool("预订酒店", "在指定城市预订酒店房间", "city", "nights"),
    tool("calculate_loan_payment", "Monthly payment of a mortgage or loan", "principal", "rate", "years"),
)


def best(index: ToolIndex, request: str) -> str:
    return index.choose(request).tools[0].name


@pytest.mark.parametrize(
    ("request_", "name"),
    [
        ("convert 30 dollars to euros", "convertCurrency"),
        ("把 30 美元换成人民币", "convertCurrency"),  # described in the other language
        ("明天上海天气怎么样", "get_weather"),
        ("will it rain in Paris tomorrow", "get_weather"),
        ("I want to fly from Boston to Rome", "book_flight"),
        ("我的包裹到哪里了", "查询快递"),
        ("where is my parcel", "查询快递"),
        ("reserve a hotel room for two nights", "预订酒店"),
        ("訂一間飯店房間", "预订酒店"),  # traditional characters
        ("每月房贷要还多少", "calculate_loan_payment"),
        ("how do you say good morning in French", "translate_text"),
    ],
)
def test_a_request_finds_its_tool_whichever_language_either_is_in(request_: str, name: str) -> None:
    assert name in [chosen.name for chosen in ToolIndex(TOOLS).choose(request_).tools[:2]]


def test_it_says_which_words_speak_for_a_tool() -> None:
    (first, *_) = ToolIndex(TOOLS).choose("please convert 30 dollars into another currency").tools

    assert first.name == "convertCurrency"
    assert {"convert", "currency"} <= set(first.why)
    assert "please" not in first.why


def test_none_fits_what_no_tool_is_for() -> None:
    index = ToolIndex(TOOLS)

    assert index.choose("Who painted the ceiling of the Sistine Chapel?").none_fits
    assert index.choose("故宫是哪一年建成的").none_fits
    assert index.choose("").none_fits
    assert not index.choose("convert 30 US dollars to euros at today's currency rate").none_fits
    assert not index.choose("帮我查询快递的物流信息，运单号 SF123456").none_fits
    assert ToolIndex().choose("anything") == Choice(tools=(), none_fits=True, confidence=0.0)


def test_a_sample_teaches_at_once_and_goes_with_its_tool() -> None:
    index = ToolIndex(TOOLS)
    request = "liven up the party"
    assert best(index, request) != "play_music" or not index.choose(request).tools[0].why

    index.learn("play_music", "liven up our party")

    assert best(index, request) == "play_music"
    index.remove(["play_music"])
    assert "play_music" not in index
    assert best(index, request) != "play_music"
    with pytest.raises(KeyError):
        index.learn("play_music", request)


def test_an_embedder_is_heard_and_its_absence_is_no_trouble() -> None:
    index = ToolIndex(TOOLS)
    index.place({one.name: np.eye(len(TOOLS))[row] for row, one in enumerate(TOOLS)})
    request = "qwertz"
    asked = np.zeros((1, len(TOOLS)))
    asked[0, 4] = 1

    assert index.choose(request, asked=asked).tools[0].name == "play_music"
    assert index.choose(request).none_fits
    index.add([tool("late", "a tool that was never placed")])
    assert index.choose(request, asked=asked).tools[0].name == "play_music"


def test_a_tool_that_goes_before_it_was_placed_leaves_the_others_where_they_are() -> None:
    index = ToolIndex(TOOLS)
    index.place({one.name: np.eye(len(TOOLS))[row] for row, one in enumerate(TOOLS)})
    asked = np.zeros((1, len(TOOLS)))
    asked[0, 4] = 1

    index.add([tool("early", "a tool that is gone again"), tool("late", "a tool that was never placed")])
    index.remove(["early"])

    assert index.choose("qwertz", asked=asked).tools[0].name == "play_music"
    assert ToolIndex.of(index.arrays()).choose("qwertz", asked=asked).tools[0].name == "play_music"


def test_an_embedder_does_not_talk_over_a_tool_that_says_the_words_itself() -> None:
    index = ToolIndex(TOOLS)
    index.place({one.name: np.eye(len(TOOLS))[row] for row, one in enumerate(TOOLS)})
    asked = np.eye(len(TOOLS))[4:5]

    vague, plain = (
        index.evidence(index.read(request), asked)
        for request in ("something for the evening", "calculate_loan_payment: principal, rate, years of the mortgage")
    )

    assert vague.whole.max() == pytest.approx(vague.wish.max(), rel=0.1)
    assert plain.embedded
    assert plain.whole.max() < plain.wish.max() / 2


@pytest.mark.parametrize("embedded", [False, True])
def test_a_wish_that_many_tools_would_do_for_is_shared(embedded: bool) -> None:
    flights = [tool(f"flights_{place}", f"Book a flight to {place}", "date") for place in ("Rome", "Oslo", "Bern")]
    index = ToolIndex([*flights, tool("parcels", "Track a delivery")])
    asked = None
    if embedded:
        index.place(dict(zip(index.names, np.array([[1, 0], [1, 0], [1, 0], [0, 1]]), strict=True)))
        asked = np.array([[1, 0.2], [1, 0], [0.2, 1]])

    *shared, alone = index.evidence(index.read("Book me a flight, and also track my delivery"), asked).served
    (*_, nobody) = index.evidence(index.read("Track my delivery"), asked[2:] if embedded else None).served

    assert max(shared) < 0.5 < alone
    assert nobody == 0


def test_texts_for_an_embedder() -> None:
    assert tool_text(TOOLS[0]) == (
        "convert Currency Convert an amount of money from one currency to another amount; from; to"
    )
    assert tool_text(Described(name="ping", spoken="Is it there?")) == "Is it there?"
    assert asked_texts("Convert 30 dollars to euros, and then book a flight to Rome.") == [
        "A tool to help with this request: Convert 30 dollars to euros, and then book a flight to Rome.",
        "A tool to help with this request: Convert 30 dollars to euros",
        "A tool to help with this request: book a flight to Rome.",
    ]
    assert asked_texts("查一下明天北京的天气，然后预订上海的酒店") == [
        "能帮忙办这件事的工具：查一下明天北京的天气，然后预订上海的酒店",
        "能帮忙办这件事的工具：查一下明天北京的天气",
        "能帮忙办这件事的工具：预订上海的酒店",
    ]


names = st.sampled_from([one.name for one in TOOLS])
REQUESTS = ("convert money to euros", "天气怎么样", "book a flight", "party songs", "运单号 SF1")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["add", "remove", "learn"]), names), max_size=12))
def test_what_came_and_went_leaves_no_trace(deeds: list[tuple[str, str]]) -> None:
    """After any deeds an index chooses as one that was made of what is there now."""
    by_name = {one.name: one for one in TOOLS}
    index = ToolIndex(TOOLS[:3])
    there = {one.name: one for one in TOOLS[:3]}
    for deed, name in deeds:
        if deed == "add":
            index.add([by_name[name]])
            there.pop(name, None)  # it comes last then
            there[name] = by_name[name]
        elif deed == "remove":
            index.remove([name])
            there.pop(name, None)
        elif name in there:
            index.learn(name, f"a party with {name}")
            known = there[name]
            there[name] = Described(
                name=name,
                description=known.description,
                parameters=known.parameters,
                samples=(*known.samples, f"a party with {name}"),
            )

    fresh = ToolIndex(there.values())
    for request in REQUESTS:
        assert as_map(index.choose(request, top=9)) == pytest.approx(as_map(fresh.choose(request, top=9)), abs=2e-3)


def as_map(choice: Choice) -> dict[str, float]:
    return {chosen.name: chosen.score for chosen in choice.tools}


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_a_request(text: str) -> None:
    choice = ToolIndex(TOOLS).choose(text)

    assert len(choice.tools) == 3
    assert 0 <= choice.confidence <= 1
    assert all(np.isfinite(chosen.score) for chosen in choice.tools)
