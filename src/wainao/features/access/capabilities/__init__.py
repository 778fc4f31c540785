"""What an administrator does: inside the own tenant, the owner of the installation in all.

Everything needs the right "admin", and no budget applies: nobody can lock the last administrator out with one.
"""

from __future__ import annotations

from wainao.features.access.capabilities.actors import AddActor, AddKey, ListActors, RevokeKey
from wainao.features.access.capabilities.approvals import Decide, ListApprovals
from wainao.features.access.capabilities.budgets import ListBudgets, SetBudget
from wainao.kernel import Capability
from wainao.store.actors import Actors
from wainao.store.approvals import SqliteApprovals
from wainao.store.home import Home
from wainao.store.meter import SqliteMeter


def capabilities(home: Home) -> tuple[Capability, ...]:
    actors, meter, approvals = Actors(home), SqliteMeter(home), SqliteApprovals(home)
    return (
        AddActor(actors),
        ListActors(actors),
        AddKey(actors),
        RevokeKey(actors),
        SetBudget(meter, actors),
        ListBudgets(meter, actors),
        ListApprovals(approvals, home),
        Decide(approvals),
    )
