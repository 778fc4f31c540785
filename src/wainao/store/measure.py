"""What whoever watches an installation wants to know of this moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """A number under a name of Prometheus's style: base units, the unit in the name; "_total" ends what only grows.

    Labels have few values, which administrators chose: never one that a caller can make up.
    """

    name: str
    help: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)
