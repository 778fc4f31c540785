"""A call that waits for a person: the client is told where that person says yes, and sends the same call again."""

from __future__ import annotations

from typing import Any

from mcp.server import ServerRequestContext
from mcp.shared.exceptions import UrlElicitationRequiredError
from mcp_types import (
    CallToolRequestParams,
    CallToolResult,
    ElicitRequest,
    ElicitRequestFormParams,
    ElicitRequestURLParams,
    InputRequiredResult,
    InputResponses,
)
from mcp_types.version import MODERN_PROTOCOL_VERSIONS

from wainao.app.mcp.callers import Caller
from wainao.app.mcp.results import failed
from wainao.kernel import NeedsPersonError
from wainao.types import Words

ASKED = "approval"
"""The name of what is asked, and so of its answer."""


def waits(
    error: NeedsPersonError, ctx: ServerRequestContext[Any, Any], params: CallToolRequestParams, caller: Caller
) -> CallToolResult | InputRequiredResult:
    """What to tell of a call that needs a person.

    The yes is never taken from the client itself: a model may sit there. It is given in the console or on the command
    line, by whoever may. A client that has asked its user already, and comes back too early, is told so.

    Raises UrlElicitationRequiredError where a client of the handshake's time can send its user to a page.
    """
    told = NeedsPersonError(caller.words(_words(error, caller)), approval=error.approval)
    told.receipt = error.receipt
    capabilities = ctx.session.client_capabilities
    can = capabilities.elicitation if capabilities is not None else None
    if can is None or _answered(params.input_responses):
        return failed(told)
    page = _page(told, caller) if can.url is not None else None
    if ctx.protocol_version not in MODERN_PROTOCOL_VERSIONS:
        if page is None:
            return failed(told)
        raise UrlElicitationRequiredError([page], str(told))
    form = ElicitRequestFormParams(message=str(told), requested_schema={"type": "object", "properties": {}})
    return InputRequiredResult(input_requests={ASKED: ElicitRequest(params=page or form)})


def _answered(responses: InputResponses | None) -> bool:
    return responses is not None and ASKED in responses


def _page(error: NeedsPersonError, caller: Caller) -> ElicitRequestURLParams | None:
    where = _where(caller)
    if where is None:
        return None
    return ElicitRequestURLParams(message=str(error), url=where, elicitation_id=error.approval)


def _where(caller: Caller) -> str | None:
    return None if caller.console is None else f"{caller.console}/#/approvals"


def _words(error: NeedsPersonError, caller: Caller) -> Words:
    id, where = error.approval, _where(caller)
    zh, en = (f"在 {where} ，或", f"at {where}, or ") if where else ("", "")
    return Words(
        f"这次调用在等人批准（{id}），此前什么也没有做。请有权的人{zh}运行 wainao approvals give {id} 来批准，"
        "然后把同一次调用原样再发一遍。",
        f"This call waits for a person to approve it ({id}); nothing was done. Ask somebody who may to approve it {en}"
        f"with 'wainao approvals give {id}', then send exactly the same call again.",
    )
