"""What the receipts of other capabilities say of models: whose answers people corrected, who passes which cases."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from wainao.store.ledger.reading import Filter, newest

MOST = 10_000
MOST_RUNS = 200
"""Receipts of one capability that are looked at, the newest; those of evaluations hold all cases that failed."""


def corrected(connection: sqlite3.Connection, *, tenant: str, since_us: int) -> frozenset[str]:
    """The receipts whose answers were corrected since then. A correction that was taken back says nothing any more,
    and one whose words were erased cannot."""
    revoked = {
        asked["correction"]
        for asked, _ in _done(connection, tenant, "corrections:revoke", since_us=since_us)
        if asked.get("question") is None  # else it was only one of its wordings
    }
    proposed = _done(connection, tenant, "corrections:propose", since_us=since_us)
    return frozenset(asked["receipt"] for asked, told in proposed if told["correction"] not in revoked) - {None}


def scores(connection: sqlite3.Connection, *, tenant: str, nameless: str) -> dict[str, float]:
    """The share of evaluation cases that each route passes, by the latest run of each choice of sets; `nameless` is the
    route that answers where none is named."""
    seen: set[tuple[Any, ...]] = set()
    passed: dict[str, int] = defaultdict(int)
    settled: dict[str, int] = defaultdict(int)
    for asked, told in _done(connection, tenant, "evaluations:run", limit=MOST_RUNS):
        target = asked["target"]
        route = target["route"] or nameless
        run = (route, target["capability"], *sorted(asked["sets"]))
        if run not in seen:
            seen.add(run)
            passed[route] += told["passed"]
            settled[route] += told["cases"] - told["unsettled"]
    return {route: passed[route] / cases for route, cases in settled.items() if cases}


def _done(
    connection: sqlite3.Connection, tenant: str, capability: str, *, since_us: int = 0, limit: int = MOST
) -> Iterator[tuple[Any, Any]]:
    """What such calls were asked and told, the latest first."""
    which = Filter(tenant=tenant, capability=capability, status="ok")
    for receipt in newest(connection, which, limit=limit):
        if receipt.header.finished_us < since_us:
            return
        if receipt.contents is not None:
            yield receipt.contents.input, receipt.contents.output
