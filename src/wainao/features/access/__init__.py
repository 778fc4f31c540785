"""Access: who may call, with which keys, for how much, and what waits for a person."""

from __future__ import annotations

from functools import partial

from wainao.features.access.capabilities import capabilities
from wainao.features.access.measures import measures
from wainao.store import approvals
from wainao.store.extension import Feature, NoSettings, Parts
from wainao.store.home import Home
from wainao.store.meter import SqliteMeter


def _open(home: Home, _: NoSettings) -> Parts:
    meter = SqliteMeter(home)
    return Parts(
        capabilities=capabilities(home, meter),
        keepers=(approvals.KEEPER,),
        measures=partial(measures, home, meter),
    )


feature = Feature(name="access", open=_open)
