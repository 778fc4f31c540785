"""What a server offers, as a toolbox: bounded, cleaned, each tool with a risk, refused where it is not sound."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Any

from mcp import Client
from mcp_types import PaginatedRequestParams
from mcp_types import Tool as Listed

from wainao.features.tools.mcp.beside import offered
from wainao.features.tools.mcp.errors import ServerError
from wainao.features.tools.mcp.surfaces import is_for, surface_of, surfaces
from wainao.features.tools.openapi import Imported, Refused, box_name
from wainao.features.tools.types import Tool, Toolbox
from wainao.kernel import Risk, UsageError
from wainao.store.json_schema import mended
from wainao.text.injection import speaks_to_model
from wainao.types import Json, Words

MOST_TOOLS = 2_000
MOST_PAGES = 200
MOST_SCHEMA_BYTES = 64 * 1024
MOST_LEVELS = 32
"""How deep a schema may nest; those of people nest less than ten."""
MOST_WORDS = 4_000
"""Characters of a description; a longer one is cut."""

_UNSOUND = re.compile(r"[^a-z0-9_.-]+")


async def described(server: Client, *, name: str = "", source: str) -> Imported:
    """The server's tools, taken in as they are today, with the pages that show what they give.

    Raises UsageError where there is nothing to take in, ServerError where there is no end to it.
    """
    about = server.server_info
    called = box_name(name, about.name if about else "", "mcp")
    tools: dict[str, Tool] = {}
    refused: list[Refused] = []
    warnings: list[str] = []
    shown_by: dict[str, str] = {}
    async for listed in listing(server):
        try:
            tool = _tool(listed)
            if tool.name in tools:
                raise UsageError(f"its name reads like that of {tools[tool.name].how['name']!r}")
        except UsageError as error:
            refused.append(Refused(where=_shown(listed.name), why=str(error)))
            continue
        tools[tool.name] = tool
        if uri := surface_of(listed):
            shown_by[tool.name] = uri
        if (tool.input, tool.output) != (listed.input_schema, listed.output_schema):
            warnings.append(f"The schema of {tool.name!r} says what no schema can say. That was left out.")
        if speaks_to_model(tool.description.en):
            warnings.append(f"The description of {tool.name!r} speaks to a model as if to order it about. Read it.")
    pages, lacking = await surfaces(server, shown_by.values())
    for named, uri in shown_by.items():
        if uri in pages:
            tools[named] = replace(tools[named], surface=pages[uri].digest)
    for tool in offered(server.server_capabilities):
        tools.setdefault(tool.name, tool)
    if not tools:
        raise UsageError(
            f"The server {source!r} offers no tool that can be taken in ({len(refused)} refused). Expected one at "
            f"least. {refused[0].why if refused else 'Check what it is for.'}"
        )
    title = _cleaned((about and (about.title or about.name)) or called)
    words = _cleaned((about and about.description) or server.instructions or title)
    toolbox = Toolbox(
        name=called,
        title=Words(title, title),
        description=Words(words, words),
        origin="mcp",
        source=source,
        digest=_digest([*(tool.how for tool in tools.values()), *(page.digest for page in pages.values())]),
        version=(about.version if about else "")[:80],
        servers=(source,),
        tools=tuple(tools.values()),
        surfaces=tuple({page.digest: page for page in pages.values()}.values()),
    )
    return Imported(toolbox=toolbox, refused=tuple(refused), warnings=(*warnings, *lacking))


async def listing(server: Client) -> AsyncIterator[Listed]:
    """All tools that the server lists. Raises ServerError when there is no end to them."""
    cursor: str | None = None
    listed = 0
    for _ in range(MOST_PAGES):
        page = await server.session.list_tools(params=PaginatedRequestParams(cursor=cursor))
        for tool in page.tools:
            listed += 1
            if listed > MOST_TOOLS:
                raise ServerError(f"The server lists more than {MOST_TOOLS} tools. Ask its owner for a smaller one.")
            yield tool
        if page.next_cursor is None:
            return
        cursor = page.next_cursor
    raise ServerError(f"The server's list of tools has no end after {MOST_PAGES} pages. Ask its owner to mend it.")


def fingerprint(listed: Listed) -> str:
    """The SHA-256 of a tool's whole definition: name, words, schemas, annotations."""
    return _digest(listed.model_dump(mode="json", by_alias=True, exclude_none=True))


def sound_name(name: str) -> str:
    """`name` as capabilities are called, as near as may be; "" where nothing of it is left.

    >>> sound_name("My Server (v2)"), sound_name("read_file"), sound_name("删除")
    ('my_server_v2', 'read_file', '')
    """
    plain = unicodedata.normalize("NFKC", name).casefold()
    return _UNSOUND.sub("_", plain).strip("_.-")[:64]


def _tool(listed: Listed) -> Tool:
    """Raises UsageError that says why it cannot be taken in."""
    name = sound_name(listed.name)
    if not name:
        raise UsageError("its name has no letter or digit that a name here can have")
    if listed.execution is not None and listed.execution.task_support == "required":
        # Experimental in 2025-11-25, gone from 2026-07-28; the SDK takes no such result.
        raise UsageError("it runs only as a task, which the protocol has given up again")
    takes = _sound(listed.input_schema)
    gives = None if listed.output_schema is None else _sound(listed.output_schema)
    title = _cleaned(listed.title or (listed.annotations and listed.annotations.title) or listed.name)
    words = _cleaned(listed.description or title)
    hints = listed.annotations
    risk = _risk(listed)
    return Tool(
        name=name,
        title=Words(title, title),
        description=Words(words, words),
        input=takes,
        output=gives,
        risk=risk,
        idempotent=risk == "read" or bool(hints and hints.idempotent_hint),
        how={"name": listed.name, "digest": fingerprint(listed)} | ({} if is_for(listed, "app") else {"app": False}),
        offered=is_for(listed, "model"),
    )


def _risk(listed: Listed) -> Risk:
    """By what the server says; one that says nothing may write."""
    hints = listed.annotations
    if hints is None or (hints.read_only_hint is None and hints.destructive_hint is None):
        return "write"
    if hints.read_only_hint:
        return "read"
    return "act" if hints.destructive_hint else "write"


def _sound(schema: Json) -> Json:
    """The schema without what no schema can say. Raises UsageError where that is no help."""
    from jsonschema import SchemaError

    _refuse_unsound(schema)
    try:
        return mended(schema)
    except (SchemaError, ValueError, RecursionError):
        raise UsageError("its schema is none") from None


def _refuse_unsound(schema: Json) -> None:
    try:
        size = len(json.dumps(schema))
    except (ValueError, RecursionError):
        raise UsageError("its schema has no end") from None
    if size > MOST_SCHEMA_BYTES:
        raise UsageError(f"its schema has {size} bytes, more than {MOST_SCHEMA_BYTES}")
    _refuse_inside(schema, MOST_LEVELS)


def _refuse_inside(part: Any, levels: int) -> None:
    if not levels:
        raise UsageError(f"its schema nests deeper than {MOST_LEVELS} levels")
    if isinstance(part, Mapping):
        for key, value in part.items():
            if key in ("$ref", "$dynamicRef") and not (isinstance(value, str) and value.startswith("#")):
                raise UsageError(f"its schema refers to {_shown(str(value))!r}, and only to itself may it refer")
            _refuse_inside(value, levels - 1)
    elif isinstance(part, list):
        for value in part:
            _refuse_inside(value, levels - 1)


def _cleaned(text: str) -> str:
    """Words that only stand there: no control characters, none that hide or turn text, not too many."""
    kept = "".join(
        letter if letter == "\n" or unicodedata.category(letter)[0] != "C" else " " for letter in text[:MOST_WORDS]
    )
    return kept.strip()


def _shown(text: str) -> str:
    return _cleaned(text[:80])


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
