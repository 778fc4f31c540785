"""What was copied from receipts is erased with them: cases made of them, replies that were kept, reports that quote."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

import msgspec

from wainao.features.learn import store
from wainao.features.learn.service import asked_with, planned
from wainao.features.learn.types import ERASED, Case, Reply, Result
from wainao.store.copies import AMONG, Keeper, Traces, given

_ERASED_THERE = msgspec.to_builtins(ERASED)


class CopyKeeper(Keeper):
    """A `Keeper`: what was counted of those calls stays, their words go."""

    name = "evaluations"

    def trace(self, connection: sqlite3.Connection, tenant: str, receipts: Collection[str]) -> Traces:
        """With the receipts of the questions that evaluations asked of such cases: they quote them, too."""
        copies = list(_copies(connection, tenant, receipts))
        asked = _asked(connection, tenant, [(set, case) for _, set, case in copies])
        results = list(_results(connection, tenant, {*receipts, *asked}))
        reports = _reports(connection, tenant, _names(connection, copies, results))
        counts = {"cases": len(copies), "results": len(results), "reports": sum(1 for _ in reports)}
        return Traces(copies=counts, receipts=asked)

    def forget(self, connection: sqlite3.Connection, tenant: str, receipts: Collection[str]) -> Collection[str]:
        """Those receipts are with all that `trace` told of them: which cases were asked need not be found out again."""
        copies, results = list(_copies(connection, tenant, receipts)), list(_results(connection, tenant, receipts))
        reports = list(_reports(connection, tenant, _names(connection, copies, results)))
        for number, _, case in copies:
            connection.execute(
                'UPDATE learn_cases SET "case" = ? WHERE id = ?', (msgspec.json.encode(case.bare), number)
            )
        for key, known in results:
            unsettled = replace(known, why=(ERASED,), reply=Reply(receipt=known.reply.receipt), settled=False)
            connection.execute(
                "UPDATE learn_results SET result = ?, settled = 0 WHERE tenant = ? AND key = ?",
                (msgspec.json.encode(unsettled), tenant, key),
            )
        for id, report in reports:
            connection.execute("UPDATE learn_gates SET report = ? WHERE id = ?", (msgspec.json.encode(report), id))
        return ()


def _copies(connection: sqlite3.Connection, tenant: str, receipts: Collection[str]) -> Iterator[tuple[int, int, Case]]:
    """The cases that were made of those receipts, with their numbers and those of their sets."""
    for receipt in receipts:
        rows = connection.execute(
            'SELECT learn_cases.id, "set", "case" FROM learn_cases JOIN learn_sets ON learn_sets.id = "set" '
            "WHERE tenant = ? AND learn_cases.receipt = ?",
            (tenant, receipt),
        )
        for number, set, blob in rows.fetchall():
            case = msgspec.json.decode(blob, type=Case)
            if not case.erased:
                yield number, set, case


def _asked(connection: sqlite3.Connection, tenant: str, copies: Collection[tuple[int, Case]]) -> set[str]:
    """The receipts of all calls by which a run asked one of these cases."""
    found = set()
    for row in store.runs(connection, tenant) if copies else ():
        plan = planned(connection, row, with_cases=False)
        for case in (case for set, case in copies if set in row.sets):
            key = plan.key(replace(case, overlay=asked_with(case, row.corrections)))
            known = store.result(connection, tenant, key)
            if known is not None and known.reply.receipt:
                found.add(known.reply.receipt)
    return found


def _results(connection: sqlite3.Connection, tenant: str, receipts: Collection[str]) -> Iterator[tuple[bytes, Result]]:
    """Kept replies that are of those receipts and still say something, by their keys: a case is asked again."""
    sql = f"SELECT key, result FROM learn_results WHERE +tenant = :tenant AND receipt {AMONG}"
    for key, blob in connection.execute(sql, given(receipts, tenant=tenant)).fetchall():
        known = msgspec.json.decode(blob, type=Result)
        if known.why != (ERASED,):
            yield key, known


def _names(
    connection: sqlite3.Connection,
    copies: Collection[tuple[int, int, Case]],
    results: Collection[tuple[bytes, Result]],
) -> set[str]:
    """What reports call those cases: by their sets."""
    sets = {set: store.set_of(connection, set).name for _, set, _ in copies}
    return {known.case for _, known in results} | {f"{sets[set]}/{case.name}" for _, set, case in copies}


def _reports(
    connection: sqlite3.Connection, tenant: str, names: Collection[str]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """What gates reported of those cases, by their numbers, without the words, whatever receipts these were of."""
    rows = connection.execute(
        "SELECT learn_gates.id, report FROM learn_gates JOIN learn_releases ON learn_releases.id = release "
        "WHERE tenant = ?",
        (tenant,),
    )
    for id, blob in rows.fetchall() if names else ():
        report = msgspec.json.decode(blob)
        quoting = [pair for pair in _pairs(report) if pair["case"] in names and pair["why"] != [_ERASED_THERE]]
        for pair in quoting:
            pair.update(question="", before="", after="", why=[ERASED])
        if quoting:
            yield id, report


def _pairs(report: dict[str, Any]) -> Iterator[dict[str, Any]]:
    compared = report["comparison"] or {}
    for part in (report["broken"], report["worse"], compared.get("better", ()), compared.get("worse", ())):
        yield from part
