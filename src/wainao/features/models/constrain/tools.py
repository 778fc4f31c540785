"""Tools as a schema: a reply that fits it says which tool to call and with what."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from typing import Any

from wainao.features.models.constrain.schema import ANYTHING, Schema
from wainao.kernel import UsageError
from wainao.types import Json, ToolCall


class Tools:
    """The tools of a request. `choice` is its tool_choice: "required", or the one tool that is to be called."""

    def __init__(self, tools: Sequence[Json], choice: str | Json | None) -> None:
        self._parameters = {name: parameters for name, parameters in map(_told, tools) if name}
        self.forced = self._forced(choice)
        self._schemas: dict[str, Schema] = {}

    def schema(self) -> dict[str, Any]:
        """{"name": …, "arguments": …} of one of the tools that may be called."""
        calls, shared = [], {}
        for name in self.forced:
            parameters: Any = self._parameters[name]
            moved = _moved(parameters, f"#/$defs/{name}")
            if moved != parameters:
                shared[name], parameters = moved, {"$ref": f"#/$defs/{name}"}
            calls.append(_call(name, parameters))
        whole = calls[0] if len(calls) == 1 else {"anyOf": calls}
        return {**whole, "$defs": shared} if shared else whole

    def call(self, text: str) -> ToolCall:
        """What a reply that fits `schema()` asks for."""
        told = json.loads(text)
        arguments = json.dumps(told["arguments"], ensure_ascii=False)
        return ToolCall(id=f"call_{secrets.token_hex(12)}", name=told["name"], arguments=arguments)

    def problem(self, calls: Sequence[ToolCall]) -> str | None:
        """Why these calls are not what was asked for; None when they are."""
        if self.forced and not calls:
            return f"no tool was called; call one of {', '.join(self.forced)}"
        for call in calls:
            if call.name not in self._parameters:
                return f"there is no tool {call.name!r}; there are {', '.join(self._parameters)}"
            if self.forced and call.name not in self.forced:
                return f"{call.name!r} was called; call {', '.join(self.forced)}"
            if problem := self._schema(call.name).problem(call.arguments or "{}"):
                return f"the arguments of {call.name!r} do not fit: {problem}"
        return None

    def told(self) -> str:
        """The tools in words, for a model that knows no tools."""
        return json.dumps({name: self._parameters[name] for name in self.forced}, ensure_ascii=False)

    def _schema(self, name: str) -> Schema:
        if name not in self._schemas:
            self._schemas[name] = Schema(self._parameters[name], name=f"The tool {name!r}")
        return self._schemas[name]

    def _forced(self, choice: str | Json | None) -> tuple[str, ...]:
        """The tools of which one has to be called; none when the model is free."""
        if choice in (None, "auto", "none") or not self._parameters:
            return ()
        if choice in ("required", "any"):
            return tuple(self._parameters)
        named = choice.get("function", choice).get("name") if isinstance(choice, dict) else choice
        if named not in self._parameters:
            raise UsageError(
                f"tool_choice names {named!r}. Expected 'auto', 'none', 'required' or one of "
                f"{', '.join(self._parameters)}. Name a tool of this request."
            )
        return (str(named),)


def _told(tool: Json) -> tuple[str, Json]:
    """A tool's name and the schema of its arguments; tools that are run elsewhere have none."""
    function = tool.get("function")
    if not isinstance(function, dict):
        return "", ANYTHING
    return str(function.get("name", "")), function.get("parameters") or ANYTHING


def _call(name: str, parameters: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"name": {"const": name}, "arguments": parameters},
        "required": ["name", "arguments"],
        "additionalProperties": False,
    }


def _moved(value: Any, root: str) -> Any:
    """A schema whose references into itself still hold when it lies at `root` of another."""
    if isinstance(value, list):
        return [_moved(item, root) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: root + inner[1:]
        if key == "$ref" and isinstance(inner, str) and inner.startswith("#")
        else _moved(inner, root)
        for key, inner in value.items()
    }
