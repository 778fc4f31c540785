"""A model onto the shelf: found, fetched, checked, noted; from a file, the catalogue, a hub or an address."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from wainao.features.models.catalogue.catalogue import catalogue
from wainao.features.models.catalogue.entry import Entry
from wainao.features.models.local import gguf, ir
from wainao.features.models.local.download import Fetched, copy, download
from wainao.features.models.local.hub import Hub, Remote, choose, projector
from wainao.features.models.local.shelf import Engine, LocalModel, Shelf, head
from wainao.features.models.local.source import GGUF, Source
from wainao.features.models.settings import ModelsSettings
from wainao.kernel import ConflictError, UsageError
from wainao.store.egress import Egress, Proxy, Routes, UnreachableError, origin
from wainao.store.lock import open_locked

WEIGHTS, PROJECTOR = "weights.gguf", "projector.gguf"
"""What files are called here, whatever they are called where they come from."""

STORES = frozenset(("*.huggingface.co", "*.hf.co", "*.modelscope.cn", "*.aliyuncs.com", "*.githubusercontent.com"))
"""Where hubs keep large files: their own addresses lead there."""

RANK = 4
"""llama.cpp's number for models that rank."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """What is to be added; `entry` is what the catalogue says of it."""

    source: Source
    name: str
    quantisation: str = ""
    sha256: str = ""
    entry: Entry | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """What is on the shelf now."""

    model: LocalModel
    told: gguf.Gguf | ir.Ir
    bytes: int


class Intake:
    """Brings models onto a shelf; each name by one call at a time, of all processes."""

    def __init__(self, shelf: Shelf, settings: ModelsSettings) -> None:
        self._shelf = shelf
        self._settings = settings

    async def take(self, wish: Wish) -> AsyncGenerator[Fetched | Taken, None]:
        """Progress, at last what is there. What was begun and broken off stays, and the next call goes on with it.

        Raises UsageError, NotFoundError, ConflictError, ModelError, and UnreachableError where there is no network.
        """
        folder = self._shelf.folder(wish.name)
        with self._alone(wish.name):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                found: dict[str, str] = {}
                async with aclosing(self._files(wish, folder)) as steps:
                    async for step in steps:
                        if isinstance(step, Fetched):
                            yield step
                        else:
                            found |= step
                yield await asyncio.to_thread(self._put, wish, folder, found)
            except OSError as error:
                raise UsageError(f"{str(folder)!r} cannot be written: {error.strerror}. Check the disk.") from error
            finally:
                if not any(folder.iterdir()):
                    folder.rmdir()

    def discard(self, name: str) -> bool:
        """Throw away what a download left that never became a model; whether there was any."""
        folder = self._shelf.folder(name)
        if name in self._shelf.names() or not folder.is_dir():
            return False
        with self._alone(name):
            shutil.rmtree(folder)
        return True

    async def _files(self, wish: Wish, folder: Path) -> AsyncGenerator[Fetched | dict[str, str], None]:
        """Fetch what there is to fetch; each file's hash by the name that it has in the folder."""
        if wish.source.kind == "file":
            for file, where in _here(wish.source):
                sha256 = wish.sha256 if file in (WEIGHTS, ir.WEIGHTS) else ""
                async with aclosing(copy(where, folder / file, sha256=sha256)) as steps:
                    async for step in steps:
                        yield step if isinstance(step, Fetched) else {file: step}
            return
        async with self._online(wish.source) as egress:
            async for file, remote in self._remotes(egress, wish):
                async with aclosing(download(egress, remote, folder / file)) as steps:
                    async for step in steps:
                        yield step if isinstance(step, Fetched) else {file: step}

    async def _remotes(self, egress: Egress, wish: Wish) -> AsyncIterator[tuple[str, Remote]]:
        source = wish.source
        if source.kind == "url":
            yield WEIGHTS, Remote(url=source.where, name=source.told.rpartition("/")[2], sha256=wish.sha256)
            return
        base_url = self._settings.hf_url if source.hub == "hf" else self._settings.ms_url
        files = await Hub(source.hub, base_url).files(egress, source.where)
        if not source.file and not wish.quantisation and (parts := _parts(files)):
            for part in parts:
                sha256 = wish.sha256 if part.name == ir.WEIGHTS else ""
                yield ir.KEPT[part.name], replace(part, sha256=sha256 or part.sha256)
            return
        chosen = choose(files, source, wish.quantisation)
        yield WEIGHTS, replace(chosen, sha256=wish.sha256 or chosen.sha256)
        if (eyes := projector(files)) is not None:
            yield PROJECTOR, eyes

    def _put(self, wish: Wish, folder: Path, found: dict[str, str]) -> Taken:
        engine: Engine = "openvino" if ir.NETWORK in found else "llama"
        weights = WEIGHTS if engine == "llama" else ir.WEIGHTS
        model = LocalModel(
            name=wish.name,
            weights=weights,
            engine=engine,
            projector=PROJECTOR if PROJECTOR in found else "",
            sha256=found.get(weights, ""),
            source=wish.source.told,
        )
        told, entry = head(folder, model), wish.entry
        ranks = told.pooling == RANK or (entry is not None and entry.kind == "rerank")
        licence = told.licence if entry is None else entry.licence
        model = replace(model, pooling="rank" if ranks else "", licence=licence)
        self._shelf.put(model)
        return Taken(model=model, told=told, bytes=sum((folder / file).stat().st_size for file in found))

    @asynccontextmanager
    async def _online(self, source: Source) -> AsyncIterator[Egress]:
        """The way out to the hubs, to where they keep files, and to the address that was named; to nothing else."""
        hubs = frozenset({origin(self._settings.hf_url), origin(self._settings.ms_url)})
        public = set(STORES)
        if source.kind == "url":
            if origin(source.where) not in hubs and not source.where.startswith("https://"):
                raise UsageError(f"{source.told!r} is not encrypted. Give an address that begins with https://.")
            public.add(urlsplit(source.where).hostname or "")
        proxy = Proxy(url=self._settings.proxy, resolves=True) if self._settings.proxy else None
        egress = Egress(Routes(configured=hubs, public=frozenset(public)), proxy=proxy)
        try:
            yield egress
        except UnreachableError as error:
            raise UnreachableError(
                f"{error} Without a network, add a model by its file: 'wainao models add FILE.gguf'. A mirror is "
                "set as hf_url or ms_url under [models], a proxy as proxy. Adding it again goes on."
            ) from error
        finally:
            egress.close()

    @contextmanager
    def _alone(self, name: str) -> Iterator[None]:
        self._shelf.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = open_locked(self._shelf.path / f".{name}.lock", wait=False)
        if lock is None:
            raise ConflictError(f"The model {name!r} is being added at this moment. Wait until that has ended.")
        try:
            yield
        finally:
            os.close(lock)


def _here(source: Source) -> list[tuple[str, str]]:
    """What is to be copied of this machine: the names of files here, and where they are."""
    folder = Path(source.where).expanduser()
    if not (folder / ir.NETWORK).is_file():
        return [(WEIGHTS, source.where)]
    return [(here, str(folder / file)) for file, here in ir.KEPT.items() if (folder / file).is_file()]


def _parts(files: list[Remote]) -> list[Remote]:
    """The files of a repository that has a model in OpenVINO's format and none in GGUF."""
    if any(one.name.lower().endswith(GGUF) for one in files) or all(one.name != ir.NETWORK for one in files):
        return []
    return [one for one in files if one.name in ir.KEPT]


def entry_of(source: Source) -> Entry | None:
    """What the catalogue says of a source: by its name, or by the repository. Raises NotFoundError for a name."""
    if source.kind == "name":
        return catalogue().get(source.where)
    if source.kind != "hub":
        return None
    return next((one for one in catalogue().models.values() if source.where in (one.hf, one.ms, one.gguf)), None)
