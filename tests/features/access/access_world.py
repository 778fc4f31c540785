"""A home with everything about access in it, one capability to spend with, and one that calls another."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wainao.features.access import feature
from wainao.features.access.types import ActorInput, KeyInput
from wainao.kernel import Call, Kernel, Ports, RightsPolicy, Spec
from wainao.store.actors import Actors
from wainao.store.approvals import SqliteApprovals
from wainao.store.extension import NoSettings
from wainao.store.home import Home
from wainao.store.meter import SqliteMeter
from wainao.testing import in_memory_ports
from wainao.types import Actor, Usage, Words, owner

WORDS = Words("发", "Send")


@dataclass(frozen=True, kw_only=True)
class Letter:
    text: str
    seal: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class Journey:
    from_: str


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """What a model is asked, and what the answer will turn out to have used."""

    model: str = "m-1"
    tokens: int = 10
    cost_microusd: int | None = 100


class Send:
    spec = Spec(name="tools:send", title=WORDS, description=WORDS, input=Letter, output=Letter, risk="act")

    async def invoke(self, call: Call) -> AsyncIterator[Letter]:
        yield call.input


class Travel:
    spec = Spec(name="tools:travel", title=WORDS, description=WORDS, input=Journey, output=Journey, risk="act")

    async def invoke(self, call: Call) -> AsyncIterator[Journey]:
        yield call.input


class Chat:
    spec = Spec(
        name="models:chat",
        title=WORDS,
        description=WORDS,
        input=Prompt,
        output=Prompt,
        estimate=lambda asked: Usage(calls=1, input_tokens=asked.tokens, cost_microusd=asked.cost_microusd),
    )

    async def invoke(self, call: Call) -> AsyncIterator[Prompt]:
        call.depends(model=call.input.model, route=f"to-{call.input.model}")
        call.used(Usage(input_tokens=call.input.tokens, cost_microusd=call.input.cost_microusd))
        yield call.input


class Ask:
    """Makes another call."""

    spec = Spec(name="knowledge:ask", title=WORDS, description=WORDS, input=Prompt, output=Prompt)

    async def invoke(self, call: Call) -> AsyncIterator[Prompt]:
        yield (await call.run("models:chat", call.input)).output


class World:
    def __init__(self, path: Path) -> None:
        self.home = Home(path, durable=False)
        self.actors = Actors(self.home)
        ports = Ports(
            receipts=self.home.ledger,
            policy=RightsPolicy(),
            approvals=SqliteApprovals(self.home),
            meter=SqliteMeter(self.home),
            corrections=in_memory_ports().corrections,
        )
        capabilities = (Send(), Travel(), Chat(), Ask(), *feature.open(self.home, NoSettings()).capabilities)
        self.kernel = Kernel(ports, capabilities)

    async def run(self, name: str, input: Any, *, actor: Actor | None = None, **more: Any) -> Any:
        return (await self.kernel.run(name, input, actor=actor or owner(), **more)).output

    async def let_in(self, id: str, *rights: str, tenant: str | None = None, **key: Any) -> Actor:
        """A new actor, as it comes in with a key of its own."""
        await self.run("actors:add", ActorInput(id=id, rights=rights or ("read",), tenant=tenant))  # type: ignore[arg-type]  # words for rights
        return self.actors.authenticate((await self.run("keys:add", KeyInput(actor=id, **key))).key)
