"""The edge of the program: what whoever started it sees of a failure, whichever process it is in."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable

from wainao.app.cli import INTERRUPTED
from wainao.app.cli.session import json_line, printable, silence
from wainao.app.faces import InternalError, body, face
from wainao.app.translation import said_in
from wainao.kernel import WainaoError
from wainao.types import Language


def carried_out(work: Callable[[], int], *, as_json: bool, language: Callable[[], Language]) -> int:
    """Do it; the exit code, whatever happened. A failure is told in the language that is asked for then."""
    try:
        return work()
    except WainaoError as error:
        return fail(error, as_json=as_json, language=language())
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has seen enough (`wainao ask … | head -1`); Python would complain while it exits.
        silence(sys.stdout)
        return 0
    except Exception as error:  # noqa: BLE001  # a person reads what comes out of here
        told = f"This is a bug in Wainao: {type(error).__name__}: {error}. Please report it."
        return fail(InternalError(told), as_json=as_json, language=language())


def fail(error: WainaoError, *, as_json: bool, language: Language) -> int:
    """Say what went wrong on standard error, where that takes it; return the exit code of its family."""
    try:
        if as_json:
            sys.stderr.write(json_line(body(error, language), sys.stderr))
        else:
            _tell(error, language)
    except OSError:
        silence(sys.stderr)
    return face(error).exit


def steady_streams() -> None:
    """Standard streams that are there, and take every letter.

    The first file that is opened takes the number of one that was closed, and what is printed would go into that file.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
    sys.stdin = sys.stdin or open(0, closefd=False)  # noqa: SIM115  # until the program ends
    sys.stdout = sys.stdout or open(1, "w", closefd=False)  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w", closefd=False)  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _tell(error: WainaoError, language: Language) -> None:
    from rich.console import Console
    from rich.text import Text

    told = Text.assemble((f"{error.code}: ", "bold red"), printable(said_in(language, str(error))))
    Console(stderr=True).print(told, soft_wrap=not sys.stderr.isatty())
