"""Programs that an administrator allows to be started as servers of tools: by name, pinned by what they are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from wainao.features.tools.mcp.errors import ProgramError

DAY_S = 86_400


@dataclass(frozen=True, kw_only=True, slots=True)
class Program:
    """One entry of `[tools] stdio`.

    `command` is the absolute path of a program, `arguments` are what it is started with. `sha256` holds, by path, the
    SHA-256 of that program and of each argument that is a file: it is started only while all of them are what they
    were. `data` names the arguments that are files it works on, such as a database: those may change. It sees the
    variables in `environment` and nothing else of ours. After a call it goes on for `idle_s` seconds and waits for that
    person's next; with 0 each call has a program of its own.
    """

    name: str
    command: str
    arguments: tuple[str, ...] = ()
    sha256: dict[str, str] = field(default_factory=dict)
    data: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict, repr=False)
    idle_s: float = 300.0

    def __post_init__(self) -> None:
        if not Path(self.command).is_absolute():
            raise ValueError(
                f"the program {self.name!r} has command = {self.command!r}. Expected an absolute path, so that it is "
                "always the same program."
            )
        if not 0 <= self.idle_s <= DAY_S:
            raise ValueError(f"the program {self.name!r} has idle_s = {self.idle_s}. Expected 0 to {DAY_S} seconds.")
        if strange := set(self.data).difference(self.arguments):
            raise ValueError(
                f"the program {self.name!r} has data = {sorted(strange)!r}. Expected files among its arguments."
            )

    def check(self) -> None:
        """Raises ProgramError unless every file of it is the one that is pinned."""
        found = {path: _sha256(Path(path), self.name) for path in self._files()}
        wrong = [path for path in found if self.sha256.get(path, "").lower() != found[path]]
        if wrong:
            pinned = self.sha256.get(wrong[0])
            was = f"it was pinned to {pinned}" if pinned else "it is not pinned"
            pins = ", ".join(f'"{path}" = "{found[path]}"' for path in found)
            raise ProgramError(
                f"The program {self.name!r} is not started: {wrong[0]} has the SHA-256 {found[wrong[0]]}, and {was}. "
                f"If these are the files you mean, write sha256 = {{ {pins} }} into that entry of [tools] stdio; a "
                "file that it works on, and so changes, belongs into data instead."
            )

    def marks(self) -> tuple[tuple[int, int, int] | None, ...]:
        """What tells, without reading them, that its files are others than before."""
        return tuple(_mark(Path(path)) for path in self._files())

    def _files(self) -> list[str]:
        """What is run. Not what it is run on."""
        return [self.command, *(one for one in self.arguments if one not in self.data and Path(one).is_file())]


def named(name: str, programs: Iterable[Program]) -> Program:
    """The program of that name. Raises ProgramError: nobody but an administrator says what is started here."""
    allowed = {program.name: program for program in programs}
    if name not in allowed:
        raise ProgramError(
            f"There is no program {name!r} that may be started here. Expected one of {sorted(allowed)}: an "
            "administrator can add it to [tools] stdio, with its SHA-256."
        )
    return allowed[name]


def _mark(path: Path) -> tuple[int, int, int] | None:
    try:
        now = path.stat()
    except OSError:
        return None
    return now.st_ino, now.st_size, now.st_mtime_ns


def _sha256(path: Path, name: str) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ProgramError(
            f"The program {name!r} cannot be read: {path}: {error.strerror}. Correct its entry of [tools] stdio."
        ) from error
