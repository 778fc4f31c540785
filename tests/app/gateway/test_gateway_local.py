"""The real clients, the whole gateway, and a real model in a real engine: tiny, untrained, made here.

Only its likeliest tokens are the same each time: what counts tokens asks at temperature 0."""

from __future__ import annotations

import json
from collections.abc import Iterator

import anthropic
import ollama
import openai
import pytest
from gateway_world import ASK, PARAMETERS, WEATHER
from pydantic import BaseModel

from tiny_gguf import write_tiny_gguf
from wainao import Wainao
from wainao.features.models.local.shelf import LocalModel, Shelf
from wainao.testing import running


class Weather(BaseModel):
    sunny: bool


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pytest.importorskip("xllamacpp", reason="needs wainao[local]")
    with Wainao.open(tmp_path_factory.mktemp("local") / "home") as brain:
        shelf = Shelf(brain.home)
        folder = shelf.folder("tiny")
        folder.mkdir(parents=True)
        write_tiny_gguf(folder / "weights.gguf")
        shelf.put(LocalModel(name="tiny", weights="weights.gguf", context_tokens=2048, threads=1))
        brain.call("deployments:add", name="tiny", model="tiny", provider="here", serves=["chat", "complete", "embed"])
        with running(brain) as url:
            yield url


@pytest.fixture
def client(url: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{url}/v1", api_key="unused", max_retries=0) as client:
        yield client


def test_chats_whole_and_streamed(client):
    asked = {"model": "tiny", "messages": ASK, "max_tokens": 12, "temperature": 0, "seed": 1}
    whole = client.chat.completions.create(**asked)
    assert whole.choices[0].finish_reason == "length"
    assert whole.usage.completion_tokens == 12
    chunks = list(
        client.chat.completions.create(model="tiny", messages=ASK, max_tokens=12, temperature=0, seed=1, stream=True)
    )
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == whole.choices[0].message.content


def test_a_tool_that_must_be_called_is_called(client):
    reply = client.chat.completions.create(
        model="tiny", messages=ASK, max_tokens=200, tools=[WEATHER], tool_choice="required"
    )
    (call,) = reply.choices[0].message.tool_calls
    assert call.function.name == "weather"
    assert set(json.loads(call.function.arguments)) == set(PARAMETERS["required"])
    assert reply.choices[0].finish_reason == "tool_calls"


def test_a_reply_has_the_shape_that_was_asked_for(client):
    parsed = client.chat.completions.parse(model="tiny", messages=ASK, max_tokens=200, response_format=Weather)
    assert isinstance(parsed.choices[0].message.parsed, Weather)
    answered = client.responses.parse(model="tiny", input="How is it?", max_output_tokens=200, text_format=Weather)
    assert isinstance(answered.output_parsed, Weather)


def test_log_probabilities_embeddings_and_completions(client):
    asked = {"model": "tiny", "max_tokens": 3, "temperature": 0}
    reply = client.chat.completions.create(**asked, messages=ASK, logprobs=True, top_logprobs=2)
    assert 0 < len(reply.choices[0].logprobs.content) <= 3  # bytes of one letter count as one
    made = client.embeddings.create(model="tiny", input=["一", "two"])
    assert len({len(row.embedding) for row in made.data}) == 1
    assert client.completions.create(**asked, prompt="a + b =").usage.completion_tokens == 3


def test_anthropics_client(url):
    with anthropic.Anthropic(base_url=url, api_key="unused", max_retries=0) as client:
        with client.messages.stream(model="tiny", max_tokens=8, messages=ASK, extra_body={"temperature": 0}) as coming:
            whole = coming.get_final_message()
        tool = {"name": "weather", "input_schema": PARAMETERS}
        called = client.messages.create(
            model="tiny", max_tokens=200, messages=ASK, tools=[tool], tool_choice={"type": "tool", "name": "weather"}
        )
    assert (whole.stop_reason, whole.usage.output_tokens) == ("max_tokens", 8)
    assert [block.type for block in called.content] == ["tool_use"]
    assert set(called.content[0].input) == {"city"}


def test_ollamas_client(url):
    client = ollama.Client(host=url)
    try:
        assert client.chat("tiny", ASK, options={"num_predict": 8, "temperature": 0}).eval_count == 8
    finally:
        client._client.close()


def test_too_long_a_request_says_so(client):
    with pytest.raises(openai.BadRequestError) as failed:
        client.chat.completions.create(model="tiny", messages=[{"role": "user", "content": "word " * 5000}])
    assert failed.value.code == "context_length_exceeded"
