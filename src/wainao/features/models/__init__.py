"""Language models behind any endpoint that speaks OpenAI's protocol; nothing is registered until one is configured."""

from __future__ import annotations

from wainao.features.models.settings import ModelsSettings
from wainao.store.extension import Feature, Parts
from wainao.store.home import Home


def _open(home: Home, settings: ModelsSettings) -> Parts:
    if not settings.base_url:
        return Parts()
    from wainao.features.models.capabilities import parts

    return parts(settings)


feature = Feature(name="models", open=_open, settings=ModelsSettings)
