"""models:catalogue, models:card, models:fits: which models there are, on what terms, and what runs here."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import partial
from typing import Literal

from wainao.features.models.capabilities.desk import Desk, at, spec
from wainao.features.models.catalogue.catalogue import Catalogue, catalogue
from wainao.features.models.catalogue.entry import Commercial, Entry, Licence, ModelKind
from wainao.features.models.catalogue.fit import Fit, fit, rank
from wainao.features.models.catalogue.machine import Machine, this_machine
from wainao.features.models.catalogue.memory import CONTEXT_TOKENS, Need, needs
from wainao.kernel import Call, Capability, UsageError
from wainao.types import Words

Look = Callable[[], Machine]
"""What this machine has now; takes a moment the first time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CatalogueInput:
    """Which models: all that is given must hold; empty is anything. `query` are words of a name, family, maker or
    language; `licence` is its id, `commercial` what it allows; `fits`: only what runs on this machine."""

    kind: ModelKind | Literal[""] = ""
    licence: str = ""
    commercial: Commercial | Literal[""] = ""
    family: str = ""
    query: str = ""
    fits: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class CatalogueRow(Entry):
    """A model, what its licence allows, and whether it runs here, in which quantisation and in how much memory."""

    commercial: Commercial
    restricts: bool
    fits: bool
    quantisation: str
    bytes: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class CatalogueOutput:
    """`total` is how many there are; `licences` are those of the models shown."""

    models: tuple[CatalogueRow, ...]
    licences: tuple[Licence, ...]
    total: int


@dataclass(frozen=True, kw_only=True, slots=True)
class CardInput:
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """All that is known of a model: `needs` in each quantisation, the most precise first; `sources` of the facts."""

    model: Entry
    licence: Licence
    needs: tuple[Need, ...]
    fit: Fit
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class FitsInput:
    """`context_tokens` is how much each of two conversations at once may hold."""

    kind: ModelKind | Literal[""] = ""
    query: str = ""
    context_tokens: int = CONTEXT_TOKENS


@dataclass(frozen=True, kw_only=True, slots=True)
class FitsOutput:
    """The best first, then what does not fit."""

    machine: Machine
    fits: tuple[Fit, ...]


CATALOGUE = spec(
    "models:catalogue",
    Words("模型目录", "Catalogue of models"),
    Words(
        "列出开放模型：参数量、许可证、来源，以及本机能否运行。",
        "List open models with their size, licence and source, and whether they run on this machine.",
    ),
    CatalogueInput,
    CatalogueOutput,
    right=None,
    risk="read",
    example=CatalogueInput(kind="language", commercial="yes", query="qwen", fits=True),
)

CARD = spec(
    "models:card",
    Words("模型卡", "Card of a model"),
    Words(
        "显示一个模型的全部已知信息：许可证的白话说明、各种量化所需的内存、来源。",
        "Show what is known about a model: its licence in plain words, the memory it needs, its sources.",
    ),
    CardInput,
    Card,
    right=None,
    risk="read",
    example=CardInput(name="qwen3-4b"),
)

FITS = spec(
    "models:fits",
    Words("本机能运行什么", "What runs here"),
    Words(
        "查看本机的处理器、内存和显卡，列出能运行的模型、量化方式和大致速度，并说明其余的为什么不行。",
        "Inspect this machine and rank the models that run on it, with quantisation and speed, "
        "and say why the others do not.",
    ),
    FitsInput,
    FitsOutput,
    risk="read",
    example=FitsInput(kind="language"),
)


async def _catalogue(look: Look, desk: Desk, call: Call) -> CatalogueOutput:
    given: CatalogueInput = call.input
    known = await asyncio.to_thread(catalogue)
    machine = await asyncio.to_thread(look)
    rows = [
        _row(known, entry, machine)
        for entry in known.models.values()
        if _suits(given.kind, given.query, entry) and given.family.lower() in entry.family.lower()
    ]
    rows = [
        row
        for row in rows
        if given.licence in ("", row.licence)
        and given.commercial in ("", row.commercial)
        and (row.fits or not given.fits)
    ]
    licences = {row.licence: known.licence(row) for row in rows}
    return CatalogueOutput(models=tuple(rows), licences=tuple(licences.values()), total=len(known.models))


async def _card(look: Look, desk: Desk, call: Call) -> Card:
    known = await asyncio.to_thread(catalogue)
    entry = known.get(call.input.name)
    return Card(
        model=entry,
        licence=known.licence(entry),
        needs=needs(entry),
        fit=fit(entry, await asyncio.to_thread(look)),
        sources=entry.sources,
    )


async def _fits(look: Look, desk: Desk, call: Call) -> FitsOutput:
    given: FitsInput = call.input
    if given.context_tokens <= 0:
        raise UsageError(f"context_tokens = {given.context_tokens!r}. Expected more than 0.")
    known = await asyncio.to_thread(catalogue)
    machine = await asyncio.to_thread(look)
    entries = [entry for entry in known.models.values() if _suits(given.kind, given.query, entry)]
    return FitsOutput(machine=machine, fits=tuple(rank(entries, machine, context_tokens=given.context_tokens)))


def _suits(kind: str, query: str, entry: Entry) -> bool:
    told = f"{entry.name} {entry.family} {entry.organisation} {entry.languages} {entry.hf}".lower()
    return kind in ("", entry.kind) and all(word in told for word in query.lower().split())


def _row(known: Catalogue, entry: Entry, machine: Machine) -> CatalogueRow:
    licence, found = known.licence(entry), fit(entry, machine)
    return CatalogueRow(
        **{item.name: getattr(entry, item.name) for item in fields(Entry)},
        commercial=licence.commercial,
        restricts=licence.restricts,
        fits=found.fits,
        quantisation=found.quantisation,
        bytes=found.bytes,
    )


def capabilities(desk: Desk, *, models_bytes: int) -> tuple[Capability, ...]:
    look = partial(this_machine, models_bytes=models_bytes)
    works = ((CATALOGUE, _catalogue), (CARD, _card), (FITS, _fits))
    return at(desk, [(one, partial(work, look)) for one, work in works])
