"""Receipts: what every call left behind, and the proof that nobody changed it since."""

from __future__ import annotations

from wainao.features.receipts.capabilities import capabilities
from wainao.features.receipts.settings import ReceiptsSettings
from wainao.features.receipts.sweeping import Sweeping
from wainao.store.extension import Feature, Parts, Resource
from wainao.store.home import Home

_RECEIPT = Resource(address="wainao://receipts/{receipt}", capability="receipts:show")


def _open(home: Home, settings: ReceiptsSettings) -> Parts:
    sweeping = Sweeping(home, settings)
    offered = capabilities(home.ledger, home.keepers, sweeping)
    return Parts(capabilities=offered, resources=(_RECEIPT,), work=sweeping.work)


feature = Feature(name="receipts", open=_open, settings=ReceiptsSettings)
