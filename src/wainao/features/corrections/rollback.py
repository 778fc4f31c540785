"""All that one author said, or that anybody said since a time, taken back in one transaction; and that undone."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

from wainao.features.corrections.lifecycle import LifeCycle
from wainao.features.corrections.types import EventKind, Taken
from wainao.features.corrections.wordings import Change
from wainao.kernel import ConflictError, NotFoundError
from wainao.types import Told, Words

_SAID_BY_STATE: dict[str, EventKind] = {"superseded": "superseded", "revoked": "revoked", "retired": "retired"}

_CHANGED = Words("「{what}」之后又变动过", "{what!r} was changed again since")
_TAKEN = Words("「{wording}」现在由 {correction} 作答", "{wording!r} is answered by {correction} by now")


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """What of a tenant is rolled back: what `author` said, what was said from `since_us` on, or both at once."""

    tenant: str
    author: str | None = None
    since_us: int | None = None

    def condition(self, author: str, said_us: str) -> tuple[str, list[object]]:
        """As SQL, for a row with such columns."""
        parts, values = ["spaces.tenant = ?"], list[object]([self.tenant])
        for column, comparison, value in ((author, "=", self.author), (said_us, ">=", self.since_us)):
            if value is not None:
                parts.append(f"{column} {comparison} ?")
                values.append(value)
        return " AND ".join(parts), values


class RollBack:
    """What was superseded by what is taken back holds again, and so do wordings that had become its question.

    Of an author, what they took back of others comes back, too. `rollback` is the receipt of the call, under which all
    of it can be undone.
    """

    def __init__(self, connection: sqlite3.Connection, life: LifeCycle, *, rollback: str, why: str) -> None:
        self._connection = connection
        self._life = life
        self._rollback = rollback
        self._why = why

    def run(self, which: Selection) -> list[Taken]:
        """Take back all that is selected, the newest first."""
        self._connection.execute(
            "INSERT INTO corrections_rollbacks (id, tenant) VALUES (?, ?)", (self._rollback, which.tenant)
        )
        taken: list[Taken] = []
        for step, did in enumerate(self._steps(which)):
            taken += did
            changes = json.dumps([asdict(change) for change in net(self._life.changes)])
            self._life.changes.clear()
            self._connection.execute(
                "INSERT INTO corrections_rollback_steps (rollback, step, changes) VALUES (?, ?, ?)",
                (self._rollback, step, changes),
            )
        return taken

    def _steps(self, which: Selection) -> Iterator[list[Taken]]:
        # What holds again because its successor was taken back may be selected itself, so look until nothing is left.
        while found := self._corrections(which):
            for id, question in found:
                if self._life.state(id) != "revoked":
                    yield [Taken(correction=id, question=question, deed="revoked"), *self._take_back(id)]
        for alias in self._aliases(which):
            row = self._life.wordings.numbered(alias)
            self._life.withdraw(row, self._why)
            yield [Taken(correction=row.correction, question=row.question, deed="withdrawn")]
        if which.author is not None:
            for id, question in self._ended_by(which):
                if self._is_free(id):
                    self._life.restore(id, self._why)
                    yield [Taken(correction=id, question=question, deed="restored")]

    def _take_back(self, id: str) -> Iterator[Taken]:
        self._life.revoke(id, self._why)
        self._life.give_back(id)
        superseded = self._connection.execute(
            "SELECT id FROM corrections WHERE successor = ? AND state = 'superseded'", (id,)
        ).fetchall()
        for (old,) in superseded:
            if self._is_free(old):
                self._life.reinstate(old, self._why)
                yield Taken(correction=old, question=self._life.wordings.original(old).question, deed="restored")

    def undo(self, tenant: str) -> list[Taken]:
        """Make it as it was before the roll-back, except for what was changed again since. Raises NotFoundError."""
        row = self._connection.execute(
            "SELECT undone FROM corrections_rollbacks WHERE id = ? AND tenant = ?", (self._rollback, tenant)
        ).fetchone()
        if row is None:
            raise NotFoundError(
                f"There is no roll-back {self._rollback!r}. Expected the receipt of a corrections:rollback that was no "
                "dry run."
            )
        if row[0] is not None:
            raise ConflictError(f"The roll-back {self._rollback!r} was undone already, by the call {row[0]!r}.")
        self._connection.execute(
            "UPDATE corrections_rollbacks SET undone = ? WHERE id = ?", (self._life.receipt, self._rollback)
        )
        steps = self._connection.execute(
            "SELECT changes FROM corrections_rollback_steps WHERE rollback = ? ORDER BY step DESC", (self._rollback,)
        ).fetchall()
        return [taken for (changes,) in steps for taken in self._undo([Change(**one) for one in json.loads(changes)])]

    def _undo(self, changes: Sequence[Change]) -> Iterator[Taken]:
        why = self._hindrance(changes)
        if not why:
            # What steps back makes room for what holds again.
            for change in sorted(changes, key=lambda change: change.before["state"] == "standing"):
                self._put_back(change)
        for correction, question in self._named(changes):
            yield Taken(correction=correction, question=question, deed="left" if why else "undone", why=why)

    def _named(self, changes: Sequence[Change]) -> list[tuple[str, str]]:
        """The corrections that a step changed, or the alias, where that is all it was about."""
        wordings = self._life.wordings
        corrections = [str(change.id) for change in changes if change.table == "correction"]
        if corrections:
            return [(id, wordings.original(id).question) for id in corrections]
        return [(row.correction, row.question) for row in (wordings.numbered(int(change.id)) for change in changes)]

    def _put_back(self, change: Change) -> None:
        if change.table == "wording":
            row = self._life.wordings.change(self._life.wordings.numbered(int(change.id)), **change.before)
            if row.state == "standing" and not row.original:
                self._life.record(row.correction, "alias-added", row.question)
            return
        self._life.put(str(change.id), **change.before)
        self._life.record(str(change.id), _SAID_BY_STATE.get(change.before["state"], "restored"), self._why)

    def _hindrance(self, changes: Iterable[Change]) -> Told:
        """Why a step cannot be undone; "" if it can."""
        ours = {change.id for change in changes if change.table == "wording"}
        for change in changes:
            if change.table == "correction":
                if self._life.columns(str(change.id)) != change.after:
                    return _CHANGED.filled(what=change.id)
                continue
            row = self._life.wordings.numbered(int(change.id))
            if any(getattr(row, name) != value for name, value in change.after.items()):
                return _CHANGED.filled(what=row.question)
            holder = self._life.wordings.holder(row)
            if change.before["state"] == "standing" and holder is not None and holder.id not in ours:
                return _TAKEN.filled(wording=row.question, correction=holder.correction)
        return ""

    def _is_free(self, id: str) -> bool:
        return self._life.wordings.holder(self._life.wordings.original(id)) is None

    def _corrections(self, which: Selection) -> list[tuple[str, str]]:
        condition, values = which.condition("corrections.author", "corrections.written_us")
        return self._connection.execute(
            f"{_CORRECTIONS} WHERE {condition} AND corrections.state IN ('proposed', 'trial', 'standing') "
            "ORDER BY corrections.written_us DESC, corrections.id DESC",
            values,
        ).fetchall()

    def _aliases(self, which: Selection) -> list[int]:
        condition, values = which.condition("wordings.author", "wordings.added_us")
        rows = self._connection.execute(
            "SELECT wordings.id FROM corrections_wordings AS wordings "
            "JOIN corrections_spaces AS spaces ON spaces.id = wordings.space "
            "JOIN corrections ON corrections.id = wordings.correction "
            f"WHERE {condition} AND wordings.original = 0 AND wordings.state IN ('proposed', 'standing') "
            "AND corrections.state = 'standing' ORDER BY wordings.id DESC",
            values,
        )
        return [id for (id,) in rows.fetchall()]

    def _ended_by(self, which: Selection) -> list[tuple[str, str]]:
        """What the author took back of others; what a roll-back took back stays so."""
        condition, values = which.condition("events.actor", "events.at_us")
        return self._connection.execute(
            f"{_CORRECTIONS} JOIN corrections_events AS events ON events.correction = corrections.id "
            f"AND events.kind = corrections.state WHERE {condition} AND corrections.state IN ('revoked', 'retired') "
            "AND corrections.author <> events.actor AND NOT EXISTS (SELECT 1 FROM corrections_rollbacks "
            "WHERE corrections_rollbacks.id = events.receipt) GROUP BY corrections.id ORDER BY MAX(events.id) DESC",
            values,
        ).fetchall()


_CORRECTIONS = """
    SELECT corrections.id, originals.question FROM corrections
    JOIN corrections_spaces AS spaces ON spaces.id = corrections.space
    JOIN corrections_wordings AS originals ON originals.correction = corrections.id AND originals.original = 1
"""


def net(changes: Iterable[Change]) -> list[Change]:
    """Several changes of one row as one."""
    rows: dict[tuple[str, str | int], Change] = {}
    for change in changes:
        first = rows.get((change.table, change.id), change)
        rows[change.table, change.id] = Change(
            table=change.table, id=change.id, before=first.before, after=change.after
        )
    return [change for change in rows.values() if change.before != change.after]
