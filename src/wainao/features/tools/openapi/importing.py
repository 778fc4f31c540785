"""A description of an API becomes a toolbox: `read`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from wainao.features.tools.openapi.document.parse import parse
from wainao.features.tools.openapi.document.references import BrokenReferenceError, Fetch, References
from wainao.features.tools.openapi.document.shape import object_in
from wainao.features.tools.openapi.errors import UnsupportedError
from wainao.features.tools.openapi.reading import swagger
from wainao.features.tools.openapi.reading.names import box_name
from wainao.features.tools.openapi.reading.operations import Unfit, UnfitError, operations_in
from wainao.features.tools.openapi.reading.security import Requirement, Schemes, requirements, schemes_in
from wainao.features.tools.openapi.reading.servers import servers_in
from wainao.features.tools.openapi.reading.tools import Reader
from wainao.features.tools.openapi.wording import plain
from wainao.features.tools.types import Tool, Toolbox
from wainao.types import Words

_VERSION = re.compile(r"3(?:\.[0-2](?:\.\d+)?(?:-[\w.]+)?)?|2(?:\.0)?(?:\.0)?")
_OTHERS = {
    "asyncapi": "AsyncAPI, which describes messages",
    "api": "an old plugin's ai-plugin.json: import the address in its api.url",
    "item": "a collection of Postman: export it as OpenAPI",
    "__schema": "an introspection of GraphQL",
    "swaggerVersion": "Swagger 1: convert it to OpenAPI 3",
    "kind": "a discovery document of Google: convert it to OpenAPI 3",
    "log": "a HAR recording",
}
"""What other documents have at their top."""

_MAX_WARNINGS = 200
_MAX_REASONS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """An operation that did not become a tool: `where` ("POST /pets") and `why`, a sentence without its full stop."""

    where: str
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Imported:
    """A toolbox with every operation that became a tool, those that did not, and what a person should look at."""

    toolbox: Toolbox
    refused: tuple[Refused, ...] = ()
    warnings: tuple[str, ...] = ()


def read(document: bytes, *, name: str = "", source: str = "", fetch: Fetch | None = None) -> Imported:
    """The tools that an OpenAPI document (2.0, 3.0, 3.1, 3.2; JSON or YAML) describes.

    `name` is what to call the toolbox, by default what the API calls itself. `source` is where the document came from:
    relative addresses are read against it. `fetch` gets other documents that this one refers to; without it, what
    needs them is refused.

        imported = read(Path("petstore.yaml").read_bytes(), source="https://pets.example/openapi.yaml")

    One operation that makes no sense is in `refused`, and no others suffer for it. Raises UnreadableError for bytes
    that are no document, UnsupportedError for a document of another kind and for one with no operation that could be
    called.
    """
    root = parse(document)
    _refuse_others(root)
    references = References(root, source=source, fetch=fetch)
    schemes, problems = schemes_in(root, references)
    servers, unserved = _servers(root, source)
    reader = Reader(
        references=references,
        source=source,
        schemes=schemes,
        ways=_ways(root, schemes),
        siblings=str(root.get("openapi")).startswith(("3.1", "3.2")),
        warnings=[*problems, *unserved],
    )
    tools, refused = _tools(root, references, reader)
    if not tools:
        raise UnsupportedError(_nothing(root, refused))
    servers = tuple(dict.fromkeys((*servers, *reader.servers)))
    digest = hashlib.sha256(document).hexdigest()
    toolbox = _toolbox(root, tools, reader, name=name, servers=servers, digest=digest)
    return Imported(toolbox=toolbox, refused=tuple(refused), warnings=_shortened(reader.warnings))


def _refuse_others(root: Mapping[str, Any]) -> None:
    version = root.get("openapi", root.get("swagger"))
    if version is None:
        other = next((words for key, words in _OTHERS.items() if key in root), f"an object with {list(root)[:5]!r}")
        raise UnsupportedError(
            f"The document is {other}. Expected one that says openapi: 3.x or swagger: 2.0. Use the API's OpenAPI."
        )
    if not _VERSION.fullmatch(str(version)):
        raise UnsupportedError(
            f"The document is OpenAPI {version!r:.40}. Expected 2.0, 3.0, 3.1 or 3.2. Convert it to one of them."
        )


def _ways(root: Mapping[str, Any], schemes: Schemes) -> list[Requirement]:
    """How callers are let in where an operation does not say. Schemes that nobody asks for may be used."""
    if isinstance(root.get("security"), list):
        return requirements(root["security"])
    operations = (one for item in object_in(root.get("paths")).values() for one in object_in(item).values())
    if not schemes.known or any("security" in object_in(one) for one in operations):
        return []
    return [*(Requirement({name: ()}) for name in schemes.known), {}]


def _tools(root: Mapping[str, Any], references: References, reader: Reader) -> tuple[list[Tool], list[Refused]]:
    tools: list[Tool] = []
    refused: list[Refused] = []
    for found in operations_in(root, references):
        if isinstance(found, Unfit):
            refused.append(Refused(where=found.where, why=found.why))
            continue
        try:
            tools.append(reader.tool(found))
        except (UnfitError, BrokenReferenceError) as error:
            refused.append(Refused(where=found.where, why=str(error)))
    return tools, refused


def _toolbox(
    root: Mapping[str, Any], tools: list[Tool], reader: Reader, *, name: str, servers: tuple[str, ...], digest: str
) -> Toolbox:
    info = object_in(root.get("info"))
    title = plain(info.get("title"), limit=120).replace("\n", " ")
    host = (urlsplit(servers[0]).hostname or "") if servers else ""
    called = box_name(name, title, host.removeprefix("www.").removeprefix("api."), reader.source)
    description = plain(info.get("description") or info.get("summary"), limit=8_000)
    return Toolbox(
        name=called,
        title=Words(*[title or called] * 2),
        description=Words(*[description or title or called] * 2),
        origin="openapi",
        source=reader.source,
        digest=digest,
        version=str(info.get("version") or ""),
        servers=servers,
        security=dict(reader.schemes.known),
        tools=tuple(tools),
    )


def _servers(root: Mapping[str, Any], source: str) -> tuple[tuple[str, ...], list[str]]:
    """Where the API is; where it does not say, where its description is."""
    listed = swagger.servers(root, source) if "swagger" in root else root.get("servers") or [{"url": "/"}]
    servers, problems = servers_in(listed, source=source)
    return servers, problems if servers else [*problems, "it names no address that it can be called at: give one"]


def _nothing(root: Mapping[str, Any], refused: list[Refused]) -> str:
    if refused:
        reasons = "; ".join(f"{one.where}: {one.why}" for one in refused[:_MAX_REASONS])
        more = f" (and {len(refused) - _MAX_REASONS} more)" if len(refused) > _MAX_REASONS else ""
        return f"None of the {len(refused)} operations can be called. {reasons}{more}. Correct them in the description."
    if root.get("webhooks"):
        return "The document describes only webhooks, which call us. Expected operations under paths. Use another."
    return f"The document has no operations: paths is {root.get('paths')!r:.60}. Expected some. Check that it is whole."


def _shortened(warnings: list[str]) -> tuple[str, ...]:
    distinct = list(dict.fromkeys(warnings))
    more = len(distinct) - _MAX_WARNINGS
    return (*distinct[:_MAX_WARNINGS], *([f"and {more} more"] if more > 0 else ()))
