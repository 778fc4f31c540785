"""What one command works with: its options, the home it opens, the words it prints."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wainao.types import Language, Words

if TYPE_CHECKING:
    from wainao.app.settings import Settings
    from wainao.app.wiring import Wainao
    from wainao.kernel import Outcome

# A document may hold terminal commands (ESC ...) or turn the reading direction; printing it must do neither.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """Text that does nothing but stand there."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


class Session:
    """One command at work: its options, the home it opens when it needs it, and where it prints."""

    def __init__(self, *, home: Path | None, config: Path | None, lang: str | None, as_json: bool) -> None:
        self._home = home
        self._config = config
        self._lang = lang
        self.json = as_json
        self.flags: dict[str, dict[str, Any]] = {}

    @cached_property
    def settings(self) -> Settings:
        from wainao.app.settings import load

        flags = self.flags if self._lang is None else {**self.flags, "interface": {"language": self._lang}}
        return load(self._home, config=self._config, flags=flags)

    @cached_property
    def brain(self) -> Wainao:
        from wainao.app.wiring import Wainao

        return Wainao(self.settings)

    @property
    def language(self) -> Language:
        return self.settings.language

    async def call(self, name: str, fields: Mapping[str, Any]) -> Outcome:
        return await self.brain.run(name, **fields)

    def say(self, zh: str, en: str) -> None:
        """Print a line in the language of the user."""
        self.print(Words(zh, en).in_(self.language))

    def word(self, zh: str, en: str) -> str:
        return Words(zh, en).in_(self.language)

    def print(self, text: str = "", *, end: str = "\n") -> None:
        """Print text that may come from a document."""
        sys.stdout.write(printable(text) + end)
        sys.stdout.flush()

    def print_json(self, value: Any) -> None:
        from wainao.app.wire import to_json

        sys.stdout.write(to_json(value).decode() + "\n")
        sys.stdout.flush()

    def close(self) -> None:
        if "brain" in self.__dict__:
            self.brain.close()
