"""Calls to record, and ways to record many of them."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wainao.kernel import Draft, Proof, Verdict, now_us
from wainao.store.home import Home
from wainao.store.ledger.audit import Report
from wainao.store.ledger.ledger import Ledger
from wainao.types import Answer


@dataclass(frozen=True, kw_only=True)
class Asked:
    question: str


def draft(question: str = "年假可以顺延吗?", **changes: Any) -> Draft:
    given: dict[str, Any] = {
        "capability": "knowledge:ask",
        "capability_version": "1",
        "risk": "read",
        "actor": "ann",
        "tenant": "local",
        "parent": None,
        "root": "r",
        "input": Asked(question=question),
        "output": Answer(answer="可以。", origin="documents"),
        "finished_us": now_us(),
        "verdicts": [Verdict(by="policy", said="allow", why="'ann' has the right 'read'")],
        "versions": {"policy": "rights-1"},
    }
    return Draft(**given | changes)


def record(ledger: Ledger, drafts: Iterable[Draft]) -> list[Proof]:
    """Open and seal these calls together."""

    async def all_of_them() -> list[Proof]:
        sealing = []
        for one in drafts:
            ledger.open(one)
            sealing.append(ledger.seal(one))
        return list(await asyncio.gather(*sealing))

    return asyncio.run(all_of_them())


def record_one_by_one(ledger: Ledger, drafts: Iterable[Draft]) -> list[Proof]:
    """Each in a commit of its own."""
    return [proof for one in drafts for proof in record(ledger, [one])]


def change(home: Path, *statements: str, **values: Any) -> None:
    """Do to the database what an attacker with the file would."""
    with closing(sqlite3.connect(home / "state.db", isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement, values if ":" in statement else ())


def look(home: Path, question: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(home / "state.db")) as connection:
        return connection.execute(question, values).fetchall()


def with_home(path: Path, work: Callable[[Home], Any]) -> Any:
    home = Home(path)
    try:
        return work(home)
    finally:
        home.close()


def verified(path: Path) -> Report:
    """What an audit says of a home that was opened again."""
    return with_home(path, lambda home: home.ledger.verify())


def found(report: Report) -> set[tuple[str, int | None, int | None]]:
    """Its faults without the words."""
    return {(fault.kind, fault.at, fault.until) for fault in report.faults}
