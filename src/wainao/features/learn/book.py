"""The book of releases: what was pinned, gated, overridden, promoted and taken back, each step with its receipt."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from wainao.features.learn.types import Manifest, Target
from wainao.kernel import Call, NotFoundError, now_us
from wainao.store.portion import Portion
from wainao.types import Told, Words, joined, told_in

State = Literal["made", "passed", "blocked", "overridden", "canary", "running", "replaced", "withdrawn"]
Step = Literal["made", "passed", "blocked", "overridden", "canary", "promoted", "replaced", "rolled-back", "restored"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Release:
    """A target with all its versions pinned. `door` is the route that clients use and that a promotion turns to it.

    `sets` are checked beside the corrections; `why` it is in this state, as its latest step says. Times are
    microseconds since 1970, UTC.
    """

    id: int
    name: str
    version: int
    state: State
    target: Target
    manifest: Manifest
    sets: tuple[str, ...]
    door: str
    note: str
    author: str
    made_us: int
    why: Told = ""

    @property
    def label(self) -> str:
        return f"{self.name}@{self.version}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """One step in a release's life. `receipt` is of the call that did it."""

    at_us: int
    actor: str
    kind: Step
    why: Told
    receipt: str


_LATEST = "(SELECT {} FROM learn_events WHERE release = learn_releases.id ORDER BY id DESC LIMIT 1)"
_COLUMNS = (
    "id, name, version, state, target, manifest, sets, door, note, author, made_us, "
    f"{_LATEST.format('why')}, {_LATEST.format('why_zh')}"
)


def add(
    connection: sqlite3.Connection,
    call: Call,
    *,
    name: str,
    target: Target,
    manifest: Manifest,
    sets: Sequence[str],
    door: str,
    note: str,
) -> Release:
    """The next version of a release."""
    tenant = call.actor.tenant
    (newest,) = connection.execute(
        "SELECT COALESCE(MAX(version), 0) FROM learn_releases WHERE tenant = ? AND name = ?", (tenant, name)
    ).fetchone()
    blobs = [msgspec.json.encode(one) for one in (target, manifest, tuple(sets))]
    cursor = connection.execute(
        "INSERT INTO learn_releases (tenant, name, version, state, target, manifest, sets, door, note, author, "
        "made_us) VALUES (?, ?, ?, 'made', ?, ?, ?, ?, ?, ?, ?)",
        (tenant, name, newest + 1, *blobs, door, note, call.actor.id, now_us()),
    )
    _log(connection, call, cursor.lastrowid or 0, "made", note)
    return find(connection, tenant, f"{name}@{newest + 1}")


def find(connection: sqlite3.Connection, tenant: str, named: str) -> Release:
    """ "support@3", or "support", its newest version. Raises NotFoundError."""
    name, _, version = named.partition("@")
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM learn_releases WHERE tenant = ? AND name = ? AND (? = '' OR version = ?) "
        "ORDER BY version DESC LIMIT 1",
        (tenant, name, version, version),
    ).fetchall()
    if not rows:
        raise NotFoundError(f"There is no release {named!r}. 'wainao releases list' shows them.")
    return _release(rows[0])


def of_state(connection: sqlite3.Connection, tenant: str, name: str, *states: State) -> Release | None:
    """The release of that name in one of those states, the one that came into it last."""
    marks = ", ".join("?" * len(states))
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM learn_releases WHERE tenant = ? AND name = ? AND state IN ({marks}) ORDER BY "
        "(SELECT MAX(id) FROM learn_events WHERE release = learn_releases.id) DESC LIMIT 1",
        (tenant, name, *states),
    ).fetchone()
    return None if row is None else _release(row)


def listed(connection: sqlite3.Connection, tenant: str, name: str | None, portion: Portion) -> list[Release]:
    """The newest first."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM learn_releases WHERE tenant = ? AND (? IS NULL OR name = ?) "
        f"ORDER BY id DESC{portion.sql}",
        (tenant, name, name),
    )
    return list(map(_release, rows))


def canaries(connection: sqlite3.Connection) -> list[tuple[str, Release]]:
    """All canaries of all tenants, each with whose it is."""
    rows = connection.execute(f"SELECT tenant, {_COLUMNS} FROM learn_releases WHERE state = 'canary' ORDER BY id")
    return [(tenant, _release(tuple(row))) for tenant, *row in rows]


def canary_since(connection: sqlite3.Connection, release: Release) -> str:
    """The receipt of the call that gave a canary the share that it has."""
    (receipt,) = connection.execute(
        "SELECT receipt FROM learn_events WHERE release = ? AND kind = 'canary' ORDER BY id DESC LIMIT 1", (release.id,)
    ).fetchone()
    return str(receipt)


def step(connection: sqlite3.Connection, call: Call, release: Release, state: State, kind: Step, why: Told) -> None:
    """Bring a release into a state, on record."""
    connection.execute("UPDATE learn_releases SET state = ? WHERE id = ?", (state, release.id))
    _log(connection, call, release.id, kind, why)


def events(connection: sqlite3.Connection, release: Release) -> list[Event]:
    """The oldest first."""
    rows = connection.execute(
        "SELECT at_us, actor, kind, receipt, why, why_zh FROM learn_events WHERE release = ? ORDER BY id", (release.id,)
    )
    return [
        Event(at_us=at, actor=actor, kind=kind, receipt=receipt, why=_told(*why))
        for at, actor, kind, receipt, *why in rows
    ]


def gated(connection: sqlite3.Connection, call: Call, release: Release, report: Any, manifest: Manifest) -> None:
    """Keep what a gate found, under the receipt of its call; what it found it on is what the release pins from now on.

    One that is running stays so, whatever a later gate says: taking it back is a decision of its own.
    """
    keep_report(connection, call, release, report, trial=False)
    connection.execute(
        "UPDATE learn_releases SET manifest = ? WHERE id = ?", (msgspec.json.encode(manifest), release.id)
    )
    state = release.state if release.state in ("running", "canary") else report.verdict
    step(connection, call, release, state, report.verdict, joined(report.why) if report.why else "")


def keep_report(connection: sqlite3.Connection, call: Call, release: Release, report: Any, *, trial: bool) -> None:
    """Under the receipt of the gate's call. With corrections on `trial`, it says nothing of the release as it is."""
    connection.execute(
        "INSERT INTO learn_gates (id, release, report, at_us, trial) VALUES (?, ?, ?, ?, ?)",
        (call.id, release.id, msgspec.json.encode(report), now_us(), trial),
    )


def last_gate(connection: sqlite3.Connection, release: Release, *, gate: str = "") -> bytes | None:
    """What the latest gate of a release found, or that `gate`, which may have been a trial; as JSON."""
    row = connection.execute(
        "SELECT report FROM learn_gates WHERE release = ? AND (id = ? OR (? = '' AND trial = 0)) "
        "ORDER BY at_us DESC, id DESC LIMIT 1",
        (release.id, gate, gate),
    ).fetchone()
    return None if row is None else row[0]


def _log(connection: sqlite3.Connection, call: Call, release: int, kind: Step, why: Told) -> None:
    connection.execute(
        "INSERT INTO learn_events (release, at_us, actor, kind, why, why_zh, receipt) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (release, now_us(), call.actor.id, kind, told_in("en", why), why.zh if isinstance(why, Words) else "", call.id),
    )


def _told(why: str | None, chinese: str | None) -> Told:
    """A reason of ours, or what a person said."""
    return Words(chinese, why or "") if chinese else why or ""


def _release(row: tuple[Any, ...]) -> Release:
    id, name, version, state, target, manifest, sets, door, note, author, made_us, *why = row
    return Release(
        id=id,
        name=name,
        version=version,
        state=state,
        target=msgspec.json.decode(target, type=Target),
        manifest=msgspec.json.decode(manifest, type=Manifest),
        sets=msgspec.json.decode(sets, type=tuple[str, ...]),
        door=door,
        note=note,
        author=author,
        made_us=made_us,
        why=_told(*why),
    )
