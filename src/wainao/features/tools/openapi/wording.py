"""What a description says, as plain text that shows all of itself."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

_TAG = re.compile(
    r"</?(?:a|abbr|b|blockquote|br|code|div|dd|dl|dt|em|font|h[1-6]|hr|i|img|li|note|ol|p|pre|small|span|strong|sub|sup"
    r"|table|tbody|td|th|thead|tr|tt|u|ul)(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[ \t\f\v\u00a0]+")
_LINES = re.compile(r"(?<! ) *\n[ \n]*")


def plain(words: Any, *, limit: int) -> str:
    """`words` without markup, control characters and what cannot be seen, at most `limit` characters; "" if it is none.

    A person who approves a tool sees the words that a model reads: nothing is hidden in zero-width characters.
    """
    if not isinstance(words, str):
        return ""
    text = words[: 4 * limit].replace("\r\n", "\n")
    if "<" in text:
        text = _TAG.sub(" ", text)
    if not (text.isascii() and text.isprintable()):
        text = "".join(character for character in text if _visible(character))
    text = _LINES.sub(_line_end, _SPACES.sub(" ", text)).strip()
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _line_end(gap: re.Match[str]) -> str:
    return "\n\n" if gap.group().count("\n") > 1 else "\n"


def _visible(character: str) -> bool:
    return character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")
