"""Documents in, cited answers out."""

from __future__ import annotations

from wainao.features.knowledge.settings import KnowledgeSettings
from wainao.store.extension import Feature, Parts
from wainao.store.home import Home


def _open(home: Home, settings: KnowledgeSettings) -> Parts:
    from wainao.features.knowledge.capabilities import parts

    return parts(home, settings)


feature = Feature(name="knowledge", open=_open, settings=KnowledgeSettings)
