"""Receipts as spans, one by one: tools, failures, messages of every shape, and whatever else a receipt may hold."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otlp_receiver import attributes, parsed
from wainao.features.telemetry import otlp
from wainao.features.telemetry.spans import encoded
from wainao.store.ledger.reading import Receipt
from wainao.store.ledger.record import Contents, Header
from wainao.types import Usage


def receipt(*, input: Any = None, output: Any = None, error: Any = None, **more: Any) -> Receipt:
    told: dict[str, Any] = {
        "index": 3,
        "actor": "ann",
        "capability": "models:chat",
        "contents": "00",
        "correction": None,
        "finished_us": 1_700_000_000_500_000,
        "id": "06h09lsdccq8q0pkue7me83972",
        "labels": (),
        "parent": None,
        "risk": "read",
        "root": "06h09lsdccq8q0pkue7me83972",
        "started_us": 1_700_000_000_000_000,
        "status": "ok",
        "tenant": "local",
        "usage": Usage(calls=1, cost_microusd=None),
        "verdicts": (),
        "version": "1",
        "versions": {},
    }
    contents = Contents(error=error, input=input, output=output, whys=[])
    return Receipt(header=Header(**told | more), contents=contents, erased_by=None)


def span(one: Receipt) -> Any:
    """As OpenTelemetry's own messages read it."""
    body = otlp.request([encoded(one)], resource={"service.name": "wainao"}, scope={"name": "wainao"})
    return parsed(body).resource_spans[0].scope_spans[0].spans[0]


def test_a_tool_is_executed():
    call = receipt(
        capability="bank:pay", versions={"tool": "bank@3"}, input={"arguments": {"to": "Bob"}}, output={"ok": 1}
    )
    told = attributes(found := span(call))
    assert found.name == "execute_tool bank:pay"
    assert (told["gen_ai.operation.name"], told["gen_ai.tool.name"]) == ("execute_tool", "bank:pay")
    assert json.loads(told["gen_ai.tool.call.arguments"]) == {"arguments": {"to": "Bob"}}
    assert json.loads(told["gen_ai.tool.call.result"]) == {"ok": 1}
    assert not any("model" in name for name in told)


@pytest.mark.parametrize(
    ("provider", "told"), [("mistral", "mistral_ai"), ("openai", "openai"), ("my-own", "my-own"), (None, "wainao")]
)
def test_providers_go_by_the_names_of_the_conventions(provider, told):
    versions = {} if provider is None else {"provider": provider}
    assert attributes(span(receipt(versions=versions)))["gen_ai.provider.name"] == told


@pytest.mark.parametrize("status", ["failed", "denied", "blocked", "budget", "timed_out", "crashed"])
def test_a_failure_is_one(status):
    failed = receipt(status=status, error="the secret word is sesame")
    assert (span(failed).status.code, attributes(span(failed))["error.type"]) == (2, status)
    assert span(failed).status.message == "the secret word is sesame"
    assert "sesame" not in str(span(replace(failed, contents=None)))


@pytest.mark.parametrize("status", ["ok", "cancelled", "waiting"])
def test_an_end_that_is_nobodys_failure_is_none(status):
    found = span(receipt(status=status))
    assert (found.status.code, attributes(found)["wainao.status"]) == (0, status)
    assert "error.type" not in attributes(found)


def test_all_parts_of_a_conversation_are_there_but_for_bytes():
    call = {"id": "c1", "name": "weather", "arguments": '{"city": "Beijing"}'}
    picture = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}
    turns = [
        {"role": "user", "content": [{"type": "text", "text": "What is this?"}, picture]},
        {"role": "assistant", "content": "", "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "c1", "content": "sunny"},
    ]
    output = {
        "text": "Sunny.",
        "thought": "Hm.",
        "finish_reason": "stop",
        "tool_calls": [],
        "others": [{"text": "Fair."}],
    }
    told = attributes(span(receipt(input={"messages": turns}, output=output)))
    asked, replied = json.loads(told["gen_ai.input.messages"]), json.loads(told["gen_ai.output.messages"])
    assert asked[0]["parts"] == [{"type": "text", "content": "What is this?"}, {"type": "image_url"}]
    assert asked[1]["parts"] == [{"type": "tool_call", **call}]
    assert asked[2]["parts"] == [{"type": "tool_call_response", "id": "c1", "result": "sunny"}]
    assert replied[0]["parts"] == [{"type": "reasoning", "content": "Hm."}, {"type": "text", "content": "Sunny."}]
    assert replied[1]["parts"] == [{"type": "text", "content": "Fair."}]


def test_what_was_shown_of_a_reply_that_broke_off_is_there():
    told = attributes(span(receipt(status="failed", output={"shown": [{"text": "It is", "of": ""}]})))
    assert json.loads(told["gen_ai.output.messages"])[0]["parts"] == [{"type": "text", "content": "It is"}]


def test_ids_are_the_same_whoever_makes_them():
    whole, again = span(receipt()), span(receipt(input={"x": 1}))
    child = span(receipt(id="another", parent="06h09lsdccq8q0pkue7me83972"))
    assert (whole.trace_id, whole.span_id) == (again.trace_id, again.span_id)
    assert (child.trace_id, child.parent_span_id) == (whole.trace_id, whole.span_id)


def test_a_clock_that_was_set_back_ends_nothing_before_it_began():
    found = span(receipt(finished_us=1))
    assert found.end_time_unix_nano == found.start_time_unix_nano


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["", "a", "text", "年假"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["messages", "content", "role", "type", "text", "others", "tool_calls", "shown", "thought"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON, JSON, JSON)
def test_whatever_other_versions_wrote_becomes_a_span(input, output, error):
    """A receipt that could not be sent would keep all after it waiting."""
    span(receipt(input=input, output=output, error=error, status="failed"))
    span(receipt(input=input, output=output, capability="tools:use"))
