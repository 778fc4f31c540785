"""An office: a question-answering capability, receipts in memory, and corrections in a real database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from wainao.features.corrections import feature
from wainao.features.corrections.settings import CorrectionsSettings
from wainao.kernel import Call, Capability, Correctable, Kernel, NotFoundError, Outcome, Spec
from wainao.store.actors import Actors
from wainao.store.home import Home
from wainao.testing import InMemoryReceipts, in_memory_ports
from wainao.types import Actor, Right, Words, owner

WORDS = Words("试", "test")


@dataclass(frozen=True, kw_only=True, slots=True)
class Ask:
    question: str
    bases: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    answer: str
    origin: str


class Answering:
    """Always wrong, so that a right answer can only be a correction."""

    spec = Spec(
        name="test:ask",
        title=WORDS,
        description=WORDS,
        input=Ask,
        output=Told,
        correctable=Correctable(
            question=lambda asked: asked.question,
            answer=lambda ruling: Told(answer=ruling.answer, origin="human"),
            bases=lambda asked: asked.bases,
        ),
    )

    async def invoke(self, call: Call) -> AsyncIterator[Told]:
        yield Told(answer="wrong", origin="model")


@dataclass(frozen=True, kw_only=True, slots=True)
class Which:
    receipt: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    capability: str
    input: Any


class ShowReceipt:
    """What corrections need of the receipts feature: its name, and the shape of what it shows."""

    spec = Spec(name="receipts:show", title=WORDS, description=WORDS, input=Which, output=Shown)

    def __init__(self, receipts: InMemoryReceipts) -> None:
        self._receipts = receipts
        self.erased: set[str] = set()

    async def invoke(self, call: Call) -> AsyncIterator[Shown]:
        draft = self._receipts.sealed.get(call.input.receipt)
        if draft is None:
            raise NotFoundError(f"There is no receipt {call.input.receipt!r}.")
        erased = draft.id in self.erased
        yield Shown(capability=draft.capability, input=None if erased else asdict(draft.input))


def person(id: str, *rights: Right, tenant: str = "local", bases: set[str] | None = None) -> Actor:
    seen = None if bases is None else frozenset(bases)
    return Actor(id=id, tenant=tenant, rights=frozenset({"read", *rights}), bases=seen)


class Office:
    """Call capabilities by keyword: `office.propose(question=…, answer=…)`, `office.ask("…", by=ann)`."""

    def __init__(self, path: Path, *more: Capability, settings: CorrectionsSettings | None = None) -> None:
        self.home = Home(path, durable=False)
        self.parts = feature.open(self.home, settings or CorrectionsSettings())
        self.receipts = InMemoryReceipts()
        self.show = ShowReceipt(self.receipts)
        ports = replace(in_memory_ports(receipts=self.receipts), corrections=self.parts.corrections)
        self.kernel = Kernel(ports, [*self.parts.capabilities, Answering(), self.show, *more])

    def call(self, name: str, by: Actor | None = None, **fields: Any) -> Outcome:
        given = self.kernel.spec(name).input(**fields)
        return asyncio.run(self.kernel.run(name, given, actor=by or owner()))

    def ask(self, question: str, *, by: Actor | None = None, bases: tuple[str, ...] | None = None) -> Outcome:
        return self.call("test:ask", by, question=question, bases=bases)

    def answer(self, question: str, *, by: Actor | None = None, bases: tuple[str, ...] | None = None) -> str:
        return self.ask(question, by=by, bases=bases).output.answer

    def propose(self, *, by: Actor | None = None, **fields: Any) -> str:
        return self.call("corrections:propose", by, **fields).output.correction

    def hire(self, actor: Actor, *, team: str | None = None) -> Actor:
        """Enter somebody into the actors, and into a team."""
        actors = Actors(self.home)

        async def enter() -> None:
            await actors.put(actor)
            if team is not None:
                await actors.teams.put(team, name=team, tenant=actor.tenant)
                await actors.teams.join(team, actor.id, tenant=actor.tenant)

        asyncio.run(enter())
        return actor

    def settle(self) -> None:
        """Wait for what nobody waits for: writes go in turn, so this one is the last."""
        self.home.database("state").write(lambda _: None).result()

    def listed(self, *, by: Actor | None = None, **fields: Any) -> dict[str, Any]:
        found = self.call("corrections:list", by, **fields).output.corrections
        return {correction.id: correction for correction in found}

    def history(self, correction: str, *, by: Actor | None = None) -> list[tuple[str, str, str]]:
        events = self.call("corrections:history", by, correction=correction).output.events
        return [(event.kind, event.actor, event.detail) for event in events]
