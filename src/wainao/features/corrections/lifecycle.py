"""What may happen to a correction: every change of state, and the line of history that it leaves."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from typing import Any, Literal

from wainao.features.corrections import index, schema, store
from wainao.features.corrections.types import Deed, EventKind, Proposal, Space, State
from wainao.features.corrections.wordings import Change, Row, Wordings
from wainao.kernel import ConflictError, NotFoundError, new_id, now_us
from wainao.store import actor_tables
from wainao.store.sqlite import Database
from wainao.text.wording import VERSION, normalise

InForce = Literal["standing", "proposed"]
Begun = Literal["standing", "trial", "proposed"]
Ended = Literal["superseded", "revoked", "retired"]

_CHANGING = ("state", "ended_from", "successor")
"""The columns of a correction that change: what it was before it ended, and what superseded it."""


def prepare(database: Database) -> None:
    """Make or upgrade the tables; after an upgrade that changed how questions are normalised, make all keys anew."""
    database.migrate("actors", actor_tables.MIGRATIONS)  # who is in which team decides what is in sight
    database.migrate("corrections", schema.MIGRATIONS)
    database.write(_refresh).result()


def _refresh(connection: sqlite3.Connection) -> None:
    if connection.execute("SELECT version FROM corrections_versions WHERE name = 'key'").fetchone() == (VERSION,):
        return
    LifeCycle(connection, Deed(actor="wainao", at_us=now_us())).renew_keys()
    connection.execute(
        "INSERT INTO corrections_versions (name, version) VALUES ('key', ?) "
        "ON CONFLICT (name) DO UPDATE SET version = excluded.version",
        (VERSION,),
    )


def count_hit(connection: sqlite3.Connection, id: str, *, at_us: int) -> None:
    """Remember that a correction has answered once more."""
    connection.execute(
        "INSERT INTO corrections_hits (correction, hits, last_us) VALUES (?, 1, ?) "
        "ON CONFLICT (correction) DO UPDATE SET hits = corrections_hits.hits + 1, last_us = excluded.last_us",
        (id, at_us),
    )


class LifeCycle:
    """The changes that one deed makes, inside one write transaction, so that they decide on what is so.

    In one space at most one wording in force has a given key; the database itself refuses a second one. `changes` are
    those that were made so far.
    """

    def __init__(self, connection: sqlite3.Connection, deed: Deed) -> None:
        self._connection = connection
        self._deed = deed
        self.receipt = deed.receipt
        self.wordings = Wordings(connection)
        self.changes = self.wordings.changes

    def propose(self, proposal: Proposal, *, state: Begun) -> str:
        """Write a correction down, in that state from the beginning, and return its id.

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
        self.record(id, "proposed", proposal.why)
        if state == "standing":
            self.approve(id)
        elif state == "trial":
            self.try_out(id)
        return id

    def _is_there(self, proposal: Proposal, space: int) -> bool:
        row = self._run("SELECT space, answer FROM corrections WHERE id = ?", proposal.id).fetchone()
        if row is None:
            return False
        known = self.wordings.original(str(proposal.id))
        if row == (space, proposal.answer) and known.question == proposal.question:
            return True
        raise ConflictError(
            f"The id {proposal.id!r} is that of another correction. Leave it out, or choose one that is not taken."
        )

    def try_out(self, id: str) -> None:
        """Show a proposed correction to previews and evaluations, and to nobody else."""
        self._in_state(id, {"proposed"}, "be put on trial")
        self.put(id, state="trial")
        self.wordings.change(self.wordings.original(id), state="trial")
        self.record(id, "tried")

    def approve(self, id: str, *, superseding: Collection[str] = (), tested: str = "") -> None:
        """Put a correction into force that waits or is on trial.

        One that answers the same question in the same space gives way, and so do those that it is said to supersede.
        """
        self._in_state(id, {"proposed", "trial"}, "be approved")
        self.put(id, state="standing")
        self.record(id, "approved", tested)
        for other in superseding:
            self._in_state(other, {"standing"}, "be superseded")
            self._supersede(other, by=id)
        self._put_original_in_force(id)

    def _put_original_in_force(self, id: str) -> None:
        original = self.wordings.original(id)
        if holder := self.wordings.holder(original):
            if holder.original:
                self._supersede(holder.correction, by=id)
            else:
                self.withdraw(holder, f"now the question of {id}", displaced_by=id)
        self.wordings.change(original, state="standing")

    def add_alias(self, id: str, question: str, *, standing: bool) -> InForce:
        """Add a wording, in force at once if `standing`; say what it is then. One that is there is not doubled."""
        self._in_state(id, {"standing"}, "have aliases")
        wording = self.wordings.find(id, question)
        if wording is None:
            (space,) = self._run("SELECT space FROM corrections WHERE id = ?", id).fetchone()
            wording = self._insert_wording(id, space, question, original=False)
            self.record(id, "alias-proposed", question)
        if wording.state == "standing" or not standing:
            return "standing" if wording.state == "standing" else "proposed"
        self._accept(wording)
        return "standing"

    def approve_alias(self, id: str, question: str) -> None:
        """Put a proposed alias into force."""
        self._accept(self.proposed_alias(id, question))

    def proposed_alias(self, id: str, question: str) -> Row:
        """One that waits. Raises NotFoundError."""
        wording = self.wordings.find(id, question)
        if wording is None or wording.state != "proposed":
            raise NotFoundError(
                f"The correction {id!r} has no proposed alias {question!r}. corrections:list shows them."
            )
        return wording

    def withdraw_alias(self, id: str, question: str, why: str) -> None:
        """Take one alias back, or refuse a proposed one."""
        wording = self.wordings.find(id, question)
        if wording is None or wording.original:
            raise NotFoundError(
                f"The correction {id!r} has no alias {question!r}. Expected one that corrections:list shows; to take "
                "back the correction itself, leave the question out."
            )
        self.withdraw(wording, why)

    def revoke(self, id: str, why: str) -> None:
        """Take a correction back with all its wordings, or refuse a proposed one. Once more does nothing."""
        state = self.state(id)
        if state == "superseded":
            raise ConflictError(
                f"The correction {id!r} is superseded and answers nothing. Revoke the newer one instead."
            )
        if state != "revoked":
            self._end(id, "revoked", why)

    def retire(self, id: str, why: str) -> None:
        """Let a correction rest that is needed no longer, because the answer is right without it. Once more does
        nothing."""
        if self.state(id) != "retired":
            self._in_state(id, {"standing"}, "be retired")
            self._end(id, "retired", why)

    def restore(self, id: str, why: str) -> State:
        """Make a retired or revoked correction what it was before; returns what that is.

        Raises ConflictError where another one answers its question by now. Other wordings that are taken stay away.
        """
        self._in_state(id, {"retired", "revoked"}, "be restored")
        original = self.wordings.original(id)
        before: State = self.columns(id)["ended_from"]
        if before == "standing" and (holder := self.wordings.holder(original)) and self._holds(holder.correction):
            raise ConflictError(
                f"{original.question!r} is answered by the correction {holder.correction!r} by now. One question has "
                "one answer in one scope: revoke that one first."
            )
        self._bring_back(id, before, why)
        return before

    def reinstate(self, old: str, why: str) -> None:
        """Put a superseded correction into force again, with the aliases that its successor took over."""
        successor = self.columns(old)["successor"]
        if self._ask_the_same(successor, old):
            for wording in self.wordings.where("correction = ? AND lender IS NOT NULL", successor):
                self.wordings.change(wording, correction=old, lender=None if wording.lender == old else wording.lender)
        self._bring_back(old, self.columns(old)["ended_from"], why)

    def give_back(self, id: str) -> None:
        """Let those wordings of others hold again that had become the question of a correction which ended."""
        for wording in self.wordings.where("displaced_by = ? AND wordings.state = 'withdrawn'", id):
            if self.state(wording.correction) == "standing" and self.wordings.holder(wording) is None:
                self.wordings.change(wording, state="standing", displaced_by=None)
                self.record(wording.correction, "alias-added", wording.question)

    def _bring_back(self, id: str, before: State, why: str) -> None:
        self.put(id, state=before, ended_from=None, successor=None)
        self.record(id, "restored", why)
        if before == "standing":
            self._put_original_in_force(id)
        else:
            self.wordings.change(self.wordings.original(id), state=before)
        for alias in self.wordings.where("correction = ? AND original = 0 AND wordings.state = 'resting'", id):
            if self.wordings.holder(alias) is None:
                self.wordings.change(alias, state="standing")
            else:
                self.withdraw(alias, "answered by another correction by now")

    def renew_keys(self) -> None:
        """Normalise every wording again and build the index anew."""
        in_force = self.wordings.where("wordings.state = 'standing' ORDER BY correction, original DESC, wordings.id")
        on_trial = self.wordings.where("wordings.state = 'trial'")
        self._run("UPDATE corrections_wordings SET state = 'proposed' WHERE state IN ('standing', 'trial')")
        index.clear(self._connection)
        for wording in self.wordings.where("wordings.state IN ('proposed', 'resting')"):
            self.wordings.change(wording, key=normalise(wording.question).key)
        for wording in in_force:
            renewed = self.wordings.numbered(wording.id)
            if holder := self.wordings.holder(renewed):
                self.withdraw(holder, f"a newer version reads it like {renewed.question!r}")
            self.wordings.change(renewed, state="standing")
        for wording in on_trial:
            self.wordings.change(self.wordings.numbered(wording.id), state="trial")

    def _accept(self, alias: Row) -> None:
        if holder := self.wordings.holder(alias):
            if self._holds(holder.correction):
                raise ConflictError(
                    f"{alias.question!r} is already answered by the correction {holder.correction!r}. One question has "
                    "one answer in one scope: revoke that one first, or correct the question itself."
                )
            self.withdraw(holder, f"now an alias of {alias.correction}")
        self.wordings.change(alias, state="standing")
        self.record(alias.correction, "alias-added", alias.question)

    def _supersede(self, old: str, *, by: str) -> None:
        """End one. Where the question is the same, its aliases are wordings of it, too: they go over to the new one."""
        if self._ask_the_same(by, old):
            for alias in self.wordings.where(
                "correction = ? AND original = 0 AND wordings.state IN ('proposed', 'standing')", old
            ):
                self.wordings.change(alias, correction=by, lender=alias.lender or old)
        self._end(old, "superseded", f"by {by}", successor=by)

    def _end(self, id: str, state: Ended, detail: str, *, successor: str | None = None) -> None:
        for wording in self.wordings.where("correction = ? AND wordings.state <> 'withdrawn'", id):
            refused = wording.state == "proposed" and not wording.original
            self.wordings.change(wording, state="withdrawn" if refused else "resting")
        self.put(id, state=state, ended_from=self.state(id), successor=successor)
        self.record(id, state, detail)

    def withdraw(self, wording: Row, why: str, *, displaced_by: str | None = None) -> None:
        """Let a wording be history."""
        self.wordings.change(wording, state="withdrawn", displaced_by=displaced_by)
        self.record(wording.correction, "wording-withdrawn", f"{wording.question} ({why})" if why else wording.question)

    def _insert_wording(self, correction: str, space: int, question: str, *, original: bool) -> Row:
        return self.wordings.insert(
            correction,
            space=space,
            question=question,
            author=self._deed.actor,
            at_us=self._deed.at_us,
            original=original,
        )

    def state(self, id: str) -> State:
        """As it is stored: whether its time is over, only a reader sees. Raises NotFoundError."""
        state: State = self.columns(id)["state"]
        return state

    def columns(self, id: str) -> dict[str, Any]:  # of the types that they have
        """What can change of a correction, by name. Raises NotFoundError."""
        row = self._run(f"SELECT {', '.join(_CHANGING)} FROM corrections WHERE id = ?", id).fetchone()
        if row is None:
            raise store.not_found(id)
        return dict(zip(_CHANGING, row, strict=True))

    def put(self, id: str, **to: str | None) -> None:
        """Store of a correction what it is to be from now on."""
        before = self.columns(id)
        after = before | to
        self._run("UPDATE corrections SET state = ?, ended_from = ?, successor = ? WHERE id = ?", *after.values(), id)
        self.changes.append(Change(table="correction", id=id, before=before, after=after))

    def _ask_the_same(self, one: str, other: str) -> bool:
        ours, theirs = self.wordings.original(one), self.wordings.original(other)
        return (ours.space, ours.key) == (theirs.space, theirs.key)

    def _in_state(self, id: str, states: Collection[State], deed: str) -> None:
        state = self.state(id)
        if state not in states:
            raise ConflictError(
                f"The correction {id!r} is {state}. Only a {' or '.join(sorted(states))} one can {deed}."
            )

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

    def record(self, id: str, kind: EventKind, detail: str = "") -> None:
        """Add a line to a correction's history."""
        self._run(
            "INSERT INTO corrections_events (correction, at_us, actor, kind, detail, receipt) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            *(id, self._deed.at_us, self._deed.actor, kind, detail, self._deed.receipt),
        )

    def _run(self, sql: str, *values: Any) -> sqlite3.Cursor:  # values of any type that the database stores
        return self._connection.execute(sql, values)
