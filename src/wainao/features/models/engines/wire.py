"""What endpoints of OpenAI's protocol send. They differ: whatever can be done without is optional here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec

from wainao.features.models.engines.backend import Piece, Tokens
from wainao.features.models.engines.told import Told
from wainao.types import ToolCall


class Cached(msgspec.Struct):
    cached_tokens: int | None = None


class Thought(msgspec.Struct):
    reasoning_tokens: int | None = None


class Usage(msgspec.Struct):
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    total_tokens: int | None = None
    prompt_tokens_details: Cached | None = None
    completion_tokens_details: Thought | None = None
    prompt_cache_hit_tokens: int | None = None  # DeepSeek
    cached_tokens: int | None = None  # Moonshot


class Function(msgspec.Struct):
    name: str | None = None
    arguments: str | dict[str, Any] | None = None


class Tool(msgspec.Struct):
    index: int | None = None
    id: str | None = None
    function: Function | None = None
    extra_content: dict[str, Any] | None = None  # Gemini: the signature of the thought that led here


class Part(msgspec.Struct):
    """A piece of a content that is a list, as Mistral's thinking models write it."""

    text: str = ""
    thinking: str | list[dict[str, Any]] = ""


class Text(msgspec.Struct):
    content: str | list[Part] | None = None
    reasoning_content: str | None = None  # DeepSeek, Qwen, Zhipu, Moonshot, SGLang, llama.cpp
    reasoning: str | None = None  # OpenRouter, Groq, Cerebras, vLLM, Ollama
    refusal: str | None = None
    tool_calls: list[Tool] | None = None


_NOTHING = Text()


class Choice(msgspec.Struct):
    index: int = 0
    delta: Text | None = None
    message: Text | None = None
    text: str | None = None  # of a plain completion
    finish_reason: str | None = None
    logprobs: dict[str, Any] | None = None
    usage: Usage | None = None  # Moonshot


class Chunk(Told, kw_only=True):
    choices: list[Choice] = msgspec.field(default_factory=list)
    model: str | None = None
    usage: Usage | None = None


class Vector(msgspec.Struct):
    index: int
    embedding: list[float]


class Embeddings(Told, kw_only=True):
    data: list[Vector] = msgspec.field(default_factory=list)
    model: str | None = None
    usage: Usage | None = None


class Model(msgspec.Struct):
    id: str


class Models(Told, kw_only=True):
    data: list[Model] = msgspec.field(default_factory=list)


class Token(msgspec.Struct):
    """One row of a chat's `logprobs`."""

    token: str
    logprob: float | None = None
    bytes: list[Annotated[int, msgspec.Meta(ge=0, le=255)]] | None = None


def _spelled(told: dict[str, Any]) -> dict[str, Any] | None:
    """What was told of single tokens, as it came; None where rows are not tokens, which nobody could use."""
    rows = [told[name] for name in ("content", "refusal") if told.get(name) is not None]
    try:
        msgspec.convert(rows, list[list[Token]])
    except msgspec.ValidationError:
        return None
    return told


class Pieces:
    """Makes pieces of the chunks of one reply; a whole reply in one chunk is a chunk too."""

    def __init__(self) -> None:
        self._calls: dict[tuple[int, int], _Call] = {}
        self._count: dict[int, int] = {}

    def of(self, chunk: Chunk) -> list[Piece]:
        model, used = chunk.model or "", tokens(chunk.usage)
        if len(chunk.choices) == 1:  # nearly all
            choice = chunk.choices[0]
            return self._of(choice, model, used or tokens(choice.usage))
        found = []
        for choice in chunk.choices:
            found += self._of(choice, model, tokens(choice.usage))
        if used is not None:
            found.append(Piece(model=model, tokens=used))
        return found

    def _of(self, choice: Choice, model: str, used: Tokens | None) -> list[Piece]:
        said = choice.delta or choice.message or _NOTHING
        text, thought = said.content, said.reasoning_content or said.reasoning
        if isinstance(text, list):
            text, thought = _words(text)
        tools = [self._tool(tool, at, choice.index) for at, tool in enumerate(said.tool_calls or ())]
        words = Piece(
            text=text or choice.text or "",
            thought=thought or "",
            refusal=said.refusal or "",
            choice=choice.index,
            logprobs=choice.logprobs and _spelled(choice.logprobs),
            model=model,
            finish_reason=None if tools else choice.finish_reason and self._finish(choice),
            tokens=None if tools else used,
        )
        if not tools:
            return [words]
        end = Piece(choice=choice.index, model=model, finish_reason=self._finish(choice), tokens=used)
        return [words, *tools, end]

    def _tool(self, tool: Tool, at: int, choice: int) -> Piece:
        """One bit of a tool call. Some endpoints number all calls 0, or not at all: a new id begins a new one."""
        function = tool.function or Function()
        place = (choice, at if tool.index is None else tool.index)
        call, is_new = self._calls.get(place), False
        if call is None or (tool.id and tool.id != call.id):
            number = self._count.get(choice, 0)
            self._count[choice] = number + 1
            call = self._calls[place] = _Call(number, tool.id or f"call_{choice}_{number}")
            is_new = True
        return Piece(
            tool=ToolCall(
                id=call.id if is_new else "",
                name=(function.name or "") if is_new else "",
                arguments=_arguments(function.arguments),
                more={"extra_content": tool.extra_content} if tool.extra_content else {},
            ),
            index=call.number,
            choice=choice,
        )

    def _finish(self, choice: Choice) -> str | None:
        if choice.finish_reason in ("stop", "function_call") and self._count.get(choice.index):
            return "tool_calls"  # which some endpoints call "stop" all the same
        return choice.finish_reason


class _Call:
    __slots__ = ("id", "number")

    def __init__(self, number: int, id: str) -> None:
        self.number = number
        self.id = id


def tokens(usage: Usage | None) -> Tokens | None:
    """What was used, where the endpoint says it. Nobody gets tokens back, whatever an endpoint says."""
    if usage is None or usage.prompt_tokens is None:
        return None
    into = max(0, usage.prompt_tokens)
    out = usage.completion_tokens
    if out is None:
        out = (usage.total_tokens or 0) - into
    details, thought = usage.prompt_tokens_details, usage.completion_tokens_details
    cached = (details and details.cached_tokens) or usage.prompt_cache_hit_tokens or usage.cached_tokens or 0
    return Tokens(
        input=into,
        output=max(0, out),
        cached=min(max(0, cached), into),
        thought=max(0, (thought and thought.reasoning_tokens) or 0),
    )


def _words(parts: list[Part]) -> tuple[str, str]:
    """Text and thought of a content that is a list."""
    thought = "".join(
        part.thinking if isinstance(part.thinking, str) else "".join(str(one.get("text", "")) for one in part.thinking)
        for part in parts
    )
    return "".join(part.text for part in parts), thought


def _arguments(given: str | Mapping[str, Any] | None) -> str:
    if given is None or isinstance(given, str):
        return given or ""
    return msgspec.json.encode(given).decode()
