"""What can be called: evaluations:* and releases:*, one module for each kind of work."""

from __future__ import annotations

from wainao.features.learn.capabilities import benchmark, export, judge, releases, runs, sets, watch
from wainao.features.learn.forgetting import CopyKeeper
from wainao.features.learn.service import Learning
from wainao.features.learn.settings import LearnSettings
from wainao.features.learn.watching import Watcher
from wainao.store.extension import Parts
from wainao.store.home import Home


def parts(home: Home, settings: LearnSettings) -> Parts:
    learning = Learning(home, settings)
    modules = (sets, runs, benchmark, judge, releases, watch, export)
    capabilities = tuple(one for module in modules for one in module.capabilities(learning))
    return Parts(capabilities=capabilities, keepers=(CopyKeeper(),), work=Watcher(learning).work)
