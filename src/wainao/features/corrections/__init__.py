"""A person says once what the right answer is; from then on it is the answer."""

from __future__ import annotations

from typing import Any

from wainao.store.extension import Feature, Parts
from wainao.store.home import Home


def _open(home: Home, settings: Any) -> Parts:  # nothing to configure
    from wainao.features.corrections.capabilities import capabilities
    from wainao.features.corrections.service import CorrectionService

    service = CorrectionService(home.database("state"))
    return Parts(capabilities=capabilities(service), corrections=service)


feature = Feature(name="corrections", open=_open)
