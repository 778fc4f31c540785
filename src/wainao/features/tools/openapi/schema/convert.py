"""All schemas of one description, turned into JSON Schema 2020-12 once each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import msgspec

from wainao.features.tools.openapi.document.references import BrokenReferenceError, References
from wainao.features.tools.openapi.document.shape import object_in
from wainao.features.tools.openapi.schema.keywords import CONDITIONS, HERE, MANY, NAMED, ONE, SCHEMAS, kept, nullable_if

Direction = Literal["in", "out"]
"""What is only read is not sent, and what is only written does not come back."""

Schema = dict[str, Any]

_MAX_DEPTH = 64
"""Schemas within schemas in one definition; what lies deeper is not checked."""

_NOT_SENT: Mapping[Direction, str] = {"in": "readOnly", "out": "writeOnly"}
_FIELDS_BESIDE = ("additionalProperties", "unevaluatedProperties")
_UNCLEAN = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Definition:
    """A schema that others refer to by `name`; `links` are the references in it, `size` its bytes as JSON."""

    name: str
    schema: Schema | bool
    links: frozenset[str]
    size: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _At:
    """Where a schema stands: `chain` are the references that led here without going into a value, `links` collects."""

    links: set[str]
    chain: tuple[str, ...] = ()
    depth: int = 0

    def within(self) -> _At:
        """One step into the value."""
        return replace(self, chain=(), depth=self.depth + 1)

    def beside(self) -> _At:
        return replace(self, depth=self.depth + 1)


class Schemas:
    """Converts the schemas of one description, in one direction.

    `siblings` says that what stands beside a `$ref` counts: since 3.1.
    """

    def __init__(self, references: References, *, direction: Direction, siblings: bool) -> None:
        self._references = references
        self._not_sent = _NOT_SENT[direction]
        self._siblings = siblings
        self._definitions: dict[str, _Definition | BrokenReferenceError] = {}
        self._names: dict[str, str] = {}
        self._stems: Counter[str] = Counter()

    def convert(self, raw: Any, links: set[str]) -> Schema | bool:
        """One schema without its definitions: what it refers to is added to `links`, for `definitions`.

        Raises BrokenReferenceError.
        """
        return self._schema(raw, _At(links=links))

    def definitions(self, links: Iterable[str], *, max_bytes: int) -> Schema:
        """The `$defs` for these references and for all that they need, the nearest first.

        What does not go into `max_bytes` any more allows everything. Raises BrokenReferenceError.
        """
        found: Schema = {}
        waiting, seen, size = sorted(links), set(links), 0
        for ref in waiting:
            definition = self._definition(ref, _At(links=set()))
            size += definition.size
            if size > max_bytes:
                size -= definition.size
                found[definition.name] = {"title": definition.name}
                continue
            found[definition.name] = definition.schema
            new = sorted(definition.links - seen)
            seen.update(new)
            waiting.extend(new)
        return found

    def is_left_out(self, raw: Any) -> bool:
        """Whether this direction leaves a property of this schema out."""
        return isinstance(raw, dict) and raw.get(self._not_sent) is True

    # One schema

    def _schema(self, raw: Any, at: _At) -> Schema | bool:
        if isinstance(raw, bool):
            return raw
        if not isinstance(raw, dict) or at.depth > _MAX_DEPTH:
            return {}
        ref = raw.get("$ref", raw.get("$dynamicRef"))
        if ref is not None:
            return self._referring(ref, raw, at)
        schema = kept(raw)
        for name in raw:
            if name in SCHEMAS:
                self._put(name, raw[name], raw, schema, at)
        self._put_old(raw, schema, at)
        self._leave_out(raw, schema)
        return nullable_if(raw, schema)

    def _referring(self, ref: Any, raw: Mapping[str, Any], at: _At) -> Schema | bool:
        """A reference and what stands beside it. One that leads back here through references alone is left out."""
        beside = self._beside(ref, raw, at)
        if ref in at.chain:
            return beside
        target = self._references.get(ref)
        if _is_leaf(target):
            found = {**nullable_if(target, kept(target)), **beside}
        else:
            at.links.add(ref)
            if at.chain:
                self._definition(ref, at.beside())  # now, so that a circle of references is seen
            found = {"$ref": f"#/$defs/{self._name(ref)}", **beside}
        return nullable_if(raw, found)

    def _beside(self, ref: Any, raw: Mapping[str, Any], at: _At) -> Schema:
        rest = {name: value for name, value in raw.items() if name not in ("$ref", "$dynamicRef")}
        if self._siblings and rest:
            beside = self._schema(rest, at.beside())
            return beside if isinstance(beside, dict) else {}
        beside = kept(rest)
        return {name: beside[name] for name in ("title", "description", "default", "deprecated") if name in beside}

    def _put(self, name: str, value: Any, raw: Mapping[str, Any], schema: Schema, at: _At) -> None:
        inner = at.beside() if name in HERE else at.within()
        if name in MANY and isinstance(value, list) and value:
            schema[name] = [self._schema(one, inner) for one in value]
            if name in ("oneOf", "anyOf"):
                self._tell_apart(raw, schema[name])
        elif name in NAMED and isinstance(value, dict):
            schema[name] = {key: self._schema(one, inner) for key, one in value.items()}
        elif name in _FIELDS_BESIDE and "patternProperties" in raw:
            return
        elif (name in ONE or name in CONDITIONS) and isinstance(value, dict | bool):
            schema[name] = self._schema(value, inner)
        elif name == "items":
            self._put_items(value, raw, schema, inner)

    def _put_items(self, value: Any, raw: Mapping[str, Any], schema: Schema, at: _At) -> None:
        if isinstance(value, dict | bool):
            schema["items"] = self._schema(value, at)
        elif isinstance(value, list) and value:
            schema["prefixItems"] = [self._schema(one, at) for one in value]
            if isinstance(rest := raw.get("additionalItems"), dict | bool):
                schema["items"] = self._schema(rest, at)

    def _put_old(self, raw: Mapping[str, Any], schema: Schema, at: _At) -> None:
        """`dependencies` of draft 4."""
        for name, value in object_in(raw.get("dependencies")).items():
            if isinstance(value, dict):
                schema.setdefault("dependentSchemas", {})[name] = self._schema(value, at.beside())
            elif isinstance(value, list) and all(isinstance(one, str) for one in value):
                schema.setdefault("dependentRequired", {})[name] = list(dict.fromkeys(value))

    def _leave_out(self, raw: Mapping[str, Any], schema: Schema) -> None:
        """Take out the properties that do not travel in this direction."""
        gone = {name for name, one in object_in(raw.get("properties")).items() if self.is_left_out(one)}
        if gone:
            schema["properties"] = {name: one for name, one in schema["properties"].items() if name not in gone}
            if "required" in schema:
                schema["required"] = [name for name in schema["required"] if name not in gone]

    def _tell_apart(self, raw: Mapping[str, Any], branches: list[Schema | bool]) -> None:
        """Let each branch demand its own value of the discriminator, where the description says which."""
        discriminator = object_in(raw.get("discriminator"))
        mapping, name = object_in(discriminator.get("mapping")), discriminator.get("propertyName")
        if not isinstance(name, str):
            return
        values: dict[str, list[str]] = {}
        for value, ref in mapping.items():
            if isinstance(ref, str):
                known = ref if "/" in ref or "#" in ref else f"#/components/schemas/{ref}"
                values.setdefault(f"#/$defs/{self._name(known)}", []).append(str(value))
        for index, branch in enumerate(branches):
            if isinstance(branch, dict) and (allowed := values.get(branch.get("$ref", ""))):
                own = {"properties": {name: {"enum": allowed}}, "required": [name]}
                branches[index] = {**branch, **own} if branch.keys() == {"$ref"} else {"allOf": [branch, own]}

    # Definitions

    def _definition(self, ref: str, at: _At) -> _Definition:
        found = self._definitions.get(ref)
        if found is None:
            try:
                found = self._defined(ref, at)
            except BrokenReferenceError as error:
                found = error
            self._definitions[ref] = found
        if isinstance(found, BrokenReferenceError):
            raise found
        return found

    def _defined(self, ref: str, at: _At) -> _Definition:
        links: set[str] = set()
        schema = self._schema(self._references.get(ref), _At(links=links, chain=(*at.chain, ref), depth=at.depth))
        size = len(msgspec.json.encode(schema))
        return _Definition(name=self._name(ref), schema=schema, links=frozenset(links), size=size)

    def _name(self, ref: str) -> str:
        """What `ref` is called among the definitions: the end of it, and a number where two end alike."""
        if ref not in self._names:
            stem = _UNCLEAN.sub("_", ref.rpartition("/")[2].replace("~1", "_"))[:60].strip("_") or "schema"
            self._stems[stem] += 1
            number = self._stems[stem]
            self._names[ref] = stem if number == 1 else f"{stem}.{number}"
        return self._names[ref]


def _is_leaf(raw: Any) -> bool:
    """Whether a schema is one plain value: such a one stands where it is used, so that a form can show it at once."""
    if not isinstance(raw, dict) or raw.get("type") in ("object", "array", None):
        return False
    return isinstance(raw["type"], str) and "$ref" not in raw and not SCHEMAS & raw.keys()
