"""What a tool says about itself, as choosing reads it: wherever it came from, callable or not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

DEEPEST = 4
"""Levels of objects and lists in a schema whose fields are read."""

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_JOINT = re.compile(r"[\W_]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Described:
    """A tool in words. `name` is unique in its index; `parameters` is the JSON Schema of the object that it takes.

    `spoken` is what an embedder is given of a tool that is described in two languages: one of them.
    """

    name: str
    title: str = ""
    description: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    samples: tuple[str, ...] = ()
    spoken: str = ""

    def and_also(self, other: Described) -> Described:
        """This tool, with what `other` says of one of the same name."""
        fields = {**fields_of(other.parameters), **fields_of(self.parameters)}
        said = dict.fromkeys([*self.description.splitlines(), *other.description.splitlines()])
        return replace(
            self,
            title=self.title or other.title,
            description="\n".join(said),
            parameters={**self.parameters, "properties": fields} if fields else self.parameters,
            samples=tuple(dict.fromkeys((*self.samples, *other.samples))),
        )

    @property
    def label(self) -> str:
        """The words of name and title."""
        spoken = split_name(self.name)
        return spoken if self.title in ("", self.name) else f"{spoken} {self.title}"


def split_name(name: str) -> str:
    """The words of an identifier: `split_name("getHTTPStatus_v2") == "get HTTP Status v2"`."""
    return _JOINT.sub(" ", _HUMP.sub(" ", name)).strip()


def fields_of(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The fields of an object's schema by name; also of catalogues that leave "properties" away."""
    fields = schema.get("properties")
    if isinstance(fields, Mapping):
        return fields
    bare = schema and all(isinstance(about, Mapping) and "type" in about for about in schema.values())
    return schema if bare else {}


def parameter_words(schema: Mapping[str, Any], depth: int = 0) -> Iterator[str]:
    """Name, description and possible values of each field of `schema`, also of fields within fields."""
    for name, about in fields_of(schema).items():
        yield split_name(str(name))
        if isinstance(about, Mapping):
            yield from _value_words(about, depth)


def _value_words(about: Mapping[str, Any], depth: int) -> Iterator[str]:
    yield str(about.get("description") or "")
    choices = about.get("enum")
    yield from (str(one) for one in choices if isinstance(one, str | int)) if isinstance(choices, list) else ()
    for inner in (about, about.get("items")) if depth < DEEPEST else ():
        if isinstance(inner, Mapping):
            yield from parameter_words(inner, depth + 1)
