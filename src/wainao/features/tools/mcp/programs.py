"""Programs that an administrator allows to be started as servers of tools: by name, pinned by what they are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from wainao.features.tools.mcp.errors import ProgramError


@dataclass(frozen=True, kw_only=True, slots=True)
class Program:
    """One entry of `[tools] stdio`.

    `command` is the absolute path of a program, `arguments` are what it is started with. `sha256` holds, by path, the
    SHA-256 of that program and of each argument that is a file: it is started only while all of them are what they
    were. It sees the variables in `environment` and nothing else of ours.
    """

    name: str
    command: str
    arguments: tuple[str, ...] = ()
    sha256: dict[str, str] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if not Path(self.command).is_absolute():
            raise ValueError(
                f"the program {self.name!r} has command = {self.command!r}. Expected an absolute path, so that it is "
                "always the same program."
            )

    def check(self) -> None:
        """Raises ProgramError unless every file of it is the one that is pinned."""
        for path in self._files():
            pinned, found = self.sha256.get(path), _sha256(Path(path), self.name)
            if pinned is None or pinned.lower() != found:
                was = f"it was pinned to {pinned}" if pinned else "it is not pinned"
                raise ProgramError(
                    f"The program {self.name!r} is not started: {path} has the SHA-256 {found}, and {was}. If that is "
                    f'the file you mean, write "{path}" = "{found}" into sha256 of that entry of [tools] stdio.'
                )

    def _files(self) -> list[str]:
        return [self.command, *(argument for argument in self.arguments if Path(argument).is_file())]


def named(name: str, programs: Iterable[Program]) -> Program:
    """The program of that name. Raises ProgramError: nobody but an administrator says what is started here."""
    allowed = {program.name: program for program in programs}
    if name not in allowed:
        raise ProgramError(
            f"There is no program {name!r} that may be started here. Expected one of {sorted(allowed)}: an "
            "administrator can add it to [tools] stdio, with its SHA-256."
        )
    return allowed[name]


def _sha256(path: Path, name: str) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ProgramError(
            f"The program {name!r} cannot be read: {path}: {error.strerror}. Correct its entry of [tools] stdio."
        ) from error
