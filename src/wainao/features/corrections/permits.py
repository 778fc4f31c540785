"""Which judges may let a correction fire, and in which language: what `corrections:judge-eval` found, kept."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from wainao.features.corrections.judge import VERSION, Pair
from wainao.store.sqlite import Database, Migration

MIGRATIONS = (
    Migration(
        "1-judges",
        """
        CREATE TABLE corrections_permits (
            judge TEXT NOT NULL, version TEXT NOT NULL, language TEXT NOT NULL, passed INTEGER NOT NULL,
            at_us INTEGER NOT NULL, receipt TEXT NOT NULL, PRIMARY KEY (judge, version, language)
        );
        CREATE TABLE corrections_exams (
            exam TEXT NOT NULL, question TEXT NOT NULL, paper BLOB NOT NULL, PRIMARY KEY (exam, question)
        );
        """,
    ),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Permit:
    """Whether a judge (a version of a deployment, and its model) may let a correction fire in a language. `receipt` is
    that of the call that measured it, at `at_us` (microseconds since 1970, UTC)."""

    judge: str
    language: Pair
    passed: bool
    at_us: int
    receipt: str


class Permits:
    """Reads what is in force at this moment, in every process; another version of the words asks for another permit."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.migrate("corrections_judge", MIGRATIONS)

    def languages(self) -> frozenset[Pair]:
        """In which languages anybody may judge."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT DISTINCT language FROM corrections_permits WHERE version = ? AND passed = 1", (VERSION,)
            )
            return frozenset(language for (language,) in rows)

    def all(self) -> tuple[Permit, ...]:
        """What was found of every judge, the newest first."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT judge, language, passed, at_us, receipt FROM corrections_permits WHERE version = ? "
                "ORDER BY at_us DESC, judge, language",
                (VERSION,),
            )
            return tuple(
                Permit(judge=judge, language=language, passed=bool(passed), at_us=at_us, receipt=receipt)
                for judge, language, passed, at_us, receipt in rows
            )

    def holds(self, judge: str, language: Pair) -> bool:
        with self._database.read() as connection:
            row = connection.execute(
                "SELECT passed FROM corrections_permits WHERE judge = ? AND version = ? AND language = ?",
                (judge, VERSION, language),
            ).fetchone()
        return row is not None and bool(row[0])


def settle(connection: sqlite3.Connection, permit: Permit) -> None:
    """Write down what was found last."""
    connection.execute(
        "INSERT INTO corrections_permits (judge, version, language, passed, at_us, receipt) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (judge, version, language) DO UPDATE SET passed = excluded.passed, at_us = excluded.at_us, "
        "receipt = excluded.receipt",
        (permit.judge, VERSION, permit.language, permit.passed, permit.at_us, permit.receipt),
    )
