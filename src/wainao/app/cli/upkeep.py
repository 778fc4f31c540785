"""`wainao backup`, `restore`, `upgrade`, `status`, `version`: keep it safe and know how it is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import wainao
from wainao.app.cli.command import command
from wainao.app.cli.session import Session
from wainao.app.cli.show import show_fields


def register(app: typer.Typer) -> None:
    command(app, "backup")(backup)
    command(app, "restore")(restore)
    command(app, "upgrade")(upgrade)
    command(app, "status")(status)
    command(app, "version")(version)


def backup(
    session: Session, place: Annotated[Path, typer.Argument(help="Where to put the copy.", show_default=False)]
) -> None:
    """Copy the home, also while it is in use."""
    from wainao.app import upkeep

    copy = upkeep.backup(session.settings.home, place)
    show_fields(session, {"backup": str(copy)})


def restore(
    session: Session, place: Annotated[Path, typer.Argument(help="Where the copy is.", show_default=False)]
) -> None:
    """Make an empty home out of a copy, once that is proved to be whole."""
    from wainao.app import upkeep

    records = upkeep.restore(place, session.settings.home)
    show_fields(session, {"home": str(session.settings.home), "records": records})


def upgrade(session: Session) -> None:
    """Bring an older home to this version: on a copy, which takes its place once it is verified."""
    from wainao.app import upkeep

    done = upkeep.upgrade(session.settings)
    show_fields(session, {"applied": list(done.applied), "kept": done.kept and str(done.kept)})
    if not done.applied and not session.json:
        session.say("已是最新,无须升级。", "It is up to date already.")


def status(session: Session) -> None:
    """Say where the home is, which model is connected, and what can be called."""
    brain = session.brain
    kinds = sorted({spec.name.partition(":")[0] for spec in brain.kernel})
    told = {"version": wainao.__version__, "home": str(brain.home.path), "model": brain.model_name, "kinds": kinds}
    show_fields(session, told)


def version(session: Session) -> None:
    """Print the version."""
    show_fields(session, {"version": wainao.__version__})
