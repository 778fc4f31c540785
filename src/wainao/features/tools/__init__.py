"""Tools: any API as governed calls that a model or a form may choose."""

from __future__ import annotations

from wainao.features.tools.settings import ToolsSettings
from wainao.store.extension import Feature, Parts
from wainao.store.home import Home


def _open(home: Home, settings: ToolsSettings) -> Parts:
    from wainao.features.tools.capabilities import parts

    return parts(home, settings)


feature = Feature(name="tools", open=_open, settings=ToolsSettings)
