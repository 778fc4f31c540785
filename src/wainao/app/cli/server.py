"""The process that serves: `python -m wainao.app.cli.server`, started by `wainao up` and nothing else.

What the command line needs (its tree of commands, their options and help) is a fifth of a server's memory, and no
request ever needs it. So it hands over and is gone.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from wainao.app.cli.edge import carried_out, steady_streams
from wainao.app.cli.session import printable
from wainao.types import Language

MODEL = "{model}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """What to serve: a home with its settings, on a listening socket that is open already.

    `config` and `flags` are those of the command line. `socket` and `lifeline` are file descriptors; without a lifeline
    nobody waits for this process. `welcome` is printed once the home is open, with the model's name, or `no_model`, in
    the place of `MODEL`; `farewell` at the end.
    """

    home: Path
    config: Path | None = None
    flags: dict[str, dict[str, Any]] = field(default_factory=dict)
    socket: int
    lifeline: int | None = None
    welcome: str = ""
    no_model: str = ""
    farewell: str = ""
    as_json: bool = False
    language: Language = "en"

    def replace_process(self) -> None:
        """This process becomes the server. Does not return."""
        sys.stdout.flush()
        os.set_inheritable(self.socket, True)
        command = self._command()
        os.execve(command[0], command, _environment())

    def start_process(self) -> subprocess.Popen[bytes]:
        """A process of its own, which ends with the lifeline."""
        kept = [one for one in (self.socket, self.lifeline) if one is not None]
        return subprocess.Popen(self._command(), pass_fds=kept, env=_environment())

    def carry_out(self) -> int:
        """Serve until told to end."""
        from wainao.app.http.serve import serve
        from wainao.app.http.supervising import end_with
        from wainao.app.settings import load
        from wainao.app.wiring import Wainao

        if self.lifeline is not None:
            end_with(self.lifeline)
        settings = load(self.home, config=self.config, flags=self.flags)
        with Wainao(settings) as brain, socket.socket(fileno=self.socket) as listener:
            try:
                serve(brain, listener, ready=partial(self.greet, brain.model_name))
            finally:
                self.part()
        return 0

    def greet(self, model: str | None) -> None:
        _print(self.welcome.replace(MODEL, printable(model or self.no_model)))

    def part(self) -> None:
        _print(self.farewell)

    def _command(self) -> list[str]:
        # `-m` looks for modules in the working directory first, unless that is where we ourselves were found.
        safe = [] if sys.path[0] in ("", str(Path.cwd())) else ["-P"]
        return [sys.executable, *safe, "-m", __name__, msgspec.json.encode(self, enc_hook=str).decode()]


def _environment() -> dict[str, str]:
    """Ours, with one thread for sums of vectors: more of them wait for one another wherever the cores are busy."""
    return {"OPENBLAS_NUM_THREADS": "1", **os.environ}


def _print(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def main() -> None:
    steady_streams()
    order = msgspec.json.decode(sys.argv[1], type=Order, dec_hook=lambda kind, told: kind(told))
    sys.exit(carried_out(order.carry_out, as_json=order.as_json, language=lambda: order.language))


if __name__ == "__main__":
    main()
