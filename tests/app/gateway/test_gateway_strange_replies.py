"""Whatever an upstream sends in place of any value of its reply: a client gets an answer or an error, never a bug."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from gateway_world import ASK
from hypothesis import given, settings
from hypothesis import strategies as st

from wainao import Wainao
from wainao.features.models.routing.breaker import Breaker
from wainao.testing import ModelServer, running
from wainao.testing.model_server import Received, Reply, events, stream

CALL = {"index": 0, "id": "c1", "function": {"name": "weather", "arguments": "{}"}}
ROW = {"token": "Hello", "logprob": -0.5, "bytes": [72], "top_logprobs": [{"token": "Hello", "logprob": -0.5}]}
SAID = {"role": "assistant", "content": "Hello", "reasoning_content": "Well.", "refusal": "", "tool_calls": [CALL]}
CHOICE = {"index": 0, "finish_reason": "stop", "logprobs": {"content": [ROW]}}
USAGE = {"prompt_tokens": 3, "completion_tokens": 4, "prompt_tokens_details": {"cached_tokens": 1}}
WHOLE = {"id": "1", "model": "m", "choices": [{**CHOICE, "message": SAID}], "usage": USAGE}
CHUNKS = [{"id": "1", "model": "m", "choices": [{**CHOICE, "delta": SAID}]}, {"choices": [], "usage": USAGE}, "[DONE]"]

BLOCKS = [{"type": "thinking", "thinking": "Well.", "signature": "s"}, {"type": "text", "text": "Hello"}]
TOOL = {"type": "tool_use", "id": "c1", "name": "weather", "input": {"city": "Beijing"}}
COUNTED = {"input_tokens": 3, "output_tokens": 4, "cache_read_input_tokens": 1}
MESSAGE = {
    "id": "1", "type": "message", "role": "assistant", "model": "m", "content": [*BLOCKS, TOOL],
    "stop_reason": "tool_use", "usage": COUNTED,
}  # fmt: skip
EVENTS = [
    {"type": "message_start", "message": {**MESSAGE, "content": []}},
    {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
    {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "Hello"}},
    {"type": "content_block_stop", "index": 0},
    {"type": "content_block_start", "index": 1, "content_block": {**TOOL, "input": {}}},
    {"type": "content_block_delta", "index": 1, "delta": {"type": "input_json_delta", "partial_json": "{}"}},
    {"type": "content_block_stop", "index": 1},
    {"type": "message_delta", "delta": {"stop_reason": "tool_use"}, "usage": COUNTED},
    {"type": "message_stop"},
]

ADDRESSES = {
    "/v1/chat/completions": {"messages": ASK},
    "/v1/messages": {"messages": ASK, "max_tokens": 9},
    "/v1/responses": {"input": "Hi"},
    "/api/chat": {"messages": ASK},
}
GONE = object()

Place = tuple[str | int, ...]


def places(value: Any, at: Place = ()) -> Iterator[Place]:
    """Where there is something, from the outside in."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield (*at, key)
        yield from places(one, (*at, key))


def spoilt(value: Any, at: Place, strange: Any) -> Any:
    """A copy with something else, or nothing, in one place."""
    copied = copy.deepcopy(value)
    holder = copied
    for key in at[:-1]:
        holder = holder[key]
    if strange is GONE:
        del holder[at[-1]]
    else:
        holder[at[-1]] = strange
    return copied


STRANGE = st.one_of(
    st.just(GONE),
    st.sampled_from([None, True, -1, 2**70, 1e308, "", "x", "{", "\0", [], {}, [[]], [None], [{}], {"a": {}}]),
    st.recursive(
        st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    ),
)


def spoilt_ones(*replies: Any) -> st.SearchStrategy[Any]:
    return st.one_of(
        st.builds(spoilt, st.just(reply), st.sampled_from(list(places(reply))), STRANGE) for reply in replies
    )


OF_A_PROVIDER = st.one_of(
    st.tuples(st.just("small"), spoilt_ones(WHOLE, CHUNKS)),
    st.tuples(st.just("claude"), spoilt_ones(MESSAGE, EVENTS)),
)


class Upstream:
    """Sends what it is told to: a list as events, an object as it is."""

    reply: Any = None

    def __call__(self, _: Received) -> Reply:
        if isinstance(self.reply, list):
            return stream(events(*self.reply, done=False))
        return Reply(headers={"content-type": "application/json"}, pieces=(json.dumps(self.reply).encode(),))


@pytest.fixture(scope="module")
def upstream() -> Upstream:
    return Upstream()


@pytest.fixture(scope="module")
def client(upstream: Upstream, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with ModelServer(upstream) as served, pytest.MonkeyPatch.context() as patch:
        patch.setattr(Breaker, "failed", lambda *_, **__: None)  # it would leave such an upstream alone, and rightly
        models = {"base_url": served.url, "model": "small"}
        home = tmp_path_factory.mktemp("strange")
        with Wainao.open(home, models=models, store={"durability": "batched"}) as brain, running(brain) as url:
            place = {"base_url": served.url, "model": "claude-1"}
            brain.call("deployments:add", name="claude", provider="anthropic", api_key="k", **place)
            brain.call("routes:set", name="claude", targets=[{"deployment": "claude"}], attempts=1)
            brain.call("routes:set", name="small", targets=[{"deployment": "default"}], attempts=1)
            with httpx.Client(base_url=url) as opened:
                yield opened


@settings(max_examples=300)
@given(spoilt=OF_A_PROVIDER, address=st.sampled_from(list(ADDRESSES)))
def test_no_reply_is_a_bug(client, upstream, spoilt, address):
    model, upstream.reply = spoilt
    answer = client.post(
        address, json={**ADDRESSES[address], "model": model, "stream": isinstance(upstream.reply, list)}
    )
    assert answer.status_code in (200, 400, 502), answer.text
    assert "bug in Wainao" not in answer.text


@pytest.mark.parametrize(
    ("model", "reply"), [("small", WHOLE), ("small", CHUNKS), ("claude", MESSAGE), ("claude", EVENTS)]
)
@pytest.mark.parametrize("address", ADDRESSES)
def test_before_it_is_spoilt_it_is_an_answer(client, upstream, model, reply, address):
    upstream.reply = reply
    answer = client.post(address, json={**ADDRESSES[address], "model": model, "stream": isinstance(reply, list)})
    assert (answer.status_code, "Hello" in answer.text, "weather" in answer.text) == (200, True, True), answer.text
