"""tools:describe and suggest-description: what a toolbox's tools are called here, and what they are said to do."""

from __future__ import annotations

from dataclasses import dataclass

from wainao.features.tools.capabilities.boxes import ToolRow, tool_row
from wainao.features.tools.describing import NOTHING, Description
from wainao.features.tools.desk import Desk
from wainao.features.tools.suggesting import suggested
from wainao.kernel import Call, Capability, Spec
from wainao.store.works import free, whole
from wainao.types import Words


@dataclass(frozen=True, kw_only=True, slots=True)
class ToolDescription:
    """Of the tool `name` ("bank:pay"): a title and a description in both languages, and requests that it serves.

    What is empty, in either language, leaves what the tool says of itself; all of it empty takes an earlier description
    back.
    """

    name: str
    title: Words = NOTHING
    description: Words = NOTHING
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class SuggestInput:
    """`model` names the route to ask; empty, the default one."""

    name: str
    model: str = ""


_EXAMPLE = ToolDescription(
    name="weather:today",
    title=Words("今日天气", "Today's weather"),
    description=Words("一个城市今天的天气和气温。", "The weather and temperature of a city today."),
    samples=("杭州今天要带伞吗？", "Do I need a coat in Oslo today?"),
)

DESCRIBE = Spec(
    name="tools:describe",
    title=Words("描述工具", "Describe a tool"),
    description=Words(
        "用自己的话、以中英文说明一个工具做什么，并举出它能办的请求；立即用于查找、表单和模型，以后的版本仍然有效。",
        "Say in your own words, in Chinese and English, what a tool does, with requests that it serves; finding, forms "
        "and models use it at once, and it holds for later versions.",
    ),
    input=ToolDescription,
    output=ToolRow,
    risk="write",
    right="admin",
    estimate=free,
    example=_EXAMPLE,
)


async def _describe(desk: Desk, call: Call) -> ToolRow:
    given: ToolDescription = call.input
    words = Description(title=given.title, description=given.description, samples=given.samples)
    tool = await desk.boxes.describe(call, given.name, words)
    return tool_row(given.name.partition(":")[0], tool)


SUGGEST = Spec(
    name="tools:suggest-description",
    title=Words("建议工具描述", "Suggest a description"),
    description=Words(
        "让模型为一个工具写出中英文的名称、说明和示例请求，供人修改后采用；不会自动保存。",
        "Have a model write a tool's title, description and sample requests in Chinese and English, for a person to "
        "edit; nothing is kept by itself.",
    ),
    input=SuggestInput,
    output=ToolDescription,
    estimate=free,
    example=SuggestInput(name="weather:today"),
)


async def _suggest(desk: Desk, call: Call) -> ToolDescription:
    given: SuggestInput = call.input
    own, _ = desk.boxes.own(call.actor.tenant, given.name)
    words = await suggested(call, given.name, own, model=given.model)
    return ToolDescription(name=given.name, title=words.title, description=words.description, samples=words.samples)


def capabilities(desk: Desk) -> tuple[Capability, ...]:
    return whole(desk, ((DESCRIBE, _describe), (SUGGEST, _suggest)))
