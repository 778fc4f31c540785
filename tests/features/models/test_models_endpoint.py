"""The endpoint as it is in the world: every way of failing ends in a clear error, and none shows the key."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from wainao.features.models.engines.backend import Piece, Tokens
from wainao.features.models.engines.openai_compatible import Endpoint
from wainao.features.models.errors import ModelBusyError, ModelError, RefusedError, TooLongError
from wainao.kernel import SettingsError, TimedOutError
from wainao.store.egress import Egress, Limits, ReplyTooLargeError, Routes, UnreachableError, origin
from wainao.testing.model_server import (
    MODEL,
    ModelServer,
    Reply,
    closed_port,
    delta,
    events,
    fails,
    reply_json,
    says,
    stream,
)
from wainao.types import ChatInput, EmbedInput, Message

pytestmark = pytest.mark.anyio

KEY = "sk-canary-0123456789abcdef"
HELLO = ChatInput(messages=(Message(role="system", content="Be brief."), Message(role="user", content="你好")))


def endpoint(url: str, **limits: float) -> Endpoint:
    return Endpoint(
        url,
        egress=Egress(Routes(configured=frozenset({origin(url)})), limits=Limits(**limits)),
        api_key=KEY,
    )


async def chat(url: str, input: ChatInput = HELLO, **more: float) -> list[Piece]:
    return [piece async for piece in endpoint(url, **more).chat("m-1", input)]


def text(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


async def test_a_reply_streams_in_pieces_with_model_and_tokens():
    with ModelServer(["你好,世界! Hello."]) as server:
        pieces = await chat(server.url)
    assert text(pieces) == "你好,世界! Hello."
    assert len([piece for piece in pieces if piece.text]) > 1
    assert {piece.model for piece in pieces} == {MODEL}
    assert [piece.finish_reason for piece in pieces if piece.finish_reason] == ["stop"]
    assert pieces[-1].tokens == Tokens(input=10, output=2)


async def test_the_request_says_what_was_asked_and_no_more():
    with ModelServer() as server:
        await chat(server.url)
        await chat(server.url + "/", ChatInput(messages=HELLO.messages, max_tokens=5, temperature=0.0))
    first, second = server.received
    assert first.path == second.path == "/v1/chat/completions"
    assert first.headers["authorization"] == f"Bearer {KEY}"
    assert first.body == {
        "model": "m-1",
        "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "你好"}],
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    assert second.body == first.body | {"max_tokens": 5, "temperature": 0.0}


async def test_no_key_sends_no_header():
    with ModelServer() as server:
        bare = Endpoint(server.url, egress=Egress(Routes(configured=frozenset({origin(server.url)}))))
        assert text([piece async for piece in bare.chat("m", HELLO)]) == "Hello."
    assert "authorization" not in server.received[0].headers


@pytest.mark.parametrize("cut", [1, 2, 3, 5, 64])
async def test_bytes_may_come_cut_inside_a_character(cut):
    raw = events(delta("年假五天🙂"), delta("", finish="stop")).replace(b"\\u", b"\\u")
    with ModelServer([stream(*(raw[at : at + cut] for at in range(0, len(raw), cut)))]) as server:
        assert text(await chat(server.url)) == "年假五天🙂"


async def test_oddities_of_endpoints_are_taken_as_they_are():
    odd = stream(
        b": ping\r\n\r\n",
        events({"choices": [{"delta": {"role": "assistant", "content": None}, "finish_reason": None}]}, done=False),
        events({"choices": [{"delta": {"reasoning_content": "hm"}}], "error": None, "extra": [1]}, done=False),
        events(delta("ok"), done=False).replace(b"\n", b"\r\n"),
        events({"choices": []}, {"choices": [{"finish_reason": "length"}], "usage": None}, done=False),
    )
    with ModelServer([odd]) as server:
        pieces = await chat(server.url)
    assert text(pieces) == "ok"
    assert [piece.finish_reason for piece in pieces if piece.finish_reason] == ["length"]


async def test_an_endpoint_that_does_not_stream_will_do():
    whole = {
        "model": "m-2",
        "choices": [{"message": {"role": "assistant", "content": "whole"}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 3, "completion_tokens": 1},
    }
    with ModelServer([reply_json(whole)]) as server:
        assert await chat(server.url) == [
            Piece(text="whole", model="m-2", finish_reason="stop", tokens=Tokens(input=3, output=1))
        ]


BROKEN = {
    "cut off between events": (stream(events(delta("half"), done=False)), ModelError, "broke off"),
    "cut off inside an event": (stream(events(delta("half"), done=False), b"data: {"), ModelError, "broke off"),
    "nothing at all": (stream(), ModelError, "broke off"),
    "reset": (stream(events(delta("half"), done=False), "reset"), UnreachableError, "broke"),
    "no JSON": (stream(events("not json")), ModelError, "'not json'"),
    "other JSON": (stream(events("[1, 2]")), ModelError, "protocol"),
    "wrong types": (stream(events({"choices": [{"delta": {"content": 7}}]})), ModelError, "protocol"),
    "no UTF-8": (stream(b"data: \xff\n\n"), ModelError, "protocol"),
    "an error in the middle": (
        stream(events(delta("half"), {"error": {"message": "out of memory", "code": 500}})),
        ModelError,
        "out of memory",
    ),
    "an error with status 200": (reply_json({"error": "model is loading"}), ModelError, "model is loading"),
    "a web page": (
        Reply(headers={"content-type": "text/html; charset=utf-8"}, pieces=(b"<html>",)),
        ModelError,
        "text/html",
    ),
    "no content type": (Reply(pieces=(b"x",)), ModelError, "base_url"),
    "no room": (fails(503, "busy"), ModelBusyError, "busy"),
    "broken": (fails(500, "boom"), ModelError, "boom"),
    "a refused request": (fails(400, "no such size"), RefusedError, "no such size"),
    "too long a request": (fails(400, "too many tokens"), TooLongError, "too many tokens"),
    "an error that is no JSON": (Reply(status=418, pieces=(b"<h1>teapot</h1>",)), ModelError, "teapot"),
    "a wrong key": (fails(401, "bad key"), SettingsError, "api_key"),
    "a wrong model": (fails(404, "no model"), SettingsError, "model"),
    "endless": (stream(*[events(delta("x" * 1000), done=False)] * 400), ReplyTooLargeError, "200000"),
    "silent": (stream(5.0), TimedOutError, "in time"),
    "silent in the middle": (stream(events(delta("half"), done=False), 5.0), TimedOutError, "in time"),
}


@pytest.mark.parametrize("name", BROKEN)
async def test_every_way_of_failing_has_a_clear_error(name):
    reply, error, match = BROKEN[name]
    with ModelServer([reply]) as server, pytest.raises(error, match=match) as raised:
        await chat(server.url, max_bytes=200_000, silence_s=0.2)
    assert type(raised.value) is error


async def test_nobody_there():
    with pytest.raises(UnreachableError, match="Check that it runs"):
        await chat(f"http://127.0.0.1:{closed_port()}/v1")


@pytest.mark.parametrize("name", ["no room", "cut off between events", "reset", "an error in the middle"])
async def test_nothing_is_asked_twice_by_the_endpoint_itself(name):
    with ModelServer([BROKEN[name][0], "again"]) as server, pytest.raises((ModelError, UnreachableError)):
        await chat(server.url)
    assert len(server.received) == 1


@pytest.mark.parametrize(
    ("header", "expected"), [("", None), ("soon", None), ("nan", None), ("inf", None), ("-5", 0.0), ("2.5", 2.5)]
)
async def test_retry_after_in_every_form(header, expected):
    reply = Reply(status=429, headers={"retry-after": header})
    with ModelServer([reply]) as server, pytest.raises(ModelBusyError) as busy:
        await chat(server.url)
    assert busy.value.retry_after_s == expected


async def test_retry_after_may_be_a_date():
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    reply = Reply(status=429, headers={"retry-after": date})
    with ModelServer([reply]) as server, pytest.raises(ModelBusyError) as busy:
        await chat(server.url)
    assert busy.value.retry_after_s == pytest.approx(90, abs=3)


async def test_leaving_early_hangs_up():
    with ModelServer([says("a long reply " * 50, pause_s=0.02)]) as server:
        pieces = endpoint(server.url).chat("m-1", HELLO)
        assert (await anext(pieces)).text
        await pieces.aclose()
        assert server.wait_until_left()


@pytest.mark.parametrize("reply", [stream(5.0), says("a long reply " * 50, pause_s=0.02)], ids=["silent", "talking"])
async def test_being_cancelled_hangs_up(reply):
    with ModelServer([reply]) as server:
        task = asyncio.create_task(chat(server.url))
        await asyncio.sleep(0.2)
        assert server.received
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert server.wait_until_left()


async def test_an_endpoint_that_repeats_the_key_does_not_make_us_repeat_it(caplog):
    said = f"Incorrect API key provided: {KEY}"
    long = "x" * 290 + KEY
    replies = [
        fails(401, said),
        fails(400, long),
        Reply(status=500, pieces=(said.encode(),)),
        stream(events({"error": said})),
        stream(events(said)),
        reply_json({"error": {"message": said}}),
        stream(events(delta("half"), done=False), "reset"),
    ]
    for reply in replies:
        with caplog.at_level(logging.DEBUG), ModelServer([reply]) as server:
            with pytest.raises((ModelError, RefusedError, RefusedError, SettingsError, UnreachableError)) as raised:
                await chat(server.url)
            assert server.received[0].headers["authorization"] == f"Bearer {KEY}"
        for shown in (str(raised.value), repr(raised.value), caplog.text):
            assert KEY not in shown
            assert KEY[:12] not in shown


async def test_vectors_come_in_the_order_of_the_texts():
    rows = [{"index": 1, "embedding": [0.0, 1.0]}, {"index": 0, "embedding": [1, 0]}]

    with ModelServer(
        embeddings=lambda request: reply_json({"data": rows, "model": "e-1", "usage": {"prompt_tokens": 4}})
    ) as server:
        embedded = await endpoint(server.url).embed("e-0", EmbedInput(texts=("a", "b")))
    assert embedded.output.vectors == ((1.0, 0.0), (0.0, 1.0))
    assert (embedded.output.model, embedded.tokens) == ("e-1", Tokens(input=4, output=0))


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [{"index": 0, "embedding": [1.0]}],
        [{"index": 0, "embedding": [1.0]}, {"index": 0, "embedding": [1.0]}],
        [{"index": 0, "embedding": [1.0]}, {"index": 1, "embedding": [1.0, 2.0]}],
        [{"index": 0, "embedding": "abc"}, {"index": 1, "embedding": [1.0]}],
    ],
)
async def test_vectors_that_do_not_fit_the_texts_are_refused(rows):
    with ModelServer(embeddings=lambda request: reply_json({"data": rows})) as server, pytest.raises(ModelError):
        await endpoint(server.url).embed("e-0", EmbedInput(texts=("a", "b")))


async def test_the_models_it_offers():
    with ModelServer(models=["a", "b"]) as server:
        assert await endpoint(server.url).models() == ("a", "b")
