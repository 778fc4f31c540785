"""One knowledge base as a tantivy index: a copy of what the database holds, to search many passages in little time.

The database decides what is there; a copy may be missing, lag behind or be torn, and is then caught up or made again.
So that this can be seen at any moment, a copy says in itself which passages it holds (by the version they belong to)
and, once it has caught up, with which state of its base it is level. All of that changes in one commit: tantivy puts
one small file, which names all others, in the place of the one before.
"""

from __future__ import annotations

import math
import shutil
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import msgspec
from tantivy import Document, Index, Occur, Query, Schema, SchemaBuilder, Searcher

from wainao.features.knowledge.engines.fts5 import FORMAT, Base, Ranges
from wainao.features.knowledge.prepare import index_terms
from wainao.features.knowledge.question import characters
from wainao.features.knowledge.types import LocatedChunk
from wainao.text import terms

TORN = (ValueError, OSError, msgspec.MsgspecError)
"""What reading a copy raises when its files are not what was written."""

LAYOUT = f"1, {FORMAT}"
"""What entries are made of. A copy that was made otherwise is made again."""

ASKED_SHARE = 0.95
"""Of a question's weight that is asked for. The terms that say least are in most passages: without them a search among
500,000 takes a quarter of the time (1.1 for 4.4 ms) and finds 292 of 300 passages instead of 293."""

MOST_DEAD = 10_000
"""Passages beyond the number of living ones that may lie in a copy and be no longer there: tantivy clears them away
when it happens to merge their files. With more, the copy is made again."""

_NAMES = "meta.json"
"""The file that names all others."""
_STATE = "state"
"""Stands in place of a version on the one entry that is no passage."""
_WRITER_BYTES = 32 << 20


class _State(msgspec.Struct, frozen=True, kw_only=True):
    """What a copy says of itself. `level` is its base, as it was when the copy held exactly its passages."""

    format: str
    level: Base | None


@dataclass(frozen=True, slots=True)
class Level:
    """A copy that holds exactly the passages of `base`."""

    base: Base
    _searcher: Searcher
    _schema: Schema

    def candidates(
        self, weights: Mapping[str, float], frequency: Mapping[str, int], *, top: int, within: Ranges | None = None
    ) -> list[int]:
        """The ids of the `top` passages by BM25 with our weights; only those `within`, which is whole versions.

        Raises one of `TORN` when the copy cannot be read.
        """
        asked = _telling({term: weights[term] for term in weights.keys() & frequency.keys()})
        if not asked or (within is not None and not len(within)):
            return []
        wanted = Query.boolean_query(
            [(Occur.Should, self._term(term, weights[term], frequency[term])) for term in asked]
        )
        if within is not None and len(within) < self.base.chunks:
            wanted = Query.boolean_query([(Occur.Must, wanted), (Occur.Must, self._of_versions(within))])
        # Counting all that match would mean to look at all that match.
        hits = self._searcher.search(wanted, limit=top, count=False).hits
        found = self._searcher.fast_field_values("chunk", [place for _, place in hits])
        return [int(chunk) for chunk in found if chunk is not None]

    def _term(self, term: str, weight: float, having: int) -> Query:
        # tantivy multiplies by a rarity of its own making: divided by that, the weight stays ours.
        rarity = math.log1p((max(self.base.chunks - having, 0) + 0.5) / (having + 0.5))
        return Query.boost_query(Query.term_query(self._schema, "terms", term, "freq"), weight / rarity)

    def _of_versions(self, within: Ranges) -> Query:
        # A version without passages begins where the next one does.
        starts = within.starts[within.ends > within.starts]
        return Query.const_score_query(
            Query.term_set_query(self._schema, "version", [str(start) for start in starts.tolist()]), 0.0
        )


class Copy:
    """The copy of one base, in `folder`. Any number of processes may read it; one at a time may write."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._level: Level | None = None

    @property
    def exists(self) -> bool:
        return self._folder.exists()

    def level(self, base: Base) -> Level | None:
        """The copy, if it holds exactly what is in `base`."""
        with self._lock:
            if self._level is None or self._level.base != base:
                self._look()
            return self._level if self._level is not None and self._level.base == base else None

    def held(self) -> dict[int, int]:
        """How many passages there are of each version, by the id of its first; what cannot be used is thrown away."""
        with suppress(*TORN):
            index = self._open()
            searcher = index.searcher()
            living = searcher.terms_with_prefix("version", "", filter_query=Query.all_query())
            dead = sum(number for _, number in searcher.terms_with_prefix("version", "")) - searcher.num_docs
            if _state(searcher, index.schema).format == LAYOUT and dead <= searcher.num_docs + MOST_DEAD:
                return {int(first): number for first, number in living if first != _STATE}
        shutil.rmtree(self._folder, ignore_errors=True)
        return {}

    def write(self, *, gone: Iterable[int], new: Iterable[LocatedChunk], level: Base | None) -> None:
        """Drop the versions `gone`, then take in the passages `new`, in one commit; `level` says what that makes."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        writer = Index(_schema(), str(self._folder)).writer(_WRITER_BYTES, 1)
        try:
            # Files that a killed commit left behind stand in the way of the next, which gives its own the same names.
            writer.garbage_collect_files()
            for version in (_STATE, *map(str, gone)):
                writer.delete_documents_by_term("version", version)
            for passage in new:
                writer.add_document(_entry(passage))
            writer.add_document(_said(_State(format=LAYOUT, level=level)))
            writer.commit()
        finally:
            writer.wait_merging_threads()

    def condemn(self) -> None:
        """Have the copy made again, since it could not be read."""
        with self._lock, suppress(OSError):
            self._level = None
            (self._folder / _NAMES).unlink()

    def _look(self) -> None:
        stamp = self._changed()
        if stamp == self._stamp:
            return
        self._stamp, self._level = stamp, None
        with suppress(*TORN):
            index = self._open()
            searcher = index.searcher()
            state = _state(searcher, index.schema)
            if state.format == LAYOUT and state.level is not None:
                self._level = Level(state.level, searcher, index.schema)

    def _open(self) -> Index:
        index = Index.open(str(self._folder))
        index.config_reader("manual")  # by itself, it would have a thread that watches the files
        return index

    def _changed(self) -> tuple[int, int] | None:
        try:
            found = (self._folder / _NAMES).stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino


def _telling(weights: Mapping[str, float]) -> list[str]:
    """The terms that say most, so many that they have `ASKED_SHARE` of the weight."""
    falling = sorted(weights, key=lambda term: (-weights[term], term))
    before = accumulate((weights[term] for term in falling), initial=0.0)
    enough = ASKED_SHARE * sum(weights.values())
    return [term for term, weight in zip(falling, before, strict=False) if weight < enough]


def _schema() -> Schema:
    builder = SchemaBuilder()
    builder.add_unsigned_field("chunk", fast=True)
    builder.add_text_field("version", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("state", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _entry(passage: LocatedChunk) -> Document:
    words = [*index_terms(passage.chunk.text).split(), *terms(f"{passage.title}\n{passage.chunk.section or ''}")]
    entry = Document()
    entry.add_unsigned("chunk", passage.chunk_id)
    entry.add_text("version", str(passage.chunk_id - passage.chunk.ordinal))
    entry.add_text("terms", " ".join((*words, *characters(words))))
    return entry


def _said(state: _State) -> Document:
    entry = Document()
    entry.add_text("version", _STATE)
    entry.add_text("state", msgspec.json.encode(state).decode())
    return entry


def _state(searcher: Searcher, schema: Schema) -> _State:
    hits = searcher.search(Query.term_query(schema, "version", _STATE, "basic"), limit=1, count=False).hits
    said = [searcher.doc(place)["state"][0] for _, place in hits]
    return msgspec.json.decode("".join(said), type=_State)
