"""The tools that come with Wainao: they need no network, and no model."""

from __future__ import annotations

from wainao.features.tools.settings import ToolsSettings
from wainao.kernel import Capability
from wainao.store.home import Home


def capabilities(home: Home, settings: ToolsSettings) -> tuple[Capability, ...]:
    """Every one of them; those that wait for something to be configured sleep until it is."""
    from wainao.features.tools.builtin import calc, dates, lunar, times, units, workdays

    modules = (calc, units, dates, times, workdays, lunar)
    return tuple(one for module in modules for one in module.CAPABILITIES)
