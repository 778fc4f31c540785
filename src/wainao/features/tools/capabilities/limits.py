"""tools:limit: how often tools may be called."""

from __future__ import annotations

from dataclasses import dataclass

from wainao.features.tools.desk import Desk
from wainao.features.tools.limits import Limit
from wainao.kernel import Call, Capability, NotFoundError, Spec
from wainao.store.works import free, whole
from wainao.types import Words


@dataclass(frozen=True, kw_only=True, slots=True)
class LimitToolInput:
    """A toolbox with all its tools, or one tool: "bank", "bank:pay". None is no limit; both None take it away.

    It counts the calls of everybody together; with `each` those of each actor by itself. Both may stand.
    """

    name: str
    calls_per_minute: int | None = None
    calls_at_once: int | None = None
    each: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ToolLimits:
    """All that bounds calls of a tool, or of a toolbox and its tools."""

    limits: tuple[Limit, ...]


LIMIT = Spec(
    name="tools:limit",
    title=Words("限定工具的次数", "Limit a tool"),
    description=Words(
        "限定一个工具或整个工具箱每分钟和同时可被调用的次数，所有人合计，或每人各自。多进程下也精确，立即生效。",
        "Limit how often a tool, or a toolbox with all its tools, may be called in any 60 "
        "seconds and at the same time, by everybody together or by each actor. Exact with any "
        "number of processes; takes effect at once.",
    ),
    input=LimitToolInput,
    output=ToolLimits,
    risk="write",
    right="admin",
    estimate=free,
    example=LimitToolInput(name="weather", calls_per_minute=60, calls_at_once=4),
)


async def _limit(desk: Desk, call: Call) -> ToolLimits:
    given: LimitToolInput = call.input
    _refuse_unknown(desk, call, given.name)
    limit = Limit(
        name=given.name,
        each=given.each,
        calls_per_minute=given.calls_per_minute,
        calls_at_once=given.calls_at_once,
    )
    await desk.limits.set(call.actor.tenant, limit)
    return ToolLimits(limits=tuple(desk.limits.of(call.actor, given.name)))


def _refuse_unknown(desk: Desk, call: Call, name: str) -> None:
    """Raises NotFoundError for what is neither a toolbox nor a tool, brought in or built in."""
    tenant = call.actor.tenant
    if desk.boxes.known(tenant, name.partition(":")[0]) is not None:
        if ":" in name:
            desk.boxes.tool(tenant, name)
        return
    tools = {spec.name for spec in call.kernel.specs(call.actor) if spec.tool}
    if name not in tools | {tool.partition(":")[0] for tool in tools}:
        raise NotFoundError(
            f"There is no toolbox and no tool {name!r}. Expected one such as 'bank' or 'bank:pay'. 'wainao tools list' "
            "shows what there is."
        )


def capabilities(desk: Desk) -> tuple[Capability, ...]:
    return whole(desk, ((LIMIT, _limit),))
