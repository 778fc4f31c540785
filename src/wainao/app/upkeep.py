"""Copies of a home: to keep elsewhere, to come back from, and to try an upgrade on."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import shutil
import sqlite3
import time
from collections.abc import Collection, Iterable
from contextlib import closing
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path

from wainao.app.settings import Settings
from wainao.app.wire import parse, to_json
from wainao.app.wiring import Wainao
from wainao.kernel import ConflictError, IntegrityError, NotFoundError, StoreError, UsageError
from wainao.store.home import BEFORE, Home
from wainao.store.ledger.head import HeadFile
from wainao.store.process import Process

MANIFEST = "manifest.json"
HEAD = "ledger.head"
OF_PROCESSES = frozenset(
    {"run", "serving", "learn", "lexical", "live", "tools", "blobs/unfinished", "files/unfinished"}
)
"""What only the processes at work need, or make again out of the rest, from the home on; a copy has none. Deeper down
people may call what is theirs by the same names."""
PASSING = ("*.lock", "*.new", "*.part", "*.db-wal", "*.db-shm")
"""Files that are there for a moment, wherever they are."""
UNCHANGING = frozenset({"blobs", "files", "models"})
"""Folders whose files are never written to again: an upgrade may have them in common with what it leaves behind."""


def backup(home: Path, place: Path) -> Path:
    """Copy the home into a new folder in `place` and return that folder. Others may go on working meanwhile."""
    _check_home(home)
    if place.resolve().is_relative_to(home.resolve()):
        raise UsageError(
            f"The backup would be in {str(place)!r}, inside the home that it is of, and a copy of itself. Expected a "
            "place elsewhere, best on another disk. Choose one."
        )
    # In UTC: by the clock on the wall, the newest would not be the last one in the hour that comes twice a year.
    copy = place.absolute() / time.strftime("wainao-%Y%m%d-%H%M%S", time.gmtime())
    if copy.exists():
        raise ConflictError(f"There is a backup {str(copy)!r} already. Wait a second, or choose another place.")
    try:
        _copy(home, copy)
        hashes = {path.relative_to(copy).as_posix(): _sha256(path) for path in _files(copy)}
        (copy / MANIFEST).write_bytes(to_json({"files": hashes}))
    except (OSError, sqlite3.OperationalError) as error:
        shutil.rmtree(copy, ignore_errors=True)
        raise StoreError(
            f"The backup {str(copy)!r} could not be written: {error}. Nothing of it was kept. Expected a folder with "
            "room for the home. Choose another place."
        ) from error
    return copy


def restore(place: Path, home: Path) -> int:
    """Make `home` out of a backup: the folder itself, or the newest one in `place`. Returns how many receipts it has.

    Raises IntegrityError, and leaves nothing behind, when the backup is not what was written.
    """
    if home.exists() and any(home.iterdir()):
        raise ConflictError(f"The home {str(home)!r} is not empty. Restore into another one with --home.")
    source = _find(place)
    _check_manifest(source)
    fresh = home.with_name(f"{home.name}.restoring-{os.getpid()}")
    try:
        shutil.copytree(source, fresh)
        (fresh / MANIFEST).unlink()
        records = _check_ledger(fresh)
        if home.exists():
            home.rmdir()
        fresh.rename(home)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return records


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Upgraded:
    """`applied` are the migrations that were missing ("owner/name"), `kept` is the home as it was before."""

    applied: tuple[str, ...] = ()
    kept: Path | None = None


def upgrade(settings: Settings) -> Upgraded:
    """Migrate a copy of the home, verify it, then put it in the home's place.

    Raises ConflictError while other processes have the home open, and changes nothing when anything fails.
    """
    home = settings.home
    _check_home(home)
    copy = home.with_name(f"{home.name}.upgrading-{os.getpid()}")
    with closing(Process(home / "run")) as process:
        _refuse_others(process, home)
        try:
            _copy(home, copy, shared=UNCHANGING)
            before = _migrations(copy)
            Wainao(dataclasses.replace(settings, home=copy), upgrade=True).close()
            applied = tuple(sorted(_migrations(copy) - before))
            if not applied:
                return Upgraded()
            _check_ledger(copy)
            _refuse_others(process, home)  # what one wrote that came meanwhile would be lost
            kept = home.with_name(f"{home.name}{BEFORE}{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}")
            _swap(home, copy, kept)
        finally:
            shutil.rmtree(copy, ignore_errors=True)
    return Upgraded(applied=applied, kept=kept)


def _refuse_others(process: Process, home: Path) -> None:
    if others := process.others():
        raise ConflictError(f"{len(others)} other processes have {str(home)!r} open. End them, then upgrade again.")


def _swap(home: Path, copy: Path, kept: Path) -> None:
    home.rename(kept)
    try:
        copy.rename(home)
    except OSError:
        kept.rename(home)
        raise


def _check_home(home: Path) -> None:
    if not (home / "state.db").exists():
        raise NotFoundError(f"There is no home in {str(home)!r}. Say where it is with --home.")


def _copy(home: Path, copy: Path, *, shared: Collection[str] = ()) -> None:
    """A copy of the home; of the folders that are `shared`, it has the very files."""
    copy.mkdir(parents=True, mode=0o700)
    # The order matters while others write: the head may lag behind the ledger but not lead it, and whatever the
    # databases speak of must be among the files that are copied after them.
    if (head := HeadFile(home / HEAD).text()) is not None:
        (copy / HEAD).write_text(head, encoding="utf-8", newline="\n")
    databases = sorted(home.glob("*.db"), key=lambda path: path.name != "state.db")
    for database in databases:
        _copy_database(database, copy / database.name)
    left_out = partial(_left_out, home)
    for path in home.iterdir():
        if left_out(str(home), [path.name]):
            continue
        if path.is_dir():
            how = _link if path.name in shared else _copy_file
            shutil.copytree(path, copy / path.name, ignore=left_out, copy_function=how)
        elif path.is_file() and not (copy / path.name).exists():
            _copy_file(str(path), str(copy / path.name))


def _left_out(home: Path, folder: str, names: Iterable[str]) -> set[str]:
    at = Path(folder).relative_to(home)
    return {
        name
        for name in names
        if (at / name).as_posix() in OF_PROCESSES or any(fnmatchcase(name, pattern) for pattern in PASSING)
    }


def _copy_file(source: str, copy: str) -> None:
    try:
        shutil.copy2(source, copy)
    except FileNotFoundError:
        if Path(source).exists():
            raise
        # Erased since the folder was listed: what is erased need not be in a copy, and no reason to have none.


def _link(source: str, copy: str) -> None:
    try:
        os.link(source, copy)
    except OSError:  # a file system that knows no such thing, or a folder that is on another one
        shutil.copy2(source, copy)


def _copy_database(source: Path, copy: Path) -> None:
    with closing(sqlite3.connect(source)) as reading, closing(sqlite3.connect(copy)) as writing:
        reading.backup(writing)
    copy.chmod(0o600)


def _check_ledger(home: Path) -> int:
    """How many receipts a copy has. Raises IntegrityError."""
    opened = Home(home, upgrade=True)
    try:
        report = opened.ledger.verify()
    finally:
        opened.close()
    if not report.intact:
        raise IntegrityError(
            f"The ledger is not intact: {report.faults[0].kind} at {report.faults[0].at}. Nothing was changed. "
            "'wainao receipts verify' lists every fault."
        )
    return report.records


def _find(place: Path) -> Path:
    if (place / MANIFEST).exists():
        return place
    backups = sorted(path.parent for path in place.glob(f"wainao-*/{MANIFEST}"))
    if not backups:
        raise NotFoundError(f"There is no backup in {str(place)!r}. Name the folder that 'wainao backup' made.")
    return backups[-1]


def _check_manifest(backup: Path) -> None:
    hashes: dict[str, str] = parse((backup / MANIFEST).read_bytes())["files"]
    present = {path.relative_to(backup).as_posix(): path for path in _files(backup)}
    wrong = sorted(
        hashes.keys() ^ present.keys()
        | {name for name in hashes.keys() & present.keys() if _sha256(present[name]) != hashes[name]}
    )
    if wrong:
        raise IntegrityError(
            f"The backup {str(backup)!r} is not what was written: {', '.join(wrong[:5])} ({len(wrong)} files in all) "
            "changed, came or went. Take another backup."
        )


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path != folder / MANIFEST]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _migrations(home: Path) -> set[str]:
    found: set[str] = set()
    for path in home.glob("*.db"):
        with closing(sqlite3.connect(path)) as connection:
            found |= {f"{owner}/{name}" for owner, name in connection.execute("SELECT owner, name FROM migrations")}
    return found
