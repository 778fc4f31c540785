"""A kernel with nothing behind it but memory, and capabilities of a few lines."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from wainao.kernel import Call, Correctable, Decision, Draft, Finding, Guard, Kernel, Proof, Spec, StoreError
from wainao.testing import FixedCorrections, InMemoryApprovals, InMemoryMeter, InMemoryReceipts, in_memory_ports
from wainao.types import Actor, Delta, Ruling, Words


@dataclass(frozen=True, kw_only=True, slots=True)
class Ask:
    question: str = ""
    key: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    text: str
    origin: str = "model"


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """An increment that is no text."""

    done: int


READER = Actor(id="ann", name="Ann", rights=frozenset({"read"}))
ADMIN = Actor(id="root", name="Root", rights=frozenset({"read", "write", "act", "admin"}))

CORRECTABLE = Correctable(
    question=lambda ask: ask.question, answer=lambda ruling: Told(text=ruling.answer, origin="human")
)


class Plain:
    """A capability made of a function; `spec` takes any field of Spec but the words."""

    def __init__(self, invoke: Callable[[Call], Any], name: str = "test:plain", **spec: Any) -> None:
        words = Words("试", "test")
        self.spec = Spec(**({"name": name, "title": words, "description": words, "input": Ask, "output": Told} | spec))
        self.invoke = invoke


def telling(*deltas: str) -> Callable[[Call], Any]:
    """Stream the pieces, then tell the whole."""

    async def invoke(call: Call):
        for text in deltas:
            yield Delta(text=text)
        yield Told(text="".join(deltas))

    return invoke


def raising(error: BaseException, *before: Any) -> Callable[[Call], Any]:
    async def invoke(call: Call):
        for item in before:
            yield item
        raise error
        yield

    return invoke


class LosingReceipts(InMemoryReceipts):
    """Cannot write: the disk is full."""

    def seal(self, draft: Draft, *, proved: bool = True) -> Awaitable[Proof | None]:
        async def lose() -> Proof | None:
            raise StoreError("disk full")

        return lose()


class UnreadableCorrections(FixedCorrections):
    async def match(self, question: str, **_: Any):
        raise StoreError("corrections cannot be read")


@dataclass(frozen=True)
class FixedPolicy:
    say: str
    version: str = "fixed-1"

    def decide(self, call: Call) -> Decision:
        return Decision(say=self.say, why="because", rule="fixed")  # type: ignore[arg-type]  # tests say it in words


@dataclass(frozen=True)
class Censor:
    """Redacts or blocks certain words, and knows the beginnings of them."""

    words: tuple[str, ...]
    say: str = "redact"
    on: str = "both"
    name: str = "words"

    def check(self, text: str) -> Finding | None:
        found = [word for word in self.words if word in text]
        if not found:
            return None
        for word in found:
            text = text.replace(word, "█")
        return Finding(say=self.say, rule="word", why="not to be said", text=text)  # type: ignore[arg-type]

    def holdback(self, text: str) -> int:
        return max((n for word in self.words for n in range(1, len(word)) if text.endswith(word[:n])), default=0)


@dataclass
class World:
    """A kernel and everything behind it, open to a test."""

    capabilities: tuple[Plain, ...]
    receipts: InMemoryReceipts = field(default_factory=InMemoryReceipts)
    approvals: InMemoryApprovals = field(default_factory=InMemoryApprovals)
    meter: InMemoryMeter = field(default_factory=InMemoryMeter)
    corrections: FixedCorrections = field(default_factory=FixedCorrections)
    policy: Any = None
    guards: tuple[Guard, ...] = ()

    def __post_init__(self) -> None:
        self.kernel = Kernel(
            in_memory_ports(
                receipts=self.receipts,
                approvals=self.approvals,
                meter=self.meter,
                corrections=self.corrections,
                policy=self.policy,
                guards=self.guards,
            ),
            self.capabilities,
        )

    async def run(self, input: Ask | None = None, name: str = "test:plain", actor: Actor = READER, **more: Any):
        return await self.kernel.run(name, input or Ask(), actor=actor, **more)

    @property
    def last(self) -> Draft:
        return self.receipts.last


def world(invoke: Callable[[Call], Any], *more: Plain, spec: dict[str, Any] | None = None, **behind: Any) -> World:
    """A world around one capability, "test:plain"."""
    return World((Plain(invoke, **(spec or {})), *more), **behind)


def ruling(question: str, answer: str) -> Ruling:
    return Ruling(
        id="c1", question=question, answer=answer, author="bob", written_at="2026-01-01T00:00:00Z", scope="everyone"
    )
