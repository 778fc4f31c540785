"""The command line. Everything heavy is imported when a command needs it: `wainao --help` answers at once."""

from __future__ import annotations

import sys

INTERRUPTED = 130


def main() -> None:
    try:
        from wainao.app.cli.tree import run

        run()
    except KeyboardInterrupt:  # before any command was at work
        sys.exit(INTERRUPTED)
