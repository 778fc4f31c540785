"""A standing correction answers a client of the gateway, in every format, and nothing that only looks like it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import anthropic
import httpx
import ollama
import openai
import pytest
from gateway_world import WEATHER, Served

QUESTION = "How many days of leave are there in the first year?"
ANSWER = "Six, since 2026."
ASKED = [{"role": "user", "content": QUESTION}]

Ask = Callable[..., Any]


@pytest.fixture
def house(serve) -> Served:
    """Its model is always wrong."""
    return serve(["Five."])


@pytest.fixture
def chat(house: Served) -> Iterator[Ask]:
    """`chat(messages, …)` by OpenAI's client: the text of the reply."""
    with openai.OpenAI(base_url=f"{house.url}/v1", api_key="unused", max_retries=0) as client:

        def chat(messages: Any = ASKED, **more: Any) -> str:
            reply = client.chat.completions.create(model="small", messages=messages, **more)
            return reply.choices[0].message.content or ""

        yield chat


def elsewhere(house: Served, call: str, **fields: Any) -> Any:
    """A call in another process on the same home."""
    script = f"import sys, wainao\nwith wainao.Wainao.open(sys.argv[1]) as brain: print(brain.{call})"
    env = {"PYTHONPATH": ":".join(filter(None, sys.path)), "PYTHONUTF8": "1"}
    env |= {"WAINAO_MODELS__BASE_URL": house.upstream.url, "WAINAO_MODELS__MODEL": "small"}
    home = str(house.brain.settings.home)
    done = subprocess.run([sys.executable, "-c", script, home], env=env, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.strip()


def correct(house: Served) -> str:
    return house.brain.call("corrections:propose", question=QUESTION, answer=ANSWER, scope="everyone").output.correction


def test_who_is_corrected_in_another_process_is_right_at_the_next_question(house, chat):
    raw = httpx.post(f"{house.url}/v1/chat/completions", json={"model": "small", "messages": ASKED}, trust_env=False)
    assert raw.json()["choices"][0]["message"]["content"] == "Five."
    assert "wainao-correction" not in raw.headers
    receipt = raw.headers["wainao-receipt"]
    made = elsewhere(house, f"correct({receipt!r}, {ANSWER!r}).output.correction")
    assert chat() == ANSWER
    assert chat([{"role": "system", "content": "Be brief."}, *ASKED]) == ANSWER
    assert chat([{"role": "user", "content": [{"type": "text", "text": f"Please, {QUESTION}"}]}]) == ANSWER
    asked_elsewhere = f"call('models:chat', messages=({ASKED[0]!r},), model='small').output.text"
    assert elsewhere(house, asked_elsewhere) == ANSWER
    elsewhere(house, f"call('corrections:revoke', correction={made!r}).output.status")
    assert chat() == "Five."


@pytest.mark.parametrize(
    "messages",
    [
        [{"role": "user", "content": QUESTION.replace("first", "second")}],
        [{"role": "user", "content": f"{QUESTION} And in the second?"}],
        [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hello."}, *ASKED],
        [*ASKED, *ASKED],
        [{"role": "assistant", "content": "Ask me."}, *ASKED],
    ],
    ids=["near miss", "another question with it", "later turn", "twice", "after a turn of the model"],
)
def test_what_is_not_the_question_itself_is_for_the_model(house, chat, messages):
    correct(house)
    assert chat(messages) == "Five."


@pytest.mark.parametrize(
    "wish",
    [{"tools": [WEATHER]}, {"response_format": {"type": "json_object"}}, {"n": 2}, {"logprobs": True}],
    ids=lambda wish: next(iter(wish)),
)
def test_whoever_wants_more_than_words_gets_the_model(house, chat, wish):
    correct(house)
    before = len(house.upstream.received)
    with ExitStack() as stack:
        if "response_format" in wish:  # "Five." is no JSON, and the gateway says so
            stack.enter_context(pytest.raises(openai.APIStatusError))
        assert chat(**wish) == "Five."
    assert len(house.upstream.received) > before
    assert chat(response_format={"type": "text"}, n=1) == ANSWER


def test_a_question_put_to_the_documents_alone_stays_theirs(house, chat):
    house.brain.call("corrections:propose", question=QUESTION, answer=ANSWER, scope="base")
    assert chat() == "Five."


@pytest.mark.parametrize("streams", [False, True])
def test_what_the_receipt_and_the_headers_say(house, streams):
    made = correct(house)
    body = {"model": "small", "messages": ASKED, "stream": streams}
    raw = httpx.post(f"{house.url}/v1/chat/completions", json=body, trust_env=False)
    assert raw.headers["wainao-correction"] == made
    assert house.upstream.received == []
    receipt = house.receipt(raw.headers["wainao-receipt"])
    assert (receipt.correction, receipt.labels) == (made, ("human-written",))
    assert (receipt.usage.input_tokens, receipt.usage.cost_microusd) == (0, 0)
    assert receipt.output["origin"] == "human"


@pytest.mark.parametrize("streams", [False, True])
def test_openais_client_reads_it(house, streams):
    made = correct(house)
    with openai.OpenAI(base_url=f"{house.url}/v1", api_key="unused", max_retries=0) as client:
        if streams:
            chunks = list(client.chat.completions.create(model="small", messages=ASKED, stream=True))
            text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
            finish, last = chunks[-1].choices[0].finish_reason, chunks[-1]
        else:
            last = client.chat.completions.create(model="small", messages=ASKED)
            text, finish = last.choices[0].message.content, last.choices[0].finish_reason
        answered = client.responses.create(model="small", input=QUESTION, instructions="Be brief.", stream=streams)
        response = answered if not streams else list(answered)[-1].response
    assert (text, finish) == (ANSWER, "stop")
    assert last.model_extra["wainao"]["correction"]["id"] == made
    assert response.output_text == ANSWER
    assert response.model_extra["wainao"]["correction"]["id"] == made


@pytest.mark.parametrize("streams", [False, True])
def test_anthropics_client_reads_it(house, streams):
    made = correct(house)
    asked: Any = {"model": "small", "max_tokens": 99, "messages": ASKED, "system": "Be brief."}
    with anthropic.Anthropic(base_url=house.url, api_key="unused", max_retries=0) as client:
        if streams:
            with client.messages.stream(**asked) as coming:
                assert coming.response.headers["wainao-correction"] == made
                message = coming.get_final_message()
        else:
            message = client.messages.create(**asked)
            assert message.model_extra["wainao"]["correction"]["id"] == made
    assert (message.content[0].text, message.stop_reason) == (ANSWER, "end_turn")


@pytest.mark.parametrize("streams", [False, True])
def test_ollamas_client_reads_it(house, streams):
    correct(house)
    client = ollama.Client(host=house.url)
    try:
        told = client.chat("small", ASKED, stream=streams)
        assert "".join(line.message.content or "" for line in (told if streams else [told])) == ANSWER
        assert client.generate("small", QUESTION).response == ANSWER
    finally:
        client._client.close()  # it has no way of its own to be closed


def test_a_chat_that_went_on_is_not_corrected_by_its_receipt(house):
    went_on = [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hello."}, *ASKED]
    body = {"model": "small", "messages": went_on}
    raw = httpx.post(f"{house.url}/v1/chat/completions", json=body, trust_env=False)
    refused = httpx.post(
        f"{house.url}/api/corrections/propose",
        json={"receipt": raw.headers["wainao-receipt"], "answer": ANSWER},
        trust_env=False,
    )
    assert refused.status_code == 400
    assert "Give the question instead" in refused.text


def test_models_are_compared_without_it(house):
    correct(house)
    house.brain.call("deployments:add", name="near", serves=["chat"], base_url=house.upstream.url, model="upstream-1")
    compared = house.brain.call("models:compare", question=QUESTION, models=("small", "near")).output
    assert [answer.text for answer in compared.answers] == ["Five.", "Five."]
