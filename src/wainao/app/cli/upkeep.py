"""`wainao backup`, `restore`, `upgrade`, `status`, `version`: keep it safe and know how it is."""

from __future__ import annotations

import typer

import wainao
from wainao.app.cli.command import Session, command
from wainao.app.cli.show import show_fields


def register(app: typer.Typer) -> None:
    command(app, "status")(status)
    command(app, "version")(version)


async def status(session: Session) -> None:
    """Say where the home is, what is in it, and which model is connected."""
    brain = session.brain
    told = {
        "version": wainao.__version__,
        "home": str(brain.home.path),
        "model": brain.model_name,
        "capabilities": len(list(brain.kernel)),
    }
    if session.json:
        session.print_json(told)
    else:
        show_fields(session, told)


def version(session: Session) -> None:
    """Print the version."""
    if session.json:
        session.print_json({"version": wainao.__version__})
    else:
        session.print(wainao.__version__)
