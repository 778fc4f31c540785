"""How the texts of strangers are written, as far as they can be believed in that."""

from __future__ import annotations

import codecs

_NO_TEXTS = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"})
"""Codecs of Python that are for other things. With those for names of hosts, the time that a text takes grows with the
square of its length: a page of a megabyte would hold everybody up for minutes."""


def charset(said: str) -> str:
    """Python's name of an encoding that a server or a page names; "" where it is none for texts.

    >>> charset("GB2312"), charset("punycode"), charset("nonsense")
    ('gb2312', '', '')
    """
    try:
        name = codecs.lookup(said).name
    except (LookupError, ValueError):
        return ""
    return "" if name in _NO_TEXTS else name
