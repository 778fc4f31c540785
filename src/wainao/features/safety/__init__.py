"""Safety: what may never go into a model or come out of one, as rules that the operator writes."""

from __future__ import annotations

from wainao.features.safety.settings import SafetySettings
from wainao.store.extension import Feature, Parts
from wainao.store.home import Home


def _open(home: Home, settings: SafetySettings) -> Parts:
    if not settings.rules:
        return Parts()
    from wainao.features.safety.service import guards

    return Parts(guards=guards(settings.rules))


feature = Feature(name="safety", open=_open, settings=SafetySettings)
