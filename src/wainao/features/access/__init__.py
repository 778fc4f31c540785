"""Access: who may call, with which keys, for how much, and what waits for a person."""

from __future__ import annotations

from wainao.features.access.capabilities import capabilities
from wainao.store import approvals
from wainao.store.extension import Feature, NoSettings, Parts
from wainao.store.home import Home


def _open(home: Home, _: NoSettings) -> Parts:
    return Parts(capabilities=capabilities(home), keepers=(approvals.KEEPER,))


feature = Feature(name="access", open=_open)
