"""deployments:add, list, show, remove, check, warm, drain, resume, rollback."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from wainao.features.models.capabilities.desk import Desk, Nothing, WhichVersion, Written, at, spec
from wainao.features.models.routing.book import State, Version
from wainao.features.models.routing.breaker import State as BreakerState
from wainao.features.models.routing.check import Checked, Warmed, check, warm
from wainao.features.models.routing.deployment import Deployment
from wainao.features.models.routing.table import Standing
from wainao.features.models.routing.upstream import Upstream
from wainao.kernel import Call, Capability
from wainao.types import Words


@dataclass(frozen=True, kw_only=True, slots=True)
class AddDeployment(Deployment):
    """A deployment, new or changed: a changed one is replaced as a whole, and keeps its key where none is given.

    `api_key` is sealed before it is kept, and shown nowhere again.
    """

    api_key: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class NamedDeployment:
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Changed:
    """`in_flight` requests are still under way at it in this process."""

    name: str
    state: str
    in_flight: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class DeploymentRow:
    """A deployment, and how it has been doing in this process: version 0 is the settings' own.

    `breaker` is closed while it is well, open while it is left alone, half_open while one request tries it.
    `usual_s` and `late_s` are the times to its first word within which half and nineteen of twenty came.
    """

    name: str
    version: int
    state: State
    breaker: BreakerState
    deployment: Deployment
    here: bool
    has_key: bool
    in_flight: int
    served: int
    failed: int
    busy: int
    usual_s: float | None
    late_s: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class DeploymentList:
    deployments: tuple[DeploymentRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownDeployment(DeploymentRow):
    """`routes` lead to it; `versions` are all its changes, the newest first."""

    routes: tuple[str, ...]
    versions: tuple[Version, ...]


_NAMED = NamedDeployment(name="deepseek")


ADD = spec(
    "deployments:add",
    Words("添加部署", "Add a deployment"),
    Words(
        "登记一个模型：在哪里、能做什么、有哪些上限。已有的部署会成为新版本。立即生效。",
        "Register a model: where it is, what it does, and its limits. An existing deployment "
        "gets a new version. Takes effect at once.",
    ),
    AddDeployment,
    Written,
    secret=frozenset({"api_key"}),
    example=AddDeployment(name="here", model="qwen3:8b", base_url="http://127.0.0.1:11434/v1", context_tokens=32_768),
)


async def _add(desk: Desk, call: Call) -> Written:
    given: AddDeployment = call.input
    version = await desk.register.put_deployment(call, given, given.api_key)
    return Written(name=given.name, version=version)


LIST = spec(
    "deployments:list",
    Words("部署列表", "Deployments"),
    Words("列出部署及其近况；密钥从不显示。", "The deployments and how they have been doing; keys are never shown."),
    Nothing,
    DeploymentList,
    risk="read",
    example=Nothing(),
)


async def _list(desk: Desk, call: Call) -> DeploymentList:
    standing = desk.table.now()
    return DeploymentList(
        deployments=tuple(DeploymentRow(**_row(standing, one)) for one in standing.upstreams.values())
    )


SHOW = spec(
    "deployments:show",
    Words("查看部署", "Show a deployment"),
    Words("显示一个部署的设定、近况和历次版本。", "Show a deployment: its settings, its state and all its versions."),
    NamedDeployment,
    ShownDeployment,
    risk="read",
    example=_NAMED,
)


async def _show(desk: Desk, call: Call) -> ShownDeployment:
    name = call.input.name
    standing, upstream = desk.table.now(), desk.upstream(name)
    versions = desk.table.deployments.versions(name) if name in standing.entries else []
    return ShownDeployment(**_row(standing, upstream), routes=tuple(standing.routes_to(name)), versions=tuple(versions))


REMOVE = spec(
    "deployments:remove",
    Words("移除部署", "Remove a deployment"),
    Words("移除一个部署，并删除它的密钥。", "Remove a deployment and delete its key."),
    NamedDeployment,
    Changed,
    example=_NAMED,
)


async def _remove(desk: Desk, call: Call) -> Changed:
    await desk.register.remove_deployment(call, call.input.name)
    return Changed(name=call.input.name, state="removed")


CHECK = spec(
    "deployments:check",
    Words("检查部署", "Check a deployment"),
    Words(
        "检查一个部署：提供哪些模型、是否健康、负载如何。",
        "Check a deployment: which models it offers, whether it is healthy, how busy it is.",
    ),
    NamedDeployment,
    Checked,
    risk="read",
    example=_NAMED,
)


async def _check(desk: Desk, call: Call) -> Checked:
    return await check(desk.upstream(call.input.name))


WARM = spec(
    "deployments:warm",
    Words("预热部署", "Warm a deployment up"),
    Words("让部署生成一个词，使模型先行载入。", "Make a deployment generate one word, so that its model is loaded."),
    NamedDeployment,
    Warmed,
    example=_NAMED,
)


async def _warm(desk: Desk, call: Call) -> Warmed:
    return await warm(desk.upstream(call.input.name), call)


DRAIN = spec(
    "deployments:drain",
    Words("排空部署", "Drain a deployment"),
    Words("不再给部署新请求，进行中的照常完成。", "Send the deployment no new requests. Requests in progress finish."),
    NamedDeployment,
    Changed,
    example=_NAMED,
)


async def _drain(desk: Desk, call: Call) -> Changed:
    await desk.register.drain(call, call.input.name)
    return Changed(name=call.input.name, state="draining", in_flight=desk.upstream(call.input.name).in_flight)


RESUME = spec(
    "deployments:resume",
    Words("恢复部署", "Resume a deployment"),
    Words("排空的部署重新接受请求。", "Send requests to a drained deployment again."),
    NamedDeployment,
    Changed,
    example=_NAMED,
)


async def _resume(desk: Desk, call: Call) -> Changed:
    await desk.register.resume(call, call.input.name)
    return Changed(name=call.input.name, state="on", in_flight=desk.upstream(call.input.name).in_flight)


ROLLBACK = spec(
    "deployments:rollback",
    Words("回滚部署", "Roll a deployment back"),
    Words("让部署的一个旧版本重新生效。", "Put an earlier version of a deployment into force again."),
    WhichVersion,
    Written,
    example=WhichVersion(name="deepseek"),
)


async def _rollback(desk: Desk, call: Call) -> Written:
    given: WhichVersion = call.input
    return Written(name=given.name, version=await desk.register.roll_back_deployment(call, given.name, given.version))


def _row(standing: Standing, upstream: Upstream) -> dict[str, Any]:
    return {
        "name": upstream.deployment.name,
        "version": upstream.version,
        "state": "draining" if upstream.deployment.name in standing.draining else "on",
        "breaker": upstream.breaker.state,
        "deployment": upstream.deployment,
        "here": upstream.deployment.is_here,
        "has_key": upstream.deployment.name in standing.keyed,
        "in_flight": upstream.in_flight,
        "served": upstream.tally.served,
        "failed": upstream.tally.failed,
        "busy": upstream.tally.busy,
        "usual_s": upstream.times.quantile(0.5),
        "late_s": upstream.times.quantile(0.95),
    }


_WORK = (
    (ADD, _add),
    (LIST, _list),
    (SHOW, _show),
    (REMOVE, _remove),
    (CHECK, _check),
    (WARM, _warm),
    (DRAIN, _drain),
    (RESUME, _resume),
    (ROLLBACK, _rollback),
)


def capabilities(desk: Desk) -> tuple[Capability, ...]:
    return at(desk, _WORK, owners=True)
