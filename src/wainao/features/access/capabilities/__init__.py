"""What an administrator does: inside the own tenant, the owner of the installation in all.

Everything needs the right "admin", and no budget applies: nobody can lock the last administrator out with one.
"""

from __future__ import annotations

from wainao.features.access.capabilities.actors import AddActor, ListActors
from wainao.features.access.capabilities.approvals import Decide, ListApprovals
from wainao.features.access.capabilities.budgets import ListBudgets, ListLimits, SetBudget, SetLimit
from wainao.features.access.capabilities.grants import GiveGrant, ListGrants, RevokeGrant
from wainao.features.access.capabilities.identities import AdmitActor, SignOut
from wainao.features.access.capabilities.keys import AddKey, ListKeys, RevokeKey, RotateKey
from wainao.features.access.capabilities.plans import AssignPlan, ExportStatement, ListPlans, SetPlan, ShowStatement
from wainao.features.access.capabilities.teams import AddTeam, JoinTeam, LeaveTeam, ListTeams, RemoveTeam
from wainao.features.access.capabilities.usage import ExportUsage, RecountUsage, ReportUsage
from wainao.features.access.plans import Plans
from wainao.features.access.subjects import Subjects
from wainao.kernel import Capability
from wainao.store.actors import Actors
from wainao.store.approvals import SqliteApprovals
from wainao.store.grants import Grants
from wainao.store.home import Home
from wainao.store.identities import Identities
from wainao.store.meter import SqliteMeter


def capabilities(home: Home, meter: SqliteMeter) -> tuple[Capability, ...]:
    actors, approvals, grants = Actors(home), SqliteApprovals(home), Grants(home)
    subjects, plans, usage = Subjects(actors), Plans(home), ReportUsage(home)
    statement = ShowStatement(plans)
    return (
        AddActor(actors),
        ListActors(actors),
        AdmitActor(Identities(home)),
        SignOut(actors),
        AddKey(actors),
        ListKeys(actors),
        RotateKey(actors),
        RevokeKey(actors),
        AddTeam(actors),
        ListTeams(actors),
        JoinTeam(actors),
        LeaveTeam(actors),
        RemoveTeam(actors),
        SetBudget(meter, subjects),
        ListBudgets(meter, subjects),
        SetLimit(meter, subjects),
        ListLimits(meter, subjects),
        SetPlan(plans),
        ListPlans(plans),
        AssignPlan(plans, actors),
        statement,
        ExportStatement(statement),
        usage,
        ExportUsage(usage),
        RecountUsage(home),
        ListApprovals(approvals, home),
        Decide(approvals),
        GiveGrant(grants),
        ListGrants(grants),
        RevokeGrant(grants),
    )
