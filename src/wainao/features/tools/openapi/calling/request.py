"""Arguments that fit a tool become its request: `outgoing`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, unquote

import msgspec

from wainao.features.tools.openapi.calling.bodies import Files, body_of
from wainao.features.tools.openapi.calling.outgoing import Outgoing
from wainao.features.tools.openapi.calling.styles import apart, in_path, in_query, joined, percent, reserved
from wainao.features.tools.openapi.calling.text import as_text
from wainao.features.tools.openapi.errors import ArgumentError
from wainao.features.tools.openapi.how import How, Parameter, how_of
from wainao.features.tools.types import Tool, Toolbox
from wainao.kernel.errors import UsageError

_TEMPLATE = re.compile(r"\{([^{}/]+)\}")
_STEP = re.compile(r"[/\\;?#]")
_DECODINGS = 3
PATIENCE = "respond-async, wait=10"
"""What is preferred of work that may go on (RFC 7240): an answer within ten seconds, or else where to look for it."""
_PATH = "/%:@!$&'()*+,;=-._~"
"""What stands in a template as it is: what the description encoded stays encoded."""


def outgoing(
    toolbox: Toolbox,
    tool: Tool,
    arguments: Mapping[str, Any],
    *,
    server: str | None = None,
    files: Files | None = None,
) -> Outgoing:
    """The request for arguments that have been checked against the tool's schema.

    It goes to `server`, which must be one that the toolbox or the tool names; by default to the first. `files` are the
    bytes of those that `files_in` names. No argument can change the method, the host or the path around its own place:
    one that could is refused. Raises ArgumentError for such a value, UsageError for a server that is not named.
    """
    how = how_of(tool)
    base = _server(toolbox, tool, how, server)
    values = _values(how, arguments)
    made = _body(how, arguments, files or {})
    patience = {"prefer": PATIENCE} if how.lasts else {}
    headers = {"accept": how.accept, **dict(how.headers), **patience, **_headers(values)}
    if made is not None:
        headers["content-type"] = made[0]
    return Outgoing(
        method=how.method,
        url=base + _path(how, values) + _query(how, values, _taken(how, toolbox)),
        headers=headers,
        body=made[1] if made else b"",
        security=how.security,
    )


def files_in(tool: Tool, arguments: Mapping[str, Any]) -> tuple[str, ...]:
    """The digests of the kept files that these arguments name."""
    body = how_of(tool).body
    if body is None:
        return ()
    holders = [body.whole] if body.form == "file" else [field.argument for field in body.fields if field.file]
    values = [arguments[holder] for holder in holders if arguments.get(holder) is not None]
    return tuple(dict.fromkeys(one for value in values for one in (value if isinstance(value, list) else [value])))


def _server(toolbox: Toolbox, tool: Tool, how: How, server: str | None) -> str:
    """The tool's own server, if the toolbox still is where its description said."""
    named = [one for one in how.servers or () if one in toolbox.servers] or toolbox.servers
    if not named:
        raise UsageError(
            f"The tool {tool.name!r} of {toolbox.name!r} names no server. Expected an address such as "
            "https://api.example/v1. Give the toolbox one."
        )
    if server is not None and server not in named:
        raise UsageError(f"{server!r} is no server of {tool.name!r}. Expected one of {list(named)[:5]!r}. Choose one.")
    return (server or named[0]).rstrip("/")


def _values(how: How, arguments: Mapping[str, Any]) -> list[tuple[Parameter, Any]]:
    """The parameters that have a value, given or fixed. Null is none."""
    given = ((one, arguments.get(one.argument, one.value)) for one in how.parameters)
    return [(one, value) for one, value in given if value is not None and value is not msgspec.UNSET]


def _body(how: How, arguments: Mapping[str, Any], files: Files) -> tuple[str, bytes] | None:
    if how.body is None:
        return None
    known = {one.argument for one in how.parameters} | {field.argument for field in how.body.fields}
    rest = {name: value for name, value in arguments.items() if name not in known}
    return body_of(how.body, arguments, rest, files)


def _path(how: How, values: list[tuple[Parameter, Any]]) -> str:
    """The path with every value in its own place, and no step out of it, however a server decodes it."""
    filled = {
        one.name: in_path(one.name, _written(one, value), one.style, explode=one.explode)
        for one, value in values
        if one.place == "path"
    }
    pieces = _TEMPLATE.split(how.path)
    missing = next((name for name in pieces[1::2] if not filled.get(name)), None)
    if missing is not None:
        raise ArgumentError(f"The path {how.path!r} needs a value for {missing!r}. Expected some text. Give it.")
    path = "".join(filled[piece] if index % 2 else quote(piece, safe=_PATH) for index, piece in enumerate(pieces))
    if any(step in (".", "..") for step in _steps(path)):
        raise ArgumentError(
            f"The path {unquote(path)!r:.200} would lead out of its place. Expected values without steps such as "
            "'..'. Use the plain name or number of what is meant."
        )
    return path


def _steps(path: str) -> Iterator[str]:
    """Everything that some server might take for a segment of the path."""
    for _ in range(_DECODINGS):
        path = unquote(path)
        yield from _STEP.split(path)


def _taken(how: How, toolbox: Toolbox) -> frozenset[str]:
    """The keys of a query that mean something already: parameters, what is sent always, and secrets."""
    keys = {scheme["name"] for scheme in toolbox.security.values() if scheme.get("in") == "query"}
    return frozenset(keys | {one.name for one in how.parameters} | {key for key, _ in how.query})


def _query(how: How, values: list[tuple[Parameter, Any]], taken: frozenset[str]) -> str:
    pairs = [(percent(key), percent(value)) for key, value in how.query]
    whole: list[str] = []
    for one, value in values:
        written = _written(one, value)
        if one.place == "querystring" and not isinstance(written, dict):
            whole.append(percent(as_text(written)))
        elif one.place in ("query", "querystring"):
            if isinstance(written, dict) and one.explode and one.style != "deepObject":
                _refuse_keys(one.name, written.keys() & (taken - {one.name}))
            encode = reserved if one.reserved else percent
            pairs += in_query(one.name, written, one.style, explode=one.explode, encode=encode)
    query = "&".join([*whole, *([joined(pairs)] if pairs else [])])
    return f"?{query}" if query else ""


def _refuse_keys(name: str, keys: set[str]) -> None:
    """No field of an object becomes a key of the query that means something else."""
    if keys:
        raise ArgumentError(
            f"The fields {sorted(keys)!r} of {name!r} would be taken for parameters of the same name. Expected others. "
            "Give those parameters themselves."
        )


def _headers(values: list[tuple[Parameter, Any]]) -> dict[str, str]:
    headers = {one.name.lower(): _header(one, _written(one, value)) for one, value in values if one.place == "header"}
    cookies = [pair for one, value in values if one.place == "cookie" for pair in _cookies(one, _written(one, value))]
    return headers | ({"cookie": "; ".join(cookies)} if cookies else {})


def _header(one: Parameter, value: Any) -> str:
    encode = apart(",", str) if isinstance(value, dict | list) else str
    text = in_path(one.name, value, "simple", explode=one.explode, encode=encode)
    if not (text.isascii() and (text.isprintable() or not text)):
        raise ArgumentError(
            f"The header {one.name!r} cannot hold {text!r:.100}. Expected printable ASCII. Use another value."
        )
    return text


def _cookies(one: Parameter, value: Any) -> Iterator[str]:
    explode = one.explode and not isinstance(value, dict)  # no argument names cookies
    encode = percent if one.style == "form" else _cookie
    return (f"{key}={text}" for key, text in in_query(one.name, value, "form", explode=explode, encode=encode))


def _cookie(text: str) -> str:
    """A cookie's value as it is, but for what could end it."""
    return quote(text.encode("utf-8", "replace"), safe="!#$&'()*+-./:<=>?@[]^_`{|}~")


def _written(one: Parameter, value: Any) -> Any:
    """The value, or the text of a parameter that is written as a document."""
    return msgspec.json.encode(value).decode() if _is_json(one) else value


def _is_json(one: Parameter) -> bool:
    kind = one.media_type.partition(";")[0].strip().lower()
    return kind.endswith(("/json", "+json"))
