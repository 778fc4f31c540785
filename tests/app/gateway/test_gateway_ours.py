"""The knowledge base, and any capability that calls itself a model, through OpenAI's real client."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import openai
import pytest

from wainao import Answer, Call, Citation, Delta, Spec, Wainao, Words
from wainao.app.extensions import OWN
from wainao.features.models.types import ListInput, ListOutput
from wainao.testing import running
from wainao.types import ChatInput, ChatOutput, Usage


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    question: str


CITATION = Citation(document="d", path="leave.md", version="v", line_start=3, char_start=0, char_end=4, quote="five")


class Oracle:
    """Stands where the knowledge base is: writes an answer, quotes one, or fails."""

    spec = Spec(
        name="knowledge:ask",
        title=Words("提问", "Ask"),
        description=Words("问。", "Ask."),
        input=Question,
        output=Answer,
    )

    async def invoke(self, call: Call):
        question = call.input.question
        if question == "break":
            yield Delta(text="half ")
        if question in ("fail", "break"):
            raise LookupError("no idea")
        call.used(Usage(input_tokens=7, output_tokens=2))
        if question == "write":
            yield Delta(text="five ")
            yield Delta(text="days")
        yield Answer(answer="five days", origin="documents", citations=(CITATION,))


class Chat:
    spec = Spec(
        name="models:chat",
        title=Words("对话", "Chat"),
        description=Words("对话。", "Chat."),
        input=ChatInput,
        output=ChatOutput,
    )

    async def invoke(self, call: Call):
        said = " / ".join(f"{message.role}: {message.content}" for message in call.input.messages)
        yield ChatOutput(text=f"{said} ({call.input.max_tokens})", model="qwen", finish_reason="length")


class Offer:
    spec = Spec(
        name="models:list",
        title=Words("列出", "List"),
        description=Words("列出。", "List."),
        input=ListInput,
        output=ListOutput,
    )

    async def invoke(self, call: Call):
        yield ListOutput(models=("qwen",))


@pytest.fixture
def client(tmp_path) -> Iterator[openai.OpenAI]:
    home = {"extensions": {"deny": [point.name for point in OWN if point.name in ("knowledge", "models")]}}
    with Wainao.open(tmp_path, capabilities=[Oracle(), Chat(), Offer()], **home) as brain, running(brain) as url:
        yield openai.OpenAI(base_url=f"{url}/v1", api_key="unused", max_retries=0)


def ask(client: openai.OpenAI, question, **more):
    earlier = {"role": "user", "content": "an earlier question"}
    messages = [earlier, {"role": "assistant", "content": "an answer"}, {"role": "user", "content": question}]
    return client.chat.completions.create(model="wainao", messages=messages, **more)


@pytest.mark.parametrize("question", ["when?", [{"type": "text", "text": "when?"}]])
def test_the_last_question_is_answered_with_citations_and_receipt(client, question):
    raw = client.chat.completions.with_raw_response.create(
        model="wainao", messages=[{"role": "user", "content": question}], temperature=0, user="ann", seed=1
    )
    answer = raw.parse()
    assert (answer.choices[0].message.content, answer.choices[0].finish_reason) == ("five days", "stop")
    assert (answer.usage.prompt_tokens, answer.usage.completion_tokens) == (7, 2)
    assert answer.wainao["receipt"] == raw.headers["wainao-receipt"]
    assert answer.wainao["citations"][0]["path"] == "leave.md"
    assert answer.wainao["origin"] == "documents"


@pytest.mark.parametrize(("question", "pieces"), [("write", ["five ", "days"]), ("quote", ["five days"])])
def test_an_answer_streams_and_its_last_chunk_has_the_rest(client, question, pieces):
    chunks = list(ask(client, question, stream=True, stream_options={"include_usage": True}))
    texts = [chunk.choices[0].delta.content for chunk in chunks if chunk.choices and chunk.choices[0].delta.content]
    assert texts == pieces
    last = next(chunk for chunk in chunks if chunk.choices and chunk.choices[0].finish_reason)
    assert last.wainao["citations"][0]["quote"] == "five"
    assert chunks[0].id == f"chatcmpl-{last.wainao['receipt']}"
    assert chunks[-1].usage.total_tokens == 9


def test_models_are_listed_and_reached_by_name(client):
    assert [model.id for model in client.models.list()] == ["wainao", "qwen"]
    assert client.models.retrieve("qwen").id == "qwen"
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("gpt-5")
    answer = client.chat.completions.create(
        model="qwen",
        messages=[{"role": "developer", "content": "be short"}, {"role": "user", "content": "hi"}],
        max_completion_tokens=5,
    )
    assert answer.choices[0].message.content == "developer: be short / user: hi (5)"
    assert answer.choices[0].finish_reason == "length"


@pytest.mark.parametrize(
    ("change", "kind", "told"),
    [
        ({"model": ""}, openai.BadRequestError, "name of one into 'model'"),
        ({"messages": []}, openai.BadRequestError, "no question"),
        ({"messages": [{"role": "user", "content": " "}]}, openai.BadRequestError, "no question"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}, openai.BadRequestError, "image_url"),
        ({"messages": "hi"}, openai.BadRequestError, "messages"),
        ({"messages": [{"role": "user", "content": "fail"}]}, openai.InternalServerError, "no idea"),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_failures_are_told_as_openai_tells_them(client, change, kind, told, stream):
    sent = {"model": "wainao", "messages": [{"role": "user", "content": "when?"}], "stream": stream} | change
    with pytest.raises(kind, match=told) as failed:
        client.chat.completions.create(**sent)
    assert failed.value.body["type"]
    assert failed.value.code


def test_a_stream_that_breaks_off_is_an_error(client):
    with pytest.raises(openai.APIError, match="no idea"):
        list(ask(client, "break", stream=True))


def test_a_wrong_key_is_refused(client):
    with pytest.raises(openai.AuthenticationError):
        client.with_options(api_key="wk_wrong").models.list()
