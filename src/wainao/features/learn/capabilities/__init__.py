"""What can be called: evaluations:* and releases:*, one module for each kind of work."""

from __future__ import annotations

from wainao.features.learn.capabilities import export, judge, releases, runs, sets
from wainao.features.learn.service import Learning
from wainao.features.learn.settings import LearnSettings
from wainao.kernel import Capability
from wainao.store.home import Home


def capabilities(home: Home, settings: LearnSettings) -> tuple[Capability, ...]:
    learning = Learning(home, settings)
    modules = (sets, runs, judge, releases, export)
    return tuple(one for module in modules for one in module.capabilities(learning))
