"""Amendments stay when the receipt that they were made on is erased: they are a person's words on a document."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

from wainao.store.copies import AMONG, Keeper, Traces, counted
from wainao.store.sqlite import Database


class FixKeeper(Keeper):
    """A `Keeper` that forgets nothing, and says so; `database` is the one with the documents."""

    name = "amendments"

    def __init__(self, database: Database) -> None:
        self._database = database

    def trace(self, connection: sqlite3.Connection, tenant: str, receipts: Collection[str]) -> Traces:
        sql = f"SELECT COUNT(*) FROM knowledge_fixes WHERE tenant = :tenant AND source {AMONG}"
        with self._database.read() as own:
            return Traces(stays={self.name: counted(own, sql, receipts, tenant=tenant)})
