"""Receipts: what every call left behind, and the proof that nobody changed it since."""

from __future__ import annotations

from wainao.features.receipts.capabilities import capabilities
from wainao.store.extension import Feature, NoSettings, Parts, Resource
from wainao.store.home import Home

_RECEIPT = Resource(address="wainao://receipts/{receipt}", capability="receipts:show")


def _open(home: Home, _: NoSettings) -> Parts:
    return Parts(capabilities=capabilities(home.ledger, home.keepers), resources=(_RECEIPT,))


feature = Feature(name="receipts", open=_open)
