"""OpenAI's own client against the gateway, before a scripted upstream."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from typing import Any

import openai
import pytest
from gateway_world import ASK, PARAMETERS, PICTURE, WEATHER, Serve, Served
from pydantic import BaseModel

from wainao.testing import Said
from wainao.testing.model_server import events, fails, says, stream, vector

PNG = f"data:image/png;base64,{PICTURE}"


def client_of(served: Served, **more: Any) -> openai.OpenAI:
    return openai.OpenAI(base_url=f"{served.url}/v1", api_key="unused", **({"max_retries": 0} | more))


@pytest.fixture
def client(serve: Serve) -> Iterator[Callable[..., openai.OpenAI]]:
    made: list[openai.OpenAI] = []

    def make(*script: Any, **more: Any) -> openai.OpenAI:
        made.append(client_of(serve(list(script)) if script else serve(**more)))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_a_chat_goes_through_whole_and_leaves_a_receipt(serve):
    said = Said(text="你好! Hello.", tokens=(12, 5, 4, 0))
    served = serve([said])
    with client_of(served) as client:
        raw = client.chat.completions.with_raw_response.create(
            model="small", messages=[{"role": "system", "content": "Be brief."}, *ASK], temperature=0, max_tokens=9,
            top_p=0.5, extra_body={"top_k": 7},
        )  # fmt: skip
        reply = raw.parse()
    assert (reply.choices[0].message.content, reply.choices[0].finish_reason) == ("你好! Hello.", "stop")
    assert (reply.model, reply.usage.prompt_tokens, reply.usage.completion_tokens) == ("small", 12, 5)
    assert reply.usage.prompt_tokens_details.cached_tokens == 4
    assert served.asked == {
        "model": "small",
        "messages": [{"role": "system", "content": "Be brief."}, *ASK],
        "temperature": 0.0,
        "max_tokens": 9,
        "top_p": 0.5,
        "top_k": 7,
    }
    receipt = served.receipt(raw.headers["wainao-receipt"])
    assert (receipt.capability, receipt.status) == ("models:chat", "ok")
    assert raw.headers["wainao-deployment"] == "default@0"


def test_a_chat_streams_word_by_word(client):
    chunks = list(
        client(Said(text="One two three four.", characters=4)).chat.completions.create(
            model="small", messages=ASK, stream=True, stream_options={"include_usage": True}
        )
    )
    texts = [chunk.choices[0].delta.content for chunk in chunks if chunk.choices and chunk.choices[0].delta.content]
    assert texts == ["One ", "two ", "thre", "e fo", "ur."]
    assert chunks[0].choices[0].delta.role == "assistant"
    assert chunks[-2].choices[0].finish_reason == "stop"
    assert (chunks[-1].choices, chunks[-1].usage.completion_tokens) == ([], 5)
    assert len({chunk.id for chunk in chunks}) == 1


@pytest.mark.parametrize("streams", [False, True])
def test_tools_are_called_and_their_results_go_back(serve, streams):
    call = Said(text="Let me look.", tools=[("weather", {"city": "北京"}), ("weather", {"city": "Xi'an\n"})])
    served = serve([call, "Sunny."])
    with client_of(served) as client:
        if streams:
            with client.chat.completions.stream(model="small", messages=ASK, tools=[WEATHER]) as coming:
                message = coming.get_final_completion().choices[0].message
        else:
            message = client.chat.completions.create(model="small", messages=ASK, tools=[WEATHER]).choices[0].message
        assert served.asked["tools"] == [WEATHER]
        assert message.content == "Let me look."
        assert [json.loads(one.function.arguments)["city"] for one in message.tool_calls] == ["北京", "Xi'an\n"]
        answers = [{"role": "tool", "tool_call_id": one.id, "content": "sunny"} for one in message.tool_calls]
        spoken = {
            "role": "assistant",
            "content": message.content,
            "tool_calls": [_plain(c) for c in message.tool_calls],
        }
        last = client.chat.completions.create(model="small", messages=[*ASK, spoken, *answers], tools=[WEATHER])
    assert last.choices[0].message.content == "Sunny."
    assert served.asked["messages"] == [*ASK, spoken, *answers]


def _plain(call: Any) -> dict[str, Any]:
    told = call.model_dump(exclude_none=True)
    return {name: told[name] for name in ("id", "type", "function")} | {
        "function": {name: told["function"][name] for name in ("name", "arguments")}
    }


class Weather(BaseModel):
    city: str
    degrees: int


def test_a_reply_has_the_shape_that_was_asked_for(serve):
    served = serve([Said(text='{"city": "Beijing", "degrees": 21}')])
    with client_of(served) as client:
        parsed = client.chat.completions.parse(model="small", messages=ASK, response_format=Weather)
    assert parsed.choices[0].message.parsed == Weather(city="Beijing", degrees=21)
    assert served.asked["response_format"]["json_schema"]["name"] == "Weather"


@pytest.mark.parametrize("streams", [False, True])
def test_log_probabilities_come_along(client, streams):
    asked = client(Said(text="Hello there", logprobs=True)).chat.completions.create
    reply = asked(model="small", messages=ASK, logprobs=True, top_logprobs=1, stream=streams)
    found = [reply.choices[0]] if not streams else [chunk.choices[0] for chunk in reply]
    rows = [row for choice in found if choice.logprobs for row in choice.logprobs.content]
    assert [row.token for row in rows] == ["Hello t", "here"]
    assert {row.logprob for row in rows} == {-0.25}


@pytest.mark.parametrize("streams", [False, True])
def test_several_replies(client, streams):
    asked = client(Said(text="first", others=["second", "third"])).chat.completions
    if streams:
        with asked.stream(model="small", messages=ASK, n=3) as coming:
            reply = coming.get_final_completion()
    else:
        reply = asked.create(model="small", messages=ASK, n=3)
    assert [(one.index, one.message.content) for one in reply.choices] == [(0, "first"), (1, "second"), (2, "third")]
    assert {one.finish_reason for one in reply.choices} == {"stop"}


def test_pictures_and_files_go_upstream_as_they_are_and_nobody_fetches_them(serve):
    served = serve()
    parts = [
        {"type": "text", "text": "What is this?"},
        {"type": "image_url", "image_url": {"url": PNG, "detail": "low"}},
        {"type": "image_url", "image_url": {"url": "https://pictures.invalid/cat.png"}},
        {"type": "file", "file": {"filename": "a.pdf", "file_data": "data:application/pdf;base64,JVBERg=="}},
        {"type": "input_audio", "input_audio": {"data": "UklGRg==", "format": "wav"}},
    ]
    with client_of(served) as client:
        client.chat.completions.create(model="small", messages=[{"role": "user", "content": parts}])
    assert served.asked["messages"] == [{"role": "user", "content": parts}]
    assert len(served.upstream.received) == 1


@pytest.mark.parametrize("streams", [False, True])
def test_thoughts_come_beside_the_answer(client, streams):
    asked = client(Said(text="42", thought="Six times seven.")).chat.completions.create
    reply = asked(model="small", messages=ASK, stream=streams, reasoning_effort="low")
    said = [chunk.choices[0].delta for chunk in reply] if streams else [reply.choices[0].message]
    assert "".join(getattr(one, "reasoning_content", None) or "" for one in said) == "Six times seven."
    assert "".join(one.content or "" for one in said) == "42"


def test_the_same_call_works_on_a_provider_with_another_protocol(serve):
    served = serve(
        [Said(text="Bonjour.", tools=[("weather", {"city": "Paris"})], tokens=(9, 3, 2, 0))], provider="anthropic"
    )
    with client_of(served) as client:
        reply = client.chat.completions.create(model="other", messages=ASK, tools=[WEATHER], tool_choice="required")
    assert served.upstream.received[-1].path == "/v1/messages"
    assert served.asked["tool_choice"] == {"type": "any"}
    assert served.asked["tools"][0]["input_schema"] == PARAMETERS
    assert reply.choices[0].message.content == "Bonjour."
    assert json.loads(reply.choices[0].message.tool_calls[0].function.arguments) == {"city": "Paris"}
    assert (reply.usage.prompt_tokens, reply.usage.prompt_tokens_details.cached_tokens) == (9, 2)


@pytest.mark.parametrize("form", ["float", "base64"])
def test_embeddings(serve, form):
    served = serve()
    with client_of(served) as client:
        made = client.embeddings.create(model="vectors", input=["一", "two"], encoding_format=form, dimensions=16)
    if form == "base64":
        assert len(base64.b64decode(made.data[0].embedding)) == 64
    else:
        assert made.data[0].embedding == pytest.approx(vector("一"))
    assert (made.model, [row.index for row in made.data], made.usage.prompt_tokens) == ("vectors", [0, 1], 4)
    assert served.asked == {"model": "vectors", "input": ["一", "two"], "dimensions": 16}


def test_embeddings_by_default_as_the_client_wants_them(client):
    made = client().embeddings.create(model="vectors", input="two")
    assert made.data[0].embedding == pytest.approx(vector("two"), abs=1e-6)


def test_plain_completions(serve):
    served = serve([Said(text=" b")])
    with client_of(served) as client:
        reply = client.completions.create(model="everything", prompt="return a +", max_tokens=3, suffix="\n", stop="#")
        chunks = list(client.completions.create(model="everything", prompt="return a +", stream=True))
    assert (reply.choices[0].text, reply.choices[0].finish_reason) == (" b", "stop")
    assert "".join(chunk.choices[0].text for chunk in chunks) == " b"
    assert served.upstream.received[0].body == {
        "model": "upstream-1", "prompt": "return a +", "max_tokens": 3, "suffix": "\n", "stop": ["#"]
    }  # fmt: skip


def test_moderations_speech_transcriptions_and_pictures(client):
    ours = client()
    judged = ours.moderations.create(model="everything", input=["be kind", "kill him"])
    assert [row.flagged for row in judged.results] == [False, True]
    spoken = ours.audio.speech.create(model="everything", voice="alloy", input="Hello", response_format="wav")
    assert spoken.content == b"ID3Hello"
    assert spoken.response.headers["content-type"] == "audio/wav"
    written = ours.audio.transcriptions.create(model="everything", file=("memo.mp3", b"sound" * 9), language="en")
    assert written.text.endswith("bytes of sound")
    full = ours.audio.transcriptions.create(
        model="everything", file=("memo.mp3", b"sound"), response_format="verbose_json"
    )
    assert (full.language, full.duration) == ("en", 1.5)
    drawn = ours.images.generate(model="everything", prompt="a cat", n=2, size="256x256")
    assert [one.b64_json for one in drawn.data] == ["iVBORw0KGgo="] * 2


def test_models_are_listed(client):
    ours = client()
    assert [model.id for model in ours.models.list()] == ["wainao", "small", "vectors", "everything"]
    assert ours.models.retrieve("small").id == "small"
    with pytest.raises(openai.NotFoundError, match="no model 'gpt-5'"):
        ours.models.retrieve("gpt-5")


@pytest.mark.parametrize(
    ("reply", "error", "says"),
    [
        (fails(400, "no such size"), openai.BadRequestError, "no such size"),
        (fails(400, "maximum context length is 10"), openai.BadRequestError, "maximum context"),
        (fails(500, "boom"), openai.InternalServerError, "boom"),
        (fails(401, "bad key"), openai.InternalServerError, "does not accept the key"),
    ],
)
@pytest.mark.parametrize("streams", [False, True])
def test_what_the_upstream_refuses_is_told_before_anything_is_said(client, reply, error, says, streams):
    with pytest.raises(error, match=says) as failed:
        client(reply).chat.completions.create(model="small", messages=ASK, stream=streams)
    assert failed.value.code
    assert failed.value.body["receipt"] == failed.value.response.headers["wainao-receipt"]


def test_a_busy_upstream_says_when_to_come_again(client):
    with pytest.raises(openai.RateLimitError) as failed:
        client(fails(429, "slow down", retry_after_s=17)).chat.completions.create(model="small", messages=ASK)
    assert int(failed.value.response.headers["retry-after"]) in (16, 17)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"model": "gpt-5"}, "no model 'gpt-5'"),
        ({"messages": "hi"}, "messages"),
        ({"messages": [{"role": "king", "content": "hi"}]}, "role"),
        (
            {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "file:///etc"}}]}]},
            "file:",
        ),
        ({"n": 1_000_000}, "1 to 128"),
        ({"temperature": "hot"}, "temperature"),
        ({"tools": "all"}, "tools"),
        ({"functions": [{}]}, "old form of tools"),
        ({"modalities": ["audio"]}, "audio"),
        ({"stream": "yes"}, "true or false"),
        ({"model": "wainao", "tools": [WEATHER]}, "answers from documents"),
        ({"model": "wainao", "response_format": {"type": "json_object"}}, "answers from documents"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_sent(serve, fields, says):
    served = serve()
    sent = {"model": "small", "messages": ASK} | fields
    with client_of(served) as client, pytest.raises(openai.APIStatusError, match=says) as failed:
        client.chat.completions.create(model=sent.pop("model"), messages=sent.pop("messages"), extra_body=sent)
    assert failed.value.status_code in (400, 404)
    assert served.upstream.received == []


def test_a_stream_that_breaks_off_ends_with_an_error_and_no_second_try(serve):
    served = serve([stream(events({"choices": [{"delta": {"content": "half"}}]}, done=False), "reset")])
    said: list[Any] = []
    with client_of(served) as client:
        coming = client.chat.completions.create(model="small", messages=ASK, stream=True)
        with pytest.raises(openai.APIError, match="broke"):
            said.extend(chunk.choices[0].delta.content for chunk in coming)
    assert said == ["", "half"]
    assert len(served.upstream.received) == 1


def test_a_client_that_leaves_ends_the_call_upstream(serve):
    served = serve([says("a long reply " * 60, pause_s=0.02)])
    with client_of(served) as client:
        coming = client.chat.completions.create(model="small", messages=ASK, stream=True)
        for chunk in coming:
            if chunk.choices[0].delta.content:
                break
        receipt = coming.response.headers["wainao-receipt"]
        coming.close()
        assert served.upstream.wait_until_left()
    served.brain.call("receipts:list")
    assert served.receipt(receipt).status == "cancelled"


def test_a_client_that_does_not_wait_ends_the_call_upstream(serve):
    served = serve([stream(30.0)])
    with client_of(served, timeout=0.5) as client, pytest.raises(openai.APITimeoutError):
        client.chat.completions.create(model="small", messages=ASK)
    assert served.upstream.wait_until_left()


def test_a_request_that_must_stay_goes_nowhere_else(serve):
    served = serve()
    served.brain.call("deployments:add", name="far", model="m", base_url="http://models.invalid/v1")
    with client_of(served) as client:
        with pytest.raises(openai.PermissionDeniedError, match="must stay here"):
            client.chat.completions.create(model="far", messages=ASK, extra_headers={"wainao-stay": "true"})
        with pytest.raises(openai.BadRequestError, match="true or false"):
            client.chat.completions.create(model="small", messages=ASK, extra_headers={"wainao-stay": "perhaps"})
        with pytest.raises(openai.BadRequestError, match="'wainao'"):
            client.chat.completions.create(model="wainao", messages=ASK, extra_headers={"wainao-stay": "1"})
        near = client.chat.completions.create(model="small", messages=ASK, extra_headers={"wainao-stay": "true"})
    assert near.choices[0].message.content == "Hello."


def test_what_a_model_writes_cannot_end_an_event(client):
    evil = 'x\n\ndata: {"choices": []}\n\ndata: [DONE]\n\r\n\u2028event: error\n'
    chunks = list(
        client(Said(text=evil, characters=5)).chat.completions.create(model="small", messages=ASK, stream=True)
    )
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == evil
