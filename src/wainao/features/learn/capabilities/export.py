"""evaluations:export: corrections and cases as files for trainers."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import dataclass, field

from wainao.features.learn import store
from wainao.features.learn.exporting import Format, What, demonstrations, preferences, rows_of, written
from wainao.features.learn.service import Learning
from wainao.features.learn.types import Case
from wainao.kernel import Call, Capability, Spec, UsageError
from wainao.store.works import free, whole
from wainao.types import Words
from wainao.types.recording import BY_DIGEST


@dataclass(frozen=True, kw_only=True, slots=True)
class ExportInput:
    """`what`: "demonstrations" (conversations for supervised training), "preferences" (chosen and rejected answers), or
    the "cases" of a `set`."""

    what: What = "demonstrations"
    set: str = ""
    format: Format = "jsonl"


@dataclass(frozen=True, kw_only=True, slots=True)
class Exported:
    """A file. The receipt has a digest of it."""

    rows: int
    format: Format
    content: bytes = field(metadata=BY_DIGEST)


EXPORT = Spec(
    name="evaluations:export",
    title=Words("导出训练数据", "Export training data"),
    description=Words(
        "把更正导出为训练数据：示范（SFT）、偏好对（DPO）或用例集；每行都带出处。",
        "Export corrections as training data: demonstrations (SFT), preference pairs (DPO), or a "
        "set of cases. Each row states its origin.",
    ),
    input=ExportInput,
    output=Exported,
    right="admin",
    estimate=free,
    timeout_s=600.0,
    example=ExportInput(what="preferences"),
)


async def _export(learning: Learning, call: Call) -> Exported:
    given: ExportInput = call.input
    if (given.what == "cases") != bool(given.set):
        raise UsageError(f"what = {given.what!r} and set = {given.set!r}. Name a set for cases, and only for them.")
    if given.what == "cases":
        rows = rows_of(await learning.read(lambda connection: _cases(connection, call, given.set)))
    else:
        rows = await (demonstrations if given.what == "demonstrations" else preferences)(call)
    content = await asyncio.to_thread(written, rows, given.format)
    return Exported(rows=len(rows), format=given.format, content=content)


def _cases(connection: sqlite3.Connection, call: Call, named: str) -> list[Case]:
    found = store.find_set(connection, call.actor.tenant, named)
    return list(store.cases_of(connection, found.id))


def capabilities(learning: Learning) -> tuple[Capability, ...]:
    return whole(learning, ((EXPORT, _export),))
