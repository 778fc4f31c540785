"""One file per document format; `read` finds the right one by what is in the file."""

from __future__ import annotations

from importlib import import_module

from wainao.features.knowledge.readers.sniff import Format, sniff
from wainao.features.knowledge.readers.source import Source
from wainao.features.knowledge.types import Reading

__all__ = ["Format", "Source", "is_light", "read", "sniff"]


_LIGHT = {"text", "markdown", "csv"}
_MAX_LIGHT_BYTES = 256 << 10


def is_light(source: Source) -> bool:
    """Whether reading `source` is quick and touches no code but ours, so that it needs no process of its own."""
    return len(source.data) <= _MAX_LIGHT_BYTES and sniff(source) in _LIGHT


def read(source: Source) -> Reading:
    """Everything a person could quote from `source`; `errors.ReadError` says why not."""
    # Each reader brings a library of its own; only the one that is needed is loaded.
    reader = import_module(f"{__name__}.{sniff(source)}")
    reading: Reading = reader.read(source)
    return reading
