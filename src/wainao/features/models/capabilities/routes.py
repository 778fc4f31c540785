"""routes:set, list, remove, rollback, explain, versions."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

import msgspec

from wainao.features.models.capabilities.desk import Desk, Nothing, WhichVersion, Written, at, spec
from wainao.features.models.routing.breaker import State as BreakerState
from wainao.features.models.routing.deployment import Kind, Takes
from wainao.features.models.routing.lineup import Lineup, Option
from wainao.features.models.routing.needs import Needs
from wainao.features.models.routing.route import Route, Target
from wainao.kernel import Call, Capability, WainaoError
from wainao.types import Words

DRAWS = 1_000
"""So many requests are imagined to tell who gets which share."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NamedRoute:
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RouteRow:
    """`version` 0: nobody set it; it is there because a deployment of that name is. `does` is what it can be asked."""

    name: str
    version: int
    does: tuple[Kind, ...]
    deployments: tuple[str, ...]
    route: Route


@dataclass(frozen=True, kw_only=True, slots=True)
class RouteList:
    routes: tuple[RouteRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RemovedRoute:
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ExplainInput:
    """A request as the router sees it: how long it looks, what is in it beside words, whether it must stay here."""

    route: str = ""
    kind: Kind = "chat"
    tokens: int = 100
    takes: tuple[Takes, ...] = ()
    stay: bool = False
    session: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class OptionRow:
    """`share` of such requests goes there now; 0 where it does not suit, or is not asked now because of its `breaker`,
    its limits, or because one of a lower `order` is."""

    deployment: str
    order: int
    weight: float
    suits: bool
    available: bool
    breaker: BreakerState
    in_flight: int
    share: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Explained:
    """What would become of a request; `refused` says why it would go nowhere."""

    route: str
    options: tuple[OptionRow, ...]
    cascade: tuple[str, ...] = ()
    refused: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class VersionsInput:
    """The route by the name that clients use; empty is the default one."""

    model: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class RouteVersions:
    """What answers of a route depend on, by name ("route:…", "deployment:…"), as digests: no address is told.

    "none" is the version of a route that is not there.
    """

    versions: dict[str, str]


SET = spec(
    "routes:set",
    Words("设定路由", "Set a route"),
    Words(
        "设定一个模型名字背后的部署：顺序、权重、条件。立即生效。",
        "Set the deployments behind a model name: their order, weights and conditions. Takes effect at once.",
    ),
    Route,
    Written,
    example=Route(
        name="chat",
        targets=(
            Target(deployment="here", weight=3.0),
            Target(tag="cloud", order=1, up_to_tokens=100_000),
        ),
    ),
)


async def _set(desk: Desk, call: Call) -> Written:
    return Written(name=call.input.name, version=await desk.register.put_route(call, call.input))


LIST = spec(
    "routes:list",
    Words("路由列表", "Routes"),
    Words("列出路由，以及各自通向的部署。", "List the routes and the deployments that each leads to."),
    Nothing,
    RouteList,
    risk="read",
    example=Nothing(),
)


async def _list(desk: Desk, call: Call) -> RouteList:
    standing = desk.table.now()
    rows = []
    for name, route in standing.routes.items():
        reached = tuple(dict.fromkeys(one.upstream.deployment.name for one in standing.options(route)))
        does = dict.fromkeys(kind for one in reached for kind in standing.upstreams[one].deployment.serves)
        version = standing.written[name].version if name in standing.written else 0
        rows.append(RouteRow(name=name, version=version, does=tuple(does), deployments=reached, route=route))
    return RouteList(routes=tuple(rows))


REMOVE = spec(
    "routes:remove",
    Words("移除路由", "Remove a route"),
    Words("移除一条路由；它的部署不受影响。", "Remove a route. Its deployments stay."),
    NamedRoute,
    RemovedRoute,
    example=NamedRoute(name="chat"),
)


async def _remove(desk: Desk, call: Call) -> RemovedRoute:
    await desk.register.remove_route(call, call.input.name)
    return RemovedRoute(name=call.input.name)


ROLLBACK = spec(
    "routes:rollback",
    Words("回滚路由", "Roll a route back"),
    Words("让路由的一个旧版本重新生效。", "Put an earlier version of a route into force again."),
    WhichVersion,
    Written,
    example=WhichVersion(name="chat"),
)


async def _rollback(desk: Desk, call: Call) -> Written:
    given: WhichVersion = call.input
    return Written(name=given.name, version=await desk.register.roll_back_route(call, given.name, given.version))


EXPLAIN = spec(
    "routes:explain",
    Words("路由说明", "Explain a route"),
    Words(
        "说明某种请求此刻会去哪里，各占多少，为什么不去别处。",
        "Explain where a request would go now, with which share, and why not elsewhere.",
    ),
    ExplainInput,
    Explained,
    risk="read",
    example=ExplainInput(tokens=2_000, takes=("image",)),
)


async def _explain(desk: Desk, call: Call) -> Explained:
    given: ExplainInput = call.input
    lineup = desk.table.now().lineup(given.route, given.kind)
    needs = Needs(
        tokens=given.tokens,
        longest=given.tokens,
        takes=frozenset(given.takes),
        stay=given.stay,
        session=given.session,
    )
    refused = ""
    try:
        suited = lineup.suited(needs)
    except WainaoError as error:
        suited, refused = (), str(error)
    shares = lineup.shares(needs, draws=DRAWS)
    rows = [_row(option, option in suited, needs, shares.get(option, 0.0)) for option in lineup.options]
    return Explained(route=lineup.name, options=tuple(rows), cascade=_cascade(lineup), refused=refused)


def _row(option: Option, suits: bool, needs: Needs, share: float) -> OptionRow:
    upstream = option.upstream
    return OptionRow(
        deployment=upstream.deployment.name,
        order=option.order,
        weight=option.weight,
        suits=suits,
        available=upstream.available(needs.tokens),
        breaker=upstream.breaker.state,
        in_flight=upstream.in_flight,
        share=share,
    )


def _cascade(lineup: Lineup) -> tuple[str, ...]:
    cascade = lineup.route.cascade
    return () if cascade is None else (cascade.near, cascade.far)


VERSIONS = spec(
    "routes:versions",
    Words("路由的版本", "Versions of a route"),
    Words(
        "给出路由及其部署此刻的版本（摘要），评测和发布据此判断是否变过。任何租户都可以读，不透露地址。",
        "Give the current versions of a route and its deployments, as digests. Evaluations and "
        "releases use them to tell whether anything has changed. Any tenant may read them; they "
        "contain no addresses.",
    ),
    VersionsInput,
    RouteVersions,
    risk="read",
    right="read",
    example=VersionsInput(model="qwen3-8b"),
)


async def _versions(desk: Desk, call: Call) -> RouteVersions:
    standing = desk.table.now()
    default = standing.default("chat")
    name = call.input.model or ("" if default is None else default.name)
    route = standing.routes.get(name)
    if route is None:
        return RouteVersions(versions={f"route:{name}": "none"} if name else {})
    reached = {one.upstream.deployment.name: one.upstream for one in standing.options(route)}
    found = {f"route:{name}": _digest(route)}
    for upstream in reached.values():
        version = upstream.label.rpartition("@")[2]
        found[f"deployment:{upstream.deployment.name}"] = f"{version} {_digest(upstream.deployment)}"
    return RouteVersions(versions=found)


def _digest(value: object) -> str:
    return sha256(msgspec.json.encode(value, order="deterministic")).hexdigest()


_WORK = ((SET, _set), (LIST, _list), (REMOVE, _remove), (ROLLBACK, _rollback), (EXPLAIN, _explain))


def capabilities(desk: Desk) -> tuple[Capability, ...]:
    return (*at(desk, _WORK, owners=True), *at(desk, ((VERSIONS, _versions),)))
