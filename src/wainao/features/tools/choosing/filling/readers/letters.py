"""Whom a mail is for, and who gets a copy."""

from __future__ import annotations

import re
from datetime import date

from wainao.features.tools.choosing.filling.readers.pieces import Parts, Piece

_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.ASCII)
_COPY = re.compile(r"(?:抄送|\bcc\b|\bcopy(?:ing)?\b)[^。.;；]*$")


def letter(text: str, today: date) -> Parts:
    """to, cc: addresses; `said` is from the first to the last of them."""
    found: dict[str, list[Piece]] = {"to": [], "cc": []}
    for one in _ADDRESS.finditer(text):
        found["cc" if _COPY.search(text[: one.start()]) else "to"].append(Piece(one.group(), *one.span()))
    return {
        part: Piece([one.value for one in pieces], pieces[0].start, pieces[-1].end)
        for part, pieces in found.items()
        if pieces
    }
