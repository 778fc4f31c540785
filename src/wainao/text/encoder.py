"""Texts as directions: an encoder of BERT's kind, computed in numpy from the tensors of a safetensors file.

Numbers of a matrix are of 32 bits, or signed bytes with a scale for each row; those of a word's vector may be four bits
each: which of 16 levels, and a scale for each 64. So 21 million of them take 17 MB.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wainao.text.pieces import WordPieces

EPSILON = 1e-12
MOST_FOREIGN = 0.2
"""Share of a text's words that it cannot read from which on its vector would say nothing."""
BATCH_TOKENS = 2_048
"""Of texts computed together, padding counted: more fill the cache, fewer leave it idle."""

Array = NDArray[np.float32]
Tensors = Mapping[str, NDArray[Any]]

_TYPES = {"F32": "<f4", "F16": "<f2", "I8": "i1", "U8": "u1"}


def safetensors(path: Path) -> dict[str, NDArray[Any]]:
    """The tensors of a file by name, mapped into memory: nothing is read before it is used.

    Those of types that no encoder here has are left out.
    """
    raw = np.memmap(path, np.uint8, "r")
    start = 8 + int(raw[:8].view("<u8")[0])
    header = json.loads(raw[8:start].tobytes())
    return {
        name: raw[start + about["data_offsets"][0] : start + about["data_offsets"][1]]
        .view(_TYPES[about["dtype"]])
        .reshape(about["shape"])
        for name, about in header.items()
        if about.get("dtype") in _TYPES
    }


class Weights:
    """What the layers are asked for by name, however it is kept."""

    def __init__(self, tensors: Tensors) -> None:
        self._tensors = tensors
        self.layers = sum(name.endswith("attention.self.query.weight") for name in tensors)

    def starts(self, tokens: NDArray[np.int64]) -> Array:
        """What the first layer is given of each token: its word and its place, [texts, tokens, dimension]."""
        places = self._tensors["embeddings.position_embeddings.weight"][: tokens.shape[1]].astype(np.float32)
        kinds = self._tensors.get("embeddings.token_type_embeddings.weight")  # of one kind, and added up in some files
        return self._words(tokens) + (places if kinds is None else places + kinds[0])

    def dense(self, name: str, states: Array) -> Array:
        matrix, scale = self._tensors[f"{name}.weight"], self._tensors.get(f"{name}.scale")
        flat: Array = states.reshape(-1, states.shape[-1]) @ matrix.astype(np.float32, copy=False).T
        if scale is not None:
            flat *= scale
        return (flat + self._tensors[f"{name}.bias"]).reshape(*states.shape[:-1], -1)

    def norm(self, name: str, states: Array) -> Array:
        centred = states - states.mean(-1, keepdims=True)
        scale = np.sqrt((centred * centred).mean(-1, keepdims=True) + EPSILON)
        normal: Array = centred / scale * self._tensors[f"{name}.weight"] + self._tensors[f"{name}.bias"]
        return normal

    def _words(self, tokens: NDArray[np.int64]) -> Array:
        if "words.codes" not in self._tensors:
            return np.asarray(self._tensors["embeddings.word_embeddings.weight"][tokens])
        scales = self._tensors["words.scales"][tokens].astype(np.float32)
        levels = self._pairs[self._tensors["words.codes"][tokens]].reshape(*scales.shape, -1)
        return (levels * scales[..., None]).reshape(*tokens.shape, -1)

    @cached_property
    def _pairs(self) -> Array:
        """The two levels that each byte stands for, the first one high."""
        levels = self._tensors["words.levels"]
        return np.stack([np.repeat(levels, len(levels)), np.tile(levels, len(levels))], axis=1)


class Encoder:
    """The mean of what the last layer says of each of at most `most` tokens, at length 1."""

    def __init__(self, tensors: Tensors, pieces: WordPieces, *, heads: int, most: int) -> None:
        self._weights = Weights(tensors)
        self._pieces = pieces
        self._heads = heads
        self._most = most
        self._dimension = len(tensors["embeddings.LayerNorm.bias"])

    def embed(self, texts: Sequence[str]) -> tuple[Array, int]:
        """A unit vector per text, or zeros for one that it cannot read; and how many tokens it read."""
        vectors = np.zeros((len(texts), self._dimension), np.float32)
        readable = [at for at, text in enumerate(texts) if self._pieces.foreign_share(text) <= MOST_FOREIGN]
        ids = [self._pieces.ids(texts[at], most=self._most) for at in readable]
        for batch in _batches(ids):
            vectors[[readable[number] for number in batch]] = self._vectors([ids[number] for number in batch])
        return vectors, sum(map(len, ids))

    def _vectors(self, ids: Sequence[Sequence[int]]) -> Array:
        """Unit vectors, [texts, dimension], of texts padded to the longest."""
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
        """What the last layer says of each token, [texts, tokens, dimension]."""
        weights = self._weights
        states = weights.norm("embeddings.LayerNorm", weights.starts(tokens))
        for number in range(weights.layers):
            layer = f"encoder.layer.{number}"
            attended = weights.dense(f"{layer}.attention.output.dense", self._attend(layer, states, mask))
            states = weights.norm(f"{layer}.attention.output.LayerNorm", states + attended)
            thought = _gelu(weights.dense(f"{layer}.intermediate.dense", states))
            states = weights.norm(f"{layer}.output.LayerNorm", states + weights.dense(f"{layer}.output.dense", thought))
        return states

    def _attend(self, layer: str, states: Array, mask: Array) -> Array:
        def heads(name: str) -> Array:  # [texts, heads, tokens, dimension of a head]
            split = self._weights.dense(f"{layer}.attention.self.{name}", states)
            return split.reshape(*states.shape[:2], self._heads, -1).transpose(0, 2, 1, 3)

        width = np.float32((self._dimension / self._heads) ** 0.5)
        scores = heads("query") @ heads("key").swapaxes(2, 3) / width + mask
        odds = np.exp(scores - scores.max(-1, keepdims=True))
        mixed: Array = odds / odds.sum(-1, keepdims=True) @ heads("value")
        return mixed.transpose(0, 2, 1, 3).reshape(states.shape)


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
