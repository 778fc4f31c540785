"""Ask a target, and read what came back: from a call that was just made, or from the receipt of one made before."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import msgspec

from wainao.features.learn.types import Called, Case, Cited, Reply, Target
from wainao.kernel import BlockedError, Call, EngineError, Outcome, Overlay, Spec, UsageError, WainaoError
from wainao.types import ChatInput, Message

OFF, TRIAL = ("correction", "off"), ("correction", "trial")
"""The verdicts on the receipt of a call that was asked without the overlay, or with those on trial."""


def input_of(spec: Spec, target: Target, case: Case) -> Any:
    """The case as the target's capability takes it. Raises UsageError for one that takes no question."""
    if spec.input is ChatInput:
        return _chat(target, case)
    names = {field.name for field in fields(spec.input)}
    if "question" not in names:
        raise UsageError(
            f"{spec.name!r} takes {sorted(names)}, so no case can be put to it. Expected a capability that takes a "
            "'question', such as 'knowledge:ask', or a conversation, as 'models:chat' does."
        )
    asked = f"{case.context}\n{case.question}" if case.context else case.question
    given = {"question": asked, "bases": target.bases, "route": target.route}
    needless = [name for name in ("bases", "route") if name not in names and given[name]]
    if needless or target.system:
        what = (needless or ["system"])[0]
        raise UsageError(f"{spec.name!r} takes no {what!r}, so a target of it cannot have one. Leave it out.")
    return msgspec.convert({name: value for name, value in given.items() if name in names and value}, spec.input)


def _chat(target: Target, case: Case) -> ChatInput:
    told = "\n\n".join(filter(None, (target.system, case.context)))
    first = (Message(role="system", content=told),) if told else ()
    return ChatInput(
        messages=(*first, Message(role="user", content=case.question)),
        model=target.route,
        max_tokens=target.max_tokens,
        temperature=target.temperature,
        stream=False,
    )


def asked_key(input: Any, *, overlay: Overlay) -> bytes:
    """The same for two calls that ask the same."""
    return msgspec.json.encode((msgspec.to_builtins(input), overlay), order="deterministic")


async def ask(call: Call, target: Target, case: Case) -> tuple[Reply, bool]:
    """The target's reply, and whether it is settled: what failed underneath is not. Raises as `put` does."""
    spec = call.kernel.spec(target.capability)
    try:
        input = input_of(spec, target, case)
    except UsageError as error:
        return _failed(error, time.monotonic()), True
    return await put(call, spec, input, overlay=case.overlay)


async def put(call: Call, spec: Spec, input: Any, *, overlay: Overlay) -> tuple[Reply, bool]:
    """What that capability replies, and whether it is settled.

    Raises what stops the whole run: a budget that is used up, a right that is missing, a receipt that is lost.
    """
    began = time.monotonic()
    try:
        outcome = await call.run(spec.name, input, overlay=overlay)
    except (BlockedError, UsageError) as error:
        return _failed(error, began, refused=isinstance(error, BlockedError)), True
    except EngineError as error:
        return _failed(error, began), False
    return read_outcome(outcome, time.monotonic() - began), True


def _failed(error: WainaoError, began: float, *, refused: bool = False) -> Reply:
    return Reply(
        error=f"{error.code}: {error}",
        refused=refused,
        receipt=error.receipt or "",
        seconds=round(time.monotonic() - began, 3),
    )


def read_outcome(outcome: Outcome, seconds: float) -> Reply:
    return _reply(
        outcome.output,
        correction=outcome.correction.id if outcome.correction else None,
        seconds=seconds,
        cost_microusd=outcome.usage.cost_microusd,
        receipt=outcome.receipt,
        versions=outcome.versions,
    )


def read_receipt(spec: Spec, shown: Any) -> tuple[bytes, Reply] | None:
    """What was asked and what came back, from the receipt of a call that ended well; None if it cannot be read."""
    if shown.status != "ok" or shown.output is None:
        return None
    try:
        input: Any = msgspec.convert(shown.input, spec.input)
        output: Any = msgspec.convert(shown.output, spec.output)
    except msgspec.ValidationError:
        return None
    said = {(one.by, one.said) for one in shown.verdicts}
    overlay: Overlay = "trial" if TRIAL in said else OFF not in said
    reply = _reply(
        output,
        correction=shown.correction,
        seconds=(shown.finished_us - shown.started_us) / 1e6,
        cost_microusd=shown.usage.cost_microusd,
        receipt=shown.id,
        versions=shown.versions,
    )
    return asked_key(input, overlay=overlay), reply


def _reply(
    output: Any,
    *,
    correction: str | None,
    seconds: float,
    cost_microusd: int | None,
    receipt: str,
    versions: Mapping[str, str],
) -> Reply:
    origin = getattr(output, "origin", "")
    return Reply(
        text=text_of(output),
        origin=origin,
        citations=tuple(
            Cited(document=one.document, path=one.path, page=one.page) for one in getattr(output, "citations", ())
        ),
        calls=tuple(Called(name=one.name, arguments=one.arguments) for one in getattr(output, "tool_calls", ())),
        correction=correction,
        refused=origin == "none" or bool(getattr(output, "refusal", None)),
        model=versions.get("model", ""),
        seconds=round(seconds, 3),
        cost_microusd=cost_microusd,
        receipt=receipt,
    )


def text_of(output: Any) -> str:
    """The words of an answer, whatever kind of output it is."""
    for name in ("answer", "text"):
        if isinstance(said := getattr(output, name, None), str):
            return said
    return msgspec.json.encode(msgspec.to_builtins(output)).decode()
