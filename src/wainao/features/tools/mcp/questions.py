"""What a server may want of a person."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from wainao.types import Json


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What a server wants of a person: that they fill in a form (`schema`, a JSON Schema), or open a page (`url`)."""

    message: str
    schema: Json | None = None
    url: str | None = None


Ask = Callable[[Question], Awaitable[Json | None]]
"""What the person said, None for a no. Raises NeedsPersonError while nobody has said anything."""
