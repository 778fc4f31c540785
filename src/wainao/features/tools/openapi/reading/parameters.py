"""The parameters of an operation: in its path, its query, its headers and its cookies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args
from urllib.parse import parse_qsl

import msgspec

from wainao.features.tools.openapi.document.shape import list_in
from wainao.features.tools.openapi.how import Parameter, Place, Style
from wainao.features.tools.openapi.reading.arguments import Arguments
from wainao.features.tools.openapi.reading.operations import Operation, UnfitError
from wainao.features.tools.openapi.reading.risk import does_no_more
from wainao.features.tools.openapi.reading.security import HEADER, Requirement, Schemes, with_key
from wainao.features.tools.openapi.schema.flatten import examples_in

_PLACES = get_args(Place)
_STYLES: Mapping[Place, tuple[Style, ...]] = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "tabDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form", "cookie"),
    "querystring": ("form",),
}
"""The styles of each place, its default first."""

_NOT_PARAMETERS = frozenset(("accept", "content-type"))
"""Headers that follow from the rest of the description."""

_NOT_ARGUMENTS = frozenset(("host", "content-length", "transfer-encoding", "connection", "accept-encoding"))
"""Headers that follow from the request itself."""

_NOT_SETTABLE = re.compile(
    r"host|content-length|transfer-encoding|connection|keep-alive|upgrade|te|trailer|expect|cookie|accept-encoding"
    r"|proxy-.*|forwarded|x-forwarded-.*|x-original-.*|x-rewrite-url",
    re.IGNORECASE,
)
"""Headers by which an argument could change where a request goes or what it is."""

_METHOD = re.compile(r"x-(?:http-)?method(?:-override)?", re.IGNORECASE)
"""Headers that say which method is meant."""

_TEMPLATE = re.compile(r"\{([^{}/]+)\}")
_MAX_PARAMETERS = 300


@dataclass(kw_only=True, slots=True)
class Read:
    """What the parameters of an operation say: how they are sent, and the ways to be let in."""

    path: str
    query: tuple[tuple[str, str], ...]
    ways: list[Requirement]
    headers: list[tuple[str, str]] = field(default_factory=list)
    sent: list[Parameter] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_parameters(operation: Operation, arguments: Arguments, schemes: Schemes, ways: list[Requirement]) -> Read:
    """Add an argument for each parameter that a caller fills. Raises UnfitError and BrokenReferenceError."""
    if len(operation.parameters) > _MAX_PARAMETERS:
        raise UnfitError(f"it has {len(operation.parameters)} parameters, more than {_MAX_PARAMETERS}")
    path, _, query = operation.path.partition("#")[0].partition("?")
    read = Read(path=path if path.startswith("/") else f"/{path}", query=(), ways=ways)
    names = _TEMPLATE.findall(read.path)
    asked = _templated(query, read)
    for raw in [*operation.parameters, *_undeclared(names, asked, operation, read)]:
        name, place = raw["name"], _place(raw, names, asked)
        if place == "path" and name not in names:
            read.problems.append(f"its path has no place for the parameter {name!r}, which is left out")
        elif (scheme := schemes.secret(name, place, raw.get("description"))) is not None:
            read.ways = with_key(read.ways, scheme, required=raw.get("required") is True)
        elif place == "header" and _METHOD.fullmatch(name):
            _mean_method(raw, operation, read)
        elif _is_settable(name, place, raw, read):
            read.sent.append(_parameter(raw, asked.get(name, name), place, arguments))
    return read


def _templated(query: str, read: Read) -> dict[str, str]:
    """The parameters in the query of a path template, to the keys they stand for. What is fixed is sent always."""
    pairs = parse_qsl(query, keep_blank_values=True)
    read.query = tuple((key, value) for key, value in pairs if not _TEMPLATE.search(value))
    return {_TEMPLATE.findall(value)[0]: key for key, value in pairs if _TEMPLATE.fullmatch(value)}


def _undeclared(
    names: list[str], asked: Mapping[str, str], operation: Operation, read: Read
) -> Iterator[Mapping[str, Any]]:
    """Parameters that are in the template and nowhere else: texts that are needed."""
    declared = {str(raw["name"]) for raw in operation.parameters}
    in_path = {str(raw["name"]) for raw in operation.parameters if raw.get("in") == "path"}
    for place, missing in (("path", set(names) - in_path), ("query", asked.keys() - declared)):
        for name in sorted(missing):
            read.problems.append(f"its path parameter {name!r} is not declared: taken as a text")
            yield {"name": name, "in": place, "required": True, "schema": {"type": "string"}}


def _place(raw: Mapping[str, Any], names: list[str], asked: Mapping[str, str]) -> Place:
    place: Any = raw.get("in")
    if place == "path" and raw["name"] in asked and raw["name"] not in names:
        return "query"
    if place not in _PLACES:
        raise UnfitError(f"the parameter {raw['name']!r} is in {place!r}, which is no place for one")
    found: Place = place
    return found


def _is_settable(name: str, place: Place, raw: Mapping[str, Any], read: Read) -> bool:
    if place == "header" and name.lower() in _NOT_PARAMETERS:
        return False
    if place != "header" or (HEADER.fullmatch(name) and not _NOT_SETTABLE.fullmatch(name)):
        return True
    if raw.get("required") is True and name.lower() not in _NOT_ARGUMENTS:
        raise UnfitError(f"it needs the header {name!r}, which no argument may set")
    read.problems.append(f"no argument may set the header {name!r}, which is left out")
    return False


def _mean_method(raw: Mapping[str, Any], operation: Operation, read: Read) -> None:
    """Where the method that is meant is needed, and the description fixes it to one that can do no more, it is sent."""
    name, (_, schema) = raw["name"], _schema(raw)
    meant = _fixed(schema) if isinstance(schema, Mapping) else msgspec.UNSET
    if raw.get("required") is not True:
        read.problems.append(f"no argument may set the header {name!r}, which is left out")
    elif isinstance(meant, str) and does_no_more(meant.upper(), operation.method):
        read.headers.append((name.lower(), meant.upper()))
        read.problems.append(f"it says {meant.upper()!r} in the header {name!r}, always")
    else:
        said = "any method" if meant is msgspec.UNSET else f"{meant!r:.40}"
        raise UnfitError(
            f"it needs the header {name!r}, by which {operation.method} would become {said}, and which no argument may "
            "set: only a default or a single choice that can do no more is sent"
        )


def _parameter(raw: Mapping[str, Any], name: str, place: Place, arguments: Arguments) -> Parameter:
    media_type, schema = _schema(raw)
    argument = arguments.add(raw["name"], place, schema, description=raw.get("description"))
    value = msgspec.UNSET
    if raw.get("required") is True or place == "path":
        value = _fixed(arguments.schema_of(argument))
        if value is msgspec.UNSET:
            arguments.required.append(argument)
    if examples := examples_in(raw) or list(arguments.schema_of(argument).get("examples", ())):
        arguments.example[argument] = examples[0]
    style = _style(raw, place)
    explode = raw.get("explode")
    return Parameter(
        argument=argument,
        name=name,
        place=place,
        style=style,
        explode=explode if isinstance(explode, bool) else style in ("form", "cookie", "deepObject"),
        reserved=raw.get("allowReserved") is True,
        media_type=media_type,
        value=value,
    )


def _schema(raw: Mapping[str, Any]) -> tuple[str, Any]:
    """A parameter's media type, if it is written as a document, and its schema."""
    content = raw.get("content")
    if isinstance(content, dict) and content:
        media_type, inner = next(iter(content.items()))
        return str(media_type), inner.get("schema", {}) if isinstance(inner, dict) else {}
    return "", raw.get("schema", {})


def _style(raw: Mapping[str, Any], place: Place) -> Style:
    """The style that is asked for, where it fits the place, and else the place's own."""
    styles = _STYLES[place]
    return next((style for style in styles if style == raw.get("style")), styles[0])


def _fixed(schema: Mapping[str, Any]) -> Any:
    """What is sent where nobody says otherwise: the default, or the only choice. UNSET where there is none."""
    only = list_in(schema.get("enum"))
    known = [schema.get("default"), schema.get("const"), only[0] if len(only) == 1 else None]
    return next((value for value in known if value is not None), msgspec.UNSET)
