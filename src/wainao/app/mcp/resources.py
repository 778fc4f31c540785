"""Receipts as resources: what a result's receipt says can be read where a client reads things, not only by a model."""

from __future__ import annotations

from mcp.shared.exceptions import MCPError
from mcp_types import (
    INVALID_PARAMS,
    ListResourcesResult,
    ListResourceTemplatesResult,
    PaginatedRequestParams,
    ReadResourceRequestParams,
    ReadResourceResult,
    ResourceTemplate,
    TextResourceContents,
)

from wainao.app.mcp.callers import Caller
from wainao.app.mcp.calling import Context
from wainao.app.wire import plain, read_input, to_json
from wainao.kernel import Kernel, WainaoError
from wainao.types import Words

SHOW = "receipts:show"
RECEIPTS = "wainao://receipts/"

_TITLE = Words("回执", "Receipt")
_ABOUT = Words(
    "一次调用的回执：谁、何时、用了什么、结果如何。编号在每个结果的 _meta 里（wainao/receipt）。",
    "The receipt of a call: who, when, with what, what came of it. Every result has its id in _meta (wainao/receipt).",
)


async def list_resources(ctx: Context, params: PaginatedRequestParams | None) -> ListResourcesResult:
    """None by name: there are as many as there were calls."""
    return ListResourcesResult(resources=[])


def templates(caller: Caller) -> ListResourceTemplatesResult:
    template = ResourceTemplate(
        name="receipt",
        title=caller.title(_TITLE),
        description=caller.words(_ABOUT),
        uri_template=RECEIPTS + "{id}",
        mime_type="application/json",
    )
    return ListResourceTemplatesResult(resource_templates=[template])


async def read(kernel: Kernel, params: ReadResourceRequestParams, caller: Caller) -> ReadResourceResult:
    """A call like any other, so it has a receipt itself. Raises MCPError for what is not there or not to be seen."""
    if not params.uri.startswith(RECEIPTS):
        raise _missing(params, f"Expected {RECEIPTS}ID.")
    try:
        input = read_input(kernel.spec(SHOW, caller.actor), {"receipt": params.uri.removeprefix(RECEIPTS)})
        shown = await kernel.run(SHOW, input, actor=caller.actor, tainted=True)
    except WainaoError as error:
        raise _missing(params, str(error)) from error
    text = to_json(plain(shown.output)).decode()
    return ReadResourceResult(contents=[TextResourceContents(uri=params.uri, mime_type="application/json", text=text)])


def _missing(params: ReadResourceRequestParams, why: str) -> MCPError:
    return MCPError(INVALID_PARAMS, f"There is no resource {params.uri!r} to be read. {why}", {"uri": params.uri})
