"""Currencies by code, sign and name: 美元, dollars, $ and USD are one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wainao.features.tools.builtin.money.currencies import NAMES

_IN_SPEECH = {"dollars": "USD", "dollar": "USD", "$": "USD", "¥": "CNY", "￥": "CNY"}
_IN_SPEECH |= {"rupees": "INR", "rupee": "INR", "卢比": "INR"}
"""What most people mean who say no more."""
_CODES = NAMES | _IN_SPEECH | {code.lower(): code for code in NAMES.values()}
_WORDS = {"try", "won", "mop"}
"""Codes and names that are words of everyday, too."""

_NAME = re.compile(
    "|".join(
        rf"(?<![a-z]){re.escape(name)}(?![a-z])" if name[0].isalpha() and name.isascii() else re.escape(name)
        for name in sorted(_CODES.keys() - _WORDS, key=len, reverse=True)
    )
)


def currencies(text: str) -> Iterator[tuple[int, int, str]]:
    """Where in `text`, in small letters, a currency is named, and its ISO 4217 code."""
    for match in _NAME.finditer(text):
        yield match.start(), match.end(), _CODES[match.group()]
