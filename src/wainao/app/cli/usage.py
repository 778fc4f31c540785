"""`wainao usage` and `wainao plans`: what was used, what it cost, who is charged how much."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Annotated, Any

import typer

from wainao.app.cli.cells import cell
from wainao.app.cli.command import command, relay, split, write_file
from wainao.app.cli.session import Session
from wainao.app.cli.show import show_rows
from wainao.store.portion import Portion

CsvOption = Annotated[bool, typer.Option("--csv", help="Print CSV, for spreadsheets.")]
PlanArgument = Annotated[str, typer.Argument(metavar="PLAN", help="The plan's id.", show_default=False)]

AMOUNTS = ("requests", "calls", "failed", "input_tokens", "output_tokens", "cost_microusd", "unpriced")
STATEMENT = ("payer", "plan", "calls", "tokens", "cost_microusd", "unpriced", "fee_microusd", "charge_microusd")
PLAN = ("id", "name", "fee_microusd", "calls", "tokens", "cost_microusd", "beyond", "markup_percent", "for_whom")


def register(app: typer.Typer) -> None:
    command(app, "usage")(usage)
    commands: dict[str, Callable[..., Any]] = {
        "set": set_plan,
        "list": list_plans,
        "assign": assign_plan,
        "statement": show_statement,
    }
    group = typer.Typer(no_args_is_help=True, help="Plans: what is included each month, and who is charged how much.")
    for word, function in commands.items():
        command(group, word)(function)
    app.add_typer(group, name="plans")


async def usage(
    session: Session,
    by: Annotated[
        str,
        typer.Option("--by", help="day, month, tenant, actor, team, key, capability, model, route; with commas."),
    ] = "actor",
    since: Annotated[str | None, typer.Option("--since", metavar="DAY", help="From this day on.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DAY", help="Up to the end of this day.")] = None,
    actor: Annotated[str | None, typer.Option("--actor", help="Only the usage of this actor.")] = None,
    team: Annotated[str | None, typer.Option("--team", help="Only usage charged to this team.")] = None,
    as_csv: CsvOption = False,
) -> None:
    """Show usage and cost; by default of this month."""
    fields = {"by": split(by), "since": since, "until": until, "actor": actor, "team": team}
    if as_csv:
        await relay(session, "usage:export", fields, show=_write)
    else:
        await relay(session, "usage:report", fields, show=lambda session, told: _show_usage(session, told, split(by)))


async def set_plan(
    session: Session,
    plan: PlanArgument,
    name: Annotated[str, typer.Option("--name", help="Its display name.")] = "",
    fee: Annotated[float, typer.Option("--fee", metavar="USD", help="The monthly fee.")] = 0.0,
    calls: Annotated[int | None, typer.Option("--calls", help="The number of calls included.")] = None,
    tokens: Annotated[int | None, typer.Option("--tokens", help="The number of tokens included.")] = None,
    usd: Annotated[float | None, typer.Option("--usd", help="The cost included, in US dollars.")] = None,
    beyond: Annotated[str, typer.Option("--beyond", help="What happens beyond it: block or pay.")] = "pay",
    per_call: Annotated[float, typer.Option("--per-call", metavar="USD", help="The price of each further call.")] = 0.0,
    per_million: Annotated[
        float, typer.Option("--per-million-tokens", metavar="USD", help="The price of each further million tokens.")
    ] = 0.0,
    markup: Annotated[
        int, typer.Option("--markup", metavar="PERCENT", help="The percentage added to the cost of further usage.")
    ] = 0,
) -> None:
    """Set what a plan costs and includes each month, from this month on."""
    money = {"fee": fee, "call": per_call, "million_tokens": per_million}
    fields = {"id": plan, "name": name, "calls": calls, "tokens": tokens, "beyond": beyond, "markup_percent": markup}
    fields |= {f"{name}_microusd": _microusd(amount) for name, amount in money.items()}
    fields["cost_microusd"] = None if usd is None else _microusd(usd)
    await relay(session, "plans:set", fields, show=_say_plan)


async def list_plans(session: Session, portion: Portion) -> None:
    """List the plans and who has which."""
    await relay(session, "plans:list", portion=portion, show=_show_plans)


async def assign_plan(
    session: Session,
    plan: Annotated[
        str | None, typer.Argument(metavar="PLAN", help="The plan's id; without it, the plan is removed.")
    ] = None,
    team: Annotated[str | None, typer.Option("--team", help="The team that gets it.")] = None,
    actor: Annotated[str | None, typer.Option("--actor", help="An actor without a team, instead.")] = None,
) -> None:
    """Give a team, or an actor without a team, a plan from this month on."""
    await relay(session, "plans:assign", {"plan": plan, "team": team, "actor": actor}, show=_say_assigned)


async def show_statement(
    session: Session,
    month: Annotated[
        str | None, typer.Argument(metavar="MONTH", help="The month, such as 2026-11; by default this one.")
    ] = None,
    as_csv: CsvOption = False,
) -> None:
    """Show what each team and actor used in a month and is charged."""
    if as_csv:
        await relay(session, "plans:export", {"month": month}, show=_write)
    else:
        await relay(session, "plans:statement", {"month": month}, show=_show_statement)


def _microusd(usd: float) -> int:
    return round(usd * 1_000_000)


def _write(session: Session, told: Any) -> None:
    """As it is into a file or a program, made harmless on a terminal."""
    if sys.stdout.isatty():
        session.write(told.content.decode().replace("\r\n", "\n"))
    else:
        write_file(None, told.content)


def _show_usage(session: Session, told: Any, by: list[str]) -> None:
    session.say(f"{told.since} 至 {told.until}（UTC）", f"{told.since} to {told.until} (UTC)", style="dim")
    rows = [_with_cost(session, asdict(row)) for row in told.rows]
    if len(rows) > 1 and by:
        rows.append({**_with_cost(session, asdict(told.total)), by[0]: session.word("合计", "all")})
    show_rows(session, rows, (*by, *AMOUNTS))


def _with_cost(session: Session, row: Mapping[str, Any]) -> dict[str, Any]:
    """A cost that is not known in full says so."""
    cost, unpriced = row["cost_microusd"], row["unpriced"]
    told = session.word("未知", "unknown") if cost is None else cell(session, "cost_microusd", cost)
    if unpriced and cost is not None:
        told = session.word(f"至少 {told}", f"at least {told}")
    return {**row, "cost_microusd": told, "unpriced": unpriced or ""}


def _say_plan(session: Session, told: Any) -> None:
    session.say(f"套餐 {told.id} 自本月起按此计。", f"The plan {told.id} holds so from this month on.")


def _show_plans(session: Session, told: Any) -> None:
    having: dict[str, list[str]] = {}
    for one in told.assigned:
        having.setdefault(one.plan, []).append(one.subject)
    beyond = {"block": session.word("拒绝", "refused"), "pay": session.word("按量付费", "paid for")}
    rows = [
        {**asdict(plan), "beyond": beyond[plan.beyond], "for_whom": tuple(having.get(plan.id, ()))}
        for plan in told.plans
    ]
    show_rows(session, rows, PLAN)


def _say_assigned(session: Session, told: Any) -> None:
    if told.plan is None:
        session.say(f"{told.subject} 自本月起没有套餐。", f"{told.subject} has no plan from this month on.")
    else:
        session.say(
            f"{told.subject} 自本月起使用套餐 {told.plan}。",
            f"{told.subject} has the plan {told.plan} from this month on.",
        )


def _show_statement(session: Session, told: Any) -> None:
    session.print(told.month, style="dim")
    show_rows(session, [_with_cost(session, asdict(row)) for row in told.rows], STATEMENT)
