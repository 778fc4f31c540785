"""One call of a tool: a governed call like any other, which a machine chose."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from mcp.shared.exceptions import MCPError
from mcp_types import INVALID_PARAMS, CallToolRequestParams, CallToolResult, InputRequiredResult

from wainao.app.faces import internal
from wainao.app.mcp.asking import Asker, Context, InputNeededError
from wainao.app.mcp.callers import Caller
from wainao.app.mcp.listing import capability_name
from wainao.app.mcp.results import answered, failed
from wainao.app.mcp.waiting import waits
from wainao.app.wire import read_input
from wainao.app.wiring import Wainao
from wainao.features.tools.used import Doing
from wainao.kernel import Kernel, NeedsPersonError, NotFoundError, Outcome, Spec, WainaoError
from wainao.types import Asking, Delta, Progress

log = logging.getLogger("wainao.mcp")


def schema_of(kernel: Kernel, tool: str, caller: Caller) -> Mapping[str, Any] | None:
    """What a tool takes, where a schema of its own says it: of those that were brought in from elsewhere."""
    try:
        return kernel.spec(capability_name(tool), caller.actor).schema
    except NotFoundError:
        return None


async def called(
    brain: Wainao, ctx: Context, params: CallToolRequestParams, caller: Caller
) -> CallToolResult | InputRequiredResult:
    """Raises MCPError for a tool that is not there, or whose client cannot be asked what it has to know.

    Every other failure is a result, so that a model sees it.
    """
    spec = _spec(brain.kernel, params.name, caller)
    asker = Asker(ctx, given=params.input_responses, state=params.request_state)
    try:
        return answered(await outcome_of(brain, ctx, spec, read_input(spec, params.arguments or {}), caller, asker))
    except InputNeededError as needed:
        return needed.result
    except NeedsPersonError as error:
        return waits(error, ctx, params, caller)
    except WainaoError as error:
        asker.refuse_unable(error)
        return failed(error, caller.language)
    except MCPError:
        raise
    except Exception as error:  # the edge of the server
        log.exception("A call of %r failed", spec.name)
        return failed(internal(error), caller.language)


async def outcome_of(brain: Wainao, ctx: Context, spec: Spec, input: Any, caller: Caller, asker: Asker) -> Outcome:
    """The whole answer. A client that wants to know of progress is told its words as they come; what the capability
    asks is put to it."""
    kernel, reports = brain.kernel, "progress_token" in (ctx.meta or {})
    if not reports and spec.name not in brain.asking:
        return await kernel.run(spec.name, input, actor=caller.actor, tainted=True)
    async with kernel.stream(spec.name, input, actor=caller.actor, tainted=True) as stream:
        far = 0.0
        async for item in stream:
            if isinstance(item, Asking):
                await asker.ask(item)
            elif not reports:
                continue
            elif isinstance(item, Delta) and not item.of:
                far += len(item.text)
                await ctx.session.report_progress(far, message=item.text)
            elif isinstance(item, Progress) and item.done > far:  # the protocol wants it to grow
                far = item.done
                await ctx.session.report_progress(far, total=item.total, message=item.said or None)
            elif isinstance(item, Doing):
                far += 1
                await ctx.session.report_progress(far, message=item.words)
    return stream.outcome


def _spec(kernel: Kernel, tool: str, caller: Caller) -> Spec:
    try:
        return kernel.spec(capability_name(tool), caller.actor)
    except NotFoundError:
        told = f"There is no tool {tool!r} here. Expected one of those that tools/list names: list them again."
        raise MCPError(INVALID_PARAMS, told) from None
