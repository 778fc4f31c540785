"""What was copied from receipts is erased with them: cases made of them, replies that were kept, reports that quote."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from wainao.features.learn import store
from wainao.features.learn.service import asked_with, planned
from wainao.features.learn.types import Case, Reply, Result
from wainao.types import Words

ERASED = Words("原回执的内容已抹去", "the receipt that it is of was erased")


@dataclass(frozen=True, kw_only=True, slots=True)
class Forgotten:
    """How many `cases`, kept `results` and gate `reports` lost their words; `receipts` are those of the questions that
    evaluations asked of such cases: they quote them, too."""

    cases: int
    results: int
    reports: int
    receipts: tuple[str, ...]


def forget(connection: sqlite3.Connection, tenant: str, receipts: Collection[str]) -> Forgotten:
    """Take out whatever was copied from those receipts, within one tenant. What was counted of it stays."""
    copies = list(_copies(connection, tenant, receipts))
    for number, _, case in copies:
        bare = Case(name=case.name, question="", expect=(), origin=case.origin, erased=True)
        connection.execute('UPDATE learn_cases SET "case" = ? WHERE id = ?', (msgspec.json.encode(bare), number))
    asked = _asked(connection, tenant, [(set, case) for _, set, case in copies])
    names = _blank_results(connection, tenant, {*receipts, *asked})
    sets = {set: store.set_of(connection, set).name for _, set, _ in copies}
    names |= {f"{sets[set]}/{case.name}" for _, set, case in copies}
    reports = _blank_reports(connection, tenant, names)
    return Forgotten(
        cases=len(copies), results=len(names), reports=reports, receipts=tuple(sorted(asked - set(receipts)))
    )


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


def _blank_results(connection: sqlite3.Connection, tenant: str, receipts: Collection[str]) -> set[str]:
    """Keep of a result whether it passed; a case that is still there is asked again. Returns the names of the cases."""
    names = set()
    for receipt in receipts:
        rows = connection.execute(
            "SELECT key, result FROM learn_results WHERE tenant = ? AND receipt = ?", (tenant, receipt)
        )
        for key, blob in rows.fetchall():
            known = msgspec.json.decode(blob, type=Result)
            bare = replace(known, why=(ERASED,), reply=Reply(receipt=receipt), settled=False)
            connection.execute(
                "UPDATE learn_results SET result = ?, settled = 0 WHERE tenant = ? AND key = ?",
                (msgspec.json.encode(bare), tenant, key),
            )
            names.add(known.case)
    return names


def _blank_reports(connection: sqlite3.Connection, tenant: str, names: Collection[str]) -> int:
    """Take the words of those cases out of what gates reported, whatever receipts they were of."""
    changed = 0
    rows = connection.execute(
        "SELECT learn_gates.id, report FROM learn_gates JOIN learn_releases ON learn_releases.id = release "
        "WHERE tenant = ?",
        (tenant,),
    )
    for id, blob in rows.fetchall() if names else ():
        report = msgspec.json.decode(blob)
        quoting = [pair for pair in _pairs(report) if pair["case"] in names]
        for pair in quoting:
            pair.update(question="", before="", after="", why=[ERASED])
        if quoting:
            connection.execute("UPDATE learn_gates SET report = ? WHERE id = ?", (msgspec.json.encode(report), id))
            changed += 1
    return changed


def _pairs(report: dict[str, Any]) -> Iterator[dict[str, Any]]:
    compared = report["comparison"] or {}
    for part in (report["broken"], report["worse"], compared.get("better", ()), compared.get("worse", ())):
        yield from part
