"""Many regular expressions in one pass: RE2 where it is installed, Python's own otherwise.

RE2 takes time in proportion to the text, whatever the pattern; Python's `re` does not, and holds up the event loop
meanwhile. The syntax is RE2's in both cases, so that a rule means the same with either.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Protocol

from wainao.kernel import SettingsError


class Patterns(Protocol):
    def found(self, text: str) -> list[int]:
        """The places of the patterns that occur, in their order."""
        ...

    def replaced(self, place: int, text: str, by: str) -> str:
        """`text` with each occurrence of that pattern replaced."""
        ...


def compiled(patterns: Mapping[str, str]) -> Patterns:
    """The patterns by the names of their rules. Raises SettingsError for one that is wrong, or that matches nothing."""
    for name, pattern in patterns.items():
        _check(name, pattern)
    try:
        return _Re2(list(patterns.values()))
    except ImportError:
        return _Plain(list(patterns.values()))


_NOT_IN_RE2 = re.compile(r"\(\?(?:[=!]|<[=!]|P=|\()|(?<!\\)(?:\\\\)*\\[1-9]|[*+?}]\+")
"""Look-around, back-references, conditions and possessive quantifiers."""


def _check(name: str, pattern: str) -> None:
    if beyond := _NOT_IN_RE2.search(pattern):
        raise _wrong(name, pattern, f"{beyond[0]!r} is no part of RE2's syntax")
    try:
        matches_nothing = re.compile(pattern).search("") is not None
    except re.error as error:
        raise _wrong(name, pattern, str(error)) from error
    if matches_nothing:
        raise _wrong(name, pattern, "it is found in an empty text, so in every text")


def _wrong(name: str, pattern: str, why: str) -> SettingsError:
    return SettingsError(
        f"The rule {name!r} has the pattern {pattern!r}: {why}. Expected a regular expression such as "
        r"'\b\d{17}[\dXx]\b'. Correct it in [safety] rules."
    )


class _Re2:
    def __init__(self, patterns: list[str]) -> None:
        import re2

        self._all = re2.Set.SearchSet(_options())
        for pattern in patterns:
            self._all.Add(pattern)
        self._all.Compile()
        self._each: list[Any] = [re2.compile(pattern, _options()) for pattern in patterns]

    def found(self, text: str) -> list[int]:
        return sorted(self._all.Match(text) or ())  # None where nothing is found

    def replaced(self, place: int, text: str, by: str) -> str:
        changed: str = self._each[place].sub(by, text)
        return changed


def _options() -> Any:
    import re2

    options = re2.Options()
    options.log_errors = False
    return options


class _Plain:
    def __init__(self, patterns: list[str]) -> None:
        # RE2's \d, \w and \b know ASCII only.
        self._each = [re.compile(pattern, re.ASCII) for pattern in patterns]

    def found(self, text: str) -> list[int]:
        return [place for place, pattern in enumerate(self._each) if pattern.search(text)]

    def replaced(self, place: int, text: str, by: str) -> str:
        return self._each[place].sub(by, text)
