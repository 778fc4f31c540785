"""Models' answers to one question, and which of them a person preferred: tables of `state.db`."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import partial

import msgspec

from wainao.kernel import Call, NotFoundError, UsageError, now_us
from wainao.store.copies import AMONG, Keeper, Traces, counted, given
from wainao.store.home import Home
from wainao.store.portion import Portion
from wainao.store.sqlite import Migration

MIGRATIONS = (
    Migration(
        "1-preferences",
        """
        CREATE TABLE models_comparisons (
            id TEXT PRIMARY KEY,
            tenant TEXT NOT NULL,
            actor TEXT NOT NULL,
            at_us INTEGER NOT NULL,
            question TEXT NOT NULL,
            answers BLOB NOT NULL
        );
        CREATE TABLE models_votes (
            id TEXT PRIMARY KEY,
            comparison TEXT NOT NULL REFERENCES models_comparisons (id),
            actor TEXT NOT NULL,
            at_us INTEGER NOT NULL,
            chosen INTEGER NOT NULL
        );
        """,
    ),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What one model said to the question, and the receipt of that; or why it said nothing."""

    route: str
    model: str = ""
    text: str = ""
    receipt: str = ""
    seconds: float = 0.0
    cost_microusd: int | None = None
    failed: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Preference:
    """A pair of answers of which a person chose one, and where each came from; `vote` is the receipt of the choice.

    What was said is hidden from `repr`, and so from the record of whoever looks: those receipts have it.
    """

    question: str = field(repr=False)
    chosen: str = field(repr=False)
    rejected: str = field(repr=False)
    chosen_model: str
    rejected_model: str
    chosen_receipt: str
    rejected_receipt: str
    vote: str
    actor: str
    at_us: int


_COMPARED = f"""
    models_comparisons AS c WHERE tenant = :tenant AND (id {AMONG} OR EXISTS (
        SELECT 1 FROM json_each(CAST(c.answers AS TEXT)) AS said WHERE json_extract(said.value, '$.receipt') {AMONG}))
"""
_VOTED = f"models_votes WHERE id {AMONG} OR comparison IN (SELECT id FROM {_COMPARED})"


class PreferenceKeeper(Keeper):
    """A `Keeper`: a comparison goes with its question, and with any of its answers; its votes go with it."""

    name = "comparisons"

    def trace(self, connection: sqlite3.Connection, tenant: str, receipts: Collection[str]) -> Traces:
        compared = counted(connection, f"SELECT COUNT(*) FROM {_COMPARED}", receipts, tenant=tenant)
        voted = counted(connection, f"SELECT COUNT(*) FROM {_VOTED}", receipts, tenant=tenant)
        own = connection.execute(f"SELECT id FROM {_COMPARED}", given(receipts, tenant=tenant))
        return Traces(copies={"comparisons": compared, "votes": voted}, receipts={id for (id,) in own})

    def forget(self, connection: sqlite3.Connection, tenant: str, receipts: Collection[str]) -> Collection[str]:
        connection.execute(f"DELETE FROM {_VOTED}", given(receipts, tenant=tenant))
        connection.execute(f"DELETE FROM {_COMPARED}", given(receipts, tenant=tenant))
        return ()

    def old(self, connection: sqlite3.Connection, tenant: str, before_us: int, most: int) -> list[str]:
        sql = "SELECT id FROM models_comparisons WHERE tenant = ? AND at_us < ? ORDER BY at_us LIMIT ?"
        return [id for (id,) in connection.execute(sql, (tenant, before_us, most))]


class Preferences:
    """Comparisons and votes of every tenant, each seen by its own."""

    def __init__(self, home: Home) -> None:
        self._database = home.database("state")
        self._database.migrate("preferences", MIGRATIONS)

    async def compared(self, call: Call, question: str, answers: tuple[Said, ...]) -> None:
        """Keep what was said, under the receipt of the call."""
        row = (call.id, call.actor.tenant, call.actor.id, now_us(), question, msgspec.json.encode(answers))
        await self._database.async_write(partial(_insert, "models_comparisons", row))

    async def vote(self, call: Call, comparison: str, chosen: str) -> tuple[Said, ...]:
        """Note which answer was preferred, by its receipt; returns all answers. Raises NotFoundError and UsageError."""
        answers = self._answers(call.actor.tenant, comparison)
        receipts = [one.receipt for one in answers if not one.failed]
        if chosen not in receipts:
            raise UsageError(
                f"{chosen!r} is no answer of the comparison {comparison!r}. Expected one of its receipts: "
                f"{', '.join(receipts)}."
            )
        index = next(at for at, one in enumerate(answers) if one.receipt == chosen)
        row = (call.id, comparison, call.actor.id, now_us(), index)
        await self._database.async_write(partial(_insert, "models_votes", row))
        return answers

    def all(self, tenant: str, portion: Portion) -> tuple[Preference, ...]:
        """What each person thinks of each comparison, their last vote, as pairs, the oldest first: the chosen answer
        beside each of the others."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT v.id, v.actor, v.at_us, v.chosen, c.question, c.answers FROM "
                "(SELECT *, MAX(rowid) FROM models_votes GROUP BY comparison, actor) v "
                "JOIN models_comparisons c ON c.id = v.comparison WHERE c.tenant = ? ORDER BY v.at_us, v.id",
                (tenant,),
            )
            return portion.of(pair for row in rows for pair in _pairs(*row))

    def _answers(self, tenant: str, comparison: str) -> tuple[Said, ...]:
        with self._database.read() as connection:
            row = connection.execute(
                "SELECT answers FROM models_comparisons WHERE id = ? AND tenant = ?", (comparison, tenant)
            ).fetchone()
        if row is None:
            raise NotFoundError(f"There is no comparison {comparison!r}. Expected the receipt of a models:compare.")
        return msgspec.json.decode(row[0], type=tuple[Said, ...])


def _insert(table: str, row: tuple[object, ...], connection: sqlite3.Connection) -> None:
    connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)


def _pairs(vote: str, actor: str, at_us: int, chosen: int, question: str, answers: bytes) -> list[Preference]:
    said = msgspec.json.decode(answers, type=tuple[Said, ...])
    best = said[chosen]
    return [
        Preference(
            question=question,
            chosen=best.text,
            rejected=other.text,
            chosen_model=best.model or best.route,
            rejected_model=other.model or other.route,
            chosen_receipt=best.receipt,
            rejected_receipt=other.receipt,
            vote=vote,
            actor=actor,
            at_us=at_us,
        )
        for at, other in enumerate(said)
        if at != chosen and not other.failed
    ]
