"""Vectors to test with, real ones: of letters that stand side by side, and of what words mean."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Sequence

from wainao.testing.model_server import Received, Reply, reply_json

Make = Callable[[str], Sequence[float]]
"""Makes the vector of a text."""


def embeds(make: Make, *, model: str | None = None) -> Callable[[Received], Reply]:
    """An embedding model, for `ModelServer(embeddings=...)`; it says that it is `model`, or what it was asked for.

    >>> from wainao.testing import ModelServer
    >>> with ModelServer(embeddings=embeds(lettered)) as server:
    ...     server.url.endswith("/v1")
    True
    """

    def answer(request: Received) -> Reply:
        texts = request.body["input"]
        rows = [{"index": at, "embedding": list(make(text))} for at, text in enumerate(texts)]
        told = {"object": "list", "data": rows, "model": model or request.body["model"]}
        return reply_json({**told, "usage": {"prompt_tokens": sum(map(len, texts))}})

    return answer


def lettered(text: str, *, dimensions: int = 256, letters: Sequence[int] = (1, 2, 3)) -> list[float]:
    """A unit vector of the runs of letters in `text`, hashed: alike where texts are spelt alike, in any language."""
    folded, values = text.casefold(), [0.0] * dimensions
    for length in letters:
        for start in range(len(folded) - length + 1):
            digest = hashlib.blake2b(folded[start : start + length].encode("utf-8", "replace"), digest_size=8).digest()
            number = int.from_bytes(digest, "big")
            values[number % dimensions] += 1.0 if number >> 63 else -1.0
    return _unit(values)


def meaning(*groups: str, dimensions: int = 64) -> Make:
    """Vectors by what words mean: `groups` are words between spaces that mean the same, in any language.

    A text has a part for each group with a word in it, and a small one for how it is spelt.

    >>> of = meaning("doctor physician 医生", "car automobile 汽车")
    >>> sum(a * b for a, b in zip(of("The physician."), of("医生在吗?"), strict=True)) > 0.9
    True
    """

    def make(text: str) -> list[float]:
        folded = text.casefold()
        parts = [float(any(word in folded for word in group.split())) for group in groups]
        return _unit([*parts, *(0.2 * value for value in lettered(text, dimensions=dimensions))])

    return make


def _unit(values: Sequence[float]) -> list[float]:
    length = math.sqrt(sum(value * value for value in values)) or 1.0
    return [value / length for value in values]
