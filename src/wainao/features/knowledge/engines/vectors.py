"""Vectors in a file that is mapped into memory: whichever processes search it share the same pages of it."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from wainao.kernel.errors import StoreError
from wainao.store.lock import PRIVATE_FILE

Vectors = NDArray[np.float32]

BLOCK_ROWS = 256
"""How many rows are looked at together: they fit the cache, and are too few for numpy to call other threads, which
costs six times the work on a busy machine."""
NUMBER = np.dtype("<f4")
"""32 bits: comparing 16-bit ones takes four times as long, since processors first make them into these."""


class VectorFile:
    """Rows of equal length, added at the end and never changed. How many count is written down elsewhere, afterwards:
    what a writer left behind that was killed in between is written over by the next one. One may write at a time."""

    def __init__(self, path: Path, dimension: int) -> None:
        self.path = path
        self._dimension = dimension
        self._lock = threading.Lock()
        self._map: Vectors = np.zeros((0, dimension), np.float32)

    def write(self, vectors: Vectors, *, at: int) -> None:
        """Put rows from row `at` on; they are on disk when it returns. Raises StoreError."""
        try:
            self.path.parent.mkdir(exist_ok=True, mode=0o700)
            file = os.open(self.path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
            try:
                with os.fdopen(file, "r+b", closefd=False) as out:
                    out.seek(at * self._dimension * NUMBER.itemsize)
                    out.write(vectors.astype(NUMBER).tobytes())
                os.fsync(file)
            finally:
                os.close(file)
        except OSError as error:
            raise StoreError(f"{self.path} cannot be written: {error}. Check free space and rights there.") from error

    def rows(self) -> int:
        """How many whole rows the file has, whether they count or not."""
        try:
            return self.path.stat().st_size // (self._dimension * NUMBER.itemsize)
        except FileNotFoundError:
            return 0

    def nearness(self, rows: NDArray[np.int64], vector: Vectors) -> Vectors:
        """The product of `vector` with each of `rows`, which must be there; 0 for a row below 0."""
        products = np.zeros(len(rows), np.float32)
        mapped = self._mapped(int(rows.max(initial=-1)) + 1)
        if not len(mapped):
            return products
        for start in range(0, len(rows), BLOCK_ROWS):
            some = rows[start : start + BLOCK_ROWS]
            side_by_side = int(some[0]) >= 0 and bool((np.diff(some) == 1).all())
            block = mapped[some[0] : some[0] + len(some)] if side_by_side else mapped[np.maximum(some, 0)]
            products[start : start + len(some)] = np.where(some < 0, np.float32(0), block @ vector)
        return products

    def _mapped(self, rows: int) -> Vectors:
        with self._lock:
            if rows > len(self._map):
                flat = np.memmap(self.path, NUMBER, "r", shape=(self.rows(), self._dimension))
                self._map = flat.view(np.ndarray)
            return self._map
