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
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from wainao import Call, Delta, Spec, Wainao, Words, capability
from wainao.app.http.app import create_app
from wainao.features.tools.types import ToolInput, ToolOutput
from wainao.kernel import Kernel
from wainao.types import Json

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
    return File(media_type="image/png", content=b"\x89PNG\r\n\x1a\n")


@capability("test:audio_content", en="Audio")
def audio_content() -> File:
    return File(media_type="audio/wav", content=b"RIFF")


@capability("test:embedded_resource", en="Resource")
def embedded_resource() -> File:
    return File(media_type="text/plain", content=b"This is an embedded resource content.")


@capability("test:error_handling", en="Error")
def error_handling() -> str:
    raise ValueError("This tool intentionally returns an error for testing")


@capability("test:logging_tool", en="Log")
def logging_tool() -> str:
    return "nothing is logged to a client"


@capability("test:streaming_elicitation", en="Stream")
def streaming_elicitation() -> str:
    return "nothing is asked while an answer streams"


@capability("test:input_required_result_elicitation", en="Person", risk="act")
def input_required_result_elicitation() -> str:
    return "a person has approved"


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
    """Brings one more tool, as when somebody takes a toolbox in."""

    spec = Spec(
        name="test:trigger_tool_change",
        title=Words("变", "Change"),
        description=Words("多出一个工具。", "Brings one more tool."),
        input=Nothing,
        output=ToolOutput,
    )

    async def invoke(self, call: Call) -> AsyncIterator[Any]:
        assert isinstance(call.kernel, Kernel)
        call.kernel.register(Drafted(f"test:more_{call.id}", SCHEMA))
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


TOOLS = (
    *(simple_text, image_content, audio_content, embedded_resource, error_handling, Progress()),
    *(logging_tool, streaming_elicitation, input_required_result_elicitation, Trigger()),
    Drafted("json:schema_2020_12_tool", SCHEMA),
    Drafted("test:custom_headers", MIRRORED),
)

_THEIRS = re.compile(rb'("name":\s?")(test|json)_')
_OURS = re.compile(rb'("name":\s?")(test|json)-')


class Renamed:
    """ASGI middleware: the suite's names for ours."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def received() -> Message:
            message = await receive()
            return message | {"body": _THEIRS.sub(rb"\1\2-", message["body"])} if "body" in message else message

        async def sent(message: Message) -> None:
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
        Wainao.open(home, capabilities=TOOLS, extensions={"allow": ["access", "receipts"]}) as brain,
    ):
        app = Renamed(create_app(brain))
        config = uvicorn.Config(app, port=int(sys.argv[1]), lifespan="off", log_level="warning")
        uvicorn.Server(config).run()


if __name__ == "__main__":
    main()
