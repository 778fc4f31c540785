"""What one command works with: its options, the home it opens, the words it prints."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from wainao.app.language import language
from wainao.app.spoken import spoken
from wainao.kernel import UsageError, WainaoError
from wainao.types import Language, Told, Words, told_in

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from wainao.app.settings import Settings
    from wainao.app.wiring import Wainao
    from wainao.kernel import Outcome

PIPE_WIDTH = 200
"""How wide a table may be where no terminal says so."""

# A document may hold terminal commands (ESC ...) or turn the reading direction; printing it must do neither.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """Text that does nothing but stand there."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def json_line(value: Any, stream: TextIO) -> str:
    """A line of JSON that `stream` takes: with letters that it has not written as JSON can, by their numbers."""
    from wainao.app.wire import to_json

    told = to_json(value).decode()
    try:
        told.encode(stream.encoding or "utf-8")
    except UnicodeEncodeError:
        told = json.dumps(json.loads(told), separators=(",", ":"))
    return f"{told}\n"


def silence(stream: TextIO) -> None:
    """What is still to be written to `stream` goes nowhere; Python would complain of it while it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def unwritable(error: OSError) -> UsageError:
    """The error for output that nothing takes in, such as a file on a full disk; what is left of it goes nowhere."""
    silence(sys.stdout)
    return UsageError(
        f"The output cannot be written: {error.strerror}. A place that takes it was expected: send it elsewhere."
    )


@contextmanager
def to_output() -> Iterator[None]:
    """While something is written to standard output. That nobody reads it any more is for whoever runs the command."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise unwritable(error) from error


class Session:
    """One command at work: its options, the home it opens when it needs it, and where it prints."""

    def __init__(self, *, home: Path | None, config: Path | None, lang: str | None, as_json: bool) -> None:
        self._home = home
        self.config = config
        self._lang = lang
        self.json = as_json
        self.flags: dict[str, dict[str, Any]] = {}

    @cached_property
    def settings(self) -> Settings:
        from wainao.app.settings import load

        settings = load(self._home, config=self.config, flags=self.sections)
        if settings.interface.zone:
            from wainao.app.zone import keep_time

            keep_time(settings.interface.zone)
        return settings

    @property
    def sections(self) -> dict[str, dict[str, Any]]:
        """Settings that the command line gives: they win over file and environment."""
        return self.flags if self._lang is None else {**self.flags, "interface": {"language": self._lang}}

    @cached_property
    def brain(self) -> Wainao:
        from wainao.app.wiring import Wainao

        return Wainao(self.settings)

    @property
    def language(self) -> Language:
        return self.settings.language

    def language_of_failures(self) -> Language:
        """Also of those settings that cannot be read: then it goes by --lang and by the system's language."""
        try:
            return self.language
        except WainaoError:
            return language(self._lang or "auto", os.environ)

    async def call(self, name: str, fields: Mapping[str, Any]) -> Outcome:
        return spoken(await self.brain.run(name, **fields), self.language)

    def word(self, zh: str, en: str) -> str:
        return Words(zh, en).in_(self.language)

    def told(self, told: Told) -> str:
        return told_in(self.language, told)

    def say(self, zh: str, en: str, *, style: str = "") -> None:
        """Print a line in the language of the user."""
        self.print(self.word(zh, en), style=style)

    def print(self, text: str = "", *, style: str = "", indent: int = 0) -> None:
        """Print text that may come from a document; a narrow terminal breaks it between words."""
        from rich.padding import Padding
        from rich.text import Text

        if indent and sys.stdout.isatty():
            self.show(Padding.indent(Text(printable(text), style), indent))
        else:
            self.show(Text(" " * indent + printable(text), style))

    def drawn(self, text: str, *, style: str = "") -> str:
        """What `print` would put out, for another process to do so."""
        from rich.text import Text

        with self._console.capture() as captured:
            self._console.print(Text(printable(text), style), soft_wrap=True)
        return captured.get()

    def show(self, shown: RenderableType) -> None:
        """Print something made by `rich`. Whoever makes it sees to it that its text is `printable`."""
        from rich.text import Text

        if sys.stdout.isatty():
            with to_output():
                self._console.print(shown)
            return
        with to_output(), self._console.capture() as captured:
            self._console.print(shown, soft_wrap=isinstance(shown, Text))
        # What fills a table's last column up is of use to no program.
        self.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))

    def write(self, text: str) -> None:
        """Print a piece of text that goes on."""
        with to_output():
            sys.stdout.write(printable(text))
            sys.stdout.flush()

    def print_json(self, value: Any) -> None:
        with to_output():
            sys.stdout.write(json_line(value, sys.stdout))
            sys.stdout.flush()

    def close(self) -> None:
        if "brain" in self.__dict__:
            self.brain.close()

    @cached_property
    def _console(self) -> Console:
        from rich.console import Console

        class Plain(Console):
            def on_broken_pipe(self) -> None:
                raise  # whoever runs the command knows what to do; rich would end the program

        if sys.stdout.isatty():
            return Plain(highlight=False, markup=False, emoji=False)
        return Plain(highlight=False, markup=False, emoji=False, color_system=None, width=PIPE_WIDTH)
