"""The engines that the store contract runs on. A second engine is a second entry here and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wainao.kernel import Call, Capability, Draft, Kernel, Ports, ReceiptLog, Spec
from wainao.store.actors import Actors
from wainao.store.approvals import SqliteApprovals
from wainao.store.home import Home
from wainao.store.meter import SqliteMeter
from wainao.testing import in_memory_ports
from wainao.types import Actor, Usage, Words

HOUR_US = 3_600_000_000


@dataclass(kw_only=True)
class Store:
    """One process's view of a store. `verify` reads the whole log; `again` is another process's view of the same."""

    receipts: ReceiptLog
    meter: SqliteMeter
    approvals: SqliteApprovals
    actors: Actors
    verify: Callable[[], Any]
    again: Callable[[], Store]
    close: Callable[[], None]
    clock: Clock


class Clock:
    """Stands at 08:00 on the fifteenth of January 2027, UTC, until it is moved."""

    def __init__(self) -> None:
        self.now_us = 1_800_000_000_000_000

    def move(self, seconds: float) -> None:
        self.now_us += round(seconds * 1_000_000)

    def __call__(self) -> int:
        return self.now_us


def sqlite(folder: Path, clock: Clock | None = None) -> Store:
    home, clock = Home(folder / "home"), clock or Clock()
    return Store(
        receipts=home.ledger,
        meter=SqliteMeter(home, clock=lambda: clock.now_us / 1_000_000),
        approvals=SqliteApprovals(home, clock=clock),
        actors=Actors(home),
        verify=home.ledger.verify,
        again=lambda: sqlite(folder, clock),
        close=home.close,
        clock=clock,
    )


ENGINES: dict[str, Callable[[Path], Store]] = {"sqlite": sqlite}


# Calls to give to it.


@dataclass(frozen=True, kw_only=True)
class Wish:
    text: str
    secret: str = ""


def call(
    text: str = "a wish",
    *,
    actor: Actor | None = None,
    name: str = "tools:wish",
    parent: str | None = None,
    secret: str = "",
) -> Call:
    actor = actor or Actor(id="ann", rights=frozenset({"read", "act"}))
    spec = Spec(name=name, title=Words("愿", "Wish"), description=Words("愿", "Wish"), input=Wish, output=Wish)
    given = Wish(text=text, secret=secret)
    draft = Draft(
        capability=name,
        capability_version="1",
        risk="act",
        actor=actor.id,
        tenant=actor.tenant,
        parent=parent,
        root="",
        input=given,
        finished_us=1,
    )
    return Call(spec=spec, actor=actor, input=given, draft=draft, kernel=Kernel(in_memory_ports()), deadline=0.0)


def usage(calls: int = 1, tokens: int = 0, cost_microusd: int | None = 0) -> Usage:
    return Usage(calls=calls, input_tokens=tokens, cost_microusd=cost_microusd)


def ports(store: Store) -> Ports:
    kept = in_memory_ports()
    return Ports(
        receipts=store.receipts,
        policy=kept.policy,
        approvals=store.approvals,
        meter=store.meter,
        corrections=kept.corrections,
    )


def kernel(store: Store, *capabilities: Capability) -> Kernel:
    return Kernel(ports(store), capabilities)
