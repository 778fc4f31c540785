"""What a fix changes in the documents as they are now: the same code that will change it says so beforehand."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from wainao.features.knowledge import store
from wainao.features.knowledge.amended import Amended
from wainao.features.knowledge.fixes.standing import Standing
from wainao.features.knowledge.fixes.types import Affected, Fix
from wainao.features.knowledge.sentences import sentences
from wainao.features.knowledge.types import LocatedChunk
from wainao.types import Actor, Amendment


def affected(connection: sqlite3.Connection, actor: Actor, fix: Fix) -> Iterator[Affected]:
    """Every place that the actor may see, document by document. A point changes none."""
    alone = Standing([fix])
    for located in store.live_chunks(connection, actor.tenant, base=fix.base, document=fix.document):
        if actor.sees(located.base) and (amended := alone.amend(connection, located).amended):
            yield from (_affected(located, amended, one) for one in amended.amendments)


def _affected(located: LocatedChunk, amended: Amended, one: Amendment) -> Affected:
    chunk = located.chunk
    around = _sentence(amended, one)
    return Affected(
        document=chunk.document,
        path=located.path,
        version=chunk.version,
        page=chunk.page,
        section=chunk.section,
        char_start=one.char_start,
        char_end=one.char_end,
        before=around.original,
        after=around.text,
    )


def _sentence(amended: Amended, one: Amendment) -> Amended:
    """The sentences that an amendment touches, with it and no other."""
    start, end = one.char_start - amended.char_start, one.char_end - amended.char_start
    for first, last in sentences(amended.original):
        if first < end and start < last:
            start, end = min(start, first), max(end, last)
    return Amended(amended.original[start:end], amended.char_start + start, (one,))
