"""tools:answer: what a server asks of a person, answered by the approval of a call that says it all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from wainao.features.tools.mcp.questions import Ask, Question
from wainao.kernel import Call, Spec
from wainao.types import Json, Words


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerInput:
    """`toolbox` asks with `message` that a person fills in the form `schema` (a JSON Schema), or opens `url`."""

    toolbox: str
    message: str
    schema: Json = field(default_factory=dict)
    url: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """What the form is filled in with: its own defaults. None where that is not enough."""

    content: Json | None


class Answer:
    """A person approves it or does not: approving is the answer."""

    spec = Spec(
        name="tools:answer",
        title=Words("答复工具", "Answer a tool"),
        description=Words(
            "工具所在的服务想请人确认一件事：批准这次调用就是答应，表单按它自带的默认值填写。",
            "A tool's server asks a person for something: approving this call says yes, with the defaults of its form.",
        ),
        input=AnswerInput,
        output=Answered,
        risk="act",
        example=AnswerInput(toolbox="travel", message="Book the 9:40 train?"),
    )

    async def invoke(self, call: Call) -> AsyncIterator[Answered]:
        yield Answered(content=filled(call.input.schema))


def answered_by(call: Call, toolbox: str) -> Ask:
    """Asks through our approvals: the call waits, and is sent again once somebody has approved it."""

    async def ask(question: Question) -> Json | None:
        input = AnswerInput(
            toolbox=toolbox, message=question.message, schema=question.schema or {}, url=question.url or ""
        )
        told: Answered = (await call.run(Answer.spec.name, input, tainted=True)).output
        return told.content

    return ask


def filled(schema: Json) -> Json | None:
    """The defaults of a form; None where something is required that has none: a yes alone does not say it.

    >>> filled({"properties": {"seat": {"type": "string", "default": "aisle"}}, "required": ["seat"]})
    {'seat': 'aisle'}
    """
    fields = schema.get("properties", {})
    defaults = {name: told["default"] for name, told in fields.items() if "default" in told}
    return defaults if set(schema.get("required", ())) <= set(defaults) else None
