"""A person says once what the right answer is; from then on it is the answer."""

from __future__ import annotations

from wainao.store.extension import Feature, NoSettings, Parts
from wainao.store.home import Home


def _open(home: Home, _: NoSettings) -> Parts:
    from wainao.features.corrections.capabilities import capabilities
    from wainao.features.corrections.service import CorrectionService

    service = CorrectionService(home)
    return Parts(capabilities=capabilities(service), corrections=service)


feature = Feature(name="corrections", open=_open)
