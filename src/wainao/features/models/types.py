"""The words of the models feature; messages, replies and vectors are in `wainao.types`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class ListInput:
    """Asks for everything."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ListOutput:
    """The names of the models that the endpoint offers."""

    models: tuple[str, ...]
