"""tools:surface: the page that a tool brings to show what it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wainao.features.tools.desk import Desk
from wainao.kernel import Call, Capability, DeniedError, NotFoundError, Spec
from wainao.store.works import free, whole
from wainao.types import Words
from wainao.types.recording import BY_DIGEST


@dataclass(frozen=True, kw_only=True, slots=True)
class SurfaceInput:
    """`tool` is a capability's name: "toolbox:tool"."""

    tool: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownSurface:
    """A stranger's page: shown in a frame that reaches nothing, and told what the tool was given and gave.

    `uri` is what its server calls it, `digest` the SHA-256 of `html` in UTF-8, as it was when the toolbox was taken in.
    `own` is the tool by its server's name. `calls` are the tools that the page may have called: the server's name of
    each, which the page uses, and the capability's. `border`: whether it asks for a frame, where it says so.
    """

    tool: str
    own: str
    uri: str
    digest: str
    html: str = field(metadata=BY_DIGEST)
    calls: Mapping[str, str]
    border: bool | None


SURFACE = Spec(
    name="tools:surface",
    title=Words("工具的网页", "Page of a tool"),
    description=Words(
        "给出工具自带的、用来显示结果的网页，内容是加入工具箱时的那一份。只能在隔离的框里显示。",
        "Give the page that a tool brings to show its results, as it was when the toolbox was "
        "added. Show it only in a sandboxed frame.",
    ),
    input=SurfaceInput,
    output=ShownSurface,
    estimate=free,
    example=SurfaceInput(tool="weather:today"),
)


async def _surface(desk: Desk, call: Call) -> ShownSurface:
    tenant, name = call.actor.tenant, call.input.tool
    spec = call.kernel.spec(name, call.actor)
    if not (call.actor.may(spec.needs) and call.actor.may_call(name)):
        raise DeniedError(
            f"{call.actor.id!r} may not call {name!r}, so its page is not shown. Expected somebody who may. Ask an "
            "administrator for the right, or for a key that covers it."
        )
    box, tool = desk.boxes.tool(tenant, name)
    page = desk.boxes.surface(tenant, box, tool)
    if page is None:
        raise NotFoundError(f"The tool {name!r} brings no page. Expected one with a surface. Show its result as it is.")
    tools = [one for one in desk.boxes.tools(tenant, box) if "name" in one.how and one.how.get("app", True)]
    return ShownSurface(
        tool=name,
        own=tool.how["name"],
        uri=page.uri,
        digest=page.digest,
        html=page.html,
        calls={one.how["name"]: f"{box.name}:{one.name}" for one in tools},
        border=page.border,
    )


def capabilities(desk: Desk) -> tuple[Capability, ...]:
    return whole(desk, ((SURFACE, _surface),))
