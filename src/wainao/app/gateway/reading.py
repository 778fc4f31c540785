"""Reading a request: JSON that is neither too deep nor strange, and its fields with the types they must have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from wainao.app.gateway.codec import ASK, MODEL, Asked, Headers
from wainao.app.wire import parse, refuse_strange, shown
from wainao.kernel import UsageError
from wainao.types import Message

T = TypeVar("T")

MAX_DEPTH = 64
"""How deep a request may nest: a tool's JSON Schema is the deepest that anybody sends."""

MAX_REPLIES = 128
YES, NO = frozenset({"1", "true", "yes", "on"}), frozenset({"", "0", "false", "no", "off"})


def read_object(raw: bytes) -> dict[str, Any]:
    """The fields of a request. Raises UsageError."""
    told = parse(raw)
    if not isinstance(told, dict):
        raise UsageError(f'The request is no JSON object but {shown(told)}. Send one: {{"model": …}}.')
    # Each level needs a bracket: with fewer of them than levels allowed there is nothing to look for.
    if raw.count(b"{") + raw.count(b"[") > MAX_DEPTH or b"\\u0000" in raw:
        refuse_strange(told, "this address", MAX_DEPTH)
    return told


def converted(given: Any, kind: type[T], what: str) -> T:
    """`given` as a `kind`. Raises UsageError that names the field."""
    try:
        return msgspec.convert(given, kind)
    except msgspec.ValidationError as error:
        raise UsageError(f"The request is no {what}: {error}. Correct that field.") from error


def model_of(told: dict[str, Any]) -> str:
    """Takes the model's name out of the fields."""
    model = told.pop("model", None)
    if not isinstance(model, str) or not model:
        raise UsageError(f"The request has the model {shown(model)}. Put the name of one into 'model'.")
    return model


def truth(told: dict[str, Any], name: str) -> bool:
    """Takes a field that is true, false, null or not there."""
    value = told.pop(name, None)
    if value is None or isinstance(value, bool):
        return bool(value)
    raise UsageError(f"The field {name!r} is {shown(value)}. Expected true or false.")


def section(told: dict[str, Any], name: str) -> dict[str, Any]:
    """Takes a field that is an object, null or not there."""
    value = told.pop(name, None)
    if value is None or isinstance(value, dict):
        return value or {}
    raise UsageError(f"The field {name!r} is {shown(value)}. Expected an object.")


def one_of(told: dict[str, Any], name: str, allowed: Sequence[str]) -> str:
    """Takes a field that is one of a few words, the first one when it is not there."""
    value = told.pop(name, None)
    if value is None:
        return allowed[0]
    if isinstance(value, str) and value in allowed:
        return value
    raise UsageError(f"The field {name!r} is {shown(value)}. Expected one of {', '.join(allowed)}.")


def texts(value: Any, name: str) -> tuple[str, ...]:
    """One text, or several. Raises UsageError for anything else."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, Sequence) and value and all(isinstance(one, str) for one in value):
        return tuple(value)
    raise UsageError(
        f"The field {name!r} is {shown(value)}. Expected a text or a list of texts: tokens cannot be looked at by the "
        "guards, so they are not taken."
    )


def last_question(messages: Sequence[Message]) -> str:
    """What the user said last. Raises UsageError for what is no text: the knowledge base reads nothing else."""
    last = next((message for message in reversed(messages) if message.role == "user"), None)
    if last is None:
        return ""
    strange = next((part for part in last.content if isinstance(part, Mapping) and part.get("type") != "text"), None)
    if strange is not None:
        raise UsageError(
            f"A message holds a part of type {strange.get('type')!r}. The model {MODEL!r} reads text only: send words."
        )
    return last.text


def asked_of_us(question: str, writer: Any, headers: Headers, *, stream: bool) -> Asked:
    """A question to the knowledge base."""
    if stays(headers):
        raise UsageError(
            f"wainao-stay was asked of {MODEL!r}, which may let a model elsewhere write its answer. Leave the header "
            "out, or ask a model that is here."
        )
    if not question.strip():
        raise UsageError("There is no question: no message of the role 'user' has text. Send one.")
    return Asked(capability=ASK, input={"question": question}, writer=writer, stream=stream)


def refuse_for_us(told: Mapping[str, Any], *names: str) -> None:
    """The knowledge base answers questions; what it cannot do is refused, not left out."""
    name = next((name for name in names if told.get(name)), None)
    if name is not None:
        raise UsageError(
            f"{name!r} was given, which the model {MODEL!r} cannot do: it answers from documents. Leave it out, or use "
            "another model."
        )


def wishes(headers: Headers) -> dict[str, Any]:
    """What a client says of a chat beside its format: `wainao-stay: true`, `wainao-session: ID`."""
    told: dict[str, Any] = {"stay": True} if stays(headers) else {}
    if session := headers.get("wainao-session"):
        told["session"] = session
    return told


def stays(headers: Headers) -> bool:
    """Whether the request must stay here. A wish for privacy that is not understood is not passed over."""
    wish = headers.get("wainao-stay", "").lower()
    if wish in NO:
        return False
    if wish in YES:
        return True
    raise UsageError(f"The header wainao-stay is {wish!r}. Expected true or false.")


def check_replies(more: Mapping[str, Any]) -> None:
    """Raises UsageError for a number of replies that nobody means."""
    n = more.get("n")
    if n is not None and not (isinstance(n, int) and 1 <= n <= MAX_REPLIES):
        raise UsageError(f"n is {shown(n)}. Expected 1 to {MAX_REPLIES} replies.")
