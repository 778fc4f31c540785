"""`wainao actors`, `teams`, `approvals`, `grants`: who may do what, who pays for it, and what waits for a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from wainao.app.cli.cells import cell
from wainao.app.cli.command import command, relay, split
from wainao.app.cli.session import Session
from wainao.store.portion import Portion

ActorArgument = Annotated[str, typer.Argument(metavar="ACTOR", help="The actor's id.", show_default=False)]
ApprovalArgument = Annotated[str, typer.Argument(metavar="APPROVAL", help="The approval's id.", show_default=False)]
WhyOption = Annotated[str | None, typer.Option("--why", help="The reason, for the record.")]

TeamArgument = Annotated[str, typer.Argument(metavar="TEAM", help="The team's id.", show_default=False)]

TEAM = ("id", "name", "tenant", "members", "charged")
GRANT = ("id", "actor", "capability", "limits", "until_us", "given_by", "revoked_by")
APPROVAL = ("id", "capability", "actor", "state", "requested_us", "why")


def register(app: typer.Typer) -> None:
    groups: tuple[tuple[str, str, dict[str, Callable[..., Any]]], ...] = (
        ("actors", "Who may call what.", {"add": add_actor, "list": list_actors}),
        (
            "teams",
            "Teams: who is charged for whose calls.",
            {"add": add_team, "list": list_teams, "join": join_team, "leave": leave_team, "remove": remove_team},
        ),
        ("approvals", "Calls that wait for a person.", {"list": list_approvals, "give": give, "refuse": refuse}),
        (
            "grants",
            "Grants: calls that need no approval each time.",
            {"give": give_grant, "list": list_grants, "revoke": revoke_grant},
        ),
    )
    for name, about, commands in groups:
        group = typer.Typer(no_args_is_help=True, help=about)
        for word, function in commands.items():
            command(group, word)(function)
        app.add_typer(group, name=name)


async def add_actor(
    session: Session,
    actor: ActorArgument,
    name: Annotated[str | None, typer.Option("--name", help="Its display name.")] = None,
    rights: Annotated[
        str | None, typer.Option("--rights", help="read, write, act, admin, separated by commas. A new actor has read.")
    ] = None,
    bases: Annotated[
        str | None,
        typer.Option("--bases", help="The knowledge bases that it may see; * for all (the default for a new actor)."),
    ] = None,
    disabled: Annotated[
        bool | None, typer.Option("--disabled/--enabled", help="Disable it, so that its keys stop working.")
    ] = None,
    tenant: Annotated[
        str | None, typer.Option("--tenant", help="The tenant it belongs to; only the owner may name another.")
    ] = None,
) -> None:
    """Add an actor, or change what it may do. Options that you leave out stay as they were."""
    fields = {"id": actor, "name": name, "disabled": disabled, "tenant": tenant}
    lists = {"rights": split(rights) if rights else None, "bases": split(bases) if bases else None}
    await relay(session, "actors:add", {**fields, **lists}, show=_say_actor)


async def list_actors(session: Session, portion: Portion) -> None:
    """List the actors and what they may do."""
    await relay(session, "actors:list", portion=portion)


async def add_team(
    session: Session,
    team: TeamArgument,
    name: Annotated[str, typer.Option("--name", help="Its display name.")] = "",
    tenant: Annotated[
        str | None, typer.Option("--tenant", help="The tenant it belongs to; only the owner may name another.")
    ] = None,
) -> None:
    """Create a team, or rename it."""
    await relay(session, "teams:add", {"id": team, "name": name, "tenant": tenant}, show=_say_team)


async def list_teams(session: Session, portion: Portion) -> None:
    """List the teams and their members."""
    await relay(session, "teams:list", portion=portion, columns=TEAM)


async def join_team(
    session: Session,
    team: TeamArgument,
    actor: ActorArgument,
    charged: Annotated[
        bool, typer.Option("--charged", help="Charge this team for the actor's calls, even if it is not the first one.")
    ] = False,
) -> None:
    """Add an actor to a team. Its first team is charged for its calls."""
    await relay(session, "teams:join", {"team": team, "actor": actor, "charged": charged}, show=_say_team)


async def leave_team(session: Session, team: TeamArgument, actor: ActorArgument) -> None:
    """Remove an actor from a team. Keys that are charged to that team stop working."""
    await relay(session, "teams:leave", {"team": team, "actor": actor}, show=_say_team)


async def remove_team(session: Session, team: TeamArgument) -> None:
    """Remove all members and delete the team. Its usage stays on record."""
    await relay(session, "teams:remove", {"team": team}, show=_say_removed)


async def list_approvals(session: Session, portion: Portion) -> None:
    """List the calls that wait for a person."""
    await relay(session, "approvals:list", portion=portion, columns=APPROVAL)


async def give(session: Session, approval: ApprovalArgument, why: WhyOption = None) -> None:
    """Approve a waiting call. It can then be sent once more."""
    await relay(session, "approvals:decide", {"approval": approval, "approve": True, "why": why}, show=_say_decided)


async def refuse(session: Session, approval: ApprovalArgument, why: WhyOption = None) -> None:
    """Refuse a waiting call."""
    await relay(session, "approvals:decide", {"approval": approval, "approve": False, "why": why}, show=_say_decided)


async def give_grant(
    session: Session,
    actor: Annotated[str, typer.Argument(metavar="ACTOR", help="The actor's id; * for everybody.", show_default=False)],
    capability: Annotated[
        str, typer.Argument(metavar="KIND:NAME", help="What it may call; KIND:* for all.", show_default=False)
    ],
    until: Annotated[
        str, typer.Option("--until", metavar="DATE", help="The day on which it ends.", show_default=False)
    ],
    bounds: Annotated[
        list[str] | None,
        typer.Option("--bound", metavar="BOUND", help="A bound on its input, such as amount<=100 or to=EUR|USD."),
    ] = None,
    why: WhyOption = None,
) -> None:
    """Let calls within bounds go through without approval each time."""
    fields = {"actor": actor, "capability": capability, "until_at": until, "bounds": bounds or [], "why": why or ""}
    await relay(session, "grants:give", fields, show=_say_granted)


async def list_grants(session: Session, portion: Portion) -> None:
    """List the grants, including those that have ended."""
    await relay(session, "grants:list", portion=portion, columns=GRANT)


async def revoke_grant(
    session: Session,
    grant: Annotated[str, typer.Argument(metavar="GRANT", help="The grant's id.", show_default=False)],
) -> None:
    """Revoke a grant at once."""
    await relay(session, "grants:revoke", {"grant": grant}, show=_say_revoked)


def _say_granted(session: Session, told: Any) -> None:
    session.say(
        f"{told.actor} 可以调用 {told.capability}，不必每次等人批准。收回：wainao grants revoke {told.id}",
        f"{told.actor} may call {told.capability} without asking each time. To end it: wainao grants revoke {told.id}",
    )


def _say_revoked(session: Session, told: Any) -> None:
    session.say(f"授权 {told.id} 已收回。", f"The grant {told.id} is taken back.")


def _say_actor(session: Session, told: Any) -> None:
    if told.disabled:
        session.say(f"{told.id} 已停用：它的密钥都不再有效。", f"{told.id} is shut out: its keys open nothing.")
        return
    rights = cell(session, "rights", told.rights)
    session.say(
        f"{told.id} 可以进来了，权限：{rights}。发钥匙：wainao keys add {told.id}",
        f"{told.id} may come in, with the rights {rights}. For a key: wainao keys add {told.id}",
    )


def _say_team(session: Session, told: Any) -> None:
    members = session.word("、", ", ").join(told.members) or session.word("还没有人", "nobody yet")
    session.say(f"团队 {told.id}：{members}", f"The team {told.id}: {members}")


def _say_removed(session: Session, told: Any) -> None:
    session.say(f"团队 {told.id} 已解散。", f"The team {told.id} is no more.")


def _say_decided(session: Session, told: Any) -> None:
    if told.state == "approved":
        session.say(
            f"已同意 {told.approval}：同样的调用可以再发一次。", f"Given: {told.approval} serves that very call, once."
        )
    else:
        session.say(f"已拒绝 {told.approval}。", f"Refused: {told.approval}.")
