"""One operation as a tool."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from wainao.features.tools.openapi.document.references import References
from wainao.features.tools.openapi.how import How
from wainao.features.tools.openapi.reading.arguments import Arguments
from wainao.features.tools.openapi.reading.bodies import read_body
from wainao.features.tools.openapi.reading.names import snake, tool_name
from wainao.features.tools.openapi.reading.operations import Operation, UnfitError
from wainao.features.tools.openapi.reading.parameters import read_parameters
from wainao.features.tools.openapi.reading.responses import read_lasting, read_output
from wainao.features.tools.openapi.reading.risk import IDEMPOTENT, risk_of
from wainao.features.tools.openapi.reading.security import Requirement, Schemes, requirements
from wainao.features.tools.openapi.reading.servers import servers_in
from wainao.features.tools.openapi.schema.convert import Schemas
from wainao.features.tools.openapi.schema.fitting import examples_that_fit
from wainao.features.tools.openapi.wording import plain
from wainao.features.tools.types import Tool
from wainao.types import Words

_MAX_INPUT_BYTES = 64 * 1024
"""Of the definitions in a tool's input. What lies farther from the arguments is not checked here."""

_MAX_TOOL_BYTES = 256 * 1024
_MAX_BYTES = 64 * 1024 * 1024
"""Of the inputs and outputs of all tools together, those that are too large among them."""

_MAX_TITLE = 120
_MAX_DESCRIPTION = 8_000


@dataclass(kw_only=True, slots=True)
class Reader:
    """Reads the operations of one description. Where one does not say, it lets callers in by `ways`. `servers` are
    those that operations name for themselves."""

    references: References
    source: str
    schemes: Schemes
    ways: list[Requirement]
    siblings: bool
    names: set[str] = field(default_factory=set)
    warnings: list[str] = field(default_factory=list)
    left_bytes: int = _MAX_BYTES
    servers: dict[str, None] = field(default_factory=dict)
    _in: Schemas = field(init=False)
    _out: Schemas = field(init=False)

    def __post_init__(self) -> None:
        self._in = Schemas(self.references, direction="in", siblings=self.siblings)
        self._out = Schemas(self.references, direction="out", siblings=self.siblings)

    def tool(self, operation: Operation) -> Tool:
        """Raises UnfitError and BrokenReferenceError where the operation cannot become one."""
        if self.left_bytes < 0:
            raise UnfitError(f"the tools before it take more than {_MAX_BYTES:,} bytes to describe")
        raw = operation.raw
        arguments = Arguments(self._in)
        ways = requirements(raw["security"]) if isinstance(raw.get("security"), list) else self.ways
        parameters = read_parameters(operation, arguments, self.schemes, ways)
        body = read_body(operation, arguments, self.references)
        input = self._input(arguments)
        output, accept, unknown = read_output(raw.get("responses"), self.references, self._out)
        if output is not None and self._spent(output) > _MAX_TOOL_BYTES:
            output, unknown = None, f"what it gives takes more than {_MAX_TOOL_BYTES:,} bytes to describe"
        risk, lowered = risk_of(operation.method, raw)
        self._warn(operation, *parameters.problems, unknown, lowered)
        how = How(
            method=operation.method,
            path=parameters.path,
            query=parameters.query,
            headers=tuple(parameters.headers),
            parameters=tuple(parameters.sent),
            body=body,
            accept=accept,
            servers=self._servers(operation),
            security=tuple(parameters.ways),
            lasts=read_lasting(raw.get("responses"), self.references),
        )
        return Tool(
            name=self._name(operation),
            title=_both(_title(operation)),
            description=_both(_description(operation)),
            input=input,
            output=output,
            risk=risk,
            idempotent=operation.method in IDEMPOTENT,
            samples=_samples(raw),
            examples=examples_that_fit(arguments.example, input),
            how=msgspec.to_builtins(how),
        )

    def _input(self, arguments: Arguments) -> dict[str, Any]:
        schema = arguments.schema(max_bytes=_MAX_INPUT_BYTES)
        if (size := self._spent(schema)) > _MAX_TOOL_BYTES:
            raise UnfitError(f"its input takes {size:,} bytes to describe, more than {_MAX_TOOL_BYTES:,}")
        return schema

    def _spent(self, schema: Mapping[str, Any]) -> int:
        """The bytes that a schema takes, out of those for all."""
        size = len(msgspec.json.encode(schema))
        self.left_bytes -= size
        return size

    def _name(self, operation: Operation) -> str:
        own = operation.raw.get("operationId")
        name = tool_name(own if isinstance(own, str) else "", operation.method, operation.path, self.names)
        if name in self.names:
            raise UnfitError("the same method and path stand there twice")
        self.names.add(name)
        return name

    def _servers(self, operation: Operation) -> tuple[str, ...] | None:
        """The operation's own servers, None where those of the description serve."""
        if not isinstance(operation.servers, list) or not operation.servers:
            return None
        servers, problems = servers_in(operation.servers, source=self.source)
        self._warn(operation, *problems)
        self.servers.update(dict.fromkeys(servers))
        return servers

    def _warn(self, operation: Operation, *problems: str) -> None:
        self.warnings.extend(f"{operation.where}: {problem}" for problem in problems if problem)


def _title(operation: Operation) -> str:
    own = operation.raw.get("operationId")
    named = snake(own).replace("_", " ") if isinstance(own, str) else ""
    return plain(operation.raw.get("summary"), limit=_MAX_TITLE).replace("\n", " ") or named or operation.where


def _description(operation: Operation) -> str:
    """All that is said about the operation; its path where nothing is."""
    parts = [plain(operation.raw.get(name), limit=_MAX_DESCRIPTION) for name in ("summary", "description")]
    if parts[0].rstrip(".") in parts[1]:
        parts[0] = ""
    return "\n\n".join(filter(None, parts)) or operation.where


def _samples(raw: Mapping[str, Any]) -> tuple[str, ...]:
    """Requests that the operation serves, where the description tells some as `x-wainao-samples`."""
    given = raw.get("x-wainao-samples")
    return tuple(filter(None, (plain(one, limit=300) for one in given))) if isinstance(given, list) else ()


def _both(text: str) -> Words:
    """The description's own language, until somebody translates it."""
    return Words(text, text)
