"""`wainao backup`, `restore`, `upgrade`, `status`, `version`: keep it safe and know how it is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

import wainao
from wainao.app.cli.cells import model_told
from wainao.app.cli.command import command, relay
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
    """Back up the home, even while it is in use."""
    from wainao.app import upkeep

    copy = upkeep.backup(session.settings.home, place)
    if session.json:
        session.print_json({"backup": str(copy)})
    else:
        session.say(f"已备份到 {copy}", f"The copy is {copy}")


def restore(
    session: Session, place: Annotated[Path, typer.Argument(help="Where the copy is.", show_default=False)]
) -> None:
    """Restore a home from a backup, after verifying the backup."""
    from wainao.app import upkeep

    home = session.settings.home
    records = upkeep.restore(place, home)
    if session.json:
        session.print_json({"home": str(home), "records": records})
    else:
        session.say(
            f"已恢复到 {home}：账本完好，共 {records} 条记录。",
            f"Restored to {home}: its ledger is intact, with {records} records.",
        )


def upgrade(session: Session) -> None:
    """Upgrade an older home to this version, on a copy first."""
    from wainao.app import upkeep

    done = upkeep.upgrade(session.settings)
    if session.json:
        session.print_json({"applied": list(done.applied), "kept": done.kept and str(done.kept)})
    elif done.kept:
        applied = ", ".join(done.applied)
        session.say(
            f"已升级：{applied}。原来的主目录保留在 {done.kept}",
            f"Upgraded: {applied}. The home as it was is kept in {done.kept}",
        )
    else:
        session.say("已是最新，无须升级。", "It is up to date already.")


async def status(session: Session) -> None:
    """Show where the home is, which model is connected, and the state of search by meaning."""
    from wainao.app.wire import plain

    brain = session.brain
    kinds = sorted({spec.name.partition(":")[0] for spec in brain.kernel})
    told = {"version": wainao.__version__, "home": str(brain.home.path), "model": brain.model_name, "kinds": kinds}
    vectors = (await session.call("knowledge:vectors", {})).output if "knowledge:vectors" in brain.kernel else None
    if session.json:
        show_fields(session, told | ({} if vectors is None else {"vectors": plain(vectors)}))
        return
    show_fields(session, told | {"model": model_told(session, brain.model_name)})
    if vectors is not None:
        _show_vectors(session, vectors)
    if "knowledge:bases" in brain.kernel:
        session.print()
        await relay(session, "knowledge:bases", columns=("name", "documents", "chunks"))


def _show_vectors(session: Session, told: Any) -> None:
    """Which model makes the vectors, and what keeps those that are missing; nothing where there is no embedder."""
    waiting = sum(base.waiting for base in told.bases)
    if told.model is not None:
        session.say(f"向量：{told.model}，{told.dimension} 维", f"Vectors: {told.model}, {told.dimension} numbers each")
    if waiting and (told.model or told.problem):
        session.say(
            f"{waiting} 个片段还没有向量，只按词语检索；立即制作：wainao call knowledge:embed",
            f"{waiting} chunks have no vector and are found by words alone; to make them now: "
            "wainao call knowledge:embed",
        )
    if told.problem:
        session.print(told.problem, style="yellow")


def version(session: Session) -> None:
    """Print the version."""
    if session.json:
        session.print_json({"version": wainao.__version__})
    else:
        session.print(wainao.__version__)
