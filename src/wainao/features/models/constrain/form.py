"""The form that a request asks for, and how a backend is brought to it."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing
from dataclasses import replace
from typing import Any

from wainao.features.models.constrain.bounds import bounded
from wainao.features.models.constrain.schema import ANYTHING, Schema
from wainao.features.models.constrain.tools import Tools
from wainao.features.models.engines.backend import Backend, Piece, Tokens
from wainao.features.models.engines.quirks import PLAIN, Quirks
from wainao.features.models.errors import FormError
from wainao.features.models.reply import Reply
from wainao.kernel import UsageError
from wainao.types import ChatInput, ChatOutput, Json, Message

TRIES = 3
"""How often a model is asked before its replies count as not to be had in this form."""

Note = Callable[[str, str], None]

_FENCE = "```"


def form_of(input: ChatInput) -> Form | None:
    """What the reply has to look like; None when it may look as it likes. Raises UsageError for a wrong schema."""
    tools = Tools(input.tools, input.tool_choice) if input.tools else None
    if tools is not None and tools.forced:
        return Form(input, tools=tools, schema=Schema(tools.schema(), name="The schema of the tools"))
    format = input.response_format or {}
    if format.get("type") == "json_schema":
        told = format.get("json_schema") or {}
        schema = Schema(told.get("schema") or ANYTHING, name=f"The schema {told.get('name')!r}")
        return Form(input, schema=schema, free=tools)
    if format.get("type") == "json_object":
        return Form(input, schema=Schema(ANYTHING, name="The schema"), free=tools)
    return None


class Form:
    """A form, and the request that asks for it: a call of one of `tools`, or a text that fits the `schema`.

    `free` are tools that the model may call instead of replying in the form.
    """

    def __init__(
        self, input: ChatInput, *, schema: Schema, tools: Tools | None = None, free: Tools | None = None
    ) -> None:
        self.input = input
        self.schema = schema
        self.tools = tools
        self.free = free

    def passes(self, output: ChatOutput) -> bool:
        """Whether the model did something else that it may do: call a free tool, or refuse."""
        if self.free is not None and output.tool_calls:
            _require(self.free.problem(output.tool_calls))
            return True
        return bool(output.refusal)

    async def chat(self, backend: Backend, model: str, note: Note) -> AsyncGenerator[Piece, None]:
        """As `backend.chat`, but the reply has the form, or it is a FormError after `TRIES` replies.

        A backend that enforces the form itself streams as ever. From others the reply comes whole, since nobody can
        tell of its beginning whether its end will fit. What all the replies used counts. `note` is told how the form
        was enforced, and what did not fit.
        """
        way = self._way(getattr(backend, "quirks", PLAIN))
        note("form", way.name)
        asked, used, problem = way.input, Tokens(input=0, output=0), ""
        if isinstance(way, _Native) and (self.input.stream or _many(self.input)):
            async with aclosing(backend.chat(model, asked)) as pieces:
                async for piece in pieces:
                    yield piece
            return
        for tries in range(1, TRIES + 1):
            reply = await _whole(backend, model, asked)
            used = _sum(used, reply.tokens)
            output = reply.output()
            try:
                for piece in way.read(output):
                    yield piece
                yield Piece(model=reply.model, tokens=used)
                return
            except _MisfitError as misfit:
                problem = str(misfit)
            note("misfit", problem)
            if output.finish_reason != "length":
                asked = _again(asked, output, problem)
            elif (shorter := way.shorter(tries)) is not None:
                asked = shorter
            else:
                break  # another reply would be cut off as well
        yield Piece(tokens=used)
        raise FormError(
            f"The model {model!r} did not reply in the form that was asked for: {problem}. Allow it more tokens, ask "
            "for a simpler form, or use another model."
        )

    def _way(self, quirks: Quirks) -> _Way:
        """The strongest way that a backend with these quirks has."""
        if self.tools is not None:
            return _Native(self) if quirks.forced_tools else _Reply(self, quirks)
        wanted = (self.input.response_format or {}).get("type")
        able = quirks.json_schema if wanted == "json_schema" else quirks.json_object
        return _Native(self) if able and not quirks.bounded_schema else _Reply(self, quirks)


class _MisfitError(Exception):
    """A reply that does not have the form; the message says why, for the model."""


class _Native:
    """The backend enforces the form itself; what it replies is checked all the same."""

    name = "enforced by the backend"

    def __init__(self, form: Form) -> None:
        self._form = form
        self.input = form.input

    def read(self, output: ChatOutput) -> list[Piece]:
        if self._form.tools is not None:
            _require(self._form.tools.problem(output.tool_calls))
        elif not self._form.passes(output):
            _require(self._form.schema.problem(output.text))
        return _as_it_is(output)

    def shorter(self, tries: int) -> ChatInput | None:
        return None


class _Reply:
    """The form is a schema for the reply: enforced by the backend where it can, otherwise asked for in words."""

    def __init__(self, form: Form, quirks: Quirks) -> None:
        if _many(form.input):
            raise UsageError(
                f"n = {form.input.more['n']!r}: this model gives one reply of a form at a time. Ask again."
            )
        self._form = form
        self._quirks = quirks
        # A reply under a schema cannot be a call, so free tools leave only words.
        self._by_schema = quirks.json_schema and form.free is None
        self.name = "enforced as a schema" if self._by_schema else "asked for in words"
        words = [] if self._by_schema and form.tools is None else [Message(role="system", content=self._words())]
        plain = form.input if form.free else replace(form.input, tools=(), tool_choice=None)
        self.input = replace(plain, response_format=self._format(0), messages=(*words, *plain.messages))

    def read(self, output: ChatOutput) -> list[Piece]:
        if self._form.passes(output):
            return _as_it_is(output)
        text = _json(output.text)
        _require(self._form.schema.problem(text))
        thought = Piece(thought=output.thought, logprobs=output.logprobs)
        if self._form.tools is None:
            return [thought, Piece(text=text), Piece(finish_reason="stop")]
        call = self._form.tools.call(text)
        _require(self._form.tools.problem([call]))
        return [thought, Piece(tool=call), Piece(finish_reason="tool_calls")]

    def shorter(self, tries: int) -> ChatInput | None:
        """The request after so many replies were cut off; None where nothing would make the next one shorter."""
        if not (self._by_schema and self._quirks.bounded_schema):
            return None
        return replace(self.input, response_format=self._format(tries))

    def _format(self, tries: int) -> dict[str, Any] | None:
        if not self._by_schema:
            return {"type": "json_object"} if self._quirks.json_object and self._form.free is None else None
        schema: Any = self._form.schema.schema
        if self._quirks.bounded_schema:
            schema = bounded(schema, max_tokens=self._form.input.max_tokens, tries=tries)
        return {"type": "json_schema", "json_schema": {"name": "reply", "schema": schema, "strict": True}}

    def _words(self) -> str:
        schema = json.dumps(self._form.schema.schema, ensure_ascii=False)
        words = f"Reply with one JSON value and nothing else. It must fit this JSON Schema:\n{schema}"
        if self._form.tools is None:
            return words
        return f"Call a tool: reply with its name and its arguments. The tools:\n{self._form.tools.told()}\n{words}"


_Way = _Native | _Reply


def _as_it_is(output: ChatOutput) -> list[Piece]:
    signed = output.more.get("thinking_blocks")
    thoughts = [_thought(block) for block in signed] if signed else [Piece(thought=output.thought)]
    said = Piece(text=output.text, refusal=output.refusal or "", logprobs=output.logprobs)
    calls = [Piece(tool=call, index=at) for at, call in enumerate(output.tool_calls)]
    end = Piece(finish_reason=output.finish_reason, stop=output.more.get("stop_sequence"))
    return [*thoughts, said, *calls, end]


def _thought(block: Json) -> Piece:
    return Piece(
        thought=block.get("thinking", ""), signature=block.get("signature", ""), redacted=block.get("data", "")
    )


def _many(input: ChatInput) -> bool:
    return (input.more.get("n") or 1) != 1


def _require(problem: str | None) -> None:
    if problem is not None:
        raise _MisfitError(problem)


def _again(asked: ChatInput, output: ChatOutput, problem: str) -> ChatInput:
    """The request, with what was wrong with the last reply."""
    said = output.text or json.dumps([[call.name, call.arguments] for call in output.tool_calls]) or "."
    turns = (
        Message(role="assistant", content=said),
        Message(role="user", content=f"That cannot be used: {problem}. Reply again, in the form that was asked for."),
    )
    return replace(asked, messages=(*asked.messages, *turns))


async def _whole(backend: Backend, model: str, input: ChatInput) -> Reply:
    reply = Reply()
    async with aclosing(backend.chat(model, replace(input, stream=False))) as pieces:
        async for piece in pieces:
            reply.take(piece)
    return reply


def _sum(used: Tokens, new: Tokens | None) -> Tokens:
    if new is None:
        return used
    return Tokens(
        input=used.input + new.input,
        output=used.output + new.output,
        cached=used.cached + new.cached,
        thought=used.thought + new.thought,
    )


def _json(text: str) -> str:
    """The JSON in a reply, without the fence or the words around it."""
    text = text.strip()
    found = list(_within(text))
    return next(filter(_is_json, [text, *found]), found[0] if found else text)


def _within(text: str) -> Iterator[str]:
    """What may be the JSON of a reply that is not JSON as a whole: its strings may have fences and brackets, too."""
    _, _, rest = text.partition(_FENCE)
    for inside, closed, _ in (rest.partition(_FENCE), rest.rpartition(_FENCE)):
        if closed:
            yield inside.removeprefix("json").strip()
    start = min((at for at in (text.find("{"), text.find("[")) if at >= 0), default=0)
    end = max(text.rfind("}"), text.rfind("]"))
    if end > start:
        yield text[start : end + 1]


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
