"""Which regular expressions of a description are kept."""

from __future__ import annotations

import re
import warnings
from functools import lru_cache

_MAX_CHARACTERS = 1_000
_SLASHED = re.compile(r"/.*/[a-z]*", re.DOTALL)


@lru_cache(maxsize=4096)
def usable(pattern: str) -> bool:
    """Whether `pattern` is a regular expression here as well as there.

    Not where only others read it (`\\p{L}`) or it is written as their literal (`/^a$/`), which would fit no value.
    How long it may take over a text is for those to mind who match with it.
    """
    if not 0 < len(pattern) <= _MAX_CHARACTERS or _SLASHED.fullmatch(pattern):
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "Possible nested set": not for whoever runs us to mend
            re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return False
    return True
