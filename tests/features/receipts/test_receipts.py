"""Receipts through their capabilities: what each caller sees, and what it can prove, export and erase."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from wainao.features.receipts import feature
from wainao.features.receipts.types import (
    AcknowledgeInput,
    CheckpointInput,
    EraseInput,
    ExportInput,
    Kept,
    ListInput,
    Progress,
    ShowInput,
    VerifyInput,
    Which,
)
from wainao.kernel import (
    Call,
    DeniedError,
    EngineError,
    Kernel,
    NotFoundError,
    Outcome,
    Ports,
    RightsPolicy,
    Spec,
    UsageError,
)
from wainao.store.extension import NoSettings
from wainao.store.home import Home
from wainao.store.ledger.checkpoint import parse_note
from wainao.store.ledger.evidence import Evidence, check, check_growth
from wainao.testing import in_memory_ports
from wainao.types import ALL_RIGHTS, Actor, Words, owner

pytestmark = pytest.mark.anyio

ANN = Actor(id="ann")
BOB = Actor(id="bob")
FAR = Actor(id="far", tenant="far", rights=ALL_RIGHTS)
WORDS = Words("问", "Ask")


@dataclass(frozen=True, kw_only=True)
class Question:
    question: str


@dataclass(frozen=True, kw_only=True)
class Said:
    text: str


class Inner:
    spec = Spec(name="tools:inner", title=WORDS, description=WORDS, input=Question, output=Said)

    async def invoke(self, call: Call) -> AsyncIterator[Said]:
        if call.input.question == "break":
            raise ValueError("it broke")
        yield Said(text=call.input.question)


class Outer:
    """Asks `tools:inner` twice."""

    spec = Spec(name="tools:outer", title=WORDS, description=WORDS, input=Question, output=Said, version="7")

    async def invoke(self, call: Call) -> AsyncIterator[Said]:
        call.depends(model="m1")
        await call.run("tools:inner", call.input)
        yield (await call.run("tools:inner", call.input)).output


class Many:
    """Asks `tools:inner` as often as it is told."""

    spec = Spec(name="tools:many", title=WORDS, description=WORDS, input=Question, output=Said)

    async def invoke(self, call: Call) -> AsyncIterator[Said]:
        for number in range(int(call.input.question)):
            await call.run("tools:inner", Question(question=str(number)))
        yield Said(text="done")


class World:
    def __init__(self, path: Path) -> None:
        self.home = Home(path)
        capabilities = (Inner(), Outer(), Many(), *feature.open(self.home, NoSettings()).capabilities)
        memory = in_memory_ports()
        self.kernel = Kernel(
            Ports(
                receipts=self.home.ledger,
                policy=RightsPolicy(),
                approvals=memory.approvals,
                meter=memory.meter,
                corrections=memory.corrections,
            ),
            capabilities,
        )

    async def ask(self, question: str = "Q", *, actor: Actor = ANN, name: str = "tools:inner") -> str:
        return (await self.kernel.run(name, Question(question=question), actor=actor)).receipt

    async def run(self, name: str, input: Any, actor: Actor | None = None) -> Outcome:
        return await self.kernel.run(f"receipts:{name}", input, actor=actor or owner())


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    opened = World(tmp_path / "home")
    yield opened
    opened.home.close()


async def test_show_says_everything(world):
    outcome = await world.kernel.run("tools:outer", Question(question="Q"), actor=ANN)
    shown = (await world.run("show", ShowInput(receipt=outcome.receipt))).output
    assert (shown.id, shown.capability, shown.capability_version, shown.risk) == (
        outcome.receipt,
        "tools:outer",
        "7",
        "read",
    )
    assert (shown.actor, shown.tenant, shown.risk, shown.status) == ("ann", "local", "read", "ok")
    assert shown.question == "Q"
    assert (shown.input, shown.output, shown.error) == ({"question": "Q"}, {"text": "Q"}, None)
    assert shown.versions == {"model": "m1", "policy": "rights-4"}
    assert [(verdict.by, verdict.said) for verdict in shown.verdicts] == [("policy", "allow")]
    assert shown.finished_us >= shown.started_us > 0
    assert (shown.erased, shown.erased_by) == (False, None)
    assert (shown.proof.leaf, shown.proof.index) == (outcome.proof.leaf, outcome.proof.index)
    assert len(shown.children) == 2
    child = (await world.run("show", ShowInput(receipt=shown.children[0]))).output
    assert (child.capability, child.parent, child.root) == ("tools:inner", shown.id, shown.id)


async def test_show_says_how_a_call_failed(world):
    with pytest.raises(EngineError) as failed:
        await world.ask("break")
    shown = (await world.run("show", ShowInput(receipt=failed.value.receipt))).output
    assert (shown.status, shown.output) == ("failed", None)
    assert "it broke" in shown.error


async def test_children_come_in_pages_with_their_contents_left_where_they_are(world):
    id = await world.ask("203", name="tools:many")
    shown = (await world.run("show", ShowInput(receipt=id))).output
    rest = (await world.run("show", ShowInput(receipt=id, after=shown.children[-1]))).output.children
    asked = [(await world.run("show", ShowInput(receipt=one))).output.question for one in (*shown.children[-2:], *rest)]
    assert (len(shown.children), asked) == (200, ["198", "199", "200", "201", "202"])
    assert (await world.run("show", ShowInput(receipt=id, after=rest[-1]))).output.children == ()


async def test_others_receipts_do_not_exist(world):
    id = await world.ask(actor=ANN)
    assert (await world.run("show", ShowInput(receipt=id), ANN)).output.id == id
    for stranger in (BOB, FAR):
        for name, wanted in (("show", ShowInput), ("prove", Which)):
            with pytest.raises(NotFoundError, match=id):
                await world.run(name, wanted(receipt=id), stranger)
    with pytest.raises(NotFoundError):
        await world.run("erase", EraseInput(receipt=id, why="?"), FAR)


async def test_list_shows_the_own_and_an_administrator_all_of_the_tenant(world):
    mine, hers, far = await world.ask(actor=ANN), await world.ask(actor=BOB), await world.ask(actor=FAR)

    async def ids(who: Actor, **which: Any) -> list[str]:
        listed = (await world.run("list", ListInput(capability="tools:inner", **which), who)).output
        return [summary.id for summary in listed.receipts]

    assert await ids(ANN) == await ids(ANN, actor="bob") == [mine]
    assert await ids(owner()) == [hers, mine]
    assert await ids(owner(), actor="bob") == [hers]
    assert await ids(owner(), status="failed") == []
    assert await ids(owner(), before=hers) == [mine]
    assert await ids(owner(), limit=1) == [hers]
    assert await ids(FAR) == [far]
    with pytest.raises(UsageError, match="Expected 1 to"):
        await ids(owner(), limit=0)


async def test_verify_tells_how_far_it_is_and_what_it_found(world):
    for _ in range(5):
        await world.ask()
    async with world.kernel.stream("receipts:verify", VerifyInput(), actor=owner()) as stream:
        steps = [item async for item in stream]
    assert steps
    assert all(isinstance(step, Progress) for step in steps)
    report = stream.outcome.output
    assert (report.intact, report.records, report.faults) == (True, 5, ())


async def test_verify_against_a_checkpoint_of_another_log_says_so(world, tmp_path):
    await world.ask()
    other = World(tmp_path / "other")
    await other.ask()
    note = (await other.run("checkpoint", CheckpointInput())).output.note
    other.home.close()
    report = (await world.run("verify", VerifyInput(checkpoint=Kept(note=note)))).output
    assert [fault.kind for fault in report.faults] == ["signature"]


async def test_only_an_administrator_verifies_and_erases(world):
    id = await world.ask()
    for name, input in (("verify", VerifyInput()), ("erase", EraseInput(receipt=id, why="?"))):
        with pytest.raises(DeniedError):
            await world.run(name, input, ANN)


async def test_a_proof_can_be_checked_by_anybody_with_the_key(world):
    ids = [await world.ask(f"Q{number}") for number in range(5)]
    proof = (await world.run("prove", Which(receipt=ids[2]), ANN)).output
    evidence = Evidence(header=proof.header, salt=proof.salt, contents=proof.contents, path=proof.path, note=proof.note)
    assert check(evidence, bytes.fromhex(proof.key)).id == ids[2]


async def test_checkpoints_prove_that_the_log_only_grew(world):
    await world.ask()
    before = (await world.run("checkpoint", CheckpointInput(), ANN)).output
    for _ in range(5):
        await world.ask()
    after = (await world.run("checkpoint", CheckpointInput(since=before.size), ANN)).output
    assert after.size > before.size
    assert check_growth(parse_note(before.note), parse_note(after.note), after.growth)
    with pytest.raises(UsageError, match="never had"):
        await world.run("checkpoint", CheckpointInput(since=10**6))


async def test_an_export_holds_every_receipt_that_the_caller_may_see_with_its_proof(world):
    ids = [await world.ask(f"Q{number}") for number in range(3)]
    await world.ask(actor=BOB)
    async with world.kernel.stream("receipts:export", ExportInput(), actor=ANN) as stream:
        exported = [item async for item in stream]
    told = stream.outcome.output
    key = bytes.fromhex(told.key)
    assert [check(evidence, key).id for evidence in exported] == ids[::-1]
    assert told.receipts == 3


async def test_erasing_takes_the_contents_of_the_call_and_of_those_it_made(world):
    id = await world.ask("please-forget-me", name="tools:outer")
    children = (await world.run("show", ShowInput(receipt=id))).output.children
    erased = await world.run("erase", EraseInput(receipt=id, why="she asked for it"))
    assert set(erased.output.receipts) == {id, *children}
    for each in (id, *children):
        shown = (await world.run("show", ShowInput(receipt=each))).output
        assert (shown.input, shown.output, shown.question, shown.erased) == (None, None, None, True)
        assert shown.erased_by == erased.receipt
        assert [verdict.why for verdict in shown.verdicts] == [""]
    assert (await world.run("verify", VerifyInput())).output.intact
    proof = (await world.run("prove", Which(receipt=id))).output
    assert (proof.salt, proof.contents) == (None, None)
    assert not any(b"please-forget-me" in path.read_bytes() for path in world.home.path.rglob("*") if path.is_file())


async def test_an_incident_is_acknowledged_for_the_record_and_nothing_else_is(world):
    id = await world.ask()
    with pytest.raises(UsageError, match="not of an incident"):
        await world.run("acknowledge", AcknowledgeInput(receipt=id, why="?"))
    world.home.close()
    (world.home.path / "ledger.head").unlink()
    again = World(world.home.path)
    (fault,) = (await again.run("verify", VerifyInput())).output.faults
    listed = (await again.run("list", ListInput(capability="receipts:incident"))).output
    (incident,) = listed.receipts
    assert (fault.kind, incident.actor, incident.status) == ("incident", "wainao", "failed")
    await again.run("acknowledge", AcknowledgeInput(receipt=incident.id, why="I deleted it myself"))
    assert (await again.run("verify", VerifyInput())).output.intact
    again.home.close()
