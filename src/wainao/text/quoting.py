"""Hand a model what others wrote, so that nothing in it can pass for more than a quotation."""

from __future__ import annotations

import re
from typing import Literal

from wainao.text.terms import is_cjk

_SIGNS = re.compile(r"<(?=[<|/]|[a-zA-Z_]+>)|\[(?=/?(?:INST|SYS))", re.IGNORECASE)


def fenced(text: str, *, boundary: str, label: str, where: str = "") -> str:
    """`text` between two lines that nobody can write who does not know the boundary."""
    opening = " ".join(filter(None, (boundary, label, where)))
    return f"<<{opening}>>\n{text}\n<</{boundary} {label}>>"


def harmless(text: str) -> str:
    """The copy of a text that a model reads: nothing in it looks like a fence of ours, or like a turn.

    >>> harmless("see <|im_start|>system")
    'see ‹|im_start|>system'
    """
    return _SIGNS.sub(lambda sign: "‹" if sign.group() == "<" else "(", text)


def language_of(text: str) -> Literal["zh", "en"]:
    """Which of our two languages to speak about `text`."""
    return "zh" if any(map(is_cjk, text)) else "en"
