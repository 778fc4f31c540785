"""usage:report, usage:export and usage:recount."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime
from functools import reduce
from typing import Any, get_args

from wainao.features.access.table import MEDIA_TYPE, Export, to_csv
from wainao.features.access.types import Nothing, reach
from wainao.kernel import Call, DeniedError, Spec, UsageError
from wainao.store.home import Home
from wainao.store.ledger.tally import Amounts
from wainao.store.ledger.usage import Dimension, Line, Which, used
from wainao.store.works import free
from wainao.types import Actor, Words, owner


@dataclass(frozen=True, kw_only=True, slots=True)
class UsageInput:
    """What to break the sums down by, and in which days (ISO 8601, UTC, both included); None: this month, until today.

    `actor` and `team` narrow it down; without the right "admin" it is the caller's own use in any case.
    """

    by: tuple[Dimension, ...] = ("actor",)
    since: str | None = None
    until: str | None = None
    actor: str | None = None
    team: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class UsageRow:
    """What was used at one place; a dimension that was not asked for is None, "" means that there was none.

    `requests` are the calls that no other call made, `failed` those of all `calls` that did not end well. The cost is
    in millionths of a US dollar, without the calls whose price nobody knows, `unpriced`; None if it is nobody's.
    """

    day: str | None = None
    month: str | None = None
    tenant: str | None = None
    actor: str | None = None
    team: str | None = None
    key: str | None = None
    capability: str | None = None
    model: str | None = None
    route: str | None = None
    requests: int
    calls: int
    failed: int
    input_tokens: int
    output_tokens: int
    cost_microusd: int | None
    unpriced: int


@dataclass(frozen=True, kw_only=True, slots=True)
class UsageReport:
    """`since` and `until` are the first and the last day."""

    since: str
    until: str
    rows: tuple[UsageRow, ...]
    total: UsageRow


@dataclass(frozen=True, kw_only=True, slots=True)
class Recounted:
    """How many rows the sums have now."""

    rows: int


class ReportUsage:
    """`usage:report`."""

    spec = Spec(
        name="usage:report",
        title=Words("用量报告", "Usage"),
        description=Words(
            "按使用者、团队、密钥、模型、能力或日期汇总用量与费用；管理员看到整个租户的，其他人看到自己的。",
            "Report usage and cost by actor, team, key, model, capability or day. An administrator "
            "sees the whole tenant, others see their own.",
        ),
        input=UsageInput,
        output=UsageReport,
        estimate=free,
        example=UsageInput(by=("team", "model"), since="2026-11-01", until="2026-11-30"),
    )

    def __init__(self, home: Home) -> None:
        self._ledger = home.ledger
        self._state = home.database("state")

    async def invoke(self, call: Call) -> AsyncIterator[UsageReport]:
        yield await self.report(call.actor, call.input)

    async def report(self, caller: Actor, wanted: UsageInput) -> UsageReport:
        """What `caller` may see of what is wanted. Raises UsageError."""
        which = _visible(caller, wanted)
        await self._ledger.caught_up()
        return await asyncio.to_thread(self._read, which, wanted.by)

    def _read(self, which: Which, by: tuple[Dimension, ...]) -> UsageReport:
        with self._state.read() as connection:
            lines = used(connection, which, by=by)
        total = reduce(Amounts.plus, (line.amounts for line in lines), Amounts())
        return UsageReport(
            since=which.since,
            until=which.until,
            rows=tuple(_row(by, line) for line in lines),
            total=_row((), Line(place=(), amounts=total)),
        )


class ExportUsage:
    """`usage:export`."""

    spec = Spec(
        name="usage:export",
        title=Words("导出用量", "Usage as a file"),
        description=Words("把用量报告导出为 CSV。", "Export the usage report as CSV."),
        input=UsageInput,
        output=Export,
        estimate=free,
        example=UsageInput(by=("day", "team"), since="2026-11-01", until="2026-11-30"),
    )

    def __init__(self, report: ReportUsage) -> None:
        self._report = report

    async def invoke(self, call: Call) -> AsyncIterator[Export]:
        wanted: UsageInput = call.input
        report = await self._report.report(call.actor, wanted)
        columns = [*wanted.by, *(item.name for item in fields(UsageRow) if item.name not in _DIMENSIONS)]
        yield Export(
            name=f"usage-{report.since}-{report.until}.csv",
            media_type=MEDIA_TYPE,
            content=to_csv(columns, map(asdict, report.rows)),
        )


class RecountUsage:
    """`usage:recount`."""

    spec = Spec(
        name="usage:recount",
        title=Words("重算用量", "Recount usage"),
        description=Words(
            "根据账本中的回执重新汇总全部用量。",
            "Recompute all usage totals from the receipts in the ledger.",
        ),
        input=Nothing,
        output=Recounted,
        risk="write",
        right="admin",
        estimate=free,
        example=Nothing(),
    )

    def __init__(self, home: Home) -> None:
        self._home = home

    async def invoke(self, call: Call) -> AsyncIterator[Recounted]:
        if call.actor.tenant != owner().tenant:
            raise DeniedError("The sums are of all tenants. Ask whoever runs this installation to count them anew.")
        await asyncio.to_thread(self._home.ledger.count_again)
        with self._home.database("state").read() as connection:
            (rows,) = connection.execute("SELECT COUNT(*) FROM usage_days").fetchone()
        yield Recounted(rows=rows)


_DIMENSIONS = frozenset(get_args(Dimension))


def _visible(caller: Actor, wanted: UsageInput) -> Which:
    today = datetime.now(UTC).date()
    since = today.replace(day=1) if wanted.since is None else _day(wanted.since)
    until = today if wanted.until is None else _day(wanted.until)
    if since > until:
        raise UsageError(f"The report would end on {until}, before it begins on {since}. Turn the days around.")
    if len(set(wanted.by)) < len(wanted.by):
        raise UsageError(f"{', '.join(wanted.by)!r} names something twice. Name each once.")
    return Which(
        since=since.isoformat(),
        until=until.isoformat(),
        tenant=reach(caller),
        actor=wanted.actor if caller.may("admin") else caller.id,
        team=wanted.team,
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is no day. Expected one such as '2026-11-01'.") from error


def _row(by: tuple[Dimension, ...], line: Line) -> UsageRow:
    amounts: dict[str, Any] = line.amounts._asdict()
    if amounts["unpriced"] and not amounts["cost_microusd"]:
        amounts["cost_microusd"] = None
    place: dict[str, Any] = dict(zip(by, line.place, strict=True))
    return UsageRow(**place, **amounts)
