"""In what an endpoint of OpenAI's protocol differs from OpenAI's own. The presets in `providers.py` fill these in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Auth = Literal["bearer", "x-api-key", "api-key", "query", "none"]
"""How a key is shown: as `Authorization: Bearer`, in a header of that name, as `?key=`, or not at all."""

Thinking = Literal["as asked", "effort", "thinking", "enable_thinking"]
"""How a model is told to think, or not to: `reasoning_effort` (OpenAI), `thinking` (Anthropic, DeepSeek, Zhipu, Ark),
`enable_thinking` (Qwen). "as asked" hands on whatever the client wrote."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Quirks:
    """What it takes. Asking for what it does not take is a UsageError before anything is sent.

    `max_tokens` is the name of that parameter. `thoughts_back`: it wants the thoughts of earlier turns again.
    `cache_marks`: it reads `cache_control` in messages; elsewhere these hints are left out, which changes no answer.
    `embed_batch` is how many texts one request for vectors may hold: more are sent in several. `bounded_schema`: what
    runs there may never end a text that its grammar does not end, so each schema gets bounds before it is sent.
    """

    max_tokens: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    developer_role: bool = False
    stream_usage: bool = True
    json_object: bool = True
    json_schema: bool = True
    bounded_schema: bool = False
    forced_tools: bool = True
    many_replies: bool = True
    logprobs: bool = True
    thinking: Thinking = "as asked"
    thoughts_back: bool = True
    cache_marks: bool = False
    embed_batch: int = 2048
    embed_dimensions: bool = True


LLAMA_CPP = Quirks(forced_tools=False, bounded_schema=True)
"""It takes a forced tool_choice and does not enforce it (ggml-org/llama.cpp#27217); schemas it does enforce."""

PLAIN = Quirks()
