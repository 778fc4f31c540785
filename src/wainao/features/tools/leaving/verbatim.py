"""Whether words stand in a text as they are, so that whoever repeats them tells nothing but which ones they chose."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

_HOST = r"(?:[\w-]{1,63}\.){1,9}(?:[^\W\d_]{2,63}|xn--[\w-]{1,59})"
_ADDRESS = re.compile(
    rf"[\\/]{{2}}|\b{_HOST}\b|\b\d{{1,3}}(?:\.\d{{1,3}}){{3}}\b|^\s*[a-z][a-z0-9+.-]+:\S", re.IGNORECASE
)
_CHINESE_DOT = re.compile(r"\u3002(?=[A-Za-z0-9])")
"""Name services take it for a dot; before a Chinese word it ends a sentence."""
_GOES_ON = r"(?![.,;:!?')\]]*[A-Za-z0-9\-_~/#@$&*+=%(\[])"
"""An address ends where nothing follows that could be more of it; a full stop before a blank is the sentence's."""
_WORDS = re.compile(r"[A-Za-z0-9]+|[^\W\dA-Za-z_]")
"""Of Chinese, each character is one."""
LONGEST = 2_000
"""Characters of a value that is looked for."""
LONGEST_READ = 20_000
"""Characters in which an address is looked for: in more there could be anything."""


def has_address(text: str) -> bool:
    """Whether something in `text` could be taken for an address, however it is written, or it is too long to tell.

    >>> has_address("https:\\\\\\\\evil.example"), has_address("evil%2Eexample"), has_address("3.14 of 2026-06-03")
    (True, True, False)
    """
    if len(text) > LONGEST_READ:
        return True
    plain = unicodedata.normalize("NFKC", unquote(unquote(text)))
    return _ADDRESS.search(_CHINESE_DOT.sub(".", plain)) is not None


def stands_as_address(address: str, texts: Iterable[str]) -> bool:
    """Whether exactly this address was named: nothing added, nothing left out but its scheme or its last slash.

    >>> stands_as_address("https://a.example/x", ["see a.example/x."])
    True
    >>> stands_as_address("https://a.example/x", ["see a.example/xy"])
    False
    """
    bare = re.sub(r"^https?://", "", address)
    forms = {address, bare, *(form.removesuffix("/") for form in (address, bare) if form.count("/") in (1, 3))}
    named = re.compile(rf"(?<![\w.@-])(?:{'|'.join(map(re.escape, sorted(forms)))}){_GOES_ON}")
    return bool(bare) and any(named.search(text) for text in texts)


def stands(value: str, texts: Iterable[str]) -> bool:
    """Whether `value` is a piece of one of the texts, not cut out of a word, written as there or in plain case."""
    if not value or len(value) > LONGEST:
        return not value
    piece = re.compile(rf"(?<![A-Za-z0-9]){re.escape(value)}(?![A-Za-z0-9])", re.IGNORECASE)
    found = (match.group() for text in texts for match in piece.finditer(text))
    return any(value in (one, one.lower(), one.upper(), one.title(), one.capitalize()) for one in found)


def is_part_of(value: str, said: str) -> bool:
    """Whether the words of `value` are some of those in `said`, in their order and with nothing between.

    >>> is_part_of("buses Lyon", "What do buses cost in Lyon?"), is_part_of("Lyon buses", "What do buses cost in Lyon?")
    (True, False)
    """
    if len(value) > LONGEST or not {"", " "}.issuperset(_WORDS.split(value)):
        return False
    left = iter(_WORDS.findall(said))
    return all(any(one in (word, word.lower()) for word in left) for one in _WORDS.findall(value))


def leaves(value: Any) -> Iterator[Any]:
    """Everything in JSON that is neither an object nor a list, and the names in objects."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from leaves(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from leaves(inner)
    else:
        yield value
