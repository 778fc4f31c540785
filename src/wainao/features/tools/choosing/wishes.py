"""The wishes of one request: "convert 30 dollars, and then book a flight" has two."""

from __future__ import annotations

import re

from wainao.text import is_cjk

MOST = 8
SHORTEST, SHORTEST_CJK = 12, 5
"""Characters that a wish has at least; less is part of a list, or a courtesy."""

_BETWEEN = re.compile(
    r"(?<=[.!?])\s+|[。！？；;\n]+|(?:,|(?<!\s))\s++(?:and then|and also|then|and|also)\s+(?=[a-z]+\s)"
    r"|，?(?:然后|并且|接着|另外|同时|顺便)",
    re.IGNORECASE,
)


def wishes(request: str) -> list[str]:
    """The pieces of `request` that may each ask for another tool, MOST at most; nothing where it is only one."""
    pieces = [piece.strip() for piece in _BETWEEN.split(request)]
    worthy = [piece for piece in pieces if len(piece) >= (SHORTEST_CJK if any(map(is_cjk, piece)) else SHORTEST)]
    return worthy[:MOST] if len(worthy) > 1 else []
