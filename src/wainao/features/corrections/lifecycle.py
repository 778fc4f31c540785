"""What may happen to a correction: every change of state, and the line of history that it leaves."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any, Literal

from wainao.features.corrections import index
from wainao.features.corrections.store import not_found
from wainao.features.corrections.types import Deed, EventKind, Proposal, Space
from wainao.kernel import ConflictError, NotFoundError, new_id, now_us
from wainao.text.wording import VERSION, normalise

InForce = Literal["standing", "proposed"]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Row:
    """A wording as it is stored: proposed ones wait, standing ones are in force, withdrawn ones are history."""

    id: int
    correction: str
    space: int
    tenant: str
    question: str
    key: str
    original: int
    state: Literal["proposed", "standing", "withdrawn"]


def refresh(connection: sqlite3.Connection) -> None:
    """After an upgrade that changed how questions are normalised, make all keys anew."""
    if connection.execute("SELECT version FROM corrections_versions WHERE name = 'key'").fetchone() == (VERSION,):
        return
    LifeCycle(connection, Deed(actor="wainao", at_us=now_us())).renew_keys()
    connection.execute(
        "INSERT INTO corrections_versions (name, version) VALUES ('key', ?) "
        "ON CONFLICT (name) DO UPDATE SET version = excluded.version",
        (VERSION,),
    )


def count_hit(connection: sqlite3.Connection, id: str) -> None:
    """Remember that a correction has answered once more."""
    connection.execute(
        "INSERT INTO corrections_hits (correction, hits) VALUES (?, 1) "
        "ON CONFLICT (correction) DO UPDATE SET hits = corrections_hits.hits + 1",
        (id,),
    )


class LifeCycle:
    """The changes that one deed makes, inside one write transaction, so that they decide on what is so.

    In one space at most one wording in force has a given key; the database itself refuses a second one.
    """

    def __init__(self, connection: sqlite3.Connection, deed: Deed) -> None:
        self._connection = connection
        self._deed = deed

    def propose(self, proposal: Proposal, *, standing: bool) -> str:
        """Write a correction down, in force at once if `standing`, and return its id.

        One that was written down under its own id already, just as it is, is left as it is.
        """
        space = self._space(proposal.space)
        id = proposal.id or new_id()
        if proposal.id is not None and self._is_there(proposal, space):
            return id
        self._run(
            "INSERT INTO corrections (id, space, answer, why, author, source, state, written_us, expires_us) "
            "VALUES (?, ?, ?, ?, ?, ?, 'proposed', ?, ?)",
            *(id, space, proposal.answer, proposal.why, self._deed.actor, proposal.source),
            *(self._deed.at_us, proposal.expires_us),
        )
        self._insert_wording(id, space, proposal.question, original=True)
        self._record(id, "proposed", proposal.why)
        if standing:
            self.approve(id)
        return id

    def _is_there(self, proposal: Proposal, space: int) -> bool:
        row = self._run("SELECT space, answer FROM corrections WHERE id = ?", proposal.id).fetchone()
        if row is None:
            return False
        known = self._wordings("correction = ? AND original = 1", proposal.id)
        if row == (space, proposal.answer) and [wording.question for wording in known] == [proposal.question]:
            return True
        raise ConflictError(
            f"The id {proposal.id!r} is that of another correction. Leave it out, or choose one that is not taken."
        )

    def approve(self, id: str) -> None:
        """Put a proposed correction into force; one that answers the same question in the same space gives way."""
        state = self._state(id)
        if state != "proposed":
            raise ConflictError(f"The correction {id!r} is {state}. Only a proposed one can be approved.")
        self._run("UPDATE corrections SET state = 'standing' WHERE id = ?", id)
        self._record(id, "approved")
        (original,) = self._wordings("correction = ? AND original = 1", id)
        if holder := self._holder(original):
            if holder.original:
                self._supersede(holder.correction, by=id)
            else:
                self._withdraw(holder, f"now the question of {id}")
        self._put_in_force(original)

    def add_alias(self, id: str, question: str, *, standing: bool) -> InForce:
        """Add a wording, in force at once if `standing`; say what it is then. One that is there is not doubled."""
        state = self._state(id)
        if state != "standing":
            raise ConflictError(f"The correction {id!r} is {state}. Only one that is in force can have aliases.")
        wording = self._find(id, question)
        if wording is None:
            (space,) = self._run("SELECT space FROM corrections WHERE id = ?", id).fetchone()
            wording = self._insert_wording(id, space, question, original=False)
            self._record(id, "alias-proposed", question)
        if wording.state == "standing" or not standing:
            return "standing" if wording.state == "standing" else "proposed"
        self._accept(wording)
        return "standing"

    def approve_alias(self, id: str, question: str) -> None:
        """Put a proposed alias into force."""
        wording = self._find(id, question)
        if wording is None or wording.state != "proposed":
            raise NotFoundError(
                f"The correction {id!r} has no proposed alias {question!r}. corrections:list shows them."
            )
        self._accept(wording)

    def withdraw_alias(self, id: str, question: str, why: str) -> None:
        """Take one alias back, or refuse a proposed one."""
        wording = self._find(id, question)
        if wording is None or wording.original:
            raise NotFoundError(
                f"The correction {id!r} has no alias {question!r}. Expected one that corrections:list shows; to take "
                "back the correction itself, leave the question out."
            )
        self._withdraw(wording, why)

    def revoke(self, id: str, why: str) -> None:
        """Take a correction back with all its wordings, or refuse a proposed one. Once more does nothing."""
        state = self._state(id)
        if state == "superseded":
            raise ConflictError(
                f"The correction {id!r} is superseded and answers nothing. Revoke the newer one instead."
            )
        if state != "revoked":
            self._end(id, "revoked", why)

    def renew_keys(self) -> None:
        """Normalise every wording again and build the index anew."""
        in_force = self._wordings("wordings.state = 'standing' ORDER BY correction, original DESC, wordings.id")
        self._run("UPDATE corrections_wordings SET state = 'proposed' WHERE state = 'standing'")
        for wording in self._wordings("wordings.state = 'proposed'"):
            self._run(
                "UPDATE corrections_wordings SET key = ? WHERE id = ?", normalise(wording.question).key, wording.id
            )
        index.clear(self._connection)
        for wording in in_force:
            (renewed,) = self._wordings("wordings.id = ?", wording.id)
            if holder := self._holder(renewed):
                self._withdraw(holder, f"a newer version reads it like {renewed.question!r}")
            self._put_in_force(renewed)

    def _accept(self, alias: _Row) -> None:
        if holder := self._holder(alias):
            if self._holds(holder.correction):
                raise ConflictError(
                    f"{alias.question!r} is already answered by the correction {holder.correction!r}. One question has "
                    "one answer in one scope: revoke that one first, or correct the question itself."
                )
            self._withdraw(holder, f"now an alias of {alias.correction}")
        self._put_in_force(alias)
        self._record(alias.correction, "alias-added", alias.question)

    def _supersede(self, old: str, *, by: str) -> None:
        # The aliases are other wordings of the same question, so the new answer is right for them too.
        self._run(
            "UPDATE corrections_wordings SET correction = ? "
            "WHERE correction = ? AND original = 0 AND state <> 'withdrawn'",
            *(by, old),
        )
        self._end(old, "superseded", f"by {by}")

    def _end(self, id: str, state: Literal["superseded", "revoked"], detail: str) -> None:
        for wording in self._wordings("correction = ?", id):
            self._take_out_of_force(wording)
        self._run("UPDATE corrections SET state = ? WHERE id = ?", state, id)
        self._record(id, state, detail)

    def _withdraw(self, wording: _Row, why: str) -> None:
        self._take_out_of_force(wording)
        self._record(
            wording.correction, "wording-withdrawn", f"{wording.question} ({why})" if why else wording.question
        )

    def _put_in_force(self, wording: _Row) -> None:
        self._run("UPDATE corrections_wordings SET state = 'standing' WHERE id = ?", wording.id)
        index.add(self._connection, tenant=wording.tenant, space=wording.space, wording=wording.id, key=wording.key)

    def _take_out_of_force(self, wording: _Row) -> None:
        self._run("UPDATE corrections_wordings SET state = 'withdrawn' WHERE id = ?", wording.id)
        if wording.state == "standing":
            index.remove(
                self._connection, tenant=wording.tenant, space=wording.space, wording=wording.id, key=wording.key
            )

    def _insert_wording(self, correction: str, space: int, question: str, *, original: bool) -> _Row:
        self._run(
            "INSERT INTO corrections_wordings (correction, space, question, key, original, state) "
            "VALUES (?, ?, ?, ?, ?, 'proposed')",
            *(correction, space, question, normalise(question).key, int(original)),
        )
        return self._wordings("correction = ? ORDER BY wordings.id DESC LIMIT 1", correction)[0]

    def _find(self, id: str, question: str) -> _Row | None:
        """The wording of a correction that is in force or proposed and equals `question`."""
        found = self._wordings(
            "correction = ? AND key = ? AND wordings.state <> 'withdrawn'", id, normalise(question).key
        )
        return found[0] if found else None

    def _holder(self, wording: _Row) -> _Row | None:
        """The wording in force that has the same key in the same space."""
        found = self._wordings("space = ? AND key = ? AND wordings.state = 'standing'", wording.space, wording.key)
        return found[0] if found else None

    def _wordings(self, condition: str, *values: object) -> list[_Row]:
        rows = self._run(
            "SELECT wordings.id, correction, space, tenant, question, key, original, wordings.state "
            "FROM corrections_wordings AS wordings JOIN corrections_spaces AS spaces ON spaces.id = wordings.space "
            f"WHERE {condition}",
            *values,
        )
        names = ("id", "correction", "space", "tenant", "question", "key", "original", "state")
        return [_Row(**dict(zip(names, row, strict=True))) for row in rows.fetchall()]

    def _state(self, id: str) -> str:
        row = self._run("SELECT state FROM corrections WHERE id = ?", id).fetchone()
        if row is None:
            raise not_found(id)
        return str(row[0])

    def _holds(self, id: str) -> bool:
        """Whether a standing correction's time is not over."""
        row = self._run(
            "SELECT 1 FROM corrections WHERE id = ? AND (expires_us IS NULL OR expires_us > ?)", id, self._deed.at_us
        )
        return row.fetchone() is not None

    def _space(self, space: Space) -> int:
        values = (space.tenant, space.scope, space.holder)
        self._run(
            "INSERT INTO corrections_spaces (tenant, scope, holder) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", *values
        )
        (number,) = self._run(
            "SELECT id FROM corrections_spaces WHERE tenant = ? AND scope = ? AND holder = ?", *values
        ).fetchone()
        return int(number)

    def _record(self, id: str, kind: EventKind, detail: str = "") -> None:
        self._run(
            "INSERT INTO corrections_events (correction, at_us, actor, kind, detail, receipt) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            *(id, self._deed.at_us, self._deed.actor, kind, detail, self._deed.receipt),
        )

    def _run(self, sql: str, *values: Any) -> sqlite3.Cursor:  # values of any type that the database stores
        return self._connection.execute(sql, values)
