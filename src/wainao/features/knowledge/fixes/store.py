"""Where source fixes are kept: tables `knowledge_fix*` beside the documents, so that one snapshot shows both."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from typing import Any

from wainao.features.knowledge.fixes.types import Fix, FixEvent, Kind, State
from wainao.kernel import NotFoundError
from wainao.store.portion import Portion
from wainao.store.sqlite import Migration
from wainao.types import Actor

MIGRATIONS = (
    Migration(
        "1-fixes",
        """
        CREATE TABLE knowledge_fixes (
            id TEXT PRIMARY KEY, tenant TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL,
            base TEXT, document TEXT REFERENCES knowledge_documents (id), place TEXT NOT NULL, matter TEXT NOT NULL,
            blame TEXT, quote TEXT NOT NULL, old TEXT NOT NULL, new TEXT NOT NULL, question TEXT NOT NULL,
            version TEXT, char_start INTEGER NOT NULL, char_end INTEGER NOT NULL, section TEXT,
            why TEXT NOT NULL, author TEXT NOT NULL, written_at TEXT NOT NULL, source TEXT,
            ended_from TEXT, ended_by TEXT, ended_at TEXT, successor TEXT REFERENCES knowledge_fixes (id)
        );
        CREATE UNIQUE INDEX knowledge_fixes_standing ON knowledge_fixes (tenant, kind, place, matter)
            WHERE state = 'standing';
        CREATE INDEX knowledge_fixes_by_tenant ON knowledge_fixes (tenant, state, id);
        CREATE INDEX knowledge_fixes_by_successor ON knowledge_fixes (successor) WHERE successor IS NOT NULL;
        CREATE TABLE knowledge_fix_events (
            id INTEGER PRIMARY KEY, fix TEXT NOT NULL REFERENCES knowledge_fixes (id), at TEXT NOT NULL,
            actor TEXT NOT NULL, kind TEXT NOT NULL, detail TEXT NOT NULL, receipt TEXT NOT NULL
        );
        CREATE INDEX knowledge_fix_events_by_fix ON knowledge_fix_events (fix, id);
        CREATE INDEX knowledge_fix_events_by_actor ON knowledge_fix_events (actor, at);
        CREATE TABLE knowledge_fix_rollbacks (
            rollback TEXT NOT NULL, tenant TEXT NOT NULL, step INTEGER NOT NULL, fix TEXT NOT NULL,
            before TEXT NOT NULL, after TEXT NOT NULL, undone TEXT, PRIMARY KEY (rollback, step)
        ) WITHOUT ROWID;
        CREATE TABLE knowledge_fix_generations (tenant TEXT PRIMARY KEY, generation INTEGER NOT NULL) WITHOUT ROWID;
        """,
    ),
)

_FIX = """
    SELECT fixes.id, kind, fixes.state, fixes.base, document, COALESCE(documents.path, '') AS path, blame, quote, old,
        new, question, fixes.version, char_start, char_end, section, why, author, written_at, source
    FROM knowledge_fixes AS fixes LEFT JOIN knowledge_documents AS documents ON documents.id = fixes.document
"""
_NAMES = Fix.__slots__[: Fix.__slots__.index("remark")]


def generation(connection: sqlite3.Connection, tenant: str) -> int:
    """Counts every change of a tenant's fixes; 0 where there never was any."""
    row = connection.execute("SELECT generation FROM knowledge_fix_generations WHERE tenant = ?", (tenant,)).fetchone()
    return 0 if row is None else int(row[0])


def standing(connection: sqlite3.Connection, tenant: str) -> list[Fix]:
    """All of a tenant that are in force, the newest first."""
    return _fixes(connection, "fixes.tenant = ? AND fixes.state = 'standing' ORDER BY fixes.id DESC", [tenant])


def fix(connection: sqlite3.Connection, tenant: str, id: str) -> Fix:
    """One of a tenant's. Raises NotFoundError."""
    found = _fixes(connection, "fixes.id = ? AND fixes.tenant = ?", [id, tenant])
    if not found:
        raise not_found(id)
    return found[0]


def visible(connection: sqlite3.Connection, actor: Actor, id: str) -> Fix:
    """One that the actor may see. Raises NotFoundError."""
    found = fix(connection, actor.tenant, id)
    if found.base is not None and not actor.sees(found.base):
        raise not_found(id)
    return found


def not_found(id: str) -> NotFoundError:
    return NotFoundError(f"There is no source fix {id!r} that you can see. List them with fixes:list.")


def fixes(
    connection: sqlite3.Connection,
    actor: Actor,
    *,
    state: State | None,
    kind: Kind | None,
    author: str | None,
    document: str | None,
    portion: Portion,
) -> list[Fix]:
    """Those that the actor may see, the newest first."""
    condition, values = "fixes.tenant = ?", list[Any]([actor.tenant])
    for column, wanted in (("fixes.state", state), ("kind", kind), ("author", author), ("document", document)):
        if wanted is not None:
            condition, values = f"{condition} AND {column} = ?", [*values, wanted]
    if actor.bases is not None:
        condition += f" AND (fixes.base IS NULL OR fixes.base IN ({marks(actor.bases)}))"
        values += sorted(actor.bases)
    return _fixes(connection, f"{condition} ORDER BY fixes.id DESC{portion.sql}", values)


def events(connection: sqlite3.Connection, id: str) -> list[FixEvent]:
    """A fix's history, the oldest event first."""
    rows = connection.execute(
        "SELECT at, actor, kind, detail, receipt FROM knowledge_fix_events WHERE fix = ? ORDER BY id", (id,)
    )
    return [FixEvent(**dict(zip(FixEvent.__slots__, row, strict=True))) for row in rows]


def proposed_since(connection: sqlite3.Connection, actor: str, since: str) -> tuple[int, str]:
    """How many fixes an actor proposed after a time, and when the first of them."""
    count, first = connection.execute(
        "SELECT COUNT(*), COALESCE(MIN(at), '') FROM knowledge_fix_events "
        "WHERE actor = ? AND at > ? AND kind = 'proposed'",
        (actor, since),
    ).fetchone()
    return count, first


def _fixes(connection: sqlite3.Connection, condition: str, values: list[Any]) -> list[Fix]:
    rows = connection.execute(f"{_FIX} WHERE {condition}", values)
    return [Fix(**dict(zip(_NAMES, row, strict=True))) for row in rows]


def marks(values: Collection[object]) -> str:
    """As many placeholders as there are values."""
    return ", ".join("?" * len(values))
