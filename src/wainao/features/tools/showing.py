"""What people leave at a tool for others: demonstrations that can be run again, and reviews by those who called it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from wainao.features.tools.offering import as_text, input_of
from wainao.features.tools.shape import missing, shape
from wainao.features.tools.types import ToolOutput
from wainao.kernel import Call, DeniedError, NotFoundError, UsageError, WainaoError, new_id, now_us
from wainao.store.copies import AMONG, Traces, given
from wainao.store.home import Home
from wainao.store.ledger.reading import Filter, headers
from wainao.store.rows import Rows
from wainao.store.sqlite import Migration
from wainao.types import Json

MOST_WORDS = 2_000

MIGRATIONS = (
    Migration(
        "1-showing",
        """
        CREATE TABLE tools_demos (
            id TEXT PRIMARY KEY, tenant TEXT NOT NULL, box TEXT NOT NULL, tool TEXT NOT NULL, title TEXT NOT NULL,
            arguments TEXT NOT NULL, output TEXT NOT NULL, places TEXT NOT NULL, status INTEGER, receipt TEXT NOT NULL,
            recorded_by TEXT NOT NULL, recorded_us INTEGER NOT NULL, replayed_us INTEGER, drift TEXT NOT NULL DEFAULT ''
        );
        CREATE INDEX tools_demos_by_box ON tools_demos (tenant, box, tool);
        CREATE TABLE tools_reviews (
            tenant TEXT NOT NULL, box TEXT NOT NULL, tool TEXT NOT NULL, actor TEXT NOT NULL, stars INTEGER NOT NULL,
            words TEXT NOT NULL, at_us INTEGER NOT NULL, PRIMARY KEY (tenant, box, tool, actor)
        ) WITHOUT ROWID;
        """,
    ),
    Migration("2-receipts", "ALTER TABLE tools_reviews ADD COLUMN receipt TEXT NOT NULL DEFAULT '';"),
)

_REPLAYS = """
    SELECT again.id FROM receipts AS replay JOIN receipts AS again ON again.parent = replay.id
    WHERE replay.tenant = :tenant AND replay.capability = 'tools:replay' AND again.capability = :tool
        AND json_extract(CAST(again.contents AS TEXT), '$.input') = (
            SELECT json_extract(CAST(contents AS TEXT), '$.input') FROM receipts WHERE id = :receipt)
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Demo:
    """A recorded call: `arguments` in, `output` (as a model reads it) out. `drift` says how the last replay differed,
    "" where it did not. Times are microseconds since 1970, UTC.

    What was said is hidden from `repr`, and so from the record of whoever looks: `receipt` has it.
    """

    id: str
    tool: str
    title: str = field(repr=False)
    arguments: Json = field(repr=False)
    output: str = field(repr=False)
    receipt: str
    recorded_by: str
    recorded_us: int
    replayed_us: int | None
    drift: str = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Review:
    """One actor's, 1 to 5 stars, the newest one only. `words` are on its author's receipt, and no reader's."""

    tool: str
    actor: str
    stars: int
    words: str = field(repr=False)
    at_us: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What was left at one tool: `demos`, of which `drifted` are not as shown any more, and the mean of its `stars`."""

    demos: int = 0
    drifted: int = 0
    stars: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoKeeper(Rows):
    """A demonstration goes with the call that was recorded, and with it whenever that was made again."""

    def trace(self, connection: sqlite3.Connection, tenant: str, receipts: Collection[str]) -> Traces:
        told = super(DemoKeeper, self).trace(connection, tenant, receipts)
        sql = f"SELECT tool, receipt FROM tools_demos WHERE tenant = :tenant AND receipt {AMONG}"
        again = [
            id
            for tool, receipt in connection.execute(sql, given(receipts, tenant=tenant)).fetchall()
            for (id,) in connection.execute(_REPLAYS, {"tenant": tenant, "tool": tool, "receipt": receipt})
        ]
        return replace(told, receipts={*told.receipts, *again})


KEEPERS = (
    DemoKeeper(name="demonstrations", table="tools_demos", at="recorded_us"),
    Rows(name="reviews", table="tools_reviews"),
)


class Showing:
    def __init__(self, home: Home) -> None:
        self._database = home.database("state")
        self._ledger = home.ledger
        self._database.migrate("tools-showing", MIGRATIONS)

    async def record(self, call: Call, tool: str, arguments: Json, title: str) -> Demo:
        """Make the call and keep what it gave. Raises UsageError for one that changes something, or that fails."""
        spec = call.kernel.spec(tool, call.actor)
        if spec.risk != "read" or not spec.tool:
            raise UsageError(f"{tool!r} is no reading tool, and a demonstration is run again and again. Choose one.")
        outcome = await call.run(tool, input_of(spec, arguments))
        given = _given(outcome.output)
        if given.failed:
            raise UsageError(
                f"{tool!r} failed: {given.text[:200]}. Expected a call that shows what it does. Mend the input."
            )
        values = (
            new_id(), call.actor.tenant, tool.partition(":")[0], tool, title[:MOST_WORDS], json.dumps(dict(arguments)),
            given.text, json.dumps(sorted(shape(given.data))), given.status, outcome.receipt, call.actor.id, now_us(),
        )  # fmt: skip
        await self._database.async_write(
            lambda connection: connection.execute(
                "INSERT INTO tools_demos VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, '')", values
            )
        )
        return next(one for one in self.demos(call.actor.tenant, tool) if one.id == values[0])

    async def replay(self, call: Call, box: str) -> list[Demo]:
        """Make every recorded call of a toolbox again, and say of each how it differs in form."""
        found = self._rows(
            "SELECT id FROM tools_demos WHERE tenant = ? AND box = ? ORDER BY id", (call.actor.tenant, box)
        )
        told = [(await self._again(call, id), now_us(), id) for (id,) in found]
        await self._database.async_write(
            lambda connection: connection.executemany(
                "UPDATE tools_demos SET drift = ?, replayed_us = ? WHERE id = ?", told
            )
        )
        return self.demos(call.actor.tenant, box)

    async def claim(self, *, older_than_s: float) -> list[tuple[str, str]]:
        """Tenants and toolboxes whose demonstrations are due again: each is told to one process only."""
        now = now_us()
        due = now - int(older_than_s * 1e6)

        def work(connection: sqlite3.Connection) -> list[tuple[str, str]]:
            rows = connection.execute(
                "UPDATE tools_demos SET replayed_us = ? WHERE COALESCE(replayed_us, recorded_us) <= ? "
                "RETURNING tenant, box",
                (now, due),
            ).fetchall()
            return sorted(set(rows))

        return await self._database.async_write(work)

    async def forget(self, call: Call, demo: str) -> None:
        """Raises NotFoundError."""
        gone = await self._database.async_write(
            lambda connection: (
                connection.execute(
                    "DELETE FROM tools_demos WHERE tenant = ? AND id = ?", (call.actor.tenant, demo)
                ).rowcount
            )
        )
        if not gone:
            raise NotFoundError(f"There is no demonstration {demo!r}. 'wainao tools show' names those that there are.")

    async def review(self, call: Call, tool: str, stars: int, words: str) -> Review:
        """Raises DeniedError for whoever never called that tool."""
        call.kernel.spec(tool, call.actor)
        if not 1 <= stars <= 5 or len(words) > MOST_WORDS:
            raise UsageError(
                f"{stars = } and {len(words)} characters. Expected 1 to 5 stars, at most {MOST_WORDS} characters."
            )
        if not self._has_called(call, tool):
            raise DeniedError(f"{call.actor.id!r} never called {tool!r}. Reviews are by those who did: call it first.")
        at_us = now_us()
        values = (call.actor.tenant, tool.partition(":")[0], tool, call.actor.id, stars, words, at_us, call.id)
        await self._database.async_write(
            lambda connection: connection.execute(
                "INSERT OR REPLACE INTO tools_reviews VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values
            )
        )
        return Review(tool=tool, actor=call.actor.id, stars=stars, words=words, at_us=at_us)

    def demos(self, tenant: str, of: str) -> list[Demo]:
        """Of one tool ("weather:today"), or of all of its kind ("weather")."""
        rows = self._rows(
            "SELECT id, tool, title, arguments, output, receipt, recorded_by, recorded_us, replayed_us, drift FROM "
            "tools_demos WHERE tenant = ? AND box = ? ORDER BY tool, id",
            (tenant, of.partition(":")[0]),
        )
        found = [
            Demo(**dict(zip(Demo.__slots__, row, strict=True)) | {"arguments": json.loads(row[3])}) for row in rows
        ]
        return [one for one in found if belongs(one.tool, to=of)]

    def reviews(self, tenant: str, of: str) -> list[Review]:
        rows = self._rows(
            "SELECT tool, actor, stars, words, at_us FROM tools_reviews WHERE tenant = ? AND box = ? "
            "ORDER BY at_us DESC",
            (tenant, of.partition(":")[0]),
        )
        found = [Review(**dict(zip(Review.__slots__, row, strict=True))) for row in rows]
        return [one for one in found if belongs(one.tool, to=of)]

    def standings(self, tenant: str) -> dict[str, Standing]:
        """By tool, of those at which something was left."""
        demos = self._rows(
            "SELECT tool, COUNT(*), SUM(drift <> '') FROM tools_demos WHERE tenant = ? GROUP BY tool", (tenant,)
        )
        stars = dict(self._rows("SELECT tool, AVG(stars) FROM tools_reviews WHERE tenant = ? GROUP BY tool", (tenant,)))
        found = {tool: Standing(demos=many, drifted=drifted, stars=stars.get(tool)) for tool, many, drifted in demos}
        return {tool: Standing(stars=mean) for tool, mean in stars.items()} | found

    async def _again(self, call: Call, demo: str) -> str:
        """How it differs this time. One that was erased in the meantime is not made again."""
        found = self._rows("SELECT tool, arguments, places, status FROM tools_demos WHERE id = ?", (demo,))
        return await self._drift(call, *found[0]) if found else ""

    async def _drift(self, call: Call, tool: str, arguments: str, places: str, status: int | None) -> str:
        try:
            spec = call.kernel.spec(tool, call.actor)
            if spec.risk != "read":
                return f"risk: read → {spec.risk}"  # it was recorded as a reading tool, and nobody agreed to more
            given = _given((await call.run(tool, input_of(spec, json.loads(arguments)))).output)
        except WainaoError as error:
            return f"{error.code}: {error}"[:500]
        if (given.failed, given.status) != (False, status):
            return f"{status} → {given.status}: {given.text[:200]}"
        return "; ".join(missing(frozenset(json.loads(places)), shape(given.data)))[:500]

    def _has_called(self, call: Call, tool: str) -> bool:
        which = Filter(tenant=call.actor.tenant, actor=call.actor.id, capability=tool)
        with self._database.read() as connection:
            return next(headers(connection, which, limit=1), None) is not None

    def _rows(self, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        with self._database.read() as connection:
            return connection.execute(sql, values).fetchall()


def belongs(tool: str, *, to: str) -> bool:
    """Whether `tool` is that one, or one of that toolbox.

    >>> [belongs("weather:today", to=one) for one in ("weather:today", "weather", "weather:to")]
    [True, True, False]
    """
    return tool == to or tool.startswith(f"{to}:")


def _given(output: Any) -> ToolOutput:
    """What a tool gave, also one of no toolbox."""
    if isinstance(output, ToolOutput):
        return output
    return ToolOutput(text=as_text(output), data=msgspec.to_builtins(output))


def forget_box(connection: sqlite3.Connection, tenant: str, box: str) -> None:
    """All that was left at a toolbox that goes."""
    connection.execute("DELETE FROM tools_demos WHERE tenant = ? AND box = ?", (tenant, box))
    connection.execute("DELETE FROM tools_reviews WHERE tenant = ? AND box = ?", (tenant, box))
