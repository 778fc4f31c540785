"""The server of the official SDK, with nothing but governed calls behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from itertools import islice
from typing import Any

import anyio
from anyio.abc import TaskGroup
from mcp.server import Server
from mcp.server.caching import CacheHint
from mcp.server.subscriptions import InMemorySubscriptionBus, ListenHandler, ToolsListChanged
from mcp_types import (
    CallToolRequestParams,
    CallToolResult,
    InputRequiredResult,
    ListResourceTemplatesResult,
    NotificationParams,
    PaginatedRequestParams,
    ReadResourceRequestParams,
    ReadResourceResult,
    SubscriptionsListenRequestParams,
    SubscriptionsListenResult,
)

import wainao
from wainao.app.mcp import resources
from wainao.app.mcp.callers import Caller
from wainao.app.mcp.calling import Context, called, schema_of
from wainao.app.mcp.listing import tool_of
from wainao.app.mcp.watching import Watch
from wainao.kernel import Kernel
from wainao.store.changes import Changes

PAGE = 200
"""How many tools one answer lists."""

INSTRUCTIONS = (
    "Every call leaves a receipt (_meta 'wainao/receipt'). A call that changes something waits until a person has "
    "approved it; then send exactly the same call again.\n\n"
    "每次调用都留下回执（_meta 里的 wainao/receipt）。会改变什么的调用要先等人批准，批准后原样再发一遍。"
)


def never() -> bool:
    return False


def make_server(
    kernel: Kernel, changes: Changes, caller: Caller, *, ending: Callable[[], bool] = never
) -> Server[TaskGroup]:
    """For one caller, and cheap enough to be made for one request: it remembers nothing.

    `ending` says that this process is to end: then nobody is left listening, who would hold it up.
    """
    watch = Watch(kernel, changes, ending)

    async def list_tools(ctx: Context, params: PaginatedRequestParams) -> dict[str, Any]:
        after = params.cursor or ""
        specs = sorted(kernel.specs(caller.actor), key=lambda spec: spec.name)
        page = list(islice((spec for spec in specs if spec.name > after), PAGE + 1))
        told = {"resultType": "complete", "tools": [tool_of(spec, caller) for spec in page[:PAGE]]}
        return told | ({"nextCursor": page[PAGE - 1].name} if len(page) > PAGE else {})

    async def call_tool(ctx: Context, params: CallToolRequestParams) -> CallToolResult | InputRequiredResult:
        return await called(kernel, ctx, params, caller)

    async def list_templates(ctx: Context, params: PaginatedRequestParams | None) -> ListResourceTemplatesResult:
        return resources.templates(caller)

    async def read_resource(ctx: Context, params: ReadResourceRequestParams) -> ReadResourceResult:
        return await resources.read(kernel, params, caller)

    async def listen(ctx: Context, params: SubscriptionsListenRequestParams) -> SubscriptionsListenResult:
        bus = InMemorySubscriptionBus()
        handler = ListenHandler(bus)

        async def tell() -> None:
            await watch.tell(caller.actor, partial(bus.publish, ToolsListChanged()))
            handler.close()

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(tell)
            told = await handler(ctx, params)
            tasks.cancel_scope.cancel()
        return told

    async def begun(ctx: Context, _: NotificationParams) -> None:
        """Only over stdio: elsewhere no notification outlives the request that brought it."""
        tasks: TaskGroup = ctx.lifespan_context
        tasks.start_soon(watch.tell, caller.actor, ctx.session.send_tool_list_changed)

    server = Server(
        "wainao",
        version=wainao.__version__,
        title="Wainao 外脑",
        instructions=INSTRUCTIONS,
        lifespan=_beside,
        # What one may call changes with a key and a toolbox: nobody keeps the list without asking.
        cache_hints={"tools/list": CacheHint(ttl_ms=0, scope="private")},
        # Else the SDK would list everything before each call, to look for arguments that are told in headers, too.
        get_tool_input_schema=lambda tool: schema_of(kernel, tool, caller),
        on_call_tool=call_tool,
        on_list_resources=resources.list_resources,
        on_list_resource_templates=list_templates,
        on_read_resource=read_resource,
        on_subscriptions_listen=listen,
    )
    server.add_request_handler("tools/list", PaginatedRequestParams, list_tools)
    server.add_notification_handler("notifications/initialized", NotificationParams, begun)
    return server


@asynccontextmanager
async def _beside(_: Server[TaskGroup]) -> AsyncIterator[TaskGroup]:
    """What goes on beside the requests, as long as the server does."""
    async with anyio.create_task_group() as tasks:
        yield tasks
        tasks.cancel_scope.cancel()
