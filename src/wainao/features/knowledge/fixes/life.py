"""What may happen to a source fix: every change of state, with its line of history, and all of it taken back."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import Any

from wainao.features.knowledge.fixes import store
from wainao.features.knowledge.fixes.types import Fix, FixEventKind, State, TakenFix
from wainao.kernel import ConflictError

_KEPT = tuple(name for name in Fix.__slots__ if name not in ("path", "remark"))
"""What of a fix is written down; the rest is read where it is so."""

_SAID: dict[State, FixEventKind] = {"proposed": "restored", "standing": "restored"}


def written(at: datetime) -> str:
    """A moment as the tables have it: texts that sort by time."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


class Life:
    """The changes that one call makes for one actor, inside one write transaction."""

    def __init__(self, connection: sqlite3.Connection, *, tenant: str, actor: str, receipt: str) -> None:
        self._connection = connection
        self._tenant = tenant
        self._actor = actor
        self._receipt = receipt
        self.at = written(datetime.now(UTC))
        self._changes: list[tuple[str, State, State]] = []

    def propose(self, fix: Fix, *, place: str, matter: str, holds: bool) -> None:
        """Write a fix down, and put it into force if it `holds`. `place` is where it holds, `matter` what it is about:
        one matter has one fix at one place."""
        values = {name: getattr(fix, name) for name in _KEPT} | {"state": "proposed", "tenant": self._tenant}
        values |= {"place": place, "matter": matter, "author": self._actor, "written_at": self.at}
        self._run(f"INSERT INTO knowledge_fixes ({', '.join(values)}) VALUES ({store.marks(values)})", *values.values())
        self._record(fix.id, "proposed", fix.why)
        if holds:
            self.approve(fix.id)

    def approve(self, id: str) -> None:
        """Put a fix into force; one of the same matter at the same place gives way. Raises ConflictError."""
        if (state := self._state(id)) != "proposed":
            raise ConflictError(f"The source fix {id!r} is {state}, so it cannot be approved. Only a proposed one can.")
        if other := self._holder(id):
            self._put(other, "superseded", "superseded", f"by {id}", successor=id)
        self._put(id, "standing", "approved")

    def revoke(self, id: str, why: str) -> None:
        """Take a fix back, or refuse a proposed one. Once more does nothing. Raises ConflictError."""
        state = self._state(id)
        if state == "superseded":
            raise ConflictError(
                f"The source fix {id!r} is superseded and has no effect any more. Revoke the newer one instead."
            )
        if state != "revoked":
            self._put(id, "revoked", "revoked", why, ended_from=state, ended_by=self._actor, ended_at=self.at)

    def roll_back(self, *, author: str | None, since: str, rollback: str, why: str) -> list[TakenFix]:
        """Take back what `author` said, or what was said `since` a time, the newest first.

        What it had superseded holds again, and so does what the author took back of others.
        """
        taken: list[TakenFix] = []
        while found := self._said(author, since):
            for id, gist in found:
                self.revoke(id, why)
                taken.append(TakenFix(fix=id, gist=gist, deed="revoked"))
                taken += self._restored("state = 'superseded' AND successor = ?", id, why=why)
        if author is not None:
            mine = (
                "state = 'revoked' AND ended_by = ? AND author <> ended_by AND ended_at >= ? AND NOT EXISTS ("
                "SELECT 1 FROM knowledge_fix_rollbacks AS steps WHERE steps.fix = knowledge_fixes.id "
                "AND steps.after = 'revoked' AND steps.undone IS NULL)"
            )
            taken += self._restored(mine, author, since, why=why)
        for step, (id, before, after) in enumerate(self._changes):
            self._run(
                "INSERT INTO knowledge_fix_rollbacks (rollback, tenant, step, fix, before, after) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                *(rollback, self._tenant, step, id, before, after),
            )
        return taken

    def undo(self, rollback: str, why: str) -> list[TakenFix]:
        """Make it as it was before a roll-back, except for what was changed again since. Nothing, if that took nothing
        back."""
        steps = self._run(
            "SELECT fix, before, after FROM knowledge_fix_rollbacks "
            "WHERE rollback = ? AND tenant = ? AND undone IS NULL ORDER BY step DESC",
            *(rollback, self._tenant),
        ).fetchall()
        self._run(
            "UPDATE knowledge_fix_rollbacks SET undone = ? WHERE rollback = ? AND tenant = ? AND undone IS NULL",
            *(self._receipt, rollback, self._tenant),
        )
        return [self._undone(id, before, after, why) for id, before, after in steps]

    def _undone(self, id: str, before: State, after: State, why: str) -> TakenFix:
        if self._state(id) != after:
            return TakenFix(fix=id, gist=self._gist(id), deed="left", why="it was changed again since")
        if before == "standing" and (other := self._holder(id)):
            return TakenFix(fix=id, gist=self._gist(id), deed="left", why=f"{other} is in its place by now")
        self._put(id, before, _SAID.get(before, "superseded"), why)
        return TakenFix(fix=id, gist=self._gist(id), deed="undone")

    def _restored(self, condition: str, *values: str, why: str) -> list[TakenFix]:
        """Those that can hold again do."""
        found = self._run(
            f"SELECT id, COALESCE(ended_from, 'standing') FROM knowledge_fixes WHERE tenant = ? AND {condition}",
            *(self._tenant, *values),
        ).fetchall()
        taken = []
        for id, before in found:
            state = self._state(id)
            back: State = "standing" if state == "superseded" else before
            if back != "standing" or self._holder(id) is None:
                self._put(id, back, "restored", why)
                taken.append(TakenFix(fix=id, gist=self._gist(id), deed="restored"))
        return taken

    def _said(self, author: str | None, since: str) -> list[tuple[str, str]]:
        rows = self._run(
            "SELECT id FROM knowledge_fixes WHERE tenant = ? AND author = COALESCE(?, author) AND written_at >= ? "
            "AND state IN ('proposed', 'standing') ORDER BY id DESC",
            *(self._tenant, author, since),
        )
        return [(id, self._gist(id)) for (id,) in rows.fetchall()]

    def _gist(self, id: str) -> str:
        return store.fix(self._connection, self._tenant, id).gist

    def _holder(self, id: str) -> str | None:
        """The other one that is in force for the same matter at the same place."""
        row = self._run(
            "SELECT other.id FROM knowledge_fixes AS one "
            "JOIN knowledge_fixes AS other USING (tenant, kind, place, matter) "
            "WHERE one.id = ? AND other.id <> one.id AND other.state = 'standing'",
            id,
        ).fetchone()
        return None if row is None else str(row[0])

    def _state(self, id: str) -> State:
        (state,) = self._run("SELECT state FROM knowledge_fixes WHERE id = ?", id).fetchone()
        known: State = state
        return known

    def _put(self, id: str, state: State, kind: FixEventKind, detail: str = "", **columns: str) -> None:
        self._changes.append((id, self._state(id), state))
        names = ", ".join(f"{name} = ?" for name in ("state", *columns))
        self._run(f"UPDATE knowledge_fixes SET {names} WHERE id = ?", state, *columns.values(), id)
        self._record(id, kind, detail)
        self._run(
            "INSERT INTO knowledge_fix_generations (tenant, generation) VALUES (?, 1) "
            "ON CONFLICT (tenant) DO UPDATE SET generation = generation + 1",
            self._tenant,
        )

    def _record(self, id: str, kind: FixEventKind, detail: str) -> None:
        self._run(
            "INSERT INTO knowledge_fix_events (fix, at, actor, kind, detail, receipt) VALUES (?, ?, ?, ?, ?, ?)",
            *(id, self.at, self._actor, kind, detail, self._receipt),
        )

    def _run(self, sql: str, *values: Any) -> sqlite3.Cursor:  # values of any type that the database stores
        return self._connection.execute(sql, values)
