"""The feature's own tables: plans and who has which, from which month on, so that no statement changes later."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Literal

from wainao.kernel import UsageError
from wainao.store.budget import MOST
from wainao.store.sqlite import Migration

MIGRATIONS = (
    Migration(
        "1-plans",
        """
        CREATE TABLE access_plans (
            tenant TEXT NOT NULL,
            id TEXT NOT NULL,
            since TEXT NOT NULL,
            name TEXT NOT NULL,
            fee_microusd INTEGER NOT NULL,
            calls INTEGER,
            tokens INTEGER,
            cost_microusd INTEGER,
            beyond TEXT NOT NULL,
            call_microusd INTEGER NOT NULL,
            million_tokens_microusd INTEGER NOT NULL,
            markup_percent INTEGER NOT NULL,
            PRIMARY KEY (tenant, id, since)
        );
        CREATE TABLE access_subscriptions (
            tenant TEXT NOT NULL,
            subject TEXT NOT NULL,
            since TEXT NOT NULL,
            plan TEXT,
            PRIMARY KEY (tenant, subject, since)
        );
        """,
    ),
)

Beyond = Literal["block", "pay"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What is included each month, and what happens beyond it. Money is in millionths of a US dollar.

    `fee_microusd` is charged each month. `calls`, `tokens` and `cost_microusd` are included; None: that unit is not
    counted. Beyond any of them calls are refused ("block"), or paid for ("pay"): each call, each million tokens, and
    the cost with `markup_percent` on top. A cost of 0 included with a markup of 20 charges what is used, and a fifth.
    """

    id: str
    name: str = ""
    fee_microusd: int = 0
    calls: int | None = None
    tokens: int | None = None
    cost_microusd: int | None = None
    beyond: Beyond = "pay"
    call_microusd: int = 0
    million_tokens_microusd: int = 0
    markup_percent: int = 0

    def __post_init__(self) -> None:
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, int) and not 0 <= value <= MOST:
                raise UsageError(f"{item.name} of the plan {self.id!r} is {value!r}. Expected 0 to {MOST}.")
        if self.beyond == "block" and (self.calls, self.tokens, self.cost_microusd) == (None, None, None):
            raise UsageError(
                f"The plan {self.id!r} blocks what is beyond it, but includes nothing. Say how many calls, tokens or "
                "how much money."
            )

    def charge_microusd(self, *, calls: int, tokens: int, cost_microusd: int) -> int:
        """What a month in which that much was used costs, rounded up."""
        if self.beyond == "block":
            return self.fee_microusd
        return (
            self.fee_microusd
            + _beyond(calls, self.calls) * self.call_microusd
            - (-_beyond(tokens, self.tokens) * self.million_tokens_microusd // 1_000_000)
            - (-_beyond(cost_microusd, self.cost_microusd) * (100 + self.markup_percent) // 100)
        )


def _beyond(used: int, included: int | None) -> int:
    return 0 if included is None else max(0, used - included)


_PLAN = tuple(item.name for item in fields(Plan))


def put_plan(connection: sqlite3.Connection, plan: Plan, *, tenant: str, month: str) -> None:
    """The plan has these terms from that month on."""
    columns = ("tenant", "since", *_PLAN)
    connection.execute(
        f"INSERT INTO access_plans ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
        " ON CONFLICT (tenant, id, since) DO UPDATE SET "
        + ", ".join(f"{name} = excluded.{name}" for name in _PLAN if name != "id"),
        (tenant, month, *(getattr(plan, name) for name in _PLAN)),
    )


def plans(connection: sqlite3.Connection, *, tenant: str, month: str) -> dict[str, Plan]:
    """The plans of a tenant as they are in that month, by id."""
    rows = connection.execute(
        f"SELECT {', '.join(_PLAN)} FROM access_plans WHERE tenant = ? AND since <= ? ORDER BY id, since",
        (tenant, month),
    )
    found = [Plan(**dict(zip(_PLAN, row, strict=True))) for row in rows]
    return {plan.id: plan for plan in found}  # of several terms of one plan the latest stays


def subscribe(connection: sqlite3.Connection, subject: str, plan: str | None, *, tenant: str, month: str) -> None:
    """The subject has that plan, or none, from that month on."""
    connection.execute(
        "INSERT INTO access_subscriptions (tenant, subject, since, plan) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (tenant, subject, since) DO UPDATE SET plan = excluded.plan",
        (tenant, subject, month, plan),
    )


def subscriptions(connection: sqlite3.Connection, *, tenant: str, month: str) -> dict[str, str]:
    """Which plan each subject has in that month."""
    rows: Sequence[tuple[str, str | None]] = connection.execute(
        "SELECT subject, plan FROM access_subscriptions WHERE tenant = ? AND since <= ? ORDER BY subject, since",
        (tenant, month),
    ).fetchall()
    latest = dict(rows)
    return {subject: plan for subject, plan in latest.items() if plan is not None}
