"""Copies that are rows of one table: gone when the row is."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass

from wainao.store.copies import AMONG, Keeper, Traces, counted, given


@dataclass(frozen=True, kw_only=True, slots=True)
class Rows(Keeper):
    """A `Keeper` of the rows of a table of `state.db` with a column `tenant`.

    `receipts` are the columns that name a receipt which a row was copied from: all those of a row say the same. `at` is
    the column with the time (microseconds since 1970, UTC) from which a row grows old, if `over` holds of it.
    """

    name: str
    table: str
    receipts: tuple[str, ...] = ("receipt",)
    at: str = "at_us"
    over: str = "1"

    def trace(self, connection: sqlite3.Connection, tenant: str, receipts: Collection[str]) -> Traces:
        which = given(receipts, tenant=tenant)
        number = counted(connection, f"SELECT COUNT(*) FROM {self._rows}", receipts, tenant=tenant)
        said = {
            id for column in self.receipts for (id,) in connection.execute(f"SELECT {column} FROM {self._rows}", which)
        }
        return Traces(copies={self.name: number}, receipts=said - {"", None})

    def forget(self, connection: sqlite3.Connection, tenant: str, receipts: Collection[str]) -> Collection[str]:
        connection.execute(f"DELETE FROM {self._rows}", given(receipts, tenant=tenant))
        return ()

    def old(self, connection: sqlite3.Connection, tenant: str, before_us: int, most: int) -> list[str]:
        sql = (
            f"SELECT {self.receipts[0]} FROM {self.table} WHERE tenant = ? AND {self.at} < ? AND {self.over} "
            f"ORDER BY {self.at} LIMIT ?"
        )
        return [id for (id,) in connection.execute(sql, (tenant, before_us, most))]

    @property
    def _rows(self) -> str:
        return f"{self.table} WHERE +tenant = :tenant AND ({' OR '.join(f'{one} {AMONG}' for one in self.receipts)})"
