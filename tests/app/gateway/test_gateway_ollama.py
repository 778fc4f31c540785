"""Ollama's own client against the gateway."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import ollama
import pytest
from gateway_world import PICTURE, WEATHER, Served

from wainao.testing import Said
from wainao.testing.model_server import events, fails, stream, vector

ASK = [{"role": "user", "content": "How is it in Beijing?"}]


@pytest.fixture
def client_of() -> Iterator[Callable[[Served], ollama.Client]]:
    made: list[ollama.Client] = []

    def client_of(served: Served) -> ollama.Client:
        made.append(ollama.Client(host=served.url))
        return made[-1]

    yield client_of
    for one in made:
        one._client.close()  # it has no way of its own to be closed


def test_a_chat_whole_and_line_by_line(serve, client_of):
    served = serve([Said(text="Sunny, I think.", thought="Hm.", tokens=(9, 4, 0, 0))])
    client = client_of(served)
    whole = client.chat("small", ASK, options={"num_predict": 9, "temperature": 0.5, "top_k": 3, "num_ctx": 4096})
    assert (whole.message.content, whole.message.thinking, whole.done) == ("Sunny, I think.", "Hm.", True)
    assert (whole.prompt_eval_count, whole.eval_count, whole.done_reason) == (9, 4, "stop")
    assert served.asked == {
        "model": "small",
        "messages": ASK,
        "max_tokens": 9,
        "temperature": 0.5,
        "top_k": 3,
    }
    lines = list(client.chat("small", ASK, stream=True, think=True))
    assert "".join(line.message.content or "" for line in lines) == "Sunny, I think."
    assert "".join(line.message.thinking or "" for line in lines) == "Hm."
    assert [line.done for line in lines] == [False] * (len(lines) - 1) + [True]
    assert served.asked["reasoning_effort"] == "medium"


@pytest.mark.parametrize("streams", [False, True])
def test_tools_are_called_and_their_results_go_back(serve, client_of, streams):
    served = serve([Said(tools=[("weather", {"city": "北京"})]), "Sunny."])
    client = client_of(served)
    said = client.chat("small", ASK, tools=[WEATHER], stream=streams)
    message = next(line.message for line in said if line.message.tool_calls) if streams else said.message
    assert message.tool_calls[0].function.arguments == {"city": "北京"}
    more = [*ASK, message, {"role": "tool", "content": "sunny", "tool_name": "weather"}]
    assert client.chat("small", more, tools=[WEATHER]).message.content == "Sunny."
    call, result = served.asked["messages"][1:]
    assert call["tool_calls"][0]["id"] == result["tool_call_id"] != ""


def test_generate_with_a_picture_and_a_schema(serve, client_of):
    served = serve([Said(text="{}")])
    client = client_of(served)
    schema = {"type": "object"}
    reply = client.generate("small", "What is this?", system="Be brief.", images=[PICTURE], format=schema)
    assert reply.response == "{}"
    system, user = served.asked["messages"]
    assert (system["content"], user["content"][0]["text"]) == ("Be brief.", "What is this?")
    assert user["content"][1]["image_url"]["url"] == f"data:image/png;base64,{PICTURE}"
    assert served.asked["response_format"]["json_schema"]["schema"] == schema
    assert "".join(line.response for line in client.generate("small", "Again", stream=True)) == "{}"


def test_embeddings_models_and_versions(serve, client_of):
    client = client_of(serve())
    assert client.embed("vectors", ["一", "two"]).embeddings == [
        pytest.approx(vector("一")), pytest.approx(vector("two"))
    ]  # fmt: skip
    assert client.embeddings("vectors", "two").embedding == pytest.approx(vector("two"))
    assert [model.model for model in client.list().models] == ["wainao", "small", "vectors", "everything"]
    assert client.show("small").capabilities == ["completion"]
    with pytest.raises(ollama.ResponseError, match="no model 'llama'"):
        client.show("llama")


def test_the_knowledge_base_answers_too(serve, client_of):
    assert client_of(serve()).chat("wainao", ASK).message.content


@pytest.mark.parametrize("streams", [False, True])
def test_failures_are_told_as_ollama_tells_them(serve, client_of, streams):
    with pytest.raises(ollama.ResponseError, match="no such size") as failed:
        list(client_of(serve([fails(400, "no such size")])).chat("small", ASK, stream=streams))
    assert failed.value.status_code == 400


def test_a_stream_that_breaks_off_is_an_error(serve, client_of):
    broken = stream(events({"choices": [{"delta": {"content": "half"}}]}, done=False), "reset")
    with pytest.raises(ollama.ResponseError, match="broke"):
        list(client_of(serve([broken])).chat("small", ASK, stream=True))


def test_what_is_not_done_here_is_refused(serve, client_of):
    with pytest.raises(ollama.ResponseError, match="'raw'"):
        client_of(serve()).generate("small", "x", raw=True)
