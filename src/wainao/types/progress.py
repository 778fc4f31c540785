"""How far work is that takes long."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """An increment that is no part of the answer: `done` of `total`, None where nobody knows the total.

    `done` never falls within one call. `said` is what the work says of itself, in its own words, "" for nothing.
    """

    done: float
    total: float | None = None
    said: str = ""
