"""The presets of providers, and what they say cannot be done: refused before anything is sent."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from urllib.parse import urlsplit

import pytest

from wainao.features.models.backends import make_backend
from wainao.features.models.engines.anthropic import AnthropicEndpoint
from wainao.features.models.engines.anthropic_request import messages_body
from wainao.features.models.engines.openai_compatible import Endpoint
from wainao.features.models.engines.openai_request import chat_body
from wainao.features.models.engines.quirks import PLAIN, Quirks
from wainao.features.models.offline.backend import OfflineBackend
from wainao.features.models.providers import PROVIDERS, provider_at
from wainao.features.models.routing.deployment import Deployment
from wainao.kernel import UsageError
from wainao.store.egress import Egress, Routes, origin
from wainao.testing import ModelServer
from wainao.types import ChatInput, EmbedInput, Message, ToolCall

pytestmark = pytest.mark.anyio

HELLO = ChatInput(messages=(Message(role="user", content="hi"),))
SCHEMA = {"type": "json_schema", "json_schema": {"name": "n", "schema": {"type": "object"}}}
EVERYONE = """
hunyuan deepseek qwen qwen-intl zhipu moonshot moonshot-intl doubao minimax qianfan siliconflow stepfun yi openai azure
anthropic bedrock vertex gemini mistral groq together fireworks openrouter xai cohere nvidia perplexity cerebras
huggingface vllm sglang llama.cpp ollama lmstudio xinference
"""


def test_all_who_were_promised_are_there():
    assert set(EVERYONE.split()) <= PROVIDERS.keys()


HERE = Endpoint("http://127.0.0.1:1/v1", egress=Egress(Routes()))
"""Stands for the models of this machine; nothing is asked of it."""


@pytest.mark.parametrize("provider", PROVIDERS.values(), ids=lambda provider: provider.name)
def test_a_preset_is_whole(provider):
    assert re.fullmatch(r"[a-z0-9][a-z0-9.-]*", provider.name)
    assert provider.title.zh
    assert provider.title.en
    assert urlsplit(provider.docs).scheme == "https"
    assert provider.offers
    assert provider.wire != "anthropic" or provider.quirks == PLAIN
    if provider.base_url:
        url = urlsplit(provider.base_url)
        assert not provider.base_url.endswith("/")
        assert not url.path.endswith(("/chat/completions", "/messages"))
        assert url.scheme == ("http" if provider.local else "https")
        assert (url.hostname == "127.0.0.1") == provider.local


@pytest.mark.parametrize("provider", PROVIDERS.values(), ids=lambda provider: provider.name)
def test_every_preset_makes_a_backend(provider):
    url = "https://models.example/v1" if provider.needs_address else ""
    backend = make_backend(Deployment(name="d", model="m", provider=provider.name, base_url=url), "key", here=HERE)
    if provider.wire == "here":
        assert backend is HERE
    elif provider.wire == "offline":
        assert isinstance(backend, OfflineBackend)
    else:
        assert isinstance(backend, AnthropicEndpoint if provider.wire == "anthropic" else Endpoint)
        backend.close()


@pytest.mark.parametrize(
    ("deployment", "says"),
    [
        ({"provider": "deepsek"}, "Did you mean 'deepseek'"),
        ({"provider": "azure"}, r"has no base_url.*like https://\{resource\}"),
        ({"provider": "openai-compatible"}, "has no base_url"),
    ],
)
def test_what_cannot_be_reached_says_why(deployment, says):
    with pytest.raises(UsageError, match=says):
        make_backend(Deployment(name="d", model="m", **deployment), "", here=HERE)


@pytest.mark.parametrize(
    ("quirks", "input", "says"),
    [
        (Quirks(json_schema=False), {"response_format": SCHEMA}, "json_schema"),
        (Quirks(json_object=False), {"response_format": {"type": "json_object"}}, "json_object"),
        (Quirks(forced_tools=False), {"tool_choice": "required"}, "tool_choice 'required'"),
        (Quirks(many_replies=False), {"more": {"n": 2}}, "n = 2"),
        (Quirks(logprobs=False), {"more": {"logprobs": True}}, "logprobs"),
    ],
)
def test_what_a_provider_cannot_do_is_refused_and_what_it_can_is_sent(quirks, input, says):
    asked = replace(HELLO, **input)
    with pytest.raises(UsageError, match=says):
        chat_body("m", asked, quirks)
    assert chat_body("m", asked, PLAIN)


@pytest.mark.parametrize(
    ("input", "says"),
    [
        ({"more": {"n": 2}}, "n = 2"),
        ({"more": {"logprobs": True}}, "logprobs"),
        ({"more": {"seed": 7}}, "seed"),
        ({"more": {"modalities": ["text", "audio"]}}, "modalities"),
        ({"response_format": {"type": "json_object"}}, "json_schema"),
        ({"messages": (Message(role="user", name="ann", content="hi"),)}, "name 'ann'"),
        ({"messages": (Message(role="user", content=({"type": "input_audio", "input_audio": {}},)),)}, "input_audio"),
        (
            {"messages": (Message(role="user", content=({"type": "image_url", "image_url": {"url": "data:,x"}},)),)},
            "no pict",
        ),
        (
            {"messages": (Message(role="assistant", tool_calls=(ToolCall(id="c", name="t", arguments="{"),)),)},
            "'c' are not JSON",
        ),
    ],
)
def test_what_anthropic_cannot_do_is_refused(input, says):
    with pytest.raises(UsageError, match=says):
        messages_body("m", replace(HELLO, **input))


def test_what_asks_for_nothing_is_not_refused():
    harmless = {"n": 1, "logprobs": False, "modalities": ["text"], "seed": None}
    assert not harmless.keys() & messages_body("m", replace(HELLO, more=harmless)).keys()


@pytest.mark.parametrize(
    ("style", "asked", "sent"),
    [
        ("as asked", {"reasoning_effort": "low"}, {"reasoning_effort": "low"}),
        ("as asked", {"thinking": {"type": "enabled"}}, {"thinking": {"type": "enabled"}}),
        ("as asked", {"output_config": {"effort": "high"}}, {"reasoning_effort": "high"}),
        ("effort", {"thinking": {"type": "enabled", "budget_tokens": 3000}}, {"reasoning_effort": "medium"}),
        ("effort", {"thinking": {"type": "disabled"}}, {"reasoning_effort": "none"}),
        ("thinking", {"reasoning_effort": "high"}, {"thinking": {"type": "enabled"}}),
        ("thinking", {"reasoning_effort": "none"}, {"thinking": {"type": "disabled"}}),
        ("enable_thinking", {"reasoning_effort": "low"}, {"enable_thinking": True, "thinking_budget": 2048}),
        ("enable_thinking", {"thinking": {"type": "disabled"}}, {"enable_thinking": False}),
        ("enable_thinking", {"enable_thinking": True}, {"enable_thinking": True}),
    ],
)
def test_the_wish_to_think_is_said_as_the_endpoint_hears_it(style, asked, sent):
    body = chat_body("m", replace(HELLO, more=asked), Quirks(thinking=style))
    words = {"reasoning_effort", "thinking", "output_config", "enable_thinking", "thinking_budget"}
    assert {name: value for name, value in body.items() if name in words} == sent


def test_hints_for_a_cache_and_thoughts_go_only_where_they_are_understood():
    said = ({"type": "text", "text": "hi", "cache_control": {"type": "ephemeral"}},)
    turns = (
        Message(role="developer", content=said),
        Message(role="assistant", content="yes", more={"reasoning_content": "hm", "thinking_blocks": [{}]}),
    )
    plain = chat_body("m", ChatInput(messages=turns), Quirks(thoughts_back=False))["messages"]
    assert plain == [
        {"role": "system", "content": [{"type": "text", "text": "hi"}]},
        {"role": "assistant", "content": "yes"},
    ]
    kept = chat_body("m", ChatInput(messages=turns), Quirks(cache_marks=True, developer_role=True))["messages"]
    assert kept[0] == {"role": "developer", "content": said}
    assert kept[1]["reasoning_content"] == "hm"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://api.openai.com/v1/", "openai"),
        ("https://api.anthropic.com/v1", "anthropic"),
        ("https://api.deepseek.com", "deepseek"),
        ("http://127.0.0.1:11434/v1", "openai-compatible"),
        ("https://api.openai.com.evil.example/v1", "openai-compatible"),
    ],
)
def test_an_address_of_the_settings_is_known_by_its_preset(url, name):
    assert provider_at(url) == name


async def test_many_texts_are_embedded_in_as_many_requests_as_the_provider_wants():
    with ModelServer() as server:
        egress = Egress(Routes(configured=frozenset({origin(server.url)})))
        endpoint = Endpoint(server.url, egress=egress, quirks=Quirks(embed_batch=2, embed_dimensions=False))
        made = await endpoint.embed("e", EmbedInput(texts=("a", "b", "c", "d", "e")))
        with pytest.raises(UsageError, match="dimensions = 8"):
            await endpoint.embed("e", EmbedInput(texts=("a",), dimensions=8))
        endpoint.close()
    assert len(made.output.vectors) == 5
    assert made.tokens is not None
    assert made.tokens.input == 5
    assert [len(request.body["input"]) for request in server.received] == [2, 2, 1]


def test_every_quirk_is_somebodys():
    """What nobody needs is not there."""
    for quirk in fields(Quirks):
        told = {getattr(provider.quirks, quirk.name) for provider in PROVIDERS.values()}
        assert len(told) > 1, quirk.name
