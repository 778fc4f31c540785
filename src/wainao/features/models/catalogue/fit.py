"""What runs on a machine: in which quantisation, roughly how fast, and why the rest does not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wainao.features.models.catalogue.entry import Entry
from wainao.features.models.catalogue.machine import Machine
from wainao.features.models.catalogue.memory import BITS, CONTEXT_TOKENS, Need, needs
from wainao.types import Words

READING_TOKENS_PER_S = 5.0
"""About as fast as people read; slower models come after all others."""

GOOD_ENOUGH_BITS = BITS["Q4_K_M"]
"""Less precise than this, models lose noticeably; it is what is chosen where nothing is quick."""

_HERE = ("language", "vision", "embedding", "rerank")
"""The kinds that the engine for models on this machine can run."""

_WRITES = ("language", "vision")


@dataclass(frozen=True, kw_only=True, slots=True)
class Fit:
    """How a model would do here. `quantisation` is the best that fits, else the smallest, `bytes` what it takes then,
    `tokens_per_s` how fast it would write at most: reading its weights once for each token is what bounds it.

    `gpu`: a graphics card here holds it in 16 bits, behind a server of its own such as vLLM. `why` it does not fit.
    """

    name: str
    kind: str
    billions: float | None
    fits: bool
    quantisation: str = ""
    bytes: int | None = None
    tokens_per_s: float | None = None
    gpu: bool = False
    why: Words | None = None


def rank(entries: Iterable[Entry], machine: Machine, *, context_tokens: int = CONTEXT_TOKENS) -> list[Fit]:
    """The best first: what fits and writes fast enough to be read, the larger the better; then slow ones, then none."""
    fits = [fit(entry, machine, context_tokens=context_tokens) for entry in entries]
    return sorted(fits, key=lambda one: (not one.fits, _slow(one.tokens_per_s), -(one.billions or 0), one.name))


def fit(entry: Entry, machine: Machine, *, context_tokens: int = CONTEXT_TOKENS) -> Fit:
    needed = needs(entry, context_tokens=context_tokens)
    chosen, why = needed[-1] if needed else None, _why_not(entry, needed, machine)
    if why is None:
        chosen = _best(entry, [need for need in needed if need.bytes <= machine.models_bytes], machine)
    return Fit(
        name=entry.name,
        kind=entry.kind,
        billions=entry.billions,
        fits=why is None,
        quantisation=chosen.quantisation if chosen else "",
        bytes=chosen.bytes if chosen else None,
        tokens_per_s=_tokens_per_s(entry, chosen, machine) if chosen and why is None else None,
        gpu=bool(needed) and any(needed[0].bytes <= card.memory_bytes for card in machine.gpus),
        why=why,
    )


def _why_not(entry: Entry, needed: tuple[Need, ...], machine: Machine) -> Words | None:
    if entry.kind not in _HERE:
        return Words(
            "本机引擎不运行这类模型：请将它自己的服务登记为部署。",
            "The engine here cannot: add a server of its own.",
        )
    if not needed:
        return Words("参数量不详。", "Its size is not known.")
    if needed[-1].bytes > machine.models_bytes:
        least, may = needed[-1].bytes / 1e9, machine.models_bytes / 1e9
        return Words(
            f"至少需要 {least:.1f} GB 内存，这里的模型最多可用 {may:.1f} GB。",
            f"It needs {least:.1f} GB; models here may take {may:.1f} GB.",
        )
    return None


def _best(entry: Entry, fitting: list[Need], machine: Machine) -> Need:
    """The most precise that is quick enough; where none is, the quicker ones that are still good."""
    for need in fitting:
        if need.quantisation != "F16" and not _slow(_tokens_per_s(entry, need, machine)):
            return need
    good = [need for need in fitting if BITS[need.quantisation] <= GOOD_ENOUGH_BITS]
    return (good or fitting)[0]


def _slow(tokens_per_s: float | None) -> bool:
    return tokens_per_s is not None and tokens_per_s < READING_TOKENS_PER_S


def _tokens_per_s(entry: Entry, need: Need, machine: Machine) -> float | None:
    """None for what does not write, and where the memory's speed is not known."""
    if entry.kind not in _WRITES or machine.bytes_per_s is None or entry.billions is None:
        return None
    active = (entry.active_billions or entry.billions) / entry.billions
    return round(machine.bytes_per_s / (need.weights_bytes * active), 1)
