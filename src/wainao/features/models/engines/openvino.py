"""What OpenVINO is asked in other words than llama.cpp, and what it is not asked at all."""

from __future__ import annotations

from wainao.features.models.local.shelf import LocalModel
from wainao.features.models.types import CompleteInput
from wainao.kernel import UsageError
from wainao.types import ChatInput, Json

PACKAGE, EXTRA = "openvino_genai", "openvino"

TAKES = frozenset(
    ("top_p", "top_k", "min_p", "seed", "presence_penalty", "frequency_penalty", "repetition_penalty", "ignore_eos")
)
CHAT_TAKES = TAKES | {"logprobs", "chat_template_kwargs"}
MEANS_NOTHING = frozenset(("user", "metadata", "store", "service_tier", "parallel_tool_calls", "safety_identifier"))
"""Said about a request, and no part of it."""


def chat(model: LocalModel, input: ChatInput) -> ChatInput:
    """The request, where OpenVINO does all that it asks for. Raises UsageError."""
    _refuse(model, input.more, CHAT_TAKES)
    if input.tools and input.tool_choice != "none" and input.response_format is not None:
        raise _cannot(model, "Free tools beside a response_format", "Leave one of them out")
    for message in input.messages:
        if kinds := _strange(message.content):
            raise _cannot(model, f"A message with {kinds[0]!r}", "Send text")
    return input


def complete(model: LocalModel, input: CompleteInput) -> CompleteInput:
    """As `chat`, for a text to be continued."""
    _refuse(model, input.more, TAKES)
    if input.suffix:
        raise _cannot(model, "A suffix", "Leave it out")
    return input


def _refuse(model: LocalModel, more: Json, takes: frozenset[str]) -> None:
    for name, value in more.items():
        if name in takes | MEANS_NOTHING or value in (None, False, [], {}) or (name, value) in _PLAIN:
            continue
        raise _cannot(model, f"{name} = {value!r}", "Leave it out")


_PLAIN = (("n", 1), ("top_logprobs", 0), ("best_of", 1))
"""What asks for nothing more than what there is."""


def _strange(content: str | tuple[Json, ...]) -> list[str]:
    return [] if isinstance(content, str) else [str(part.get("type")) for part in content if part.get("type") != "text"]


def _cannot(model: LocalModel, what: str, instead: str) -> UsageError:
    return UsageError(
        f"{what} was asked of {model.name!r}, which runs in OpenVINO, and that cannot do it here. {instead}, or use a "
        "GGUF file of the model."
    )
