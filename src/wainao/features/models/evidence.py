"""What the receipts of other capabilities say of models: whose answers people corrected, who passes which cases."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from wainao.store.ledger.reading import Filter, newest

MOST = 10_000
MOST_RUNS = 200
"""Receipts of one capability that are looked at, the newest; those of evaluations hold all cases that failed."""


_DECIDING = tuple(f"corrections:{deed}" for deed in ("propose", "approve", "revoke", "restore", "rollback", "undo"))
_HOLDS = ("standing", "retired")
"""What a correction is that says of an answer that it was wrong. One that waits, or was taken back, does not."""


class _Done(NamedTuple):
    place: int
    asked: Any
    told: Any


def corrected(connection: sqlite3.Connection, *, tenant: str, since_us: int) -> frozenset[str]:
    """The receipts whose answers were corrected since then, by corrections that nobody took back, one by one or with a
    roll-back. One whose words were erased says nothing any more."""
    of: dict[str, str | None] = {}
    holds: dict[str, bool] = {}
    rolled: dict[str, dict[str, bool]] = {}
    deeds = [done for name in _DECIDING for done in _done(connection, tenant, name, since_us=since_us)]
    for _, asked, told in sorted(deeds):
        if "taken" in told:
            holds |= _rolled(told, rolled)
        elif "answer" in asked or asked.get("question") is None:  # else it was only about one of its wordings
            holds[told["correction"]] = told["status"] in _HOLDS
            of.setdefault(told["correction"], asked.get("receipt"))
    return frozenset(receipt for id, receipt in of.items() if receipt is not None and holds[id])


def _rolled(told: Any, rolled: dict[str, dict[str, bool]]) -> dict[str, bool]:
    """What a roll-back made of the corrections that it lists, or what undoing it did; `rolled` remembers it by its
    receipt. A rehearsal, which has none, made nothing of them."""
    rollback, taken = told["rollback"], told["taken"]
    if rollback is None:
        return {}
    if undone := {one["correction"] for one in taken if one["deed"] == "undone"}:
        return {id: not held for id, held in rolled.get(rollback, {}).items() if id in undone}
    rolled[rollback] = {
        one["correction"]: one["deed"] == "restored" for one in taken if one["deed"] in ("revoked", "restored")
    }
    return rolled[rollback]


def scores(connection: sqlite3.Connection, *, tenant: str, nameless: str) -> dict[str, float]:
    """The share of evaluation cases that each route passes, by the latest run of each choice of sets; `nameless` is the
    route that answers where none is named."""
    seen: set[tuple[Any, ...]] = set()
    passed: dict[str, int] = defaultdict(int)
    settled: dict[str, int] = defaultdict(int)
    for _, asked, told in _done(connection, tenant, "evaluations:run", limit=MOST_RUNS):
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
) -> Iterator[_Done]:
    """What such calls were asked and told, the latest first."""
    which = Filter(tenant=tenant, capability=capability, status="ok")
    for receipt in newest(connection, which, limit=limit):
        if receipt.header.finished_us < since_us:
            return
        if receipt.contents is not None:
            yield _Done(receipt.header.index, receipt.contents.input, receipt.contents.output)
