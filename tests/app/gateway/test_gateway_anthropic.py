"""Anthropic's own client against the gateway, before an upstream of OpenAI's protocol and one of its own."""

from __future__ import annotations

from typing import Any

import anthropic
import pytest
from gateway_world import PARAMETERS, PICTURE, Served

from wainao.testing import Said
from wainao.testing.model_server import events, fails, says, stream

ASK = [{"role": "user", "content": "How is it in Beijing?"}]
WEATHER = {"name": "weather", "description": "How the weather is", "input_schema": PARAMETERS}

PROVIDERS = [("small", ""), ("other", "anthropic")]
"""The model that the client names, and the preset behind it."""


def client_of(served: Served, **more: Any) -> anthropic.Anthropic:
    return anthropic.Anthropic(**({"base_url": served.url, "api_key": "unused", "max_retries": 0} | more))


@pytest.fixture(params=PROVIDERS, ids=["openai upstream", "anthropic upstream"])
def behind(request: pytest.FixtureRequest, serve) -> Any:
    model, provider = request.param

    def behind(*script: Any) -> tuple[str, Served]:
        return model, serve(list(script), provider=provider)

    return behind


def test_a_message_comes_whole(behind):
    model, served = behind(Said(text="Sunny.", tokens=(12, 4, 5, 0)))
    with client_of(served) as client:
        raw = client.messages.with_raw_response.create(
            model=model,
            max_tokens=9,
            system="Be brief.",
            messages=ASK,
            stop_sequences=["END"],
            extra_body={"temperature": 0.5},
        )
    message = raw.parse()
    assert (message.content[0].text, message.stop_reason, message.model) == ("Sunny.", "end_turn", model)
    used = message.usage
    assert (used.input_tokens, used.cache_read_input_tokens, used.output_tokens) == (7, 5, 4)
    assert message.id == f"msg_{raw.headers['wainao-receipt']}"
    said = str(served.asked)
    for word in ("Be brief.", "Beijing", "END", "0.5", "9"):
        assert word in said


def test_a_message_streams_as_the_protocol_says(behind):
    model, served = behind(
        Said(text="Let me look.", thought="Hm, well.", signature="sig", tools=[("weather", {"city": "北京"})])
    )
    with client_of(served) as client:
        coming = list(client.messages.create(model=model, max_tokens=9, messages=ASK, tools=[WEATHER], stream=True))
    kinds = [event.type for event in coming if event.type != "content_block_delta"]
    block = ["content_block_start", "content_block_stop"]
    assert kinds == ["message_start", *block, *block, *block, "message_delta", "message_stop"]
    starts = [event.content_block.type for event in coming if event.type == "content_block_start"]
    assert starts == ["thinking", "text", "tool_use"]
    assert [event.index for event in coming if event.type == "content_block_start"] == [0, 1, 2]
    assert coming[-2].delta.stop_reason == "tool_use"


def test_the_clients_own_accumulation_agrees(behind):
    model, served = behind(
        Said(
            text="Let me look.",
            thought="Hm, well.",
            signature="sig",
            tools=[("weather", {"city": "北京"}), ("weather", {})],
        )
    )
    with (
        client_of(served) as client,
        client.messages.stream(model=model, max_tokens=9, messages=ASK, tools=[WEATHER]) as coming,
    ):
        whole = coming.get_final_message()
        again = client.messages.create(model=model, max_tokens=9, messages=ASK, tools=[WEATHER])
    assert [block.model_dump(exclude={"citations", "caller"}) for block in whole.content] == [
        block.model_dump(exclude={"citations", "caller"}) for block in again.content
    ]
    assert whole.content[0].thinking == "Hm, well."
    assert [block.input for block in whole.content[2:]] == [{"city": "北京"}, {}]
    assert whole.usage.output_tokens == again.usage.output_tokens > 0


def test_a_conversation_with_tools_pictures_and_thoughts_goes_back(behind):
    model, served = behind(
        Said(text="Let me look.", thought="Hm.", signature="sig", tools=[("weather", {"city": "北京"})]), "Sunny."
    )
    source = {"type": "base64", "media_type": "image/png", "data": PICTURE}
    start = [{"role": "user", "content": [{"type": "text", "text": "How?"}, {"type": "image", "source": source}]}]
    with client_of(served) as client:
        first = client.messages.create(
            model=model, max_tokens=9, messages=start, tools=[WEATHER], tool_choice={"type": "any"}
        )
        result = {"type": "tool_result", "tool_use_id": first.content[-1].id, "content": "sunny"}
        more = [result, {"type": "text", "text": "And tomorrow?"}]
        spoken = [block.model_dump(exclude_none=True) for block in first.content]
        again = [*start, {"role": "assistant", "content": spoken}, {"role": "user", "content": more}]
        second = client.messages.create(model=model, max_tokens=9, messages=again, tools=[WEATHER])
    assert second.content[0].text == "Sunny."
    sent = served.asked["messages"]
    if served.upstream.received[-1].path == "/v1/messages":
        assert sent == again
    else:
        assert [message["role"] for message in sent] == ["user", "assistant", "tool", "user"]
        assert sent[0]["content"][1] == {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PICTURE}"}}
        assert sent[1]["reasoning_content"] == "Hm."
        assert sent[1]["tool_calls"][0]["function"] == {"name": "weather", "arguments": '{"city":"北京"}'}
        assert sent[2] == {"role": "tool", "content": "sunny", "tool_call_id": "call_0"}
        assert served.upstream.received[0].body["tool_choice"] == "required"


def test_what_only_anthropic_knows_arrives_there_untouched(serve):
    served = serve(["{}"], provider="anthropic")
    fields = {
        "system": [{"type": "text", "text": "Be brief.", "cache_control": {"type": "ephemeral"}}],
        "messages": [{"role": "user", "content": [
            {"type": "text", "text": "hi", "cache_control": {"type": "ephemeral"}},
            {"type": "document", "title": "a", "source": {"type": "text", "media_type": "text/plain", "data": "x"}},
            {"type": "document", "source": {"type": "base64", "media_type": "application/pdf", "data": "JVBERg=="}},
            {"type": "image", "source": {"type": "file", "file_id": "f1"}},
            {"type": "search_result", "source": "s", "title": "t", "content": [{"type": "text", "text": "y"}]},
        ]}],
        "tools": [WEATHER | {"cache_control": {"type": "ephemeral"}}, {"type": "web_search_2026", "name": "search"}],
        "tool_choice": {"type": "auto", "disable_parallel_tool_use": True},
        "thinking": {"type": "enabled", "budget_tokens": 1024},
        "output_config": {"effort": "low", "format": {"type": "json_schema", "schema": {"type": "object"}}},
        "metadata": {"user_id": "ann"},
        "max_tokens": 2048,
        "top_k": 5,
        "service_tier": "auto",
    }  # fmt: skip
    with client_of(served) as client:
        beta = {"anthropic-beta": "one-2026,two-2026"}
        client.messages.create(model="other", max_tokens=9, messages=ASK, extra_body=fields, extra_headers=beta)
    assert served.asked == fields | {"model": "upstream-1"}
    assert served.upstream.received[-1].headers["anthropic-beta"] == "one-2026,two-2026"


def test_tokens_are_counted_exactly_where_they_can_be(behind):
    model, served = behind()
    with client_of(served) as client:
        counted = client.messages.count_tokens(model=model, system="Be brief.", messages=ASK, tools=[WEATHER])
    assert counted.input_tokens > 5
    paths = [request.path for request in served.upstream.received]
    assert paths == (["/v1/messages/count_tokens"] if model == "other" else [])


def test_the_knowledge_base_answers_too(serve):
    served = serve()
    with client_of(served) as client:
        message = client.messages.create(model="wainao", max_tokens=9, messages=ASK)
        with client.messages.stream(model="wainao", max_tokens=9, messages=ASK) as coming:
            streamed = coming.get_final_message()
    assert message.content[0].text == streamed.content[0].text != ""
    assert message.wainao["origin"] == "none"


def test_models_are_listed(serve):
    with client_of(serve()) as client:
        assert [model.id for model in client.models.list()] == ["wainao", "small", "vectors", "everything"]


@pytest.mark.parametrize(
    ("reply", "error", "says"),
    [
        (fails(400, "no such size"), anthropic.BadRequestError, "no such size"),
        (fails(429, "slow down", retry_after_s=17), anthropic.RateLimitError, "no room"),
        (fails(500, "boom"), anthropic.InternalServerError, "boom"),
    ],
)
@pytest.mark.parametrize("streams", [False, True])
def test_what_the_upstream_refuses_is_told_as_anthropic_tells_it(behind, reply, error, says, streams):
    model, served = behind(reply)
    with client_of(served) as client, pytest.raises(error, match=says) as failed:
        client.messages.create(model=model, max_tokens=9, messages=ASK, stream=streams)
    assert failed.value.body["type"] == "error"
    assert failed.value.body["error"]["type"].endswith("_error")
    assert failed.value.body["request_id"] == failed.value.response.headers["wainao-receipt"]


def test_who_may_not_come_in_is_told_so(serve):
    served = serve()
    with client_of(served, api_key="wk_wrong") as client, pytest.raises(anthropic.AuthenticationError):
        client.messages.create(model="small", max_tokens=9, messages=ASK)
    served.brain.call("actors:add", id="ann", rights=["read"])
    key = served.brain.call("keys:add", actor="ann").output.key
    with client_of(served, api_key=key) as client:
        raw = client.messages.with_raw_response.create(model="small", max_tokens=9, messages=ASK)
    assert served.receipt(raw.headers["wainao-receipt"]).actor == "ann"


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"messages": []}, "one at least"),
        ({"messages": [{"role": "user", "content": [{"text": "no type"}]}]}, "'type'"),
        ({"messages": [{"role": "king", "content": "hi"}]}, "role"),
        ({"tool_choice": {"type": "maybe"}}, "tool_choice"),
        ({"max_tokens": None}, "max_tokens"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_sent(serve, fields, says):
    served = serve()
    sent = {"model": "small", "max_tokens": 9, "messages": ASK} | fields
    with client_of(served) as client, pytest.raises(anthropic.BadRequestError, match=says):
        client.messages.create(model="small", max_tokens=9, messages=ASK, extra_body=sent)
    assert served.upstream.received == []


def test_a_stream_that_breaks_off_ends_with_an_error_event(serve):
    broken = stream(events({"choices": [{"delta": {"content": "half"}}]}, done=False), "reset")
    with client_of(serve([broken])) as client:
        coming = client.messages.create(model="small", max_tokens=9, messages=ASK, stream=True)
        with pytest.raises(anthropic.APIError, match="broke"):
            for _ in coming:
                pass


def test_a_client_that_leaves_ends_the_call_upstream(serve):
    served = serve([says("a long reply " * 60, pause_s=0.02)])
    with client_of(served) as client:
        with client.messages.stream(model="small", max_tokens=9, messages=ASK) as coming:
            next(iter(coming.text_stream))
        assert served.upstream.wait_until_left()


def test_what_a_model_writes_cannot_end_an_event(serve):
    evil = "x\n\nevent: message_stop\ndata: {}\n\n\r\n\u2028y"
    served = serve([Said(text=evil, characters=4)])
    with client_of(served) as client, client.messages.stream(model="small", max_tokens=9, messages=ASK) as coming:
        assert coming.get_final_text() == evil
