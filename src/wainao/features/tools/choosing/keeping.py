"""An index in a file: made again from the tools takes 200 us each, read back 5,000 are there in a tenth of a second.

The file is a copy. Whatever is wrong with it, the index is made again; nothing is lost.
"""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from wainao.features.tools.choosing.index import ToolIndex, packed, unpacked

VERSION = 2
"""Raised with every change of how texts are read, of the lexicon or of the layout: it voids what was kept before."""


def keep(index: ToolIndex, path: Path, *, stamp: str) -> None:
    """Write `index` down at `path`, whole or not at all; `stamp` says of which state of the tools it is."""
    arrays: dict[str, Any] = {**index.arrays(), "stamp": packed([f"{VERSION} {stamp}"])}
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    with fresh.open("wb") as file:
        np.savez(file, **arrays)
    fresh.replace(path)


def kept(path: Path, *, stamp: str) -> ToolIndex | None:
    """The index at `path`, or None where there is none, or not of that `stamp`, or it cannot be read."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            if unpacked(arrays["stamp"]) != [f"{VERSION} {stamp}"]:
                return None
            return ToolIndex.of(dict(arrays))
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile):
        return None
