"""A model that writes: from what was asked to what OpenAI's protocol sends back."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from wainao.features.models.local.openvino.asked import Chat, Completion, Sampling, configure
from wainao.features.models.local.openvino.engine import Engine, RefusedError, Run, Step, short
from wainao.features.models.local.openvino.words import CALL, THINK, Characters, Parts, Said, Stops

Chunk = dict[str, Any]


class Writer:
    """`context_tokens` is what one conversation may hold, the reply included."""

    def __init__(self, genai: Any, pipeline: Any, *, name: str, parallel: int, context_tokens: int) -> None:
        self._genai = genai
        self._pipeline = pipeline
        self._tokenizer = pipeline.get_tokenizer()
        self._engine = Engine(genai, pipeline, parallel=parallel)
        self._name = name
        self._context_tokens = context_tokens

    def chat(self, asked: Chat) -> Iterator[Chunk]:
        """The chunks of a reply. Raises RefusedError before the first one."""
        if asked.offered and CALL not in self._tokenizer.chat_template:
            raise RefusedError("This model's chat template knows no tools. Leave them out, or ask another model.")
        prompt = self._prompt(asked)
        parts = Parts(calls=bool(asked.offered), thinking=prompt.rstrip().endswith(THINK))
        with self._run(prompt, asked, special=False, schema=asked.schema) as (run, count):
            reply = _Reply(self._decode, asked.stops, parts if asked.schema is None else None)
            yield from self._chunks(run, reply, count, logprobs=bool(asked.logprobs))

    def complete(self, asked: Completion) -> Iterator[Chunk]:
        """The chunks of a text that is continued."""
        with self._run(asked.prompt, asked, special=True) as (run, count):
            for chunk in self._chunks(run, _Reply(self._decode, asked.stops, None), count):
                (choice,) = chunk["choices"]
                yield chunk | {"choices": [choice | {"text": choice.pop("delta").get("content", "")}]}

    def _chunks(self, run: Run, reply: _Reply, prompt_tokens: int, *, logprobs: bool = False) -> Iterator[Chunk]:
        for step in run:
            yield from map(self._chunk, reply.take(step, logprobs=logprobs))
            if reply.finish:
                break
        *choices, end = reply.rest()
        yield from map(self._chunk, choices)
        yield self._chunk(end) | _usage(prompt_tokens, reply.tokens)

    @contextmanager
    def _run(self, prompt: str, asked: Sampling, *, special: bool, schema: Any = None) -> Iterator[tuple[Run, int]]:
        """A conversation at work, and how long its prompt is; leaving the block ends it."""
        tokens = self._tokenizer.encode(prompt, add_special_tokens=special).input_ids
        count = tokens.shape[1]
        room = self._context_tokens - count
        if room < 1:
            raise RefusedError(
                f"The prompt has {count} tokens and exceeds the available context, {self._context_tokens}."
            )
        config = self._pipeline.get_config()
        if config.eos_token_id < 0:
            config.set_eos_token_id(self._tokenizer.get_eos_token_id())
        config = configure(self._genai, config, asked, room=room, schema=schema)
        run = self._engine.begin(Run(tokens=tokens, config=config, bound=schema is not None))
        try:
            yield run, count
        finally:
            run.cancel()

    def _prompt(self, asked: Chat) -> str:
        try:
            return str(
                self._tokenizer.apply_chat_template(
                    asked.turns,
                    add_generation_prompt=True,
                    tools=asked.offered or None,
                    extra_context=asked.chat_template_kwargs or None,
                )
            )
        except RuntimeError as error:
            raise RefusedError(f"The chat template does not take these messages: {short(error)}") from error

    def _decode(self, tokens: list[int]) -> str:
        return str(self._tokenizer.decode(tokens)) if tokens else ""

    def _chunk(self, choice: Chunk) -> Chunk:
        return {"object": "chat.completion.chunk", "model": self._name, "choices": [{"index": 0} | choice]}


class _Reply:
    """One reply as it grows: what each step adds to it, as OpenAI's deltas."""

    def __init__(self, decode: Any, stops: list[str], parts: Parts | None) -> None:
        self._characters = Characters(decode)
        self._stops = Stops(stops)
        self._parts = parts
        self._calls = 0
        self.tokens = 0
        self.finish = ""

    def take(self, step: Step, *, logprobs: bool = False) -> Iterator[Chunk]:
        """Each delta in a choice of its own, the token's log-probability beside the last."""
        self.tokens += 1
        text = self._characters.take(step.token)
        deltas = list(self._deltas(self._stops.take(text)))
        self.finish = "stop" if self._stops.met else step.finish
        yield from ({"delta": delta} for delta in deltas[:-1])
        if logprobs:
            yield {"delta": deltas[-1] if deltas else {}, "logprobs": {"content": [_logprob(text, step.logprob)]}}
        elif deltas:
            yield {"delta": deltas[-1]}

    def rest(self) -> Iterator[Chunk]:
        """What waited for more, and the end."""
        held = [*self._deltas(self._stops.rest()), *self._made(self._parts.rest() if self._parts else ())]
        yield from ({"delta": delta} for delta in held)
        yield {"delta": {}, "finish_reason": "tool_calls" if self._calls and self.finish == "stop" else self.finish}

    def _deltas(self, text: str) -> Iterator[Chunk]:
        if self._parts is not None:
            yield from self._made(self._parts.take(text))
        elif text:
            yield {"content": text}

    def _made(self, said: Iterable[Said]) -> Iterator[Chunk]:
        for one in said:
            if one.kind == "call":
                yield self._call(one.text)
            else:
                yield {"content" if one.kind == "text" else "reasoning_content": one.text}

    def _call(self, text: str) -> Chunk:
        """A call, or what is none as the text that it is."""
        try:
            told = msgspec.json.decode(text, type=_Call)
        except msgspec.MsgspecError:
            return {"content": CALL + text}
        function = {"name": told.name, "arguments": msgspec.json.encode(told.arguments).decode()}
        call = {"index": self._calls, "id": f"call_{secrets.token_hex(8)}", "type": "function", "function": function}
        self._calls += 1
        return {"tool_calls": [call]}


class _Call(msgspec.Struct):
    name: str
    arguments: dict[str, Any] = {}


def _logprob(text: str, logprob: float) -> Chunk:
    """A token that is a part of a character is told with the last part of it."""
    return {"token": text, "logprob": logprob, "bytes": list(text.encode()), "top_logprobs": []}


def _usage(prompt: int, completion: int) -> Chunk:
    return {"usage": {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}}
