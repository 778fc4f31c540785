"""Models behind one address: deployments at providers or on our own machines, and the routes that clients use."""

from __future__ import annotations

from wainao.features.models.settings import ModelsSettings
from wainao.store.extension import Feature, Parts
from wainao.store.home import Home


def _open(home: Home, settings: ModelsSettings) -> Parts:
    from wainao.features.models.capabilities import parts

    return parts(home, settings)


feature = Feature(name="models", open=_open, settings=ModelsSettings)
