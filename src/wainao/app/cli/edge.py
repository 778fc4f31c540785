"""The edge of the program: what whoever started it sees of a failure, whichever process it is in."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from wainao.app.cli.session import printable
from wainao.app.faces import InternalError, body, face
from wainao.app.translation import said_in
from wainao.kernel import WainaoError
from wainao.types import Language

INTERRUPTED = 130


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
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001  # a person reads what comes out of here
        told = f"This is a bug in Wainao: {type(error).__name__}: {error}. Please report it."
        return fail(InternalError(told), as_json=as_json, language=language())


def fail(error: WainaoError, *, as_json: bool, language: Language) -> int:
    """Say what went wrong on standard error; return the exit code of its family."""
    if as_json:
        from wainao.app.wire import to_json

        sys.stderr.write(to_json(body(error, language)).decode() + "\n")
    else:
        from rich.console import Console
        from rich.text import Text

        told = Text.assemble((f"{error.code}: ", "bold red"), printable(said_in(language, str(error))))
        Console(stderr=True).print(told, soft_wrap=not sys.stderr.isatty())
    return face(error).exit
