"""receipts:show, list, verify, prove, export, checkpoint, erase, sweep and acknowledge."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial

from wainao.features.receipts.asked import question
from wainao.features.receipts.service import Receipts
from wainao.features.receipts.sweeping import Sweeping, Swept
from wainao.features.receipts.types import (
    AcknowledgeInput,
    AcknowledgeOutput,
    CheckpointInput,
    CheckpointOutput,
    EraseInput,
    EraseOutput,
    ExportInput,
    ExportOutput,
    ListInput,
    ListOutput,
    Progress,
    ProveOutput,
    ShowInput,
    Shown,
    VerifyInput,
    VerifyOutput,
    Which,
)
from wainao.kernel import Call, Capability, Spec
from wainao.store.copies import Keepers
from wainao.store.ledger.evidence import Evidence
from wainao.store.ledger.ledger import Ledger
from wainao.store.ledger.record import ACKNOWLEDGE, ACKNOWLEDGED, ERASE, SWEEP
from wainao.store.works import free
from wainao.types import Words

LONG_S = 3_600.0
PROGRESS_EVERY_S = 0.25
_SOME_RECEIPT = "01hzy3v9c4k7q2m8t5w6x0n1bd"


def capabilities(ledger: Ledger, keepers: Keepers, sweeping: Sweeping) -> tuple[Capability, ...]:
    receipts = Receipts(ledger)
    return (
        Show(receipts),
        List(receipts),
        Verify(ledger),
        Prove(receipts),
        Export(receipts),
        TakeCheckpoint(receipts),
        Erase(receipts, keepers),
        Sweep(receipts, sweeping),
        Acknowledge(receipts),
    )


class Show:
    """`receipts:show`."""

    spec = Spec(
        name="receipts:show",
        title=Words("查看回执", "Show a receipt"),
        description=Words(
            "显示一次调用的全部记录：谁、何时、问了什么、答了什么、依据哪些版本、各层如何裁定。",
            "Show everything about one call: who, when, what was asked and answered, from which versions, and why.",
        ),
        input=ShowInput,
        output=Shown,
        example=ShowInput(receipt=_SOME_RECEIPT),
    )

    def __init__(self, receipts: Receipts) -> None:
        self._receipts = receipts

    async def invoke(self, call: Call) -> AsyncIterator[Shown]:
        await self._receipts.caught_up()
        yield self._receipts.show(call.actor, call.input, asked=partial(question, call))


class List:
    """`receipts:list`."""

    spec = Spec(
        name="receipts:list",
        title=Words("回执列表", "Receipts"),
        description=Words(
            "列出最近的调用，可按能力、使用者、状态筛选。", "List the latest calls, by capability, actor or status."
        ),
        input=ListInput,
        output=ListOutput,
        example=ListInput(limit=10),
    )

    def __init__(self, receipts: Receipts) -> None:
        self._receipts = receipts

    async def invoke(self, call: Call) -> AsyncIterator[ListOutput]:
        await self._receipts.caught_up()
        asked = partial(question, call)
        yield ListOutput(receipts=await asyncio.to_thread(self._receipts.latest, call.actor, call.input, asked=asked))


class Verify:
    """`receipts:verify`."""

    spec = Spec(
        name="receipts:verify",
        title=Words("核验账本", "Verify the ledger"),
        description=Words(
            "通读整个账本，报告完好无损，或准确指出何处被改动、删除、插入、换序或截断。",
            "Read the whole ledger and report that it is intact, or exactly where it was edited, cut or reordered.",
        ),
        input=VerifyInput,
        output=VerifyOutput,
        right="admin",
        timeout_s=LONG_S,
        example=VerifyInput(),
    )

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def invoke(self, call: Call) -> AsyncIterator[Progress | VerifyOutput]:
        kept = call.input.checkpoint
        against = {} if kept is None else {"the checkpoint that was kept": kept.note}
        watch = _Watch()
        reading = asyncio.ensure_future(asyncio.to_thread(self._ledger.verify, against=against, progress=watch))
        try:
            while not reading.done():
                await asyncio.wait([reading], timeout=PROGRESS_EVERY_S)
                yield Progress(done=watch.done, total=watch.total)
        finally:
            watch.abandoned = True
            await asyncio.wait([reading])
        report = reading.result()
        yield VerifyOutput(intact=report.intact, records=report.records, faults=report.faults)


class _Watch:
    """Looks over the shoulder of an audit in another thread; ends it when nobody waits for it any more."""

    def __init__(self) -> None:
        self.done = self.total = 0
        self.abandoned = False

    def __call__(self, done: int, total: int) -> None:
        if self.abandoned:
            raise InterruptedError
        self.done, self.total = done, total


class Prove:
    """`receipts:prove`."""

    spec = Spec(
        name="receipts:prove",
        title=Words("出具证明", "Prove a receipt"),
        description=Words(
            "给出一张回执在账本中的证明，任何人离线即可核对。",
            "Give the proof that a receipt is in the ledger. Anybody can check it offline.",
        ),
        input=Which,
        output=ProveOutput,
        example=Which(receipt=_SOME_RECEIPT),
    )

    def __init__(self, receipts: Receipts) -> None:
        self._receipts = receipts

    async def invoke(self, call: Call) -> AsyncIterator[ProveOutput]:
        await self._receipts.caught_up()
        yield self._receipts.prove(call.actor, call.input.receipt)


class Export:
    """`receipts:export`: one `Evidence` for each receipt, as it comes."""

    spec = Spec(
        name="receipts:export",
        title=Words("导出回执", "Export receipts"),
        description=Words(
            "逐张导出回执及其证明，供审计或存档。", "Export every receipt with its proof, for an auditor or an archive."
        ),
        input=ExportInput,
        output=ExportOutput,
        timeout_s=LONG_S,
        example=ExportInput(),
    )

    def __init__(self, receipts: Receipts) -> None:
        self._receipts = receipts

    async def invoke(self, call: Call) -> AsyncIterator[Evidence | ExportOutput]:
        wanted: ExportInput = call.input
        await self._receipts.caught_up()
        portions = self._receipts.export(
            call.actor, capability=wanted.capability, actor_id=wanted.actor, status=wanted.status
        )
        count = 0
        while portion := await asyncio.to_thread(next, portions, None):
            for evidence in portion:
                yield evidence
            count += len(portion)
        yield ExportOutput(receipts=count, key=self._receipts.key)


class TakeCheckpoint:
    """`receipts:checkpoint`."""

    spec = Spec(
        name="receipts:checkpoint",
        title=Words("签名检查点", "Signed checkpoint"),
        description=Words(
            "给出账本此刻的长度与根哈希，带签名。存放到别处，日后可以证明账本只增未改。",
            "Give the signed length and root hash of the ledger. Keep them elsewhere to show later "
            "that nothing was changed.",
        ),
        input=CheckpointInput,
        output=CheckpointOutput,
        example=CheckpointInput(),
    )

    def __init__(self, receipts: Receipts) -> None:
        self._receipts = receipts

    async def invoke(self, call: Call) -> AsyncIterator[CheckpointOutput]:
        await self._receipts.caught_up()
        yield self._receipts.checkpoint(call.input.since)


class Erase:
    """`receipts:erase`: contents and copies go in the same transaction in which this call's own receipt is written."""

    spec = Spec(
        name=ERASE,
        title=Words("抹去内容", "Erase contents"),
        description=Words(
            "抹去一次调用及其下级调用的内容，连同各处的副本：工具文件、演示、任务、比较、审批、评测等"
            "。哈希与证明保留，账本仍可核验。可以先试演，查看会抹去什么。",
            "Erase what was said in a call and in the calls that it made, with all copies: files of "
            "tools, demonstrations, jobs, comparisons, approvals, evaluations. The hashes stay, so "
            "the ledger can still be verified. A dry run shows what would be erased.",
        ),
        input=EraseInput,
        output=EraseOutput,
        risk="write",
        right="admin",
        timeout_s=600.0,
        example=EraseInput(receipt=_SOME_RECEIPT, why="本人要求删除。The person asked for it."),
    )

    def __init__(self, receipts: Receipts, keepers: Keepers) -> None:
        self._receipts = receipts
        self._keepers = keepers

    async def invoke(self, call: Call) -> AsyncIterator[EraseOutput]:
        given: EraseInput = call.input
        await self._receipts.caught_up()
        above, traces = await asyncio.to_thread(self._receipts.traced, call.actor, given.receipt, self._keepers)
        if not given.dry_run:
            self._keepers.erase(traces.receipts, tenant=call.actor.tenant, by=call.draft)
        yield EraseOutput(
            receipt=given.receipt,
            erased=not given.dry_run,
            receipts=tuple(traces.receipts),
            copies=traces.copies,
            stays=traces.stays,
            above=tuple(id for id in above if id not in traces.receipts),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class SweepInput:
    """With `dry_run` it is only told what would go."""

    dry_run: bool = False


class Sweep:
    """`receipts:sweep`: one batch of what is older than the settings say, on record like any erasure."""

    spec = Spec(
        name=SWEEP,
        title=Words("清理到期内容", "Erase expired contents"),
        description=Words(
            "抹去超过 [receipts] 所设天数的内容及副本，每次一批。服务会定期自动调用。",
            "Erase contents and copies that are older than the number of days set in [receipts], one "
            "batch at a time. The server calls it regularly.",
        ),
        input=SweepInput,
        output=Swept,
        risk="write",
        right="admin",
        estimate=free,
        timeout_s=600.0,
        example=SweepInput(dry_run=True),
    )

    def __init__(self, receipts: Receipts, sweeping: Sweeping) -> None:
        self._receipts = receipts
        self._sweeping = sweeping

    async def invoke(self, call: Call) -> AsyncIterator[Swept]:
        await self._receipts.caught_up()
        yield await asyncio.to_thread(self._sweeping.sweep, call, dry_run=call.input.dry_run)


class Acknowledge:
    """`receipts:acknowledge`: a person has looked into an incident that the ledger recorded, and says so."""

    spec = Spec(
        name=ACKNOWLEDGE,
        title=Words("确认异常", "Acknowledge an incident"),
        description=Words(
            "确认账本自己记录的一次异常（如断电丢失尾部）已经查明。此后核验不再报告它，确认本身会留痕。",
            "Confirm that an incident recorded by the ledger was investigated. It is then no longer "
            "reported as a fault.",
        ),
        input=AcknowledgeInput,
        output=AcknowledgeOutput,
        risk="write",
        right="admin",
        example=AcknowledgeInput(receipt=_SOME_RECEIPT, why="断电所致，已核对。A power cut; checked."),
    )

    def __init__(self, receipts: Receipts) -> None:
        self._receipts = receipts

    async def invoke(self, call: Call) -> AsyncIterator[AcknowledgeOutput]:
        await self._receipts.caught_up()
        incident = self._receipts.incident(call.actor, call.input.receipt)
        call.depends(**{f"{ACKNOWLEDGED}:{incident}": "incident"})
        yield AcknowledgeOutput(receipt=incident, acknowledged=True)
