"""What goes when the receipt of a doubted answer is erased: the remarks on it. What a person corrected stays."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

from wainao.store.copies import AMONG, Keeper, Traces, counted, given

_REMARKS = (
    f"corrections_queue WHERE tenant = :tenant AND (receipt {AMONG} OR deed {AMONG} OR closing_deed {AMONG}) "
    "AND why || closed_why <> ''"
)
_CORRECTIONS = (
    "corrections JOIN corrections_spaces AS spaces ON spaces.id = corrections.space "
    f"WHERE spaces.tenant = :tenant AND corrections.source {AMONG}"
)


class RemarkKeeper(Keeper):
    """A `Keeper` of why somebody was not satisfied, and why an item was dismissed; the item itself stays."""

    name = "remarks"

    def trace(self, connection: sqlite3.Connection, tenant: str, receipts: Collection[str]) -> Traces:
        remarks = connection.execute(
            f"SELECT deed, CASE state WHEN 'dismissed' THEN closing_deed END FROM {_REMARKS}",
            given(receipts, tenant=tenant),
        ).fetchall()
        corrections = counted(connection, f"SELECT COUNT(*) FROM {_CORRECTIONS}", receipts, tenant=tenant)
        return Traces(
            copies={self.name: len(remarks)},
            receipts={deed for deeds in remarks for deed in deeds if deed},
            stays={"corrections": corrections},
        )

    def forget(self, connection: sqlite3.Connection, tenant: str, receipts: Collection[str]) -> Collection[str]:
        connection.execute(
            f"UPDATE corrections_queue SET why = '', closed_why = '' WHERE id IN (SELECT id FROM {_REMARKS})",
            given(receipts, tenant=tenant),
        )
        return ()

    def old(self, connection: sqlite3.Connection, tenant: str, before_us: int, most: int) -> list[str]:
        sql = (
            "SELECT receipt FROM corrections_queue WHERE tenant = ? AND closed_us < ? AND why || closed_why <> '' "
            "ORDER BY closed_us LIMIT ?"
        )
        return [id for (id,) in connection.execute(sql, (tenant, before_us, most))]
