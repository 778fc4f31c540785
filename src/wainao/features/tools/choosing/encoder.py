"""The encoder that comes along: what an English text means when a tool is sought, on the processor at hand.

It is all-MiniLM-L6-v2 (sentence-transformers, Apache License 2.0), taught by `bench/train_encoder.py` which tool serves
a request, and made small: 17 MB, read when it is first asked for something.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from wainao.text.encoder import Encoder, safetensors
from wainao.text.pieces import WordPieces

NAME = "wainao-choosing-1"
"""Changed with the weights: what one said is not to be compared with what another says."""

PATH = Path(__file__).parent / "data" / "encoder.safetensors"
HEADS = 12
MOST_TOKENS = 128
"""Of a text that are read: what a tool is for is said at its beginning, and a request that is longer has wishes."""


@lru_cache(maxsize=1)
def encoder() -> Encoder:
    """Opened once in a process; its memory is shared with other processes as far as it is the file's."""
    tensors = safetensors(PATH)
    pieces = WordPieces(tensors["vocabulary"].tobytes().decode().split("\n"))
    return Encoder(tensors, pieces, heads=HEADS, most=MOST_TOKENS)
