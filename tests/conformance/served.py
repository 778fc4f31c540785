"""`python -m tests.conformance.served`: our server, with tools that do what the official suite expects of a server's.

The suite asks for tools by names of its own ("test_simple_text"). Ours come from capabilities, "test:simple_text", and
are called "test-simple_text"; a wrapper around the server says the one for the other, and changes nothing else.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import Any

import uvicorn
from starlette import types as asgi

from wainao import Call, Delta, Spec, Wainao, Words, capability
from wainao.app.http.app import create_app
from wainao.features.tools.types import ToolInput, ToolOutput
from wainao.kernel import Capability, Kernel, UsageError
from wainao.store.extension import Resource
from wainao.types import Asking, Attached, ChatInput, Form, Json, Message, Prompt, Want

SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "$defs": {
        "address": {
            "$anchor": "addressDef",
            "type": "object",
            "properties": {"street": {"type": "string"}, "city": {"type": "string"}},
        }
    },
    "properties": {
        "name": {"type": "string"},
        "address": {"$ref": "#/$defs/address"},
        "contactMethod": {"type": "string", "enum": ["phone", "email"]},
        "phone": {"type": "string"},
        "email": {"type": "string"},
    },
    "allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
    "if": {"properties": {"contactMethod": {"const": "phone"}}, "required": ["contactMethod"]},
    "then": {"required": ["phone"]},
    "else": {"required": ["email"]},
    "additionalProperties": False,
}

MIRRORED = {"type": "object", "properties": {"region": {"type": "string", "x-mcp-header": "Region"}}}
"""A client says this argument in a header, too, and the two have to agree."""


PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    media_type: str
    content: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Nothing:
    pass


@capability("test:simple_text", en="Text")
def simple_text() -> str:
    return "This is a simple text response for testing."


@capability("test:image_content", en="Image")
def image_content() -> File:
    return File(media_type="image/png", content=PNG)


@capability("test:audio_content", en="Audio")
def audio_content() -> File:
    return File(media_type="audio/wav", content=b"RIFF")


@capability("test:embedded_resource", en="Resource")
def embedded_resource() -> File:
    return File(media_type="text/plain", content=b"This is an embedded resource content.")


@capability("test:error_handling", en="Error")
def error_handling() -> str:
    raise ValueError("This tool intentionally returns an error for testing")


@dataclass(frozen=True, kw_only=True, slots=True)
class Mixed:
    text: str
    picture: File
    resource: File


@capability("test:multiple_content_types", en="Mixed")
def multiple_content_types() -> Mixed:
    return Mixed(
        text="Multiple content types test:",
        picture=image_content.function(),
        resource=File(media_type="application/json", content=b'{"test": "data", "value": 123}'),
    )


@capability("test:logging_tool", en="Log")
def logging_tool() -> str:
    return "nothing is logged to a client"


@capability("test:simple_prompt", en="Simple")
def simple_prompt() -> Prompt:
    return said("This is a simple prompt for testing.")


@capability("test:prompt_with_arguments", en="Arguments")
def prompt_with_arguments(arg1: str, arg2: str) -> Prompt:
    return said(f"Prompt with arguments: arg1={arg1!r}, arg2={arg2!r}")


@capability("test:prompt_with_embedded_resource", en="Resource")
def prompt_with_embedded_resource(resourceUri: str) -> Prompt:  # noqa: N803  # the suite's name
    file = Attached(name="resource.txt", media_type="text/plain", content=b"Embedded resource content for testing.")
    return said("Please process the embedded resource above.", file)


@capability("test:prompt_with_image", en="Image")
def prompt_with_image() -> Prompt:
    return said("Please analyze the image above.", Attached(name="a.png", media_type="image/png", content=PNG))


def said(text: str, *files: Attached) -> Prompt:
    return Prompt(messages=(Message(role="user", content=text),), files=files)


@capability("test:static_text", en="Text")
def static_text() -> File:
    return File(media_type="text/plain", content=b"This is the content of the static text resource.")


@capability("test:static_binary", en="Binary")
def static_binary() -> File:
    return File(media_type="image/png", content=PNG)


@capability("test:template", en="Template")
def template(id: str) -> File:
    told = {"id": id, "templateTest": True, "data": f"Data for ID: {id}"}
    return File(media_type="application/json", content=json.dumps(told).encode())


RESOURCES = (
    Resource(address="test://static-text", capability="test:static_text"),
    Resource(address="test://static-binary", capability="test:static_binary"),
    Resource(address="test://template/{id}/data", capability="test:template"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    message: str = ""
    prompt: str = ""


class Asks:
    """Asks its caller, round by round, and says what came of it."""

    asks = True

    def __init__(self, name: str, *rounds: dict[str, Want], gives: type = ToolOutput) -> None:
        self.spec = Spec(
            name=f"test:{name}",
            title=Words("问", "Ask"),
            description=Words("问调用者。", "Asks its caller."),
            input=Told,
            output=gives,
        )
        self._rounds = rounds

    async def invoke(self, call: Call) -> AsyncIterator[Any]:
        told: dict[str, Any] = {}
        for wants in self._rounds:
            asking = Asking(wants={name: self._filled(want, call.input) for name, want in wants.items()})
            yield asking
            told |= asking.answers
            if not asking.answers:
                raise UsageError(
                    f"Nobody answered {sorted(wants)}. Expected an answer. Call it where one can be asked."
                )
        text = "state-ok " + "; ".join(f"{name}: {answer}" for name, answer in told.items())
        yield ToolOutput(text=text) if self.spec.output is ToolOutput else said(text)

    def _filled(self, want: Want, given: Told) -> Want:
        if isinstance(want, Form) and given.message:
            return replace(want, message=given.message)
        return want if not given.prompt else chat(given.prompt)


def form(message: str, required: bool = True, **fields: Any) -> Form:
    schema = {"type": "object", "properties": fields} | ({"required": list(fields)} if required else {})
    return Form(message=message, schema=schema)


def chat(prompt: str) -> ChatInput:
    return ChatInput(messages=(Message(role="user", content=prompt),), max_tokens=100)


TEXT, YES = {"type": "string"}, {"type": "boolean"}
NAME, CONFIRM = form("What is your name?", name=TEXT), form("Please confirm", ok=YES)
CAPITAL = chat("What is the capital of France?")
CHOICES = [{"const": f"value{at}", "title": f"Option {at}"} for at in (1, 2, 3)]

ASKING = (
    Asks("elicitation", {"user": form("?", username=TEXT, email=TEXT)}),
    Asks("sampling", {"text": chat("?")}),
    Asks("streaming_elicitation", {"user_name": NAME}),
    Asks(
        "elicitation_sep1034_defaults",
        {
            "person": form(
                "Please fill in",
                required=False,
                name=TEXT | {"default": "John Doe"},
                age={"type": "integer", "default": 30},
                score={"type": "number", "default": 95.5},
                status=TEXT | {"enum": ["active", "inactive", "pending"], "default": "active"},
                verified=YES | {"default": True},
            )
        },
    ),
    Asks(
        "elicitation_sep1330_enums",
        {
            "choice": form(
                "Please choose",
                required=False,
                untitledSingle=TEXT | {"enum": ["option1", "option2", "option3"]},
                titledSingle=TEXT | {"oneOf": CHOICES},
                legacyEnum=TEXT | {"enum": ["opt1", "opt2", "opt3"], "enumNames": ["One", "Two", "Three"]},
                untitledMulti={"type": "array", "items": TEXT | {"enum": ["option1", "option2", "option3"]}},
                titledMulti={"type": "array", "items": {"anyOf": CHOICES}},
            )
        },
    ),
    Asks("input_required_result_elicitation", {"user_name": NAME}),
    Asks("input_required_result_sampling", {"capital_question": CAPITAL}),
    Asks("input_required_result_request_state", {"confirm": CONFIRM}),
    Asks("input_required_result_tampered_state", {"confirm": CONFIRM}),
    Asks("input_required_result_multi_round", {"step1": NAME}, {"step2": form("Which color?", color=TEXT)}),
    Asks("input_required_result_capabilities", {"user_name": NAME, "capital_question": CAPITAL}),
    Asks("input_required_result_prompt", {"user_context": form("What context?", context=TEXT)}, gives=Prompt),
    Asks("missing_capability", {"text": CAPITAL}),
)


class Progress:
    spec = Spec(
        name="test:tool_with_progress",
        title=Words("进度", "Progress"),
        description=Words("一步一步来。", "One step after the other."),
        input=Nothing,
        output=ToolOutput,
    )

    async def invoke(self, call: Call) -> AsyncIterator[Any]:
        for done in ("0%", "50%", "100%"):
            yield Delta(text=done)
            await asyncio.sleep(0.05)
        yield ToolOutput(text="done")


class Trigger:
    """Brings one more tool or prompt, as when somebody takes a toolbox in."""

    def __init__(self, name: str, brings: Callable[[str], Capability]) -> None:
        self.spec = Spec(
            name=f"test:{name}",
            title=Words("变", "Change"),
            description=Words("多出一个。", "Brings one more."),
            input=Nothing,
            output=ToolOutput,
        )
        self._brings = brings

    async def invoke(self, call: Call) -> AsyncIterator[Any]:
        assert isinstance(call.kernel, Kernel)
        call.kernel.register(self._brings(f"test:more_{call.id}"))
        yield ToolOutput(text="one more")


class Drafted:
    """What it takes is said by a schema, as by tools that were imported."""

    def __init__(self, name: str, schema: Json) -> None:
        self.spec = Spec(
            name=name,
            title=Words("模式", "Schema"),
            description=Words("带完整的 JSON Schema。", "With every kind of keyword."),
            input=ToolInput,
            output=ToolOutput,
            schema=schema,
        )

    async def invoke(self, call: Call) -> AsyncIterator[Any]:
        yield ToolOutput(text=json.dumps(call.input.arguments))


FEW = {"allow": ["access", "receipts"]}

TOOLS = (
    *(simple_text, image_content, audio_content, embedded_resource, error_handling, Progress()),
    *(multiple_content_types, logging_tool, *ASKING, static_text, static_binary, template),
    *(simple_prompt, prompt_with_arguments, prompt_with_embedded_resource, prompt_with_image),
    Trigger("trigger_tool_change", lambda name: Drafted(name, SCHEMA)),
    Trigger("trigger_prompt_change", lambda name: capability(name, en="More")(simple_prompt.function)),
    Drafted("json:schema_2020_12_tool", SCHEMA),
    Drafted("test:custom_headers", MIRRORED),
)

_THEIRS = re.compile(rb'("name":\s?")(test|json)_')
_OURS = re.compile(rb'("name":\s?")(test|json)-')


class Renamed:
    """ASGI middleware: the suite's names for ours."""

    def __init__(self, app: asgi.ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: asgi.Scope, receive: asgi.Receive, send: asgi.Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def received() -> asgi.Message:
            message = await receive()
            return message | {"body": _THEIRS.sub(rb"\1\2-", message["body"])} if "body" in message else message

        async def sent(message: asgi.Message) -> None:
            told = message | {"body": _OURS.sub(rb"\1\2_", message["body"])} if "body" in message else message
            await send(told)

        scope["headers"] = [
            (name, re.sub(rb"^(\s*)(test|json)_", rb"\1\2-", value) if name == b"mcp-name" else value)
            for name, value in scope["headers"]
        ]
        await self._app(scope, received, sent)


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as home,
        Wainao.open(
            home, capabilities=TOOLS, resources=RESOURCES, extensions={"allow": ["access", "receipts"]}
        ) as brain,
    ):
        app = Renamed(create_app(brain))
        config = uvicorn.Config(app, port=int(sys.argv[1]), lifespan="off", log_level="warning")
        uvicorn.Server(config).run()


if __name__ == "__main__":
    main()
