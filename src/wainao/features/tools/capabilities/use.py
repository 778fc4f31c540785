"""tools:find, use, preview: from a request in a person's words to calls, or to forms."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

import msgspec

from wainao.features.tools.checking import checks
from wainao.features.tools.desk import Desk
from wainao.features.tools.offering import functions
from wainao.features.tools.proposing import Among, Proposed
from wainao.features.tools.types import ToolInput
from wainao.features.tools.used import Used, Wish, resumed
from wainao.kernel import Call, Capability, Correctable, Spec, UsageError
from wainao.store.works import free, stepwise, whole
from wainao.text import language_of
from wainao.types import Json, Words

LONGEST_REQUEST = 8_000


@dataclass(frozen=True, kw_only=True, slots=True)
class FindInput:
    """`request` says what is to be done, in any words; `top` is how many tools at most.

    `among` says where to look: among what the caller may call, what imported catalogues name, or both.
    """

    request: str
    top: int = 3
    among: Among = "all"


@dataclass(frozen=True, kw_only=True, slots=True)
class UseInput:
    """`tools` are the only ones to use ("toolbox:tool"); empty, the platform chooses. `model` names a route.

    `resume` is the receipt of a use that waited for a person: it goes on where it stopped, with exactly that call.
    """

    request: str = ""
    tools: tuple[str, ...] = ()
    model: str = ""
    most_steps: int = 6
    resume: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class FunctionsInput:
    """`tools` by name, or else those that fit `request`, whose language their descriptions are in."""

    tools: tuple[str, ...] = ()
    request: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Functions:
    """`tools` as a chat takes them; `names` says which capability each function is."""

    tools: tuple[Json, ...]
    names: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class PreferInput:
    request: str
    tool: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Preferred:
    tool: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PreviewInput:
    tool: str
    arguments: Json = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """The request as it would be sent; what lets it in is put in when it leaves, and is not here. `schemes` name it."""

    method: str
    url: str
    headers: Json
    body: str
    schemes: tuple[str, ...]


FIND = Spec(
    name="tools:find",
    title=Words("查找工具", "Find tools"),
    description=Words(
        "查找适合一个请求的工具，说明为什么，并用请求里的内容填好参数；没有合适的就说没有。",
        "Find the tools that fit a request, and why, with the values from the request filled in; "
        "or say that none fits.",
    ),
    input=FindInput,
    output=Proposed,
    estimate=free,
    example=FindInput(request="把 30 美元换成人民币"),
)


async def _find(desk: Desk, call: Call) -> Proposed:
    given: FindInput = call.input
    _refuse_empty(given.request)
    return await desk.proposing.propose(call, given.request, top=given.top, among=given.among)


USE = Spec(
    name="tools:use",
    title=Words("用工具办事", "Use tools"),
    description=Words(
        "用工具完成一个请求。有模型时由它挑选、填写，写入和行动要等人批准；没有模型时给出合适的工具和预填的表单。",
        "Carry out a request with tools. A model picks tools and fills them in; calls that write "
        "or act wait for a person. Without a model, the tools that fit are proposed, each with a "
        "form.",
    ),
    input=UseInput,
    output=Used,
    timeout_s=600.0,
    correctable=Correctable(
        question=lambda given: given.request,
        answer=lambda ruling: Used(text=ruling.answer, origin="human"),
        bases=lambda _: (),
        inner=False,
    ),
    estimate=free,
    example=UseInput(request="把 30 美元换成人民币"),
)


async def _use(desk: Desk, call: Call) -> AsyncIterator[Any]:
    given: UseInput = call.input
    wish = await _resumed(call, given.resume) if given.resume else _wish(given)
    async with aclosing(desk.using.use(call, wish)) as items:
        async for item in items:
            yield item


def _wish(given: UseInput) -> Wish:
    _refuse_empty(given.request)
    if not 1 <= given.most_steps <= 20:
        raise UsageError(f"most_steps = {given.most_steps!r}. Expected 1 to 20.")
    return Wish(request=given.request, tools=given.tools, model=given.model, most_steps=given.most_steps)


async def _resumed(call: Call, receipt: str) -> Wish:
    """What that call was for, with what it had done. Only its own actor goes on with it."""
    show = call.kernel.spec("receipts:show")
    shown = (await call.run(show.name, show.input(receipt=receipt))).output
    if shown.capability != USE.name or shown.actor != call.actor.id:
        raise UsageError(f"{receipt!r} is no use of tools of {call.actor.id!r}. Give the receipt of one that waits.")
    if shown.erased:
        raise UsageError(
            f"What {receipt!r} was for has been erased. Expected the receipt of a use that is whole. Make the request "
            "again."
        )
    before: UseInput = msgspec.convert(shown.input, UseInput)
    used: Used = msgspec.convert(shown.output, Used)
    wish = await _resumed(call, before.resume) if before.resume else _wish(before)
    return resumed(wish, used, receipt)


FUNCTIONS = Spec(
    name="tools:functions",
    title=Words("工具的函数形式", "Tools as functions"),
    description=Words(
        "把适合一个请求的工具，或指名的工具，作为函数定义提供给 OpenAI 客户端。",
        "Give the tools that fit a request, or the named ones, as function definitions for clients of OpenAI's API.",
    ),
    input=FunctionsInput,
    output=Functions,
    estimate=free,
    example=FunctionsInput(tools=("units:convert",)),
)


async def _functions(desk: Desk, call: Call) -> Functions:
    given: FunctionsInput = call.input
    if not given.tools:
        _refuse_empty(given.request)
    specs = await desk.proposing.specs(call, given.request, only=given.tools)
    made = functions(specs, language_of(given.request))
    return Functions(
        tools=tuple(function for _, function in made.values()),
        names={name: spec.name for name, (spec, _) in made.items()},
    )


PREFER = Spec(
    name="tools:prefer",
    title=Words("指定工具", "Prefer a tool"),
    description=Words(
        "说明某个请求该用哪个工具。此后相近的请求会先找到它。",
        "Say which tool is right for a request. Similar requests then find that tool first.",
    ),
    input=PreferInput,
    output=Preferred,
    risk="write",
    estimate=free,
    example=PreferInput(request="纽约明天下雨吗？", tool="weather:today"),
)


async def _prefer(desk: Desk, call: Call) -> Preferred:
    given: PreferInput = call.input
    _refuse_empty(given.request)
    spec = call.kernel.spec(given.tool, call.actor)
    if not spec.tool:
        raise UsageError(f"{spec.name!r} is no tool that a request chooses. 'wainao tools find' shows some that are.")
    await desk.experience.gained(tenant=call.actor.tenant, tool=spec.name, receipt=call.id)
    return Preferred(tool=spec.name)


PREVIEW = Spec(
    name="tools:preview",
    title=Words("预览请求", "Preview a call"),
    description=Words(
        "显示一个工具会发出的请求：地址、请求头、正文。不发送，也不显示凭据。",
        "Show the request that a tool would send: address, headers, body. Nothing is sent, and no credential is shown.",
    ),
    input=PreviewInput,
    output=Preview,
    estimate=free,
    example=PreviewInput(tool="weather:today", arguments={"city": "Köln"}),
)


async def _preview(desk: Desk, call: Call) -> Preview:
    given: PreviewInput = call.input
    box, tool = desk.boxes.tool(call.actor.tenant, given.tool)
    checks(given.tool, tool.input)(ToolInput(arguments=given.arguments))
    if box.toolbox.origin != "openapi":
        raise UsageError(
            f"{given.tool!r} is called by no HTTP request of ours. Only tools of an OpenAPI description are."
        )
    request = desk.http.prepared(call, box, tool, given.arguments)
    return Preview(
        method=request.method,
        url=request.url,
        headers=dict(request.headers),
        body=request.body.decode(errors="replace")[:10_000],
        schemes=tuple(sorted(box.toolbox.security)),
    )


def _refuse_empty(request: str) -> None:
    if not request.strip() or len(request) > LONGEST_REQUEST:
        raise UsageError(
            f"The request has {len(request)} characters. Expected 1 to {LONGEST_REQUEST} that say what is to be done."
        )


def capabilities(desk: Desk) -> tuple[Capability, ...]:
    return (
        *whole(desk, ((FIND, _find), (FUNCTIONS, _functions), (PREFER, _prefer), (PREVIEW, _preview))),
        *stepwise(desk, ((USE, _use),)),
    )
