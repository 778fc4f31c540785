"""Uses of tools that went on after a person had decided: each repeats what the one before had done."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

from wainao.store.copies import AMONG, Keeper, Traces, given

_BEFORE = f"""
    SELECT json_extract(CAST(contents AS TEXT), '$.input.resume') FROM receipts
    WHERE id {AMONG} AND +tenant = :tenant AND capability = 'tools:use'
"""
_AFTER = f"""
    SELECT id FROM receipts WHERE tenant = :tenant AND capability = 'tools:use'
        AND actor IN (SELECT actor FROM receipts WHERE id {AMONG} AND +tenant = :tenant AND capability = 'tools:use')
        AND idx > (SELECT MIN(idx) FROM receipts WHERE id {AMONG})
        AND json_extract(CAST(contents AS TEXT), '$.input.resume') {AMONG}
"""


class UseKeeper(Keeper):
    """A `Keeper` that keeps nothing itself: it knows which receipts go together."""

    name = "uses"

    def trace(self, connection: sqlite3.Connection, tenant: str, receipts: Collection[str]) -> Traces:
        which = given(receipts, tenant=tenant)
        found = {id for sql in (_BEFORE, _AFTER) for (id,) in connection.execute(sql, which)}
        return Traces(receipts=found - {"", None})
