"""The arguments of a tool while its operation is read: one flat object out of parameters and fields of the body."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wainao.features.tools.openapi.reading.names import argument_name
from wainao.features.tools.openapi.schema.convert import Schemas
from wainao.features.tools.openapi.wording import plain

_MAX_WORDS = 1_000


class Arguments:
    """Collects the properties of a tool's input. No two share a name, and `rest` says what else may be there."""

    def __init__(self, schemas: Schemas) -> None:
        self.schemas = schemas
        self.links: set[str] = set()
        self.required: list[str] = []
        self.rest: Any = False
        self.example: dict[str, Any] = {}
        self._properties: dict[str, Any] = {}

    def add(self, name: str, place: str, raw: Any, *, description: Any = "") -> str:
        """A new argument for what the API calls `name`; returns what it is called here.

        `raw` is its schema in the dialect of the description, `description` what is said of it beside the schema.
        """
        schema = self.schemas.convert(raw, self.links)
        return self.put(name, place, schema if isinstance(schema, dict) else {}, description=description)

    def put(self, name: str, place: str, schema: dict[str, Any], *, description: Any = "") -> str:
        """The same with a schema that is one already."""
        argument = argument_name(name, place, self._properties)
        words = plain(description, limit=_MAX_WORDS)
        if argument != name and "title" not in schema:
            schema = {"title": plain(name, limit=_MAX_WORDS) or argument, **schema}
        self._properties[argument] = {**schema, "description": words} if words else schema
        return argument

    def schema_of(self, argument: str) -> Mapping[str, Any]:
        schema: Mapping[str, Any] = self._properties[argument]
        return schema

    def schema(self, *, max_bytes: int) -> dict[str, Any]:
        """The whole input as a JSON Schema, with so many bytes of definitions. Raises BrokenReferenceError."""
        definitions = self.schemas.definitions(self.links, max_bytes=max_bytes)
        schema: dict[str, Any] = {"type": "object", "properties": self._properties}
        if self.required:
            schema["required"] = self.required
        schema["additionalProperties"] = self.rest
        return schema | {"$defs": definitions} if definitions else schema
