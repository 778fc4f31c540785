"""An encoder computes from small numbers what it computes from the large ones that they stand for."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from wainao.text.encoder import Encoder, safetensors
from wainao.text.pieces import WordPieces

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "rain", "in", "lis", "##bon", "tomorrow", "!"]
DIMENSION, GROUP, LAYERS = 128, 64, 2
TYPES = {"float32": "F32", "float16": "F16", "int8": "I8", "uint8": "U8"}
TEXTS = ["Rain in Lisbon tomorrow!", "rain", "tomorrow tomorrow tomorrow in"]

Tensors = dict[str, NDArray[np.generic]]


def layers() -> tuple[Tensors, Tensors]:
    """The same layers in whole numbers and in real ones."""
    chance = np.random.default_rng(3)
    small: Tensors = {}
    for layer in (f"encoder.layer.{number}" for number in range(LAYERS)):
        dense = ["query", "key", "value"]
        shapes = {f"{layer}.attention.self.{name}": (DIMENSION, DIMENSION) for name in dense}
        shapes |= {f"{layer}.attention.output.dense": (DIMENSION, DIMENSION)}
        shapes |= {f"{layer}.intermediate.dense": (2 * DIMENSION, DIMENSION)}
        shapes |= {f"{layer}.output.dense": (DIMENSION, 2 * DIMENSION)}
        for name, shape in shapes.items():
            small[f"{name}.weight"] = chance.integers(-127, 128, shape, np.int8)
            small[f"{name}.scale"] = chance.uniform(1e-4, 1e-3, shape[0]).astype(np.float32)
            small[f"{name}.bias"] = chance.normal(0, 0.1, shape[0]).astype(np.float32)
        small |= norm(f"{layer}.attention.output.LayerNorm") | norm(f"{layer}.output.LayerNorm")
    large = dict(small)
    for name in [name for name in small if name.endswith(".scale")]:
        weight = f"{name.removesuffix('.scale')}.weight"
        large[weight] = small[weight].astype(np.float32) * large.pop(name)[:, None]
    return small, large


def norm(name: str) -> Tensors:
    return {f"{name}.weight": np.ones(DIMENSION, np.float32), f"{name}.bias": np.zeros(DIMENSION, np.float32)}


def words() -> tuple[Tensors, Tensors]:
    """The same vectors of words, in four bits a number and whole."""
    chance = np.random.default_rng(4)
    numbers = chance.integers(0, 16, (len(VOCABULARY), DIMENSION))
    levels = np.sort(chance.normal(size=16)).astype(np.float32)
    scales = chance.uniform(0.5, 2, (len(VOCABULARY), DIMENSION // GROUP)).astype(np.float16)
    codes = (numbers[:, ::2] * 16 + numbers[:, 1::2]).astype(np.uint8)
    whole = levels[numbers] * np.repeat(scales.astype(np.float32), GROUP, axis=1)
    small: Tensors = {"words.codes": codes, "words.levels": levels, "words.scales": scales}
    return small, {"embeddings.word_embeddings.weight": whole}


def encoder(tensors: Tensors) -> Encoder:
    return Encoder(tensors, WordPieces(VOCABULARY), heads=4, most=16)


@pytest.fixture(scope="module")
def both() -> tuple[Tensors, Tensors]:
    places = np.random.default_rng(5).normal(size=(16, DIMENSION))
    shared: Tensors = {
        "embeddings.position_embeddings.weight": places.astype(np.float16),
        **norm("embeddings.LayerNorm"),
    }
    (small, large), (few_bits, whole) = layers(), words()
    return {**shared, **small, **few_bits}, {**shared, **large, **whole}


def test_small_numbers_say_what_the_large_ones_do(both: tuple[Tensors, Tensors]) -> None:
    small, large = (encoder(tensors).embed(TEXTS)[0] for tensors in both)
    assert small == pytest.approx(large, abs=1e-5)
    assert np.linalg.norm(small, axis=1) == pytest.approx([1] * len(TEXTS), abs=1e-5)
    assert abs(float(small[0] @ small[1])) < 0.999


def test_what_a_text_is_read_with_does_not_matter(both: tuple[Tensors, Tensors]) -> None:
    ours = encoder(both[0])
    alone = np.concatenate([ours.embed([text])[0] for text in TEXTS])
    assert ours.embed(TEXTS)[0] == pytest.approx(alone, abs=1e-5)


def test_what_it_cannot_read_has_no_direction_and_costs_nothing(both: tuple[Tensors, Tensors]) -> None:
    vectors, tokens = encoder(both[0]).embed(["明天里斯本下雨吗", "", "snow in Oslo"])
    assert not vectors.any()
    assert tokens == 0


def test_a_file_gives_back_what_was_written(both: tuple[Tensors, Tensors], tmp_path: Path) -> None:
    path = tmp_path / "encoder.safetensors"
    write(path, {**both[0], "ids": np.arange(4)})
    read = safetensors(path)
    assert read.keys() == both[0].keys(), "numbers of no type that an encoder has are left out"
    assert all(np.array_equal(read[name], both[0][name]) for name in read)
    assert encoder(read).embed(TEXTS)[0] == pytest.approx(encoder(both[0]).embed(TEXTS)[0])


def write(path: Path, tensors: Tensors) -> None:
    header, end = {}, 0
    for name, rows in tensors.items():
        start, end = end, end + rows.nbytes
        kind = TYPES.get(str(rows.dtype), "I64")
        header[name] = {"dtype": kind, "shape": rows.shape, "data_offsets": [start, end]}
    head = json.dumps(header).encode()
    path.write_bytes(len(head).to_bytes(8, "little") + head + b"".join(rows.tobytes() for rows in tensors.values()))
