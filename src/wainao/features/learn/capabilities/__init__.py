"""What can be called: evaluations:* and releases:*, one module for each kind of work."""

from __future__ import annotations

from wainao.features.learn.capabilities import releases, runs, sets
from wainao.features.learn.service import Learning
from wainao.features.learn.settings import LearnSettings
from wainao.kernel import Capability
from wainao.store.home import Home


def capabilities(home: Home, settings: LearnSettings) -> tuple[Capability, ...]:
    learning = Learning(home, settings)
    return (*sets.capabilities(learning), *runs.capabilities(learning), *releases.capabilities(learning))
