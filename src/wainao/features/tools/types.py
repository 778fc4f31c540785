"""What a tool is, wherever it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from wainao.kernel import Risk
from wainao.types import AS_IT_IS, Json, Words
from wainao.types import Origin as Writer

BEARER = "bearer"
"""The security scheme of an MCP server that takes a key."""

Origin = Literal["openapi", "mcp", "catalogue"]
"""Where a toolbox came from. A catalogue only says what tools there are; its tools cannot be called."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tool:
    """One thing that can be called.

    `name` is unique in its toolbox and lower case; "toolbox:name" names the capability. `input` is a JSON Schema
    (2020-12) of one object, `output` of what comes back, where that is known. `samples` are requests in a person's
    words that it serves, `examples` are inputs that fit. `how` is for the engine that calls it, and for nobody else.
    `surface` is the digest of the page that shows what it gives, "" for none. One that is not `offered` is for such a
    page, or for a person who names it: no request in words chooses it.
    """

    name: str
    title: Words
    description: Words
    input: Json
    output: Json | None = None
    risk: Risk = "read"
    idempotent: bool = False
    samples: tuple[str, ...] = ()
    examples: tuple[Json, ...] = ()
    how: Json = field(default_factory=dict)
    surface: str = ""
    offered: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Surface:
    """A page (HTML) that a toolbox brings to show what its tools give, as it was when the toolbox was taken in.

    `uri` is what its server calls it ("ui://…"), `digest` the SHA-256 of `html` in UTF-8. `border` says whether it asks
    for a frame around it, where it says so.
    """

    uri: str
    digest: str
    html: str
    border: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Toolbox:
    """The tools of one source, taken in together.

    `name` is lower case, and the kind of its tools' capabilities. `source` is the address or file they came from,
    `digest` the SHA-256 of what was read there. `servers` are the base addresses that calls may go to, `security` the
    schemes that it says let them in, by name, as OpenAPI 3.1 writes them; both are empty where they do not apply.
    """

    name: str
    title: Words
    description: Words
    origin: Origin
    source: str
    digest: str
    version: str = ""
    servers: tuple[str, ...] = ()
    security: Json = field(default_factory=dict)
    tools: tuple[Tool, ...] = ()
    surfaces: tuple[Surface, ...] = ()

    @property
    def schemes(self) -> tuple[str, ...]:
        """The schemes that a credential can be set for: those that are needed, and a key for any server of tools."""
        takes_key = self.origin == "mcp" and self.source.startswith(("http:", "https:"))
        return tuple(sorted({*self.security, *((BEARER,) if takes_key else ())}))


@dataclass(frozen=True, kw_only=True, slots=True)
class ToolInput:
    """What an imported tool takes: one object that fits the tool's own schema."""

    arguments: Json = field(default_factory=dict)


Value = Annotated[Any, AS_IT_IS]
"""Whatever JSON a tool gave."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ToolOutput:
    """What a tool gave.

    `text` is what a model reads, trimmed to what it needs; `data` the whole as JSON where it is JSON, else None; what
    is neither is in `files`. `failed` says that the tool itself reports a failure. `status` is HTTP's, where there is
    one. `following` are the arguments that ask for the next page, if there is one. `job` names the work that goes on at
    its server, where it had not ended in time, or that this came of. `form` is a question to go on with. `origin` is
    "human" where a person corrected what the tool gave.
    """

    text: str
    data: Value = None
    failed: bool = False
    status: int | None = None
    files: tuple[ToolFile, ...] = ()
    following: Json | None = None
    job: str = ""
    form: FollowUp | None = None
    origin: Writer = "none"


@dataclass(frozen=True, kw_only=True, slots=True)
class FollowUp:
    """A question that a result brings along, in its field `form`: a person fills in `schema` (the JSON Schema of one
    object), and `tool`, a capability's name, is called with that and `arguments`. A call like any other: who sends it
    may make it, and is shown what it would write before it does.
    """

    message: Words
    tool: str
    schema: Json
    arguments: Json = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class ToolFile:
    """A file that a tool gave: kept under `digest` (SHA-256), `size` in bytes."""

    digest: str
    media_type: str
    size: int
    name: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Filled:
    """`value` for `field` of a form, and the piece of the request that it comes from."""

    field: str
    value: Value
    said: str
