"""One tool of a toolbox as a capability, whoever does its work."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import replace
from functools import partial
from typing import Protocol

import msgspec

from wainao.features.tools.checking import checks
from wainao.features.tools.deeds import deed
from wainao.features.tools.follow_up import follow_up
from wainao.features.tools.store import Kept
from wainao.features.tools.types import Origin, Tool, ToolInput, ToolOutput
from wainao.kernel import Call, Correctable, Spec
from wainao.types import Delta, Progress, Ruling


class Engine(Protocol):
    """Calls tools of one origin."""

    def call(self, call: Call, box: Kept, tool: Tool) -> AsyncGenerator[Delta | Progress | ToolOutput, None]:
        """What the tool gives to `call.input`, which fits its schema: while it comes, and last the whole."""
        ...


Engines = Mapping[Origin, Engine]


def _question(name: str, input: ToolInput) -> str:
    """A call in words: what a correction of its result is for."""
    return f"{name} {msgspec.json.encode(input.arguments, order='deterministic').decode()}"


def _corrected(ruling: Ruling) -> ToolOutput:
    return ToolOutput(text=ruling.answer, origin="human")


def _fingerprint(box: Kept, tool: Tool) -> str:
    """The same for as long as a call of the tool is the same: in it is what it says, and where it and its keys go."""
    told = (box.address, box.toolbox.source, box.toolbox.security, tool)
    return hashlib.sha256(msgspec.json.encode(told, order="sorted")).hexdigest()[:12]


class ToolCapability:
    """A tool as any other capability: its own name, risk, schema and receipt."""

    def __init__(self, box: Kept, tool: Tool, engine: Engine) -> None:
        name = f"{box.name}:{tool.name}"
        self.spec = Spec(
            name=name,
            title=tool.title,
            description=tool.description,
            input=ToolInput,
            output=ToolOutput,
            risk=tool.risk,
            version=_fingerprint(box, tool),
            example=ToolInput(arguments=tool.examples[0]) if tool.examples else None,
            schema=tool.input,
            check=checks(name, tool.input),
            correctable=Correctable(question=partial(_question, name), answer=_corrected, bases=lambda _: ()),
            tool=tool.offered,
            samples=tool.samples,
            deed=partial(deed, box, tool),
        )
        self._box = box
        self.tool = tool
        self._engine = engine

    async def invoke(self, call: Call) -> AsyncGenerator[Delta | Progress | ToolOutput, None]:
        call.depends(tool=f"{self._box.name}@{self._box.version}")
        async with aclosing(self._engine.call(call, self._box, self.tool)) as items:
            async for item in items:
                yield self._with_question(item) if isinstance(item, ToolOutput) else item

    def _with_question(self, output: ToolOutput) -> ToolOutput:
        form = follow_up(output.data, self._box.name)
        return output if form is None else replace(output, form=form)
