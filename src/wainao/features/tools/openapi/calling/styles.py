"""Values in the styles of OpenAPI (RFC 6570 and beyond), encoded so that none can leave its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from wainao.features.tools.openapi.calling.text import as_text
from wainao.features.tools.openapi.errors import ArgumentError
from wainao.features.tools.openapi.how import Style

Encode = Callable[[str], str]

_SAFE_RESERVED = ":/?@!$'()*,[]"
"""What `allowReserved` lets through: reserved characters that end nothing in a query; not `&`, `=`, `#`, `+`, `;`."""

_DELIMITERS: Mapping[str, str] = {"spaceDelimited": " ", "pipeDelimited": "|", "tabDelimited": "\t"}


def percent(text: str) -> str:
    """Everything but letters, digits and `-._~` as percent-encoded UTF-8; half a surrogate pair as a question mark."""
    return quote(text.encode("utf-8", "replace"), safe="")


def reserved(text: str) -> str:
    """The same, but for reserved characters that cannot end a value in a query."""
    return quote(text.encode("utf-8", "replace"), safe=_SAFE_RESERVED)


def apart(sign: str, encode: Encode) -> Encode:
    """`encode` for one of several values that `sign` keeps apart, though it cannot be told from the same sign in one.

    Raises ArgumentError for a value that holds it.
    """

    def encoded(text: str) -> str:
        if sign in text:
            raise ArgumentError(
                f"The value {text!r:.100} holds {sign!r}, by which the API tells one value from the next. Expected "
                "values without it. Use others, or ask for them one by one."
            )
        return encode(text)

    return encoded


def in_path(name: str, value: Any, style: Style, *, explode: bool, encode: Encode = percent) -> str:
    """What stands in a path for a parameter: `simple`, `label` or `matrix`. Not encoded, it stands in a header."""
    if style == "matrix":
        return _matrix(encode(name), value, explode, encode)
    if style == "label" and explode:
        return "." + ".".join(word.replace(".", "%2E") for word in _words(value, True, encode))
    return ("." if style == "label" else "") + ",".join(_words(value, explode, encode))


def in_query(
    name: str, value: Any, style: Style, *, explode: bool, encode: Encode = percent
) -> Iterator[tuple[str, str]]:
    """The encoded keys and values that a parameter adds to a query: none for an empty list or object.

    Raises ArgumentError where a value holds the sign that keeps it from the next.
    """
    key = percent(name)
    if style == "deepObject" and isinstance(value, dict | list):
        yield from _deep(key, value, encode)
    elif not isinstance(value, dict | list):
        yield key, encode(as_text(value))
    elif explode and isinstance(value, dict):
        yield from ((percent(inner), encode(as_text(one))) for inner, one in value.items())
    elif explode:
        yield from ((key, encode(as_text(one))) for one in value)
    elif value:
        sign = _DELIMITERS.get(style)
        within = apart(sign, encode) if sign else _without_commas(encode)
        yield key, (percent(sign) if sign else ",").join(_words(value, False, within))


def _without_commas(encode: Encode) -> Encode:
    return lambda text: encode(text).replace(",", "%2C")


def _matrix(key: str, value: Any, explode: bool, encode: Encode) -> str:
    if isinstance(value, dict) and explode:
        return "".join(f";{word}" for word in _words(value, True, encode))
    if isinstance(value, list) and explode:
        return "".join(f";{key}={encode(as_text(one))}" for one in value)
    text = ",".join(_words(value, False, encode))
    return f";{key}={text}" if text else f";{key}"


def _words(value: Any, explode: bool, encode: Encode) -> Iterator[str]:
    """The parts that a style puts together: values, or names with values."""
    if isinstance(value, dict):
        for name, one in value.items():
            if explode:
                yield f"{encode(name)}={encode(as_text(one))}"
            else:
                yield from (encode(name), encode(as_text(one)))
    else:
        yield from (encode(as_text(one)) for one in (value if isinstance(value, list) else [value]))


def _deep(key: str, value: Any, encode: Encode) -> Iterator[tuple[str, str]]:
    """`filter[size][min]=3`; a list within repeats its key, one of objects counts: `items[0][name]=a`."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _deep(f"{key}%5B{percent(name)}%5D", one, encode)
    elif isinstance(value, list):
        counts = any(isinstance(one, dict | list) for one in value)
        for place, one in enumerate(value):
            yield from _deep(f"{key}%5B{place}%5D" if counts else key, one, encode)
    else:
        yield key, encode(as_text(value))


def joined(pairs: Iterable[tuple[str, str]]) -> str:
    """Encoded pairs as a query."""
    return "&".join(f"{key}={value}" for key, value in pairs)
