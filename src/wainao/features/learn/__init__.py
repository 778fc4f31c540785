"""What people corrected becomes tests, data, and a gate that every release has to pass."""

from __future__ import annotations

from wainao.features.learn.settings import LearnSettings
from wainao.store.extension import Feature, Parts
from wainao.store.home import Home


def _open(home: Home, settings: LearnSettings) -> Parts:
    from wainao.features.learn.capabilities import parts

    return parts(home, settings)


feature = Feature(name="learn", open=_open, settings=LearnSettings)
