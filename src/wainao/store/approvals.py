"""Calls that wait for a person, and what the person said."""

from __future__ import annotations

import hashlib
import hmac
import os
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from wainao.kernel import Call, ConflictError, DeniedError, NotFoundError, RateError, new_id, now_us
from wainao.store.grants import Grants, Lapsed
from wainao.store.home import Home
from wainao.store.ledger.recordable import canonical
from wainao.store.portion import Portion
from wainao.store.rows import Rows
from wainao.store.sqlite import Migration
from wainao.types import Told, Words, joined, told_in

State = Literal["waiting", "approved", "refused", "used", "expired"]

LIFETIME_S = 7 * 24 * 3600
"""How long after the request an approval can be given and used."""

MOST_WAITING = 1_000
"""Of one actor. No budget bounds calls that are not made, and whoever decides has to read them."""

MIGRATIONS = (
    Migration(
        "1-approvals",
        """
        CREATE TABLE approvals (
            id TEXT PRIMARY KEY,
            capability TEXT NOT NULL,
            actor TEXT NOT NULL,
            tenant TEXT NOT NULL,
            salt BLOB NOT NULL,
            digest BLOB NOT NULL,
            receipt TEXT NOT NULL,
            why TEXT NOT NULL,
            state TEXT NOT NULL,
            requested_us INTEGER NOT NULL,
            expires_us INTEGER NOT NULL,
            decided_us INTEGER,
            decided_by TEXT,
            decided_why TEXT
        );
        CREATE INDEX approvals_by_state ON approvals (tenant, state, requested_us);
        """,
    ),
    Migration("2-why-in-chinese", "ALTER TABLE approvals ADD COLUMN why_zh TEXT NOT NULL DEFAULT ''"),
    Migration("3-used-by", "ALTER TABLE approvals ADD COLUMN used_by TEXT;"),
)

KEEPER = Rows(
    name="approvals",
    table="approvals",
    receipts=("receipt", "used_by"),
    at="requested_us",
    over="(state NOT IN ('waiting', 'approved') OR expires_us < 1000000 * CAST(strftime('%s', 'now') AS INTEGER))",
)
"""The call that asked and the one that then went ahead say the same, and a fingerprint of it is in the request."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Approval:
    """One request. `receipt` is the waiting call's, which shows its input; times are microseconds since 1970, UTC."""

    id: str
    capability: str
    actor: str
    tenant: str
    receipt: str
    why: Told
    state: State
    requested_us: int
    expires_us: int
    decided_us: int | None
    decided_by: str | None
    decided_why: str | None


class SqliteApprovals:
    """Implements the kernel's `Approvals`. An approval serves one call, of the same actor with the same input, of a
    capability that is still what it was: another version of it was nobody's to agree to."""

    def __init__(self, home: Home, *, clock: Callable[[], int] = now_us) -> None:
        self._database = home.database("state")
        self._clock = clock
        self._database.migrate("approvals", MIGRATIONS)
        self._grants = Grants(home, clock=clock)

    async def request(self, call: Call, why: Told) -> str:
        """The same call asked for again while it waits is the same request."""
        content = _content(call)
        if (lapsed := self._grants.lapsed(call)) is not None:
            why = joined((why, _told(lapsed)))
        return await self._database.async_write(lambda connection: self._request(connection, call, content, why))

    async def granted(self, call: Call) -> str | None:
        grant = self._grants.covering(call)
        return None if grant is None else f"under the grant {grant.id} of {grant.given_by}"

    async def claim(self, approval: str | None, call: Call) -> str | None:
        content = _content(call)
        if approval is None and not self._is_given(call, content):  # as for most: a look costs less than a write
            return None
        return await self._database.async_write(lambda connection: self._claim(connection, approval, call, content))

    async def decide(self, approval: str, *, approve: bool, by: str, tenant: str, why: str = "") -> Approval:
        """Raises NotFoundError, or ConflictError if it was decided already or is too old."""
        return await self._database.async_write(
            lambda connection: self._decide(
                connection, approval, tenant, ("approved" if approve else "refused", by, why)
            )
        )

    def all(self, *, tenant: str, state: State | None, portion: Portion) -> list[Approval]:
        """The newest first."""
        where, values = _seen_as(state, self._clock())
        sql = f"{_SELECT} WHERE tenant = ?{where} ORDER BY requested_us DESC, id DESC{portion.sql}"
        with self._database.read() as connection:
            return list(map(self._approval, connection.execute(sql, (tenant, *values))))

    def _is_given(self, call: Call, content: bytes) -> bool:
        with self._database.read() as connection:
            return _matching(connection, call, content, "approved", self._clock()) is not None

    def _request(self, connection: sqlite3.Connection, call: Call, content: bytes, why: Told) -> str:
        waiting = _matching(connection, call, content, "waiting", self._clock())
        if waiting is not None:
            return waiting
        _refuse_flood(connection, call, self._clock())
        id, salt, now = new_id(), os.urandom(32), self._clock()
        connection.execute(
            "INSERT INTO approvals (id, capability, actor, tenant, salt, digest, receipt, why, why_zh, state,"
            " requested_us, expires_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?)",
            (
                id,
                call.spec.name,
                call.actor.id,
                call.actor.tenant,
                salt,
                _digest(salt, content),
                call.id,
                told_in("en", why),
                why.zh if isinstance(why, Words) else "",
                now,
                now + LIFETIME_S * 1_000_000,
            ),
        )
        return id

    def _claim(self, connection: sqlite3.Connection, id: str | None, call: Call, content: bytes) -> str | None:
        id = id or _matching(connection, call, content, "approved", self._clock())
        if id is None:
            return None  # somebody used it in the meantime
        approval = self._find(connection, id, call.actor.tenant)
        salt, digest = connection.execute("SELECT salt, digest FROM approvals WHERE id = ?", (id,)).fetchone()
        asked = (call.spec.name, call.actor.id)
        if asked != (approval.capability, approval.actor) or not _same(salt, content, digest):
            raise DeniedError(f"The approval {id!r} is for another call. Send exactly the call that it was asked for.")
        if approval.state != "approved":
            raise DeniedError(f"The approval {id!r} cannot be used: {_WHY_NOT[approval.state]}")
        connection.execute("UPDATE approvals SET state = 'used', used_by = ? WHERE id = ?", (call.id, id))
        return str(approval.decided_by)

    def _decide(
        self, connection: sqlite3.Connection, id: str, tenant: str, decision: tuple[State, str, str]
    ) -> Approval:
        approval = self._find(connection, id, tenant)
        if approval.state != "waiting":
            raise ConflictError(f"The approval {id!r} cannot be decided: {_WHY_NOT[approval.state]}")
        connection.execute(
            "UPDATE approvals SET state = ?, decided_by = ?, decided_why = ?, decided_us = ? WHERE id = ?",
            (*decision, self._clock(), id),
        )
        return self._find(connection, id, tenant)

    def _find(self, connection: sqlite3.Connection, id: str, tenant: str) -> Approval:
        row = connection.execute(f"{_SELECT} WHERE id = ? AND tenant = ?", (id, tenant)).fetchone()
        if row is None:
            raise NotFoundError(f"There is no approval {id!r}. `wainao approvals list` shows those that wait.")
        return self._approval(row)

    def _approval(self, row: tuple[Any, ...]) -> Approval:
        *columns, chinese = row
        named = dict(zip(_COLUMNS, columns, strict=True))
        named["why"] = Words(chinese, named["why"]) if chinese else named["why"]
        if named["state"] in ("waiting", "approved") and named["expires_us"] <= self._clock():
            named["state"] = "expired"
        return Approval(**named)


def _seen_as(state: State | None, now_us: int) -> tuple[str, tuple[object, ...]]:
    """Those that a reader sees in that state, None: in any: nobody writes down that a request is too old."""
    match state:
        case None:
            return "", ()
        case "waiting" | "approved":
            return " AND state = ? AND expires_us > ?", (state, now_us)
        case "expired":
            return " AND state IN ('waiting', 'approved') AND expires_us <= ?", (now_us,)
    return " AND state = ?", (state,)


MOST_TOLD, LONGEST_TOLD = 4, 120
"""How many lines of what changed a person is shown, and how many characters of each."""

_LAPSED = Words(
    "授权 {grant} 不再有效，因为该工具做的事变了：原来 {lost}；现在 {new}。如果没有问题，请重新授权",
    "the grant {grant} holds no more, because what the tool does has changed: was {lost}; is {new}. If that is right, "
    "grant it anew",
)


def _told(lapsed: Lapsed) -> Words:
    return _LAPSED.filled(grant=lapsed.grant.id, lost=_some(lapsed.lost), new=_some(lapsed.new))


def _some(lines: Sequence[str]) -> str:
    """The first of them, which say where a call goes; they are a stranger's, so what cannot be seen stands out."""
    cut = [f"{line[:LONGEST_TOLD]}…" if len(line) > LONGEST_TOLD else line for line in lines[:MOST_TOLD]]
    shown = ["".join(one if one.isprintable() else "\ufffd" for one in line) for line in cut]
    return " | ".join([*shown, *(["…"] if len(lines) > MOST_TOLD else [])]) or "-"


_COLUMNS = Approval.__slots__
_SELECT = f"SELECT {', '.join(_COLUMNS)}, why_zh FROM approvals"

_WHY_NOT: dict[State, str] = {
    "waiting": "nobody has decided yet. Wait until a person has.",
    "approved": "it was approved already.",
    "refused": "a person refused it. Ask that person why.",
    "used": "it was used already, and serves one call only. Send the call without it to ask again.",
    "expired": "it is too old. Send the call without it to ask again.",
}


def _matching(connection: sqlite3.Connection, call: Call, content: bytes, state: State, now_us: int) -> str | None:
    """The request in that state, and not too old, which is for exactly this call."""
    rows = connection.execute(
        "SELECT id, salt, digest FROM approvals"
        " WHERE tenant = ? AND state = ? AND actor = ? AND capability = ? AND expires_us > ?",
        (call.actor.tenant, state, call.actor.id, call.spec.name, now_us),
    )
    return next((id for id, salt, digest in rows if _same(salt, content, digest)), None)


def _refuse_flood(connection: sqlite3.Connection, call: Call, now_us: int) -> None:
    """Raises RateError where as many calls wait as anybody may have."""
    (waiting,) = connection.execute(
        "SELECT COUNT(*) FROM approvals WHERE tenant = ? AND state = 'waiting' AND actor = ? AND expires_us > ?",
        (call.actor.tenant, call.actor.id, now_us),
    ).fetchone()
    if waiting >= MOST_WAITING:
        raise RateError(
            f"{waiting} calls of {call.actor.id!r} wait for a person already. Expected fewer: have some decided first.",
        )


def _content(call: Call) -> bytes:
    return f"{call.spec.version}\n".encode() + canonical(call.input)


def _digest(salt: bytes, content: bytes) -> bytes:
    return hashlib.sha256(salt + content).digest()


def _same(salt: bytes, content: bytes, digest: bytes) -> bool:
    return hmac.compare_digest(_digest(salt, content), digest)
