"""The operations of a description, each with what its path says for all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wainao.features.tools.openapi.document.references import BrokenReferenceError, References
from wainao.features.tools.openapi.document.shape import list_in, object_in
from wainao.features.tools.openapi.reading import swagger

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "query")
_TOKEN = re.compile(r"[A-Z][A-Z0-9_-]{0,30}")
_NOT_CALLED = frozenset(("TRACE", "CONNECT"))
MAX_OPERATIONS = 20_000


class UnfitError(Exception):
    """Why an operation cannot become a tool, without a full stop."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Operation:
    """One operation. `raw` is its Operation Object in the words of 3.1, `parameters` are all that apply to it."""

    method: str
    path: str
    raw: Mapping[str, Any]
    parameters: tuple[Mapping[str, Any], ...]
    servers: Any

    @property
    def where(self) -> str:
        return f"{self.method} {self.path}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Unfit:
    """An operation that is none, or a place where some should be."""

    where: str
    why: str


def operations_in(document: Mapping[str, Any], references: References) -> Iterator[Operation | Unfit]:
    """Every operation, in the order of the description; in its place what is wrong with one."""
    try:
        paths = object_in(references.follow(document.get("paths")))
    except BrokenReferenceError as error:
        yield Unfit(where="paths", why=str(error))
        return
    count = 0
    for path, item in paths.items():
        if path.startswith("x-"):
            continue
        for found in _at(path, item, document, references):
            count += 1
            if count > MAX_OPERATIONS:
                yield Unfit(where=path, why=f"there are more than {MAX_OPERATIONS:,} operations. Split the description")
                return
            yield found


def _at(path: str, item: Any, document: Mapping[str, Any], references: References) -> Iterator[Operation | Unfit]:
    try:
        item = _item(item, references)
    except (BrokenReferenceError, UnfitError) as error:
        yield Unfit(where=path, why=str(error))
        return
    for method, raw in _listed(item):
        try:
            yield _operation(method, path, raw, item, document, references)
        except (BrokenReferenceError, UnfitError) as error:
            yield Unfit(where=f"{method} {path}", why=str(error))


def _item(raw: Any, references: References) -> dict[str, Any]:
    """A Path Item Object. What stands beside its reference is added to what that leads to."""
    item = references.follow(raw)
    if not isinstance(item, dict):
        raise UnfitError(f"the path holds {item!r:.60} and not an object of operations")
    return {**item, **{name: value for name, value in raw.items() if name != "$ref"}} if "$ref" in raw else item


def _listed(item: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for method in _METHODS:
        if method in item:
            yield method.upper(), item[method]
    if "trace" in item:
        yield "TRACE", item["trace"]
    yield from object_in(item.get("additionalOperations")).items()


def _operation(
    method: str, path: str, raw: Any, item: Mapping[str, Any], document: Mapping[str, Any], references: References
) -> Operation:
    if method in _NOT_CALLED or not _TOKEN.fullmatch(method):
        raise UnfitError(f"the method {method!r} is not called")
    raw = references.follow(raw)  # the standard does not say so, and split descriptions do it
    if not isinstance(raw, dict):
        raise UnfitError(f"it is {raw!r:.60} and not an object")
    parameters = _parameters(item.get("parameters"), raw.get("parameters"), references)
    if "swagger" in document:
        raw = swagger.operation(raw, parameters, document, references.follow)
        parameters = raw["parameters"]
    return Operation(
        method=method, path=path, raw=raw, parameters=tuple(parameters), servers=raw.get("servers", item.get("servers"))
    )


def _parameters(shared: Any, own: Any, references: References) -> list[dict[str, Any]]:
    """All parameters, followed; the operation's own win over those of the path with the same name and place."""
    found: dict[tuple[Any, Any], dict[str, Any]] = {}
    for listed in (shared, own):
        for raw in list_in(listed):
            parameter = references.follow(raw)
            if not isinstance(parameter, dict) or not (
                isinstance(parameter.get("name"), str) or parameter.get("in") == "body"
            ):
                raise UnfitError(f"the parameter {parameter!r:.80} has no name")
            found[str(parameter.get("name")), str(parameter.get("in"))] = parameter
    return list(found.values())
