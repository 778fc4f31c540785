"""Which answers people have corrected, as the receipts of their corrections say."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from wainao.store.ledger.reading import Filter, newest

MOST = 10_000
"""Receipts of either kind that are looked at, the newest."""


def corrected(connection: sqlite3.Connection, *, tenant: str, since_us: int) -> frozenset[str]:
    """The receipts whose answers were corrected since then. A correction that was taken back says nothing any more,
    and one whose words were erased cannot."""
    revoked = {
        asked["correction"]
        for asked, _ in _done(connection, tenant, "corrections:revoke", since_us)
        if _is_whole(asked)
    }
    proposed = _done(connection, tenant, "corrections:propose", since_us)
    return frozenset(asked["receipt"] for asked, told in proposed if told["correction"] not in revoked) - {None}


def _is_whole(asked: dict[str, Any]) -> bool:
    """Not only one of its wordings."""
    return asked.get("question") is None


def _done(connection: sqlite3.Connection, tenant: str, capability: str, since_us: int) -> Iterator[tuple[Any, Any]]:
    """What such calls were asked and told."""
    which = Filter(tenant=tenant, capability=capability, status="ok")
    for receipt in newest(connection, which, limit=MOST):
        if receipt.header.finished_us < since_us:
            return
        if receipt.contents is not None:
            yield receipt.contents.input, receipt.contents.output
