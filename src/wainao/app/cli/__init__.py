"""The command line. Everything heavy is imported when a command needs it: `wainao --help` answers at once."""

from __future__ import annotations


def main() -> None:
    from wainao.app.cli.tree import run

    run()
