"""What a server has beside tools, resources and prompts: each kind as two tools, one to list and one to read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from mcp import Client
from mcp_types import ServerCapabilities
from pydantic import BaseModel

from wainao.features.tools.types import Tool
from wainao.types import Json, Words

_NAMED: Json = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "arguments": {"type": "object", "additionalProperties": {"type": "string"}},
    },
    "required": ["name"],
}
_AT: Json = {"type": "object", "properties": {"uri": {"type": "string"}}, "required": ["uri"]}
_PAGED: Json = {"type": "object", "properties": {"cursor": {"type": "string"}}}

_TOOLS = {
    "resources/list": Tool(
        name="list_resources",
        title=Words("列出资源", "List resources"),
        description=Words("这个服务有哪些资源可读。", "Which resources this server lets be read."),
        input=_PAGED,
    ),
    "resources/read": Tool(
        name="read_resource",
        title=Words("读取资源", "Read a resource"),
        description=Words("按地址读取这个服务的一个资源。", "Read one resource of this server by its address."),
        input=_AT,
    ),
    "prompts/list": Tool(
        name="list_prompts",
        title=Words("列出提示", "List prompts"),
        description=Words("这个服务有哪些现成的提示。", "Which ready-made prompts this server has."),
        input=_PAGED,
    ),
    "prompts/get": Tool(
        name="get_prompt",
        title=Words("取得提示", "Get a prompt"),
        description=Words("按名字取得一个提示，填好它的参数。", "Get one prompt by its name, with its arguments."),
        input=_NAMED,
    ),
}
"""By the method of the protocol that they stand for."""

_ASKS: Mapping[str, Callable[[Client, Json], Awaitable[BaseModel]]] = {
    "resources/list": lambda server, given: server.list_resources(cursor=given.get("cursor")),
    "resources/read": lambda server, given: server.read_resource(given["uri"]),
    "prompts/list": lambda server, given: server.list_prompts(cursor=given.get("cursor")),
    "prompts/get": lambda server, given: server.get_prompt(given["name"], given.get("arguments")),
}


def offered(capabilities: ServerCapabilities) -> Iterator[Tool]:
    """Those that stand for what the server has. Reading them changes nothing."""
    kinds = {"resources": capabilities.resources, "prompts": capabilities.prompts}
    for method, tool in _TOOLS.items():
        if kinds[method.partition("/")[0]] is not None:
            yield replace(tool, idempotent=True, how={"method": method})


async def asked(server: Client, method: str, given: Json) -> dict[str, Any]:
    """What the server says to that method."""
    told = await _ASKS[method](server, given)
    whole = told.model_dump(mode="json", by_alias=True, exclude_none=True)
    return {name: value for name, value in whole.items() if name not in ("_meta", "resultType", "ttlMs", "cacheScope")}
