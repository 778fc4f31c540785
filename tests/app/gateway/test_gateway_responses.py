"""OpenAI's responses, by its own client."""

from __future__ import annotations

import json

import openai
import pytest
from gateway_world import PARAMETERS, PICTURE, Served
from pydantic import BaseModel

from wainao.testing import Said
from wainao.testing.model_server import events, stream

WEATHER = {"type": "function", "name": "weather", "description": "How it is", "parameters": PARAMETERS, "strict": False}


def client_of(served: Served) -> openai.OpenAI:
    return openai.OpenAI(base_url=f"{served.url}/v1", api_key="unused", max_retries=0)


def test_a_response_comes_whole(serve):
    served = serve([Said(text="Sunny.", thought="Look outside.", tokens=(9, 4, 3, 2))])
    with client_of(served) as client:
        raw = client.responses.with_raw_response.create(
            model="small",
            instructions="Be brief.",
            input="How is it?",
            max_output_tokens=9,
            reasoning={"effort": "low"},
        )
    response = raw.parse()
    assert (response.status, response.output_text, response.model) == ("completed", "Sunny.", "small")
    assert [item.type for item in response.output] == ["reasoning", "message"]
    assert response.output[0].content[0].text == "Look outside."
    used = response.usage
    assert (used.input_tokens, used.output_tokens) == (9, 4)
    assert (used.input_tokens_details.cached_tokens, used.output_tokens_details.reasoning_tokens) == (3, 2)
    assert (response.instructions, response.max_output_tokens) == ("Be brief.", 9)
    assert response.id == f"resp_{raw.headers['wainao-receipt']}"
    assert served.asked == {
        "model": "small",
        "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "How is it?"}],
        "max_tokens": 9,
        "reasoning_effort": "low",
    }


def test_a_response_streams_in_the_order_of_the_protocol(serve):
    said = Said(
        text="Let me look.", thought="Hm.", tools=[("weather", {"city": "北京"}), ("weather", {"city": "西安"})]
    )
    with client_of(serve([said])) as client:
        coming = list(client.responses.create(model="small", input="How?", tools=[WEATHER], stream=True))
    assert [event.sequence_number for event in coming] == list(range(len(coming)))
    kinds = [event.type.removeprefix("response.") for event in coming if not event.type.endswith(".delta")]
    call = ["output_item.added", "function_call_arguments.done", "output_item.done"]
    part = ["output_item.added", "content_part.added"]
    assert kinds == [
        "created", "in_progress",
        *part, "reasoning_text.done", "content_part.done", "output_item.done",
        *part, "output_text.done", "content_part.done", "output_item.done",
        *call, *call, "completed",
    ]  # fmt: skip
    last = coming[-1].response
    assert last.output_text == "Let me look."
    calls = [item for item in last.output if item.type == "function_call"]
    assert [json.loads(one.arguments)["city"] for one in calls] == ["北京", "西安"]
    told = "".join(event.delta for event in coming if event.type == "response.function_call_arguments.delta")
    assert told == "".join(one.arguments for one in calls)
    assert [event.output_index for event in coming if event.type == "response.output_item.done"] == [0, 1, 2, 3]


def test_the_clients_own_accumulation_agrees(serve):
    served = serve([Said(text="One two three", tools=[("weather", {"city": "x"})])])
    with client_of(served) as client, client.responses.stream(model="small", input="How?", tools=[WEATHER]) as coming:
        for _ in coming:
            pass
        final = coming.get_final_response()
    assert (final.output_text, final.output[1].name) == ("One two three", "weather")


def test_a_whole_conversation_with_tools_goes_back(serve):
    served = serve([Said(tools=[("weather", {"city": "北京"})]), "Sunny."])
    start = [
        {"role": "developer", "content": "Be brief."},
        {"role": "user", "content": [
            {"type": "input_text", "text": "How is it?"},
            {"type": "input_image", "image_url": f"data:image/png;base64,{PICTURE}", "detail": "low"},
        ]},
    ]  # fmt: skip
    with client_of(served) as client:
        first = client.responses.create(model="small", input=start, tools=[WEATHER], tool_choice="required")
        result = {"type": "function_call_output", "call_id": first.output[0].call_id, "output": "sunny"}
        again = [*start, *[item.model_dump() for item in first.output], result]
        second = client.responses.create(model="small", input=again, tools=[WEATHER])
    assert second.output_text == "Sunny."
    messages = served.asked["messages"]
    assert [message["role"] for message in messages] == ["system", "user", "assistant", "tool"]
    assert messages[1]["content"][1]["image_url"]["detail"] == "low"
    assert messages[2]["tool_calls"][0]["function"] == {"name": "weather", "arguments": '{"city": "\\u5317\\u4eac"}'}
    assert messages[3] == {"role": "tool", "content": "sunny", "tool_call_id": "call_0"}
    assert served.upstream.received[0].body["tool_choice"] == "required"


class City(BaseModel):
    name: str


def test_a_response_has_the_shape_that_was_asked_for(serve):
    served = serve([Said(text='{"name": "Beijing"}')])
    with client_of(served) as client:
        parsed = client.responses.parse(model="small", input="Which?", text_format=City)
    assert parsed.output_parsed == City(name="Beijing")
    assert served.asked["response_format"]["json_schema"]["schema"]["required"] == ["name"]


def test_log_probabilities_are_told_when_they_are_wanted(serve):
    served = serve([Said(text="Hello there", logprobs=True)])
    with client_of(served) as client:
        response = client.responses.create(
            model="small", input="Hi", include=["message.output_text.logprobs"], top_logprobs=2
        )
    assert [row.token for row in response.output[0].content[0].logprobs] == ["Hello t", "here"]
    assert (served.asked["logprobs"], served.asked["top_logprobs"]) == (True, 2)


def test_what_was_cut_off_is_incomplete(serve):
    with client_of(serve([Said(text="half", finish="length")])) as client:
        response = client.responses.create(model="small", input="Hi")
    assert (response.status, response.incomplete_details.reason) == ("incomplete", "max_output_tokens")


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"previous_response_id": "resp_1"}, "no conversations are kept"),
        ({"background": True}, "no conversations are kept"),
        ({"truncation": "auto"}, "nothing is left out"),
        ({"tools": [{"type": "web_search"}]}, "'web_search'"),
        ({"input": [{"type": "item_reference", "id": "x"}]}, "'item_reference'"),
        ({"input": [{"role": "user", "content": [{"type": "input_image", "file_id": "f"}]}]}, "no image_url"),
        ({"tool_choice": {"type": "web_search"}}, "tool_choice"),
        ({"input": 7}, "Expected text"),
    ],
)
def test_what_is_not_done_here_is_refused(serve, fields, says):
    served = serve()
    with client_of(served) as client, pytest.raises(openai.BadRequestError, match=says):
        client.responses.create(**({"model": "small", "input": "Hi"} | fields))
    assert served.upstream.received == []


def test_a_response_that_breaks_off_is_an_error(serve):
    broken = stream(events({"choices": [{"delta": {"content": "half"}}]}, done=False), "reset")
    with client_of(serve([broken])) as client:
        coming = client.responses.create(model="small", input="Hi", stream=True)
        with pytest.raises(openai.APIError, match="broke"):
            for _ in coming:
                pass
