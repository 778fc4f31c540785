"""Where corrections are kept: tables `corrections*` of `state.db`. This page reads them; `lifecycle.py` writes."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from typing import Any

from wainao.features.corrections.types import Asker, Correction, Event, Scope, Space, State, Wording
from wainao.kernel import NotFoundError
from wainao.store.moments import iso
from wainao.store.portion import Portion
from wainao.types import Ruling

_WORDING = """
    SELECT wordings.id, wordings.question, wordings.key, wordings.original, corrections.id, originals.question,
           corrections.answer, corrections.author, corrections.written_us, spaces.scope, spaces.holder,
           wordings.state
    FROM corrections_wordings AS wordings
    JOIN corrections ON corrections.id = wordings.correction
    JOIN corrections_spaces AS spaces ON spaces.id = corrections.space
    JOIN corrections_wordings AS originals ON originals.correction = corrections.id AND originals.original = 1
    WHERE (corrections.expires_us IS NULL OR corrections.expires_us > ?)
"""
_IN_FORCE = "wordings.state = 'standing' AND corrections.state = 'standing'"
_ON_TRIAL = "wordings.state IN ('standing', 'trial') AND corrections.state IN ('standing', 'trial')"
_NOT_OVER = "IN ('standing', 'trial', 'proposed')"
_WAITING = f"wordings.state {_NOT_OVER} AND corrections.state {_NOT_OVER}"
_WITH_PENDING = "SELECT correction FROM corrections_wordings WHERE original = 0 AND state = 'proposed'"
# A correction whose time is over stays in its row as it is; that it no longer holds is seen when it is read.
_CORRECTION = """
    SELECT * FROM (
        SELECT corrections.id, originals.question, corrections.answer, corrections.author, spaces.tenant, spaces.scope,
               spaces.holder, corrections.written_us, corrections.expires_us, corrections.why, corrections.source,
               CASE WHEN corrections.state = 'standing' AND corrections.expires_us <= ? THEN 'expired'
                    ELSE corrections.state END AS state,
               COALESCE(hits.hits, 0), hits.last_us
        FROM corrections
        JOIN corrections_spaces AS spaces ON spaces.id = corrections.space
        JOIN corrections_wordings AS originals ON originals.correction = corrections.id AND originals.original = 1
        LEFT JOIN corrections_hits AS hits ON hits.correction = corrections.id
    ) AS seen
"""


def marks(values: Collection[object]) -> str:
    """As many placeholders as there are values."""
    return ", ".join("?" * len(values))


def spaces(connection: sqlite3.Connection, asker: Asker) -> list[int]:
    """The spaces in an asker's sight."""
    condition, values = _in_sight(asker)
    return [number for (number,) in connection.execute(f"SELECT id FROM corrections_spaces WHERE {condition}", values)]


def any_in_force(connection: sqlite3.Connection, asker: Asker) -> bool:
    """Whether a wording is in force, or on trial for who sees that, in any of the spaces in an asker's sight."""
    condition, values = _in_sight(asker)
    states = ("standing", "trial") if asker.trial else ("standing",)
    found = connection.execute(
        f"SELECT 1 FROM corrections_spaces AS spaces WHERE ({condition}) AND EXISTS (SELECT 1 FROM "
        f"corrections_wordings AS wordings WHERE wordings.space = spaces.id AND wordings.state IN ({marks(states)})) "
        "LIMIT 1",
        [*values, *states],
    )
    return found.fetchone() is not None


def spaces_meeting(connection: sqlite3.Connection, space: Space) -> list[int]:
    """The spaces of which one asker can have a correction in sight together with one of `space`.

    What one says to oneself is an exception on purpose, and so is what one team or one capability is told and another
    is not. Bases are asked together.
    """
    condition, values = "scope = ? AND holder = ?", [space.tenant, space.scope, space.holder]
    if space.scope != "user":
        condition = f"({condition}) OR (scope <> 'user' AND (scope <> ? OR scope = 'base'))"
        values.append(space.scope)
    rows = connection.execute(f"SELECT id FROM corrections_spaces WHERE tenant = ? AND ({condition})", values)
    return [number for (number,) in rows]


def with_key(
    connection: sqlite3.Connection,
    *,
    spaces: Collection[int],
    key: str,
    now_us: int,
    trial: bool = False,
    waiting: bool = False,
) -> list[Wording]:
    """The wordings in force that normalise to `key`; those on `trial`, too, or all that are not over."""
    which = _WAITING if waiting else _ON_TRIAL if trial else _IN_FORCE
    rows = connection.execute(
        f"{_WORDING} AND {which} AND wordings.space IN ({marks(spaces)}) AND wordings.key = ?", (now_us, *spaces, key)
    )
    return list(map(_wording, rows))


def with_ids(
    connection: sqlite3.Connection, *, wordings: Collection[int], now_us: int, trial: bool = False
) -> list[Wording]:
    """Those of `wordings` that are in force; or on `trial`, too."""
    if not wordings:
        return []
    which = _ON_TRIAL if trial else _IN_FORCE
    rows = connection.execute(f"{_WORDING} AND {which} AND wordings.id IN ({marks(wordings)})", (now_us, *wordings))
    return list(map(_wording, rows))


def correction(connection: sqlite3.Connection, id: str, *, now_us: int) -> tuple[Correction, Space]:
    """One correction and for whom it is, or NotFoundError."""
    row = connection.execute(f"{_CORRECTION} WHERE id = ?", (now_us, id)).fetchone()
    if row is None:
        raise not_found(id)
    return _correction(connection, row), Space(tenant=row[4], scope=row[5], holder=row[6])


def corrections(
    connection: sqlite3.Connection,
    *,
    asker: Asker,
    state: State | None,
    scope: Scope | None,
    author: str | None,
    query: str,
    pending: bool,
    portion: Portion,
    now_us: int,
) -> list[Correction]:
    """Those in sight, the newest first; `query` is looked for in the question and in the answer, `pending` are only
    those with an alias that waits."""
    condition, values = _in_sight(asker)
    for column, wanted in (("state", state), ("scope", scope), ("author", author)):
        if wanted is not None:
            condition, values = f"{condition} AND {column} = ?", [*values, wanted]
    if query:
        condition += " AND (question LIKE ? ESCAPE '!' OR answer LIKE ? ESCAPE '!')"
        values = [*values, *[f"%{_literal(query)}%"] * 2]
    if pending:
        condition += f" AND id IN ({_WITH_PENDING})"
    rows = connection.execute(
        f"{_CORRECTION} WHERE {condition} ORDER BY written_us DESC, id DESC{portion.sql}", (now_us, *values)
    ).fetchall()
    return [_correction(connection, row) for row in rows]


def has_wording(connection: sqlite3.Connection, *, correction: str, key: str) -> bool:
    """Whether a correction has, or ever had, a wording with this key: in force, waiting or taken back."""
    row = connection.execute(
        "SELECT 1 FROM corrections_wordings WHERE correction = ? AND key = ? LIMIT 1", (correction, key)
    )
    return row.fetchone() is not None


def events(connection: sqlite3.Connection, correction: str) -> list[Event]:
    """A correction's history, the oldest event first."""
    rows = connection.execute(
        "SELECT at_us, actor, kind, detail, receipt FROM corrections_events WHERE correction = ? ORDER BY id",
        (correction,),
    )
    return [
        Event(at=iso(at_us), actor=actor, kind=kind, detail=detail, receipt=receipt)
        for at_us, actor, kind, detail, receipt in rows
    ]


def not_found(id: str) -> NotFoundError:
    return NotFoundError(f"There is no correction {id!r} that you can see. List them with corrections:list.")


def _in_sight(asker: Asker) -> tuple[str, list[str]]:
    """A condition on tenant, scope and holder, and its values."""
    parts, values = ["scope = 'everyone'"], [asker.tenant]
    if asker.user is None:
        parts.append("scope IN ('user', 'team')")
    else:
        parts.append("(scope = 'user' AND holder = ?)")
        parts.append("(scope = 'team' AND holder IN (SELECT team FROM team_members WHERE actor = ?))")
        values += [asker.user, asker.user]
    if asker.bases is None:
        parts.append("scope = 'base'")
    elif asker.bases:
        parts.append(f"(scope = 'base' AND holder IN ({marks(asker.bases)}))")
        values += sorted(asker.bases)
    if asker.capability is None:
        parts.append("scope = 'capability'")
    else:
        parts.append("(scope = 'capability' AND holder = ?)")
        values.append(asker.capability)
    return f"tenant = ? AND ({' OR '.join(parts)})", values


def _literal(text: str) -> str:
    """`text` as it stands, inside a LIKE pattern that escapes with "!"."""
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _wording(row: tuple[Any, ...]) -> Wording:
    id, question, key, original, correction, corrected, answer, author, written_us, scope, holder, state = row
    ruling = Ruling(
        id=correction, question=corrected, answer=answer, author=author, written_at=iso(written_us), scope=scope
    )
    return Wording(
        id=id, question=question, key=key, original=bool(original), state=state, holder=holder, ruling=ruling
    )


def _correction(connection: sqlite3.Connection, row: tuple[Any, ...]) -> Correction:
    id, question, answer, author, _, scope, holder, written_us, expires_us, why, source, state, hits, last_us = row
    aliases: dict[str, list[str]] = {"standing": [], "proposed": []}
    for wording, wording_state in connection.execute(
        "SELECT question, state FROM corrections_wordings WHERE correction = ? AND original = 0 "
        "AND state IN ('standing', 'proposed') ORDER BY id",
        (id,),
    ):
        aliases[wording_state].append(wording)
    return Correction(
        id=id,
        question=question,
        answer=answer,
        author=author,
        scope=scope,
        base=holder if scope == "base" else None,
        user=holder if scope == "user" else None,
        team=holder if scope == "team" else None,
        capability=holder if scope == "capability" else None,
        state=state,
        written_at=iso(written_us),
        expires_at=None if expires_us is None else iso(expires_us),
        why=why,
        source=source,
        aliases=tuple(aliases["standing"]),
        pending=tuple(aliases["proposed"]),
        hits=hits,
        last_hit_at=None if last_us is None else iso(last_us),
    )
