"""The tools that come with Wainao: they need no network, and no model."""

from __future__ import annotations

from wainao.features.tools.files import Files
from wainao.features.tools.leaving.gate import Leaving
from wainao.features.tools.settings import ToolsSettings
from wainao.kernel import Capability
from wainao.store.home import Home


def capabilities(home: Home, settings: ToolsSettings, leaving: Leaving) -> tuple[Capability, ...]:
    """Every one of them; those that wait for something to be configured sleep until it is."""
    from wainao.features.tools.builtin import (
        calc,
        code,
        currency,
        dates,
        lunar,
        mails,
        pages,
        pictures,
        spreadsheets,
        texts,
        times,
        units,
        workdays,
    )
    from wainao.features.tools.builtin.outside import Outside
    from wainao.features.tools.builtin.sandbox.room import Room

    outside = Outside(settings)
    modules = (calc, units, dates, times, workdays, lunar, spreadsheets, pictures, texts)
    return (
        *(one for module in modules for one in module.CAPABILITIES),
        *currency.capabilities(home, outside, settings.rates_url),
        *pages.capabilities(outside, leaving, settings),
        *mails.capabilities(settings.smtp),
        *code.capabilities(Room(home.path / "sandbox.json"), Files(home), on=settings.code),
    )
