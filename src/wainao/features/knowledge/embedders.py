"""Who makes vectors: the embedding model that is connected or installed, by a governed call like any other."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wainao.features.knowledge.engines.places import Space
from wainao.kernel import Call, EngineError, UsageError
from wainao.kernel.capability import Governor
from wainao.types import EmbedInput

if TYPE_CHECKING:
    from wainao.features.knowledge.engines.vectors import Vectors

ENDPOINT = "models:embed"
FIRST, MOST = 8, 64
"""Texts in one request, at first and at most: more make an endpoint no faster, and a kill costs what was asked for and
not yet kept."""
QUICK_S, SLOW_S = 2.0, 10.0


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


class Embedder:
    """`models:embed`: what it costs is metered, where it may go is policy, and each request leaves its receipt.

    It does not say what it cannot read; see `weighing`.
    """

    source = ENDPOINT

    async def embed(self, call: Call, texts: Sequence[str]) -> Embedded:
        """Raises what the making of vectors raises: for one thing, that the endpoint is down."""
        outcome = await call.run(ENDPOINT, EmbedInput(texts=tuple(texts)))
        return Embedded(outcome.output.model, _unit(outcome.output.vectors))


class Embedders:
    """The one at hand, if any, and how a text is put to it: some were taught to tell questions from passages."""

    def __init__(self, *, question_prefix: str = "", passage_prefix: str = "") -> None:
        self._question_prefix = question_prefix
        self._passage_prefix = passage_prefix
        self._embedder = Embedder()

    def of(self, kernel: Governor) -> list[Embedder]:
        return [self._embedder] if ENDPOINT in kernel else []

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
    """What `embedder` makes of `texts`, with zeros for each that it refuses: none holds up another.

    `dimension` is the length of the rows if it makes nothing of any. Raises what `embed` raises, but no refusal.
    """
    import numpy as np

    try:
        return await embedder.embed(call, texts)
    except UsageError as refused:
        if len(texts) == 1:
            call.noted("vectors", "refused", f"{refused} A passage will be found by its words alone.")
            return Embedded("", np.zeros((1, dimension), np.float32))
        middle = len(texts) // 2
        halves = [await patient(call, embedder, half, dimension=dimension) for half in (texts[:middle], texts[middle:])]
        return _together(*halves)


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
