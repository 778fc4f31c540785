"""Bytes to values: JSON first, then YAML, each within limits."""

from __future__ import annotations

import codecs
import re
from typing import Any

import msgspec

from wainao.features.tools.openapi.document.limits import MAX_BYTES, MAX_DEPTH, MAX_VALUES, MAX_YAML_BYTES
from wainao.features.tools.openapi.errors import UnreadableError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MARKUP = re.compile(r"\s*<(?:!doctype|html|\?xml|[a-z:]*definitions|[a-z:]*application)\b", re.IGNORECASE)
_OUTSIDE_JSON = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[^][{}"]++', re.DOTALL)


def parse(data: bytes, *, what: str = "The document") -> dict[str, Any]:
    """The object that `data` holds, as JSON or YAML. `what` names it in errors.

    Raises UnreadableError where it is too large, no text, neither of the two, nested too deeply, or no object.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableError(
            f"{what} has {len(data):,} bytes. At most {MAX_BYTES:,} are read. Split it, or take out what is not needed."
        )
    text = _text(data, what)
    if _MARKUP.match(text):
        raise UnreadableError(
            f"{what} begins with {text.strip()[:40]!r}: it is a page or XML. Expected OpenAPI as JSON or YAML. Use the "
            "address of the description itself."
        )
    value = _value(text, what)
    if not isinstance(value, dict):
        raise UnreadableError(
            f"{what} holds {repr(value)[:60]}, which is no object. Expected OpenAPI as JSON or YAML. Check the address."
        )
    return value


def _text(data: bytes, what: str) -> str:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        place = data[: error.start].count(b"\n") + 1
        raise UnreadableError(
            f"{what} is not {encoding.upper()}: byte {data[error.start : error.start + 1]!r} in line {place} (offset "
            f"{error.start}). Expected UTF-8. Save it as UTF-8."
        ) from None


def _value(text: str, what: str) -> Any:
    try:
        if text.lstrip()[:1] not in ("{", "["):
            return _yaml(text, what)
        return _json(text, what)
    except ValueError as error:
        raise UnreadableError(
            f"{what} is no YAML: {error}. Expected OpenAPI as JSON or YAML. Correct it there."
        ) from None


def _json(text: str, what: str) -> Any:
    if _depth(text) > MAX_DEPTH:
        raise UnreadableError(
            f"{what} is nested more than {MAX_DEPTH} levels deep. Expected an ordinary description. Move the inner "
            "parts into components."
        )
    if text.count(",") > MAX_VALUES:
        raise UnreadableError(
            f"{what} holds more than {MAX_VALUES:,} values. Expected an ordinary description. Split it."
        )
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        try:
            return _yaml(text, what)  # braces are YAML, too, and YAML forgives a trailing comma
        except (ValueError, UnreadableError):
            raise UnreadableError(
                f"{what} is no JSON: {error} ({len(text):,} characters). Expected OpenAPI as JSON or YAML. Check that "
                "it is whole."
            ) from None


def _yaml(text: str, what: str) -> Any:
    if len(text) > MAX_YAML_BYTES:
        raise UnreadableError(
            f"{what} has {len(text):,} characters of YAML. At most {MAX_YAML_BYTES:,} are read. Use its JSON form."
        )
    from wainao.features.tools.openapi.document.yaml import parse_yaml

    return parse_yaml(text)


def _depth(text: str) -> int:
    """The deepest nesting of brackets outside strings."""
    deepest = depth = 0
    for bracket in _OUTSIDE_JSON.sub("", text):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest
