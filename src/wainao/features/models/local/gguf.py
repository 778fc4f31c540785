"""What the head of a GGUF file says of its model, read without trusting a byte of it.

The format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md (versions 2 and 3).
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from wainao.kernel import UsageError

MAGIC = b"GGUF"
MAX_HEAD_BYTES = 256 * 1024 * 1024
MAX_KEYS = 65_536
MAX_TENSORS = 1_000_000
MAX_DIMENSIONS = 8

_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_STRING, _ARRAY = 8, 9

# ggml's own numbers of tensor types, as file names tell them.
_TYPES = {
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 6: "Q5_0", 7: "Q5_1", 8: "Q8_0", 10: "Q2_K", 11: "Q3_K", 12: "Q4_K",
    13: "Q5_K", 14: "Q6_K", 15: "Q8_K", 16: "IQ2_XXS", 17: "IQ2_XS", 18: "IQ3_XXS", 19: "IQ1_S", 20: "IQ4_NL",
    21: "IQ3_S", 22: "IQ2_S", 23: "IQ4_XS", 29: "IQ1_M", 30: "BF16", 34: "TQ1_0", 35: "TQ2_0", 39: "MXFP4",
}  # fmt: skip
QUANTISATIONS = frozenset(_TYPES.values())
"""Their names."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Gguf:
    """`parameters` counts weights; `quantisation` is the type that most of them have; `context_tokens` is what the
    model was made for. `pooling` says that it was made for embeddings. Empty or None: the file does not say."""

    name: str
    architecture: str
    parameters: int
    quantisation: str
    context_tokens: int | None
    layers: int | None
    pooling: int | None
    chat_template: str
    licence: str


def read(path: Path) -> Gguf:
    """Raises UsageError for a file that is no GGUF, is cut off, or claims what cannot be."""
    try:
        with path.open("rb") as file:
            return _Head(file, path).read()
    except (struct.error, EOFError, UnicodeDecodeError, OverflowError, MemoryError) as error:
        raise _wrong(path, f"its head is cut off or damaged ({type(error).__name__})") from error
    except OSError as error:
        raise UsageError(f"{str(path)!r} cannot be read: {error.strerror}. Check that it is there.") from error


def _wrong(path: Path, why: str) -> UsageError:
    return UsageError(
        f"{path.name!r} is not a whole GGUF model: {why}. Download it again, or choose a file that ends in .gguf and "
        "holds a model for llama.cpp."
    )


class _Head:
    def __init__(self, file: BinaryIO, path: Path) -> None:
        self._file = file
        self._path = path
        self._left = MAX_HEAD_BYTES

    def read(self) -> Gguf:
        if self._bytes(4) != MAGIC:
            raise _wrong(self._path, "it does not begin with 'GGUF'")
        version = self._number("I")
        if version not in (2, 3):
            raise _wrong(self._path, f"its format has version {version}, known are 2 and 3")
        tensors, keys = self._number("Q"), self._number("Q")
        if keys > MAX_KEYS or tensors > MAX_TENSORS:
            raise _wrong(self._path, f"it claims {tensors} tensors and {keys} keys")
        told = dict(self._pair() for _ in range(keys))
        return self._summary(told, *self._weights(tensors))

    def _summary(self, told: dict[str, Any], parameters: int, quantisation: str) -> Gguf:
        architecture = str(told.get("general.architecture", ""))

        def number(key: str) -> int | None:
            value = told.get(f"{architecture}.{key}")
            return value if isinstance(value, int) else None

        return Gguf(
            name=str(told.get("general.name", "")),
            architecture=architecture,
            parameters=parameters,
            quantisation=quantisation,
            context_tokens=number("context_length"),
            layers=number("block_count"),
            pooling=number("pooling_type"),
            chat_template=str(told.get("tokenizer.chat_template", "")),
            licence=str(told.get("general.license", "")),
        )

    def _weights(self, tensors: int) -> tuple[int, str]:
        """How many weights there are, and of which type most are; the file must be long enough for the last."""
        counted: Counter[int] = Counter()
        for _ in range(tensors):
            self._text()
            dimensions = self._number("I")
            if dimensions > MAX_DIMENSIONS:
                raise _wrong(self._path, f"a tensor claims {dimensions} dimensions")
            size = 1
            for _ in range(dimensions):
                size *= self._number("Q")
            counted[self._number("I")] += size
            self._number("Q")
        # A weight takes at least an eighth of a byte in any type there is.
        if counted.total() > self._path.stat().st_size * 8:
            raise _wrong(
                self._path, f"it claims {counted.total():,} weights and has {self._path.stat().st_size:,} bytes"
            )
        most = counted.most_common(1)
        return counted.total(), _TYPES.get(most[0][0], "") if most else ""

    def _pair(self) -> tuple[str, Any]:
        key = self._text()
        return key, self._value(self._number("I"))

    def _value(self, kind: int) -> Any:
        if kind == _STRING:
            return self._text()
        if kind == _ARRAY:
            return self._skip_array()
        if kind not in _SCALARS:
            raise _wrong(self._path, f"a key has a value of the unknown type {kind}")
        return self._number(_SCALARS[kind])

    def _skip_array(self) -> None:
        """Arrays are vocabularies: long, and nothing of them is asked for."""
        kind, count = self._number("I"), self._number("Q")
        if kind in _SCALARS:
            self._skip(count * struct.calcsize(_SCALARS[kind]))
            return
        one: Callable[[], object] | None = {_STRING: self._skip_text, _ARRAY: self._skip_array}.get(kind)
        if one is None:
            raise _wrong(self._path, f"an array holds values of the unknown type {kind}")
        if count > MAX_HEAD_BYTES // 8:
            raise _wrong(self._path, f"an array claims {count} values")
        for _ in range(count):
            one()

    def _text(self) -> str:
        return self._bytes(self._number("Q")).decode("utf-8", errors="replace")

    def _skip_text(self) -> None:
        self._skip(self._number("Q"))

    def _number(self, form: str) -> Any:
        return struct.unpack(f"<{form}", self._bytes(struct.calcsize(form)))[0]

    def _skip(self, count: int) -> None:
        self._spend(count)
        self._file.seek(count, 1)

    def _bytes(self, count: int) -> bytes:
        self._spend(count)
        read = self._file.read(count)
        if len(read) < count:
            raise EOFError
        return read

    def _spend(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            raise _wrong(self._path, f"its head is longer than {MAX_HEAD_BYTES} bytes")
