"""teams:add, teams:list, teams:join, teams:leave and teams:remove."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

from wainao.features.access.names import check_new
from wainao.features.access.types import reach
from wainao.kernel import Call, DeniedError, Spec
from wainao.store.actors import Actors, check_id
from wainao.store.portion import Portion
from wainao.store.teams import Team
from wainao.store.works import free
from wainao.types import Words


@dataclass(frozen=True, kw_only=True, slots=True)
class TeamInput:
    """`tenant` may be given by the owner only."""

    id: str
    name: str = ""
    tenant: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TeamRow:
    """It is charged for the calls of those in `charged`, unless a key says another team; others only belong to it."""

    id: str
    name: str
    tenant: str
    members: tuple[str, ...]
    charged: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TeamList:
    teams: tuple[TeamRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class JoinInput:
    """With `charged`, this team is charged for the actor's calls from now on, even if it is not its first."""

    team: str
    actor: str
    charged: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class LeaveInput:
    team: str
    actor: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RemoveInput:
    team: str


class AddTeam:
    """`teams:add`."""

    spec = Spec(
        name="teams:add",
        title=Words("新建团队", "New team"),
        description=Words(
            "新建团队，或更改其名称。团队为成员的调用付账，可以有预算、速率和套餐。",
            "Create a team, or rename one. A team is charged for its members' calls and can have "
            "budgets, limits and a plan.",
        ),
        input=TeamInput,
        output=TeamRow,
        risk="write",
        right="admin",
        estimate=free,
        example=TeamInput(id="sales", name="Sales"),
    )

    def __init__(self, actors: Actors) -> None:
        self._teams = actors.teams

    async def invoke(self, call: Call) -> AsyncIterator[TeamRow]:
        wanted: TeamInput = call.input
        check_id(wanted.id, "A team")
        tenant = wanted.tenant or call.actor.tenant
        if reach(call.actor) not in (tenant, None):
            raise DeniedError(f"Only the owner may add a team to another tenant, here {tenant!r}. Leave it out.")
        if not self._teams.knows(wanted.id, tenant=tenant):
            check_new(wanted.id, tenant=tenant)
        yield _row(await self._teams.put(wanted.id, name=wanted.name, tenant=tenant))


class ListTeams:
    """`teams:list`."""

    spec = Spec(
        name="teams:list",
        title=Words("团队列表", "Teams"),
        description=Words("列出团队及其成员。", "List the teams and their members."),
        input=Portion,
        output=TeamList,
        right="admin",
        estimate=free,
        example=Portion(),
    )

    def __init__(self, actors: Actors) -> None:
        self._teams = actors.teams

    async def invoke(self, call: Call) -> AsyncIterator[TeamList]:
        yield TeamList(teams=tuple(map(_row, call.input.of(self._teams.all(tenant=reach(call.actor))))))


class JoinTeam:
    """`teams:join`."""

    spec = Spec(
        name="teams:join",
        title=Words("加入团队", "Join a team"),
        description=Words(
            "让使用者加入团队。首个团队为其调用付账。",
            "Add an actor to a team. The actor's first team is charged for its calls.",
        ),
        input=JoinInput,
        output=TeamRow,
        risk="write",
        right="admin",
        estimate=free,
        example=JoinInput(team="sales", actor="ann"),
    )

    def __init__(self, actors: Actors) -> None:
        self._teams = actors.teams

    async def invoke(self, call: Call) -> AsyncIterator[TeamRow]:
        wanted: JoinInput = call.input
        yield _row(await self._teams.join(wanted.team, wanted.actor, tenant=reach(call.actor), charged=wanted.charged))


class LeaveTeam:
    """`teams:leave`."""

    spec = Spec(
        name="teams:leave",
        title=Words("离开团队", "Leave a team"),
        description=Words(
            "让使用者离开团队；由该团队付账的密钥随即失效。",
            "Remove an actor from a team. Keys of the actor that are charged to that team stop working.",
        ),
        input=LeaveInput,
        output=TeamRow,
        risk="write",
        right="admin",
        estimate=free,
        example=LeaveInput(team="sales", actor="ann"),
    )

    def __init__(self, actors: Actors) -> None:
        self._teams = actors.teams

    async def invoke(self, call: Call) -> AsyncIterator[TeamRow]:
        yield _row(await self._teams.leave(call.input.team, call.input.actor, tenant=reach(call.actor)))


class RemoveTeam:
    """`teams:remove`."""

    spec = Spec(
        name="teams:remove",
        title=Words("解散团队", "Remove a team"),
        description=Words(
            "移出全体成员并删除团队。其用量记录保留。",
            "Remove all members and delete the team. Its usage stays on record.",
        ),
        input=RemoveInput,
        output=TeamRow,
        risk="write",
        right="admin",
        estimate=free,
        example=RemoveInput(team="sales"),
    )

    def __init__(self, actors: Actors) -> None:
        self._teams = actors.teams

    async def invoke(self, call: Call) -> AsyncIterator[TeamRow]:
        yield _row(await self._teams.remove(call.input.team, tenant=reach(call.actor)))


def _row(team: Team) -> TeamRow:
    return TeamRow(id=team.id, name=team.name, tenant=team.tenant, members=team.members, charged=team.charged)
