"""models:add, models:remove, models:running: the models of this machine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, replace
from functools import partial

from wainao.features.models.capabilities.desk import Desk, Nothing, at, spec
from wainao.features.models.catalogue.catalogue import catalogue
from wainao.features.models.catalogue.entry import Entry
from wainao.features.models.catalogue.memory import BITS
from wainao.features.models.local import gguf, ir
from wainao.features.models.local.download import Fetched
from wainao.features.models.local.intake import RANK, Intake, Taken, Wish, entry_of
from wainao.features.models.local.residents import Residents
from wainao.features.models.local.source import HubName, Source, read_source
from wainao.features.models.routing.deployment import HERE, Deployment, Kind
from wainao.kernel import Call, Capability, ConflictError, DeniedError, Spec, UsageError
from wainao.store.works import free
from wainao.types import Words, owner

WEEK_S = 7 * 24 * 3600.0


@dataclass(frozen=True, kw_only=True, slots=True)
class AddModelInput:
    """`source` is the path of a GGUF file on this machine or of a folder with a model in OpenVINO's format, a name of
    the catalogue, a hub's id (hf:org/repo#file, ms:org/repo#file) or an address.

    `name` is what clients will call it, by default as the source does. `quantisation` chooses among a repository's
    files; `hub` is where a name of the catalogue is fetched. `sha256` is what the file must have, where no hub
    says it. `serves` is what it is used for, by default what the file is made for. `accept_licence`: its licence is
    accepted, which those that restrict ask for.
    """

    source: str
    name: str = ""
    quantisation: str = ""
    hub: HubName = "hf"
    sha256: str = ""
    serves: tuple[Kind, ...] = ()
    accept_licence: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class AddedModel:
    """A model that is here now, and the deployment and route of its name, which are there at once."""

    name: str
    bytes: int
    sha256: str
    architecture: str
    parameters: int
    quantisation: str
    context_tokens: int | None
    licence: str
    serves: tuple[Kind, ...]
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class NamedModel:
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RemovedModel:
    """`bytes` that are free again."""

    name: str
    bytes: int


@dataclass(frozen=True, kw_only=True, slots=True)
class LocalRow:
    """A model of this machine; while it is `running`, the memory it took when it began and how long nobody used it."""

    name: str
    bytes: int
    running: bool
    source: str
    licence: str
    memory_bytes: int | None = None
    unused_s: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LocalList:
    models: tuple[LocalRow, ...]


class AddModel:
    """`models:add`. Streams `Fetched` while files come."""

    spec = Spec(
        name="models:add",
        title=Words("添加模型", "Add a model"),
        description=Words(
            "从本机文件、目录、模型站或网址添加一个模型。核对哈希，中断后可续传，立即可用。",
            "Add a model from a file, the catalogue, a hub or a web address. Its hash is checked, "
            "downloads resume, and it can be used at once.",
        ),
        input=AddModelInput,
        output=AddedModel,
        risk="write",
        right="admin",
        estimate=free,
        timeout_s=WEEK_S,
        example=AddModelInput(source="qwen3-0.6b", quantisation="Q8_0"),
    )

    def __init__(self, desk: Desk, residents: Residents, intake: Intake) -> None:
        self._desk = desk
        self._residents = residents
        self._intake = intake

    async def invoke(self, call: Call) -> AsyncIterator[Fetched | AddedModel]:
        given: AddModelInput = call.input
        wish = await asyncio.to_thread(_wish, given, call)
        self._refuse_taken(wish.name)
        taken: Taken | None = None
        async with aclosing(self._intake.take(wish)) as steps:
            async for step in steps:
                if isinstance(step, Taken):
                    taken = step
                else:
                    yield step
        assert taken is not None
        await asyncio.to_thread(self._residents.stop, wish.name)  # what runs still is what was there before
        yield await self._deploy(call, given, taken, wish.entry)

    def _refuse_taken(self, name: str) -> None:
        known = self._desk.table.now().upstreams.get(name)
        if known is not None and known.deployment.provider != HERE:
            raise ConflictError(
                f"There is a deployment {name!r} at {known.deployment.provider!r} already. Choose another name."
            )

    async def _deploy(self, call: Call, given: AddModelInput, taken: Taken, entry: Entry | None) -> AddedModel:
        model, told = taken.model, taken.told
        serves = given.serves or _serves(told, entry)
        deployment = Deployment(name=model.name, model=model.name, provider=HERE, serves=serves)
        version = await self._desk.register.put_deployment(call, deployment, "")
        return AddedModel(
            name=model.name,
            bytes=taken.bytes,
            sha256=model.sha256,
            architecture=told.architecture,
            parameters=told.parameters,
            quantisation=told.quantisation,
            context_tokens=told.context_tokens,
            licence=model.licence,
            serves=serves,
            version=version,
        )


def _wish(given: AddModelInput, call: Call) -> Wish:
    """What is asked for, if this actor may have it. Raises DeniedError, UsageError and NotFoundError."""
    source = read_source(given.source)
    if call.actor.tenant != owner().tenant or (source.kind == "file" and call.actor.id != owner().id):
        raise DeniedError(
            f"{call.actor.id!r} may not add {given.source!r}: paths are read with the server's rights, and models are "
            "for all tenants. Expected the owner; an administrator of the installation may add by name or address."
        )
    if given.quantisation and given.quantisation.upper() not in {*BITS, *gguf.QUANTISATIONS}:
        raise UsageError(f"There is no quantisation {given.quantisation!r}. Expected one like {', '.join(BITS)}.")
    entry = entry_of(source)
    if entry is not None:
        _refuse_unaccepted(entry, accepted=given.accept_licence)
    name = given.name or source.name.lower()
    if source.kind == "name" and entry is not None:
        source = _at_hub(entry, given.hub)
    return Wish(source=source, name=name, quantisation=given.quantisation, sha256=given.sha256, entry=entry)


def _refuse_unaccepted(entry: Entry, *, accepted: bool) -> None:
    licence = catalogue().licence(entry)
    if licence.restricts and not accepted:
        where = f" ({licence.url})" if licence.url else ""
        raise UsageError(
            f"The licence of {entry.name!r} restricts its use: {licence.title or 'not known'}{where}. {licence.en} "
            "Read it, and say accept_licence if you accept it."
        )


def _at_hub(entry: Entry, hub: HubName) -> Source:
    if not entry.gguf:
        raise UsageError(
            f"No GGUF files of {entry.name!r} are known. Find a repository that has them, and add it as "
            "hf:ORGANISATION/REPOSITORY#FILE."
        )
    return Source(kind="hub", where=entry.gguf, hub=hub)


def _serves(told: gguf.Gguf | ir.Ir, entry: Entry | None) -> tuple[Kind, ...]:
    """What a file is made for."""
    if isinstance(told, ir.Ir):
        return ("embed",) if told.made == "vectors" else ("chat", "complete")
    if told.pooling == RANK or (entry is not None and entry.kind == "rerank"):
        return ("rerank",)
    if told.pooling or (entry is not None and entry.kind == "embedding"):
        return ("embed",)
    return ("chat", "complete")


REMOVE = spec(
    "models:remove",
    Words("移除模型", "Remove a model"),
    Words(
        "停止一个本机模型，移除它的部署并删除文件。",
        "Stop a model on this machine and remove its deployment and files.",
    ),
    NamedModel,
    RemovedModel,
    example=NamedModel(name="qwen3-0.6b"),
)


async def _remove(residents: Residents, intake: Intake, desk: Desk, call: Call) -> RemovedModel:
    name = call.input.name
    known = desk.table.now().upstreams.get(name)
    if known is not None and known.deployment.provider == HERE:
        await desk.register.remove_deployment(call, name)
    elif call.actor.tenant != owner().tenant:
        raise DeniedError(f"{call.actor.id!r} may not remove {name!r}: models are for all tenants. Ask the owner.")
    if await asyncio.to_thread(intake.discard, name):
        return RemovedModel(name=name, bytes=0)
    bytes = await asyncio.to_thread(residents.shelf.bytes, name)
    await asyncio.to_thread(residents.stop, name)
    await asyncio.to_thread(residents.shelf.remove, name)
    return RemovedModel(name=name, bytes=bytes)


RUNNING = spec(
    "models:running",
    Words("本机模型", "Models of this machine"),
    Words(
        "列出本机的模型，哪些正在内存中，占用多少。",
        "List the models on this machine, which of them are in memory, and how much they take.",
    ),
    Nothing,
    LocalList,
    right=None,
    risk="read",
    example=Nothing(),
)


async def _running(residents: Residents, desk: Desk, call: Call) -> LocalList:
    return LocalList(models=tuple(await asyncio.to_thread(_rows, residents)))


def _rows(residents: Residents) -> list[LocalRow]:
    running, rows = residents.running(), []
    for name in residents.shelf.names():
        model = residents.shelf.get(name)
        row = LocalRow(
            name=name,
            bytes=residents.shelf.bytes(name),
            running=name in running,
            source=model.source,
            licence=model.licence,
        )
        if name in running:
            row = replace(row, memory_bytes=running[name].bytes, unused_s=round(residents.tenancy(name).unused_s(), 1))
        rows.append(row)
    return rows


def capabilities(desk: Desk, *, residents: Residents, intake: Intake) -> tuple[Capability, ...]:
    works = ((REMOVE, partial(_remove, residents, intake)), (RUNNING, partial(_running, residents)))
    return AddModel(desk, residents, intake), *at(desk, works)
