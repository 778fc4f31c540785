"""The server of the official SDK, with nothing but governed calls behind it."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from itertools import islice
from typing import Any

import anyio
from anyio.abc import TaskGroup
from mcp.server import Server
from mcp.server.caching import CacheableMethod, CacheHint
from mcp.server.request_state import RequestStateBoundary, RequestStateSecurity
from mcp.server.subscriptions import InMemorySubscriptionBus, ListenHandler, PromptsListChanged, ToolsListChanged
from mcp_types import (
    CallToolRequestParams,
    CallToolResult,
    CompleteRequestParams,
    CompleteResult,
    GetPromptRequestParams,
    GetPromptResult,
    InputRequiredResult,
    ListPromptsResult,
    ListResourcesResult,
    ListResourceTemplatesResult,
    NotificationParams,
    PaginatedRequestParams,
    ReadResourceRequestParams,
    ReadResourceResult,
    SubscriptionsListenRequestParams,
    SubscriptionsListenResult,
)

import wainao
from wainao.app.mcp.asking import Context
from wainao.app.mcp.callers import Caller
from wainao.app.mcp.calling import called, schema_of
from wainao.app.mcp.completing import completed
from wainao.app.mcp.listing import tool_of
from wainao.app.mcp.prompts import Prompts
from wainao.app.mcp.resources import Resources
from wainao.app.mcp.watching import Watch
from wainao.app.wiring import Wainao
from wainao.features.tools.mcp.surfaces import EXTENSION, OURS
from wainao.store.home import Home
from wainao.store.keys import secret_file

PAGE = 500
"""How many tools one answer lists: our own and a few toolboxes. Not every client asks for a second page."""

STATE_KEY = "mcp-state.key"

LISTS: tuple[CacheableMethod, ...] = (
    "tools/list",
    "prompts/list",
    "resources/list",
    "resources/templates/list",
    "resources/read",
)

INSTRUCTIONS = (
    "Every call leaves a receipt (_meta 'wainao/receipt'). A call that changes something waits until a person has "
    "approved it; then send exactly the same call again.\n\n"
    "每次调用都留下回执（_meta 里的 wainao/receipt）。会改变什么的调用要先等人批准，批准后原样再发一遍。"
)


def never() -> bool:
    return False


class _Answers:
    """What one caller is answered, method by method of the protocol."""

    def __init__(self, brain: Wainao, caller: Caller, ending: Callable[[], bool]) -> None:
        self._brain = brain
        self._caller = caller
        self._watch = Watch(brain.kernel, brain.home.changes, ending)
        self._resources = Resources(brain.kernel, brain.resources, caller)
        self._prompts = Prompts(brain, caller)

    async def list_tools(self, ctx: Context, params: PaginatedRequestParams) -> dict[str, Any]:
        after = params.cursor or ""
        specs = sorted(self._brain.kernel.specs(self._caller.actor), key=lambda spec: spec.name)
        page = list(islice((spec for spec in specs if spec.name > after), PAGE + 1))
        told = {"resultType": "complete", "tools": [tool_of(spec, self._caller) for spec in page[:PAGE]]}
        return told | ({"nextCursor": page[PAGE - 1].name} if len(page) > PAGE else {})

    async def call_tool(self, ctx: Context, params: CallToolRequestParams) -> CallToolResult | InputRequiredResult:
        return await called(self._brain, ctx, params, self._caller)

    async def list_resources(self, ctx: Context, params: PaginatedRequestParams | None) -> ListResourcesResult:
        return ListResourcesResult(resources=self._resources.listed())

    async def list_templates(self, ctx: Context, params: PaginatedRequestParams | None) -> ListResourceTemplatesResult:
        return ListResourceTemplatesResult(resource_templates=self._resources.templates())

    async def read_resource(self, ctx: Context, params: ReadResourceRequestParams) -> ReadResourceResult:
        return await self._resources.read(params.uri)

    async def list_prompts(self, ctx: Context, params: PaginatedRequestParams | None) -> ListPromptsResult:
        return ListPromptsResult(prompts=self._prompts.listed())

    async def get_prompt(self, ctx: Context, params: GetPromptRequestParams) -> GetPromptResult | InputRequiredResult:
        return await self._prompts.get(ctx, params)

    async def complete(self, ctx: Context, params: CompleteRequestParams) -> CompleteResult:
        return CompleteResult(completion=completed(params, self._prompts, self._resources))

    async def listen(self, ctx: Context, params: SubscriptionsListenRequestParams) -> SubscriptionsListenResult:
        bus = InMemorySubscriptionBus()
        handler = ListenHandler(bus)

        async def tell() -> None:
            await self._watch.tell(
                self._caller.actor,
                tools=partial(bus.publish, ToolsListChanged()),
                prompts=partial(bus.publish, PromptsListChanged()),
            )
            handler.close()

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(tell)
            told = await handler(ctx, params)
            tasks.cancel_scope.cancel()
        return told

    async def begun(self, ctx: Context, _: NotificationParams) -> None:
        """Only over stdio: elsewhere no notification outlives the request that brought it."""
        tasks: TaskGroup = ctx.lifespan_context
        session = ctx.session
        told = {"tools": session.send_tool_list_changed, "prompts": session.send_prompt_list_changed}
        tasks.start_soon(partial(self._watch.tell, self._caller.actor, **told))


def make_server(brain: Wainao, caller: Caller, *, ending: Callable[[], bool] = never) -> Server[TaskGroup]:
    """For one caller, and cheap enough to be made for one request: it remembers nothing.

    `ending` says that this process is to end: then nobody is left listening, who would hold it up.
    """
    answers = _Answers(brain, caller, ending)
    server = Server(
        "wainao",
        version=wainao.__version__,
        title="Wainao 外脑",
        instructions=INSTRUCTIONS,
        lifespan=_beside,
        # What one may call changes with a key and a toolbox: nobody keeps the list without asking.
        cache_hints=dict.fromkeys(LISTS, CacheHint(ttl_ms=0, scope="private")),
        # Else the SDK would list everything before each call, to look for arguments that are told in headers, too.
        get_tool_input_schema=lambda tool: schema_of(brain.kernel, tool, caller),
        on_call_tool=answers.call_tool,
        on_list_resources=answers.list_resources,
        on_list_resource_templates=answers.list_templates,
        on_read_resource=answers.read_resource,
        on_list_prompts=answers.list_prompts,
        on_get_prompt=answers.get_prompt,
        on_completion=answers.complete,
        on_subscriptions_listen=answers.listen,
    )
    server.extensions = {EXTENSION: OURS}
    server.middleware.append(_sealed(brain.home, caller))
    server.add_request_handler("tools/list", PaginatedRequestParams, answers.list_tools)
    server.add_notification_handler("notifications/initialized", NotificationParams, answers.begun)
    return server


def _sealed(home: Home, caller: Caller) -> RequestStateBoundary:
    """What a client is told to bring along: sealed, for that actor and that very request, by any process here."""
    key = secret_file(home.keys, STATE_KEY, lambda: secrets.token_bytes(32))
    bound = RequestStateSecurity(keys=[key], bind_principal=lambda _: f"{caller.actor.tenant}/{caller.actor.id}")
    return RequestStateBoundary(bound, default_audience="wainao")


@asynccontextmanager
async def _beside(_: Server[TaskGroup]) -> AsyncIterator[TaskGroup]:
    """What goes on beside the requests, as long as the server does."""
    async with anyio.create_task_group() as tasks:
        yield tasks
        tasks.cancel_scope.cancel()
