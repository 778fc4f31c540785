"""`wainao actors`, `keys`, `budgets`, `approvals`: who may do what, for how much, and what waits for a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from wainao.app.cli.cells import cell
from wainao.app.cli.command import command, relay, split
from wainao.app.cli.session import Session
from wainao.app.cli.show import label, show_rows

ActorArgument = Annotated[str, typer.Argument(metavar="ACTOR", help="The actor's id.", show_default=False)]
ApprovalArgument = Annotated[str, typer.Argument(metavar="APPROVAL", help="The approval's id.", show_default=False)]
WhyOption = Annotated[str | None, typer.Option("--why", help="Why, for the record.")]

APPROVAL = ("id", "capability", "actor", "state", "requested_us", "why")
LIMITS = ("calls", "tokens", "cost_microusd")


def register(app: typer.Typer) -> None:
    groups: tuple[tuple[str, str, dict[str, Callable[..., Any]]], ...] = (
        ("actors", "Who may call what.", {"add": add_actor, "list": list_actors}),
        ("keys", "Keys that actors show.", {"add": add_key, "revoke": revoke_key}),
        ("budgets", "How much actors may use.", {"set": set_budget, "list": list_budgets}),
        ("approvals", "Calls that wait for a person.", {"list": list_approvals, "give": give, "refuse": refuse}),
    )
    for name, about, commands in groups:
        group = typer.Typer(no_args_is_help=True, help=about)
        for word, function in commands.items():
            command(group, word)(function)
        app.add_typer(group, name=name)


async def add_actor(
    session: Session,
    actor: ActorArgument,
    name: Annotated[str, typer.Option("--name", help="What people call it.")] = "",
    rights: Annotated[str, typer.Option("--rights", help="read, write, act, admin; with commas.")] = "read",
    bases: Annotated[
        str | None, typer.Option("--bases", help="The knowledge bases it may see; all without it.")
    ] = None,
    disabled: Annotated[bool, typer.Option("--disabled", help="Shut it out: its keys open nothing.")] = False,
    tenant: Annotated[
        str | None, typer.Option("--tenant", help="The tenant it belongs to; only the owner may name another.")
    ] = None,
) -> None:
    """Let somebody in, or change what they may do."""
    fields = {"id": actor, "name": name, "disabled": disabled, "tenant": tenant, "rights": split(rights)}
    await relay(session, "actors:add", {**fields, "bases": split(bases) if bases else None}, show=_say_actor)


async def list_actors(session: Session) -> None:
    """Show the actors and what they may do."""
    await relay(session, "actors:list")


async def add_key(
    session: Session,
    actor: ActorArgument,
    expires: Annotated[str | None, typer.Option("--expires", metavar="DATE", help="Until when it opens.")] = None,
) -> None:
    """Make a key for an actor; it is shown this once."""
    await relay(session, "keys:add", {"actor": actor, "expires_at": expires}, show=_say_key)


async def revoke_key(
    session: Session, prefix: Annotated[str, typer.Argument(help="How the key begins.", show_default=False)]
) -> None:
    """Make a key open nothing, at once."""
    await relay(session, "keys:revoke", {"prefix": prefix}, show=_say_key_revoked)


async def set_budget(
    session: Session,
    actor: Annotated[str | None, typer.Argument(metavar="ACTOR", help="The actor; everybody without it.")] = None,
    period: Annotated[str, typer.Option("--period", help="minute, day, month or total.")] = "month",
    calls: Annotated[int | None, typer.Option("--calls", help="How many calls.")] = None,
    tokens: Annotated[int | None, typer.Option("--tokens", help="How many tokens, in and out.")] = None,
    usd: Annotated[float | None, typer.Option("--usd", help="How much money, in US dollars.")] = None,
) -> None:
    """Say how much an actor may use."""
    cost = None if usd is None else round(usd * 1_000_000)
    fields = {"actor": actor, "period": period, "calls": calls, "tokens": tokens, "cost_microusd": cost}
    await relay(session, "budgets:set", fields, show=_say_budget)


async def list_budgets(session: Session) -> None:
    """Show the budgets and what is used up of them."""
    await relay(session, "budgets:list", show=_show_budgets)


async def list_approvals(session: Session) -> None:
    """Show the calls that wait for a person."""
    await relay(session, "approvals:list", columns=APPROVAL)


async def give(session: Session, approval: ApprovalArgument, why: WhyOption = None) -> None:
    """Allow a waiting call; it may then be sent once more."""
    await relay(session, "approvals:decide", {"approval": approval, "approve": True, "why": why}, show=_say_decided)


async def refuse(session: Session, approval: ApprovalArgument, why: WhyOption = None) -> None:
    """Refuse a waiting call."""
    await relay(session, "approvals:decide", {"approval": approval, "approve": False, "why": why}, show=_say_decided)


def _say_actor(session: Session, told: Any) -> None:
    if told.disabled:
        session.say(f"{told.id} 已停用：它的密钥都不再有效。", f"{told.id} is shut out: its keys open nothing.")
        return
    rights = cell(session, "rights", told.rights)
    session.say(
        f"{told.id} 可以进来了，权限：{rights}。发钥匙：wainao keys add {told.id}",
        f"{told.id} may come in, with the rights {rights}. For a key: wainao keys add {told.id}",
    )


def _say_key(session: Session, told: Any) -> None:
    session.say(f"{told.actor} 的密钥，只显示这一次：", f"The key of {told.actor}, shown this once:")
    session.print(f"\n  {told.key}\n", style="bold")
    revoke = f"wainao keys revoke {told.prefix}"
    session.say(f"作废：{revoke}", f"To take it back: {revoke}", style="dim")


def _say_key_revoked(session: Session, told: Any) -> None:
    session.say(f"密钥 {told.prefix} 已作废。", f"The key {told.prefix} opens nothing any more.")


def _say_budget(session: Session, told: Any) -> None:
    row = _budget_row(session, told)
    limits = [f"{label(session, name)} {row[name]}" for name in LIMITS if row[name]]
    if not limits:
        session.say(f"{told.subject} 不再受此预算限制。", f"{told.subject} has no such budget any more.")
        return
    session.say(
        f"{told.subject} 的预算（{row['period']}，已用 / 上限）：{'，'.join(limits)}",
        f"The budget of {told.subject} per {row['period']}, used / limit: {', '.join(limits)}",
    )


def _show_budgets(session: Session, told: Any) -> None:
    show_rows(session, [_budget_row(session, budget) for budget in told.budgets], ("subject", "period", *LIMITS))


def _budget_row(session: Session, budget: Any) -> dict[str, str]:
    """What is used up of each limit that there is."""
    row = {"subject": budget.subject, "period": cell(session, "period", budget.period)}
    for name in LIMITS:
        limit, used = getattr(budget, name), getattr(budget, f"{name}_used")
        row[name] = "" if limit is None else f"{cell(session, name, used)} / {cell(session, name, limit)}"
    return row


def _say_decided(session: Session, told: Any) -> None:
    if told.state == "approved":
        session.say(
            f"已同意 {told.approval}：同样的调用可以再发一次。", f"Given: {told.approval} serves that very call, once."
        )
    else:
        session.say(f"已拒绝 {told.approval}。", f"Refused: {told.approval}.")
