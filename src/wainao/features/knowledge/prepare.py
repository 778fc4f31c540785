"""From the bytes of a file to what is stored and indexed of it; knows neither disk nor database."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wainao.features.knowledge.chunks import split
from wainao.features.knowledge.readers import Source, read
from wainao.features.knowledge.types import Chunk, Reading
from wainao.text import is_cjk, terms

_LINE_BREAK = re.compile(r"(\S)\n(\S)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Prepared:
    """A reading cut into chunks; `terms` has one entry per chunk, as `IndexRow.terms`."""

    reading: Reading
    chunks: tuple[Chunk, ...]
    terms: tuple[str, ...]


def prepare(source: Source, *, document: str, version: str) -> Prepared:
    """Read, cut and tokenise `source`; raises `errors.ReadError`."""
    reading = read(source)
    chunks = split(reading, document=document, version=version, settings=source.settings)
    return Prepared(reading=reading, chunks=tuple(chunks), terms=tuple(index_terms(chunk.text) for chunk in chunks))


def index_terms(text: str) -> str:
    """`IndexRow.terms` of a chunk's text."""
    return " ".join(terms(unwrap(text)))


def unwrap(text: str) -> str:
    """`text` without the line breaks that stand inside a Chinese word."""
    return _LINE_BREAK.sub(_mend, text) if "\n" in text else text


def _mend(found: re.Match[str]) -> str:
    before, after = found.groups()
    return before + after if is_cjk(before) and is_cjk(after) else found.group()
