"""Capabilities of a few lines, each with one thing about it that a face has to get right."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass

from wainao import Call, Delta, Spec, Words, capability
from wainao.types import Progress


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    city: str
    floor: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    media_type: str
    content: bytes


@capability("tools:echo", zh="回声", en="Echo", example={"text": "你好"})
def echo(text: str, times: int = 1) -> str:
    """Repeat a text."""
    return text * times


@capability("tools:visit", en="Visit")
async def visit(place: Place, tags: tuple[str, ...] = ()) -> str:
    return f"{place.city}/{place.floor}/{'+'.join(tags)}"


@capability("tools:measure", en="Measure", risk="write")
def measure(name: str, content: bytes, unit: str | None = None) -> str:
    return f"{name}: {len(content)} {unit or 'bytes'}"


@capability("tools:draw", en="Draw")
def draw(media_type: str = "image/png") -> Picture:
    return Picture(media_type=media_type, content=b"\x89PNG")


@capability("tools:whoami", en="Who am I")
def whoami(call: Call) -> str:
    return call.actor.id


@capability("tools:launch", en="Launch", risk="act")
def launch() -> str:
    return "gone"


@capability("tools:broken", en="Broken")
def broken() -> str:
    raise LookupError("the drawer is empty")


@dataclass(frozen=True, kw_only=True, slots=True)
class CountInput:
    to: int = 3
    fail: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    text: str


class Count:
    """Streams one number after the other; stops in between until it is let go on."""

    spec = Spec(
        name="tools:count",
        title=Words("数数", "Count"),
        description=Words("一个一个地数。", "Count one by one."),
        input=CountInput,
        output=Counted,
    )

    async def invoke(self, call: Call):
        for number in range(call.input.to):
            yield Delta(text=f"{number} ")
        if call.input.fail:
            raise LookupError("lost count")
        yield Counted(text="done")


class Dig:
    """Says how far it is, once less than before."""

    spec = Spec(
        name="tools:dig",
        title=Words("挖", "Dig"),
        description=Words("一点一点地挖。", "Dig bit by bit."),
        input=CountInput,
        output=Counted,
    )

    async def invoke(self, call: Call):
        yield Progress(done=1, total=3, said="clay")
        yield Progress(done=1, total=3, said="still clay")
        yield Progress(done=3, total=3)
        yield Counted(text="done")


class Wait:
    """Says that it has begun, then waits; `entered` and `left` tell a test what it is doing."""

    spec = Spec(
        name="tools:wait",
        title=Words("等", "Wait"),
        description=Words("一直等。", "Wait."),
        input=CountInput,
        output=Counted,
    )

    def __init__(self) -> None:
        self.entered = threading.Event()
        self.left = threading.Event()
        self.seconds = 60.0

    async def invoke(self, call: Call):
        self.entered.set()
        try:
            yield Delta(text="waiting")
            await asyncio.sleep(self.seconds)
            yield Counted(text="waited")
        finally:
            self.left.set()


TOOLS = (echo, visit, measure, draw, whoami, launch, broken, Count(), Dig())
