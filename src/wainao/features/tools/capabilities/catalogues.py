"""tools:import-catalogue: tools that can be found here, whether or not they can be called."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from wainao.features.tools.desk import Desk
from wainao.features.tools.types import Tool, Toolbox
from wainao.kernel import Call, Capability, Spec
from wainao.store.works import free, whole
from wainao.types import Words
from wainao.types.recording import BY_DIGEST


@dataclass(frozen=True, kw_only=True, slots=True)
class CatalogueInput:
    """`content` is JSON lines, {"name", "description", "parameters"}; an earlier catalogue of that `name` goes."""

    content: bytes = field(metadata=BY_DIGEST)
    name: str = "catalogue"


@dataclass(frozen=True, kw_only=True, slots=True)
class Catalogue:
    name: str
    version: int
    count: int


IMPORT = Spec(
    name="tools:import-catalogue",
    title=Words("导入目录", "Import a catalogue"),
    description=Words(
        "导入一份工具清单，使其可被查找；清单里的工具不能从这里调用。",
        "Import a list of tools so that they can be found. Tools of a catalogue cannot be called from here.",
    ),
    input=CatalogueInput,
    output=Catalogue,
    risk="write",
    right="admin",
    estimate=free,
    example=CatalogueInput(content=b'{"name": "weather", "description": "Weather of a city", "parameters": {}}'),
)


async def _import(desk: Desk, call: Call) -> Catalogue:
    from wainao.features.tools.choosing.catalogue import read_catalogue

    given: CatalogueInput = call.input
    tools = tuple(
        Tool(
            name=one.name,
            title=Words(one.title or one.name, one.title or one.name),
            description=Words(one.description, one.description),
            input=one.parameters,
            samples=one.samples,
        )
        for one in read_catalogue(given.content)
    )
    toolbox = Toolbox(
        name=given.name,
        title=Words(given.name, given.name),
        description=Words("工具目录", "A catalogue of tools"),
        origin="catalogue",
        source=given.name,
        digest=hashlib.sha256(given.content).hexdigest(),
        tools=tools,
    )
    taken = await desk.boxes.take_in(call, toolbox, accept=True)
    return Catalogue(name=given.name, version=0 if taken.kept is None else taken.kept.version, count=len(tools))


def capabilities(desk: Desk) -> tuple[Capability, ...]:
    return whole(desk, ((IMPORT, _import),))
