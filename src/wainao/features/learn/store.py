"""Where sets, runs and their results are kept: tables `learn_*` of `state.db`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from wainao.features.learn.types import Case, Corrections, Manifest, Purpose, Result, SetVersion, Target, digest
from wainao.kernel import NotFoundError, new_id, now_us
from wainao.store.ledger.reading import is_erased
from wainao.store.portion import Portion
from wainao.store.sqlite import Migration

MIGRATIONS = (
    Migration(
        "1-learn",
        """
        CREATE TABLE learn_sets (
            id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL,
            digest TEXT NOT NULL, author TEXT NOT NULL, made_us INTEGER NOT NULL, note TEXT NOT NULL,
            receipt TEXT NOT NULL, removed INTEGER NOT NULL DEFAULT 0, UNIQUE (tenant, name, version)
        );
        CREATE TABLE learn_cases (
            id INTEGER PRIMARY KEY, "set" INTEGER NOT NULL REFERENCES learn_sets (id), name TEXT NOT NULL,
            "case" BLOB NOT NULL, UNIQUE ("set", name)
        );
        CREATE TABLE learn_runs (
            id TEXT PRIMARY KEY, tenant TEXT NOT NULL, actor TEXT NOT NULL, target BLOB NOT NULL,
            manifest BLOB NOT NULL, sets BLOB NOT NULL, digest TEXT NOT NULL, began_us INTEGER NOT NULL,
            ended_us INTEGER
        );
        CREATE INDEX learn_runs_by_digest ON learn_runs (tenant, digest);
        CREATE TABLE learn_attempts (
            run TEXT NOT NULL REFERENCES learn_runs (id), receipt TEXT NOT NULL, searched INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (run, receipt)
        ) WITHOUT ROWID;
        CREATE TABLE learn_results (
            tenant TEXT NOT NULL, key TEXT NOT NULL, asked TEXT NOT NULL, settled INTEGER NOT NULL,
            result BLOB NOT NULL, receipt TEXT NOT NULL, at_us INTEGER NOT NULL, PRIMARY KEY (tenant, key)
        ) WITHOUT ROWID;
        CREATE INDEX learn_results_by_asked ON learn_results (tenant, asked);
        CREATE INDEX learn_results_by_receipt ON learn_results (receipt);
        CREATE TABLE learn_releases (
            id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL,
            state TEXT NOT NULL, target BLOB NOT NULL, manifest BLOB NOT NULL, sets BLOB NOT NULL, door TEXT NOT NULL,
            note TEXT NOT NULL, author TEXT NOT NULL, made_us INTEGER NOT NULL, UNIQUE (tenant, name, version)
        );
        CREATE TABLE learn_gates (
            id TEXT PRIMARY KEY, release INTEGER NOT NULL REFERENCES learn_releases (id), report BLOB NOT NULL,
            at_us INTEGER NOT NULL
        );
        CREATE TABLE learn_events (
            id INTEGER PRIMARY KEY, release INTEGER NOT NULL REFERENCES learn_releases (id), at_us INTEGER NOT NULL,
            actor TEXT NOT NULL, kind TEXT NOT NULL, why TEXT NOT NULL, receipt TEXT NOT NULL
        );
        CREATE INDEX learn_events_by_release ON learn_events (release, id);
        """,
    ),
    Migration("2-why-in-chinese", "ALTER TABLE learn_events ADD COLUMN why_zh TEXT NOT NULL DEFAULT ''"),
    Migration(
        "3-trial",
        """
        ALTER TABLE learn_runs ADD COLUMN corrections TEXT NOT NULL DEFAULT 'standing';
        ALTER TABLE learn_gates ADD COLUMN trial INTEGER NOT NULL DEFAULT 0;
        """,
    ),
    Migration("4-purpose", "ALTER TABLE learn_sets ADD COLUMN purpose TEXT NOT NULL DEFAULT ''"),
    Migration(
        "5-receipt",
        """
        ALTER TABLE learn_cases ADD COLUMN receipt TEXT NOT NULL DEFAULT '';
        UPDATE learn_cases SET receipt = json_extract(CAST("case" AS TEXT), '$.origin.receipt')
            WHERE json_extract(CAST("case" AS TEXT), '$.origin.correction') = '';
        CREATE INDEX learn_cases_by_receipt ON learn_cases (receipt) WHERE receipt <> '';
        """,
    ),
)

_SET = (
    'SELECT id, name, version, (SELECT COUNT(*) FROM learn_cases WHERE "set" = learn_sets.id), digest, author, '
    "made_us, note, purpose FROM learn_sets"
)


def add_set(
    connection: sqlite3.Connection,
    *,
    tenant: str,
    name: str,
    cases: Sequence[Case],
    author: str,
    note: str,
    purpose: Purpose,
    receipt: str,
) -> SetVersion:
    """The next version of a set; the newest one, if it has these very cases for that purpose already."""
    row = connection.execute(
        "SELECT COALESCE(MAX(version), 0) FROM learn_sets WHERE tenant = ? AND name = ?", (tenant, name)
    ).fetchone()
    content = digest(sorted((case.name, case.digest, case.must) for case in cases))
    newest = next(iter(find_sets(connection, tenant, name=name)), None)
    if newest is not None and (newest.digest, newest.purpose) == (content, purpose):
        return newest
    cursor = connection.execute(
        "INSERT INTO learn_sets (tenant, name, version, digest, author, made_us, note, purpose, receipt) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (tenant, name, row[0] + 1, content, author, now_us(), note, purpose, receipt),
    )
    made = cursor.lastrowid
    connection.executemany(
        'INSERT INTO learn_cases ("set", name, "case", receipt) VALUES (?, ?, ?, ?)',
        (
            (made, case.name, msgspec.json.encode(case.bare if is_gone(connection, case) else case), copied_from(case))
            for case in cases
        ),
    )
    return next(iter(find_sets(connection, tenant, name=name)))


def copied_from(case: Case) -> str:
    """The receipt whose words a case has; one of a correction has that person's, whatever receipt was corrected."""
    return "" if case.origin.correction else case.origin.receipt


def is_gone(connection: sqlite3.Connection, case: Case) -> bool:
    """Whether the receipt that a case copies was erased, maybe while somebody still had the case in hand."""
    receipt = copied_from(case)
    return bool(receipt) and is_erased(connection, receipt)


def find_sets(
    connection: sqlite3.Connection, tenant: str, *, name: str | None = None, version: int | None = None
) -> list[SetVersion]:
    """The newest version first; by name where several are asked for."""
    sql, values = f"{_SET} WHERE removed = 0 AND tenant = ?", [tenant]
    for column, value in (("name", name), ("version", version)):
        if value is not None:
            sql, values = f"{sql} AND {column} = ?", [*values, str(value)]
    rows = connection.execute(f"{sql} ORDER BY name, version DESC", values)
    return list(map(_set, rows))


def _set(row: tuple[Any, ...]) -> SetVersion:
    id, name, version, cases, content, author, made_us, note, purpose = row
    return SetVersion(
        id=id,
        name=name,
        version=version,
        cases=cases,
        digest=content,
        author=author,
        made_us=made_us,
        note=note,
        purpose=purpose,
    )


def newest_sets(connection: sqlite3.Connection, tenant: str) -> list[SetVersion]:
    """The newest version of each set, by name."""
    newest = {one.name: one for one in reversed(find_sets(connection, tenant))}
    return [newest[name] for name in sorted(newest)]


def find_set(connection: sqlite3.Connection, tenant: str, named: str) -> SetVersion:
    """ "leave" or "leave@3". Raises NotFoundError."""
    name, _, version = named.partition("@")
    number = int(version) if version.isascii() and version.isdigit() else None
    found = find_sets(connection, tenant, name=name, version=number) if number is not None or not version else []
    if not found:
        raise NotFoundError(f"There is no set of cases {named!r}. 'wainao evaluations sets' shows them.")
    return found[0]


def set_of(connection: sqlite3.Connection, id: int) -> SetVersion:
    """One by its number, also one that was removed: what a run read stays readable."""
    return _set(connection.execute(f"{_SET} WHERE id = ?", (id,)).fetchone())


def remove_set(connection: sqlite3.Connection, tenant: str, name: str) -> int:
    """Take all versions of a set out of sight; runs that used them keep what they read. Returns how many."""
    find_set(connection, tenant, name)
    return connection.execute(
        "UPDATE learn_sets SET removed = 1 WHERE removed = 0 AND tenant = ? AND name = ?", (tenant, name)
    ).rowcount


def cases_of(connection: sqlite3.Connection, set: int) -> Iterator[Case]:
    rows = connection.execute('SELECT "case" FROM learn_cases WHERE "set" = ? ORDER BY id', (set,))
    return (msgspec.json.decode(case, type=Case) for (case,) in rows)


def result(connection: sqlite3.Connection, tenant: str, key: str) -> Result | None:
    """What is known of a case, settled or not."""
    row = connection.execute("SELECT result FROM learn_results WHERE tenant = ? AND key = ?", (tenant, key)).fetchone()
    return None if row is None else msgspec.json.decode(row[0], type=Result)


def asked_before(connection: sqlite3.Connection, tenant: str, asked: str) -> Result | None:
    """A settled result of a case that asked the same, whatever it expected."""
    row = connection.execute(
        "SELECT result FROM learn_results WHERE tenant = ? AND asked = ? AND settled = 1 LIMIT 1", (tenant, asked)
    ).fetchone()
    return None if row is None else msgspec.json.decode(row[0], type=Result)


def keep_result(connection: sqlite3.Connection, *, tenant: str, key: str, asked: str, result: Result) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO learn_results (tenant, key, asked, settled, result, receipt, at_us) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (tenant, key, asked, result.settled, msgspec.json.encode(result), result.reply.receipt, now_us()),
    )


def known_receipts(connection: sqlite3.Connection, receipts: Sequence[str]) -> set[str]:
    """Those that a result was read from."""
    found: set[str] = set()
    for start in range(0, len(receipts), 500):
        some = receipts[start : start + 500]
        marks = ", ".join("?" * len(some))
        found.update(
            receipt
            for (receipt,) in connection.execute(f"SELECT receipt FROM learn_results WHERE receipt IN ({marks})", some)
        )
    return found


_OF_RUN = ("target", "manifest", "sets", "digest", "corrections")


def begin_run(connection: sqlite3.Connection, *, tenant: str, actor: str, receipt: str, row: dict[str, Any]) -> str:
    """The unfinished run of the same sets at the same versions, else a new one; this call is an attempt at it."""
    found = connection.execute(
        "SELECT id FROM learn_runs WHERE tenant = ? AND digest = ? AND ended_us IS NULL", (tenant, row["digest"])
    ).fetchone()
    run: str = new_id() if found is None else found[0]
    if found is None:
        connection.execute(
            "INSERT INTO learn_runs (id, tenant, actor, target, manifest, sets, digest, corrections, began_us) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (run, tenant, actor, *(row[name] for name in _OF_RUN), now_us()),
        )
    connection.execute("INSERT INTO learn_attempts (receipt, run) VALUES (?, ?)", (receipt, run))
    return run


def attempts(connection: sqlite3.Connection, run: str, *, but: str) -> list[str]:
    """The receipts of earlier attempts whose calls nobody has looked through yet."""
    rows = connection.execute(
        "SELECT receipt FROM learn_attempts WHERE run = ? AND searched = 0 AND receipt <> ? ORDER BY receipt",
        (run, but),
    )
    return [receipt for (receipt,) in rows]


def searched(connection: sqlite3.Connection, *, run: str, receipt: str) -> None:
    connection.execute("UPDATE learn_attempts SET searched = 1 WHERE run = ? AND receipt = ?", (run, receipt))


def end_run(connection: sqlite3.Connection, run: str) -> None:
    connection.execute("UPDATE learn_runs SET ended_us = ? WHERE id = ?", (now_us(), run))


@dataclass(frozen=True, kw_only=True, slots=True)
class RunRow:
    """A run as it is kept; `sets` are the numbers of its sets, `ended_us` None while it is not finished."""

    id: str
    actor: str
    target: Target
    manifest: Manifest
    sets: tuple[int, ...]
    corrections: Corrections
    began_us: int
    ended_us: int | None


def runs(
    connection: sqlite3.Connection, tenant: str, *, id: str | None = None, portion: Portion | None = None
) -> list[RunRow]:
    """The newest first; all, if no portion of them is asked for."""
    rows = connection.execute(
        "SELECT id, actor, target, manifest, sets, corrections, began_us, ended_us FROM learn_runs "
        f"WHERE tenant = ? AND (? IS NULL OR id = ?) ORDER BY began_us DESC, id DESC{portion.sql if portion else ''}",
        (tenant, id, id),
    )
    return [
        RunRow(
            id=run,
            actor=actor,
            target=msgspec.json.decode(target, type=Target),
            manifest=msgspec.json.decode(manifest, type=Manifest),
            sets=msgspec.json.decode(sets, type=tuple[int, ...]),
            corrections=corrections,
            began_us=began_us,
            ended_us=ended_us,
        )
        for run, actor, target, manifest, sets, corrections, began_us, ended_us in rows
    ]
