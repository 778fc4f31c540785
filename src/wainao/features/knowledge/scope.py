"""What one search may see: knowledge bases, and within them the passages that a filter leaves."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from wainao.features.knowledge.engines.fts5 import Ranges
from wainao.kernel.errors import UsageError
from wainao.store.moments import moment
from wainao.types import Actor

MAX_NAMED = 500
"""Documents, or media types, that one filter may name."""

_MEDIA_TYPE = re.compile(r"[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """Only passages that fit all of these; empty or None means any.

    `documents` are ids, `media_types` are compared whole or, as "image/", by their beginning. `added_from` and
    `added_before` are in ISO 8601, UTC where no zone is given; a date alone means its first moment. Raises UsageError.
    """

    documents: tuple[str, ...] = ()
    media_types: tuple[str, ...] = ()
    added_from: str | None = None
    added_before: str | None = None

    def __post_init__(self) -> None:
        if max(len(self.documents), len(self.media_types)) > MAX_NAMED:
            raise UsageError(f"A filter names more than {MAX_NAMED} things. Name fewer, or ask several times.")
        for kind in self.media_types:
            if not _MEDIA_TYPE.fullmatch(kind):
                raise UsageError(
                    f"There is no media type {kind!r}. Expected one such as 'application/pdf' or 'image/'."
                )
        for bound in filter(None, (self.added_from, self.added_before)):
            moment(bound)

    def __bool__(self) -> bool:
        return self != ANY


def _utc(text: str) -> str:
    """A moment as the catalogue writes it."""
    return moment(text).isoformat(timespec="seconds")


ANY = Filters()
"""Everything."""

_LIVE = """
    knowledge_versions v JOIN knowledge_documents d
        ON d.id = v.document AND d.version = v.version AND d.state = 'live' AND d.tenant = ?
"""


def allowed(connection: sqlite3.Connection, tenant: str, base: str, filters: Filters = ANY) -> Ranges:
    """The passages of `base` that `filters` leave."""
    import numpy as np

    where, values = _conditions(filters)
    rows = connection.execute(
        f"SELECT v.first_chunk, v.first_chunk + v.chunks FROM {_LIVE} WHERE d.base = ?{where} ORDER BY v.first_chunk",
        (tenant, base, *values),
    ).fetchall()
    bounds = np.array(rows, np.int64).reshape(-1, 2)
    return Ranges(bounds[:, 0], bounds[:, 1])


def still_there(connection: sqlite3.Connection, actor: Actor, chunk_ids: Sequence[int]) -> set[int]:
    """Those of `chunk_ids` that the catalogue, which alone decides, lets `actor` find at this moment."""
    rows = connection.execute(
        f"""SELECT c.id, d.base FROM {_LIVE} JOIN knowledge_chunks c ON c.version = v.id
        WHERE c.id IN ({", ".join("?" * len(chunk_ids))})""",
        (actor.tenant, *chunk_ids),
    )
    return {chunk_id for chunk_id, base in rows if actor.sees(base)}


def _conditions(filters: Filters) -> tuple[str, list[str]]:
    """SQL to add to a WHERE clause, and its values."""
    parts: list[str] = []
    values: list[str] = []
    if filters.documents:
        parts.append(f"d.id IN ({', '.join('?' * len(filters.documents))})")
        values += filters.documents
    if filters.media_types:
        parts.append(f"({' OR '.join(['v.media_type LIKE ?'] * len(filters.media_types))})")
        values += [f"{kind}%" if kind.endswith("/") else kind for kind in filters.media_types]
    if filters.added_from is not None:
        parts.append("v.added_at >= ?")
        values.append(_utc(filters.added_from))
    if filters.added_before is not None:
        parts.append("v.added_at < ?")
        values.append(_utc(filters.added_before))
    return "".join(f" AND {part}" for part in parts), values
