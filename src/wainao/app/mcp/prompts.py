"""Capabilities that give a prompt, as prompts: beginnings of a conversation that a person picks in a client."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from mcp.shared.exceptions import MCPError
from mcp_types import (
    INVALID_PARAMS,
    GetPromptRequestParams,
    GetPromptResult,
    InputRequiredResult,
    PromptArgument,
    PromptMessage,
    Role,
    TextContent,
)
from mcp_types import Prompt as Listed

from wainao.app.mcp.asking import Asker, Context, InputNeededError
from wainao.app.mcp.callers import Caller
from wainao.app.mcp.calling import outcome_of
from wainao.app.mcp.listing import capability_name, tool_name
from wainao.app.mcp.results import block
from wainao.app.wire import read_input
from wainao.app.wiring import Wainao
from wainao.kernel import NotFoundError, Spec, WainaoError
from wainao.store.schemas import object_schema
from wainao.types import Prompt


class Prompts:
    """Those that one caller may use."""

    def __init__(self, brain: Wainao, caller: Caller) -> None:
        self._brain = brain
        self._kernel = brain.kernel
        self._caller = caller

    def listed(self) -> list[Listed]:
        return [self._listed(spec) for spec in sorted(self._specs(), key=lambda spec: spec.name)]

    def spec_of(self, name: str) -> Spec | None:
        """What gives that prompt, if this caller may use it."""
        return next((spec for spec in self._specs() if tool_name(spec.name) == name), None)

    async def get(self, ctx: Context, params: GetPromptRequestParams) -> GetPromptResult | InputRequiredResult:
        """A governed call. Raises MCPError where it gives none."""
        asker = Asker(ctx, given=params.input_responses, state=params.request_state)
        try:
            spec = self._kernel.spec(capability_name(params.name), self._caller.actor)
            if spec.output is not Prompt:
                raise NotFoundError(f"{spec.name!r} gives no prompt. Expected one of those that prompts/list names.")
            input = read_input(spec, params.arguments or {}, text=True)
            prompt: Prompt = (await outcome_of(self._brain, ctx, spec, input, self._caller, asker)).output
        except InputNeededError as needed:
            return needed.result
        except WainaoError as error:
            asker.refuse_unable(error)
            raise MCPError(INVALID_PARAMS, str(error), {"name": params.name}) from error
        return GetPromptResult(description=self._caller.words(spec.description), messages=list(_messages(prompt)))

    def _specs(self) -> Iterator[Spec]:
        return (spec for spec in self._kernel.specs(self._caller.actor) if spec.output is Prompt)

    def _listed(self, spec: Spec) -> Listed:
        schema = object_schema(spec.input)
        required = schema.get("required", ())
        return Listed(
            name=tool_name(spec.name),
            title=self._caller.title(spec.title),
            description=self._caller.words(spec.description),
            arguments=[
                PromptArgument(name=name, description=told.get("description"), required=name in required)
                for name, told in schema.get("properties", {}).items()
            ],
        )


def _messages(prompt: Prompt) -> Iterator[PromptMessage]:
    """One for each turn and file: the protocol has one piece of content to a turn, and no system's turns."""
    for turn in prompt.messages:
        role: Role = "assistant" if turn.role == "assistant" else "user"
        yield PromptMessage(role=role, content=TextContent(text=turn.text))
    for file in prompt.files:
        yield PromptMessage(role="user", content=block(f"file:///{quote(file.name)}", file.media_type, file.content))
