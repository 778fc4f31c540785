"""The ledger as the kernel uses it: what is recorded when, and what comes back."""

import asyncio
import hashlib
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from ledger_world import change, draft, found, look, record, record_one_by_one, verified, with_home

from wainao.kernel import IntegrityError, NotFoundError, SettingsError, StoreError
from wainao.store.home import Home
from wainao.store.ledger.checkpoint import parse_note
from wainao.store.ledger.evidence import check, check_growth, gather, growth
from wainao.store.ledger.ledger import LINGER_S
from wainao.store.ledger.reading import Filter, find, newest
from wainao.store.ledger.recordable import canonical
from wainao.types import BY_DIGEST


@pytest.fixture
def home(tmp_path: Path):
    opened = Home(tmp_path / "home")
    yield opened
    opened.close()


def receipt(home: Home, id: str):
    with home.database("state").read() as connection:
        return find(connection, id)


def open_rows(home: Home) -> list[str]:
    with home.database("state").read() as connection:
        return [id for (id,) in connection.execute("SELECT id FROM receipts_open")]


def test_a_receipt_says_what_the_draft_said(home):
    call = draft(parent="p", labels=("ai-generated",), correction="c1", status="failed", error="It broke.")
    record(home.ledger, [call])
    kept = receipt(home, call.id)
    header, contents = kept.header, kept.contents
    assert (header.id, header.index, header.capability, header.version) == (call.id, 0, "knowledge:ask", "1")
    assert (header.actor, header.tenant, header.parent, header.root) == ("ann", "local", "p", "r")
    assert (header.status, header.risk, header.labels, header.correction) == ("failed", "read", ("ai-generated",), "c1")
    assert (header.started_us, header.finished_us) == (call.started_us, call.finished_us)
    assert (header.verdicts, header.versions) == ((("policy", "allow"),), {"policy": "rights-1"})
    assert header.usage == call.usage
    assert contents.input == {"question": "年假可以顺延吗?"}
    assert contents.output["answer"] == "可以。"
    assert (contents.error, contents.whys) == ("It broke.", ["'ann' has the right 'read'"])


def test_nothing_that_anybody_said_is_in_what_can_never_be_erased(home):
    call = draft(question="secret-question", output={"answer": "secret-answer"}, error="secret-error")
    call.verdicts[0] = type(call.verdicts[0])(by="guard", said="redact", why="secret-why")
    record(home.ledger, [call])
    (header,) = look(home.path, "SELECT header FROM receipts")[0]
    assert b"secret" not in header


def test_each_proof_counts_and_the_last_covers_all(home):
    proofs = record_one_by_one(home.ledger, [draft() for _ in range(5)])
    assert [(proof.index, proof.size) for proof in proofs] == [(number, number + 1) for number in range(5)]
    report = home.ledger.verify()
    assert (report.records, report.intact) == (5, True)


def test_calls_that_wait_together_share_a_commit(home):
    proofs = record(home.ledger, [draft() for _ in range(600)])
    assert [proof.index for proof in proofs] == list(range(600))
    assert len({proof.root for proof in proofs}) < 10


def test_a_short_call_leaves_one_row_and_was_never_open_on_disk(home):
    async def watch() -> list[str]:
        call = draft()
        home.ledger.open(call)
        await home.ledger.seal(draft())
        return open_rows(home)

    assert asyncio.run(watch()) == []


def test_a_long_call_is_on_disk_while_it_runs_and_not_after(home):
    async def watch() -> tuple[list[str], str, list[str]]:
        call = draft()
        home.ledger.open(call)
        await asyncio.sleep(LINGER_S * 3)
        while_running = open_rows(home)
        await home.ledger.seal(call)
        return while_running, call.id, open_rows(home)

    while_running, id, after = asyncio.run(watch())
    assert (while_running, after) == ([id], [])


def test_an_awaited_opening_is_on_disk_at_once(home):
    async def watch() -> tuple[list[str], str]:
        call = draft(risk="write")
        await home.ledger.open(call)
        return open_rows(home), call.id

    rows, id = asyncio.run(watch())
    assert rows == [id]


def test_whoever_is_cancelled_while_waiting_still_leaves_a_receipt(home):
    call = draft()

    async def give_up() -> None:
        task = asyncio.ensure_future(wait())
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async def wait() -> None:
        await home.ledger.seal(call)

    asyncio.run(give_up())
    home.close()
    assert look(home.path, "SELECT id, status FROM receipts") == [(call.id, "ok")]


def test_a_sealed_draft_is_frozen(home):
    async def change_after() -> None:
        call = draft()
        sealing = home.ledger.seal(call)
        call.status, call.output = "failed", "another"
        await sealing

    asyncio.run(change_after())
    (row,) = look(home.path, "SELECT status, contents FROM receipts")
    assert b"another" not in row[1]
    assert verified(home.path).intact


def test_several_event_loops_may_use_one_ledger(home):
    async def two_loops() -> None:
        await asyncio.gather(*(asyncio.to_thread(record, home.ledger, [draft() for _ in range(40)]) for _ in range(4)))

    asyncio.run(two_loops())
    assert home.ledger.verify() == type(home.ledger.verify())(records=160, faults=())


def test_a_call_whose_commit_fails_fails(home):
    record(home.ledger, [draft()])
    change(home.path, "DROP TABLE receipts_tiles")
    with pytest.raises(StoreError, match="receipts_tiles"):
        record(home.ledger, [draft() for _ in range(256)])


@dataclass(frozen=True, kw_only=True)
class Odd:
    name: str
    content: bytes = b""
    token: str = field(default="", repr=False)
    inside: Any = None


@pytest.mark.parametrize(
    ("value", "recorded"),
    [
        (
            Odd(name="a", content=b"abc"),
            {"bytes": 3, "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        ),
        (
            {"deep": [Odd(name="a", inside={"x": b""})]},
            {"bytes": 0, "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        ),
    ],
)
def test_bytes_are_recorded_by_size_and_hash(home, value, recorded):
    call = draft(input=value)
    record(home.ledger, [call])
    kept = receipt(home, call.id).contents.input
    assert (kept["content"] if "content" in kept else kept["deep"][0]["inside"]["x"]) == recorded


def test_what_stands_beside_bytes_is_recorded_as_it_is(home):
    call = draft(input=Odd(name="a", token="wk_secret", inside=({"b": "c"}, frozenset({b"abc"}))))
    record(home.ledger, [call])
    kept = receipt(home, call.id).contents.input
    assert kept == {
        "name": "a",
        "content": {"bytes": 0, "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        "token": "***",
        "inside": [
            {"b": "c"},
            [{"bytes": 3, "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}],
        ],
    }


def test_a_field_hidden_from_repr_is_hidden_from_the_record(home):
    call = draft(output=Odd(name="a", token="wk_secret"))
    record(home.ledger, [call])
    assert receipt(home, call.id).contents.output["token"] == "***"


@dataclass(frozen=True, kw_only=True)
class Long:
    rows: tuple[tuple[float, ...], ...] = field(metadata=BY_DIGEST)
    name: str


@pytest.mark.parametrize(
    ("rows", "recorded"),
    [
        (((0.5, 1.0), (2.0, -1.5), (0.0, 3.25)), {"shape": [3, 2], "json": b"[[0.5,1.0],[2.0,-1.5],[0.0,3.25]]"}),
        ((), {"shape": [0], "json": b"[]"}),
        (("a", "\ud800"), {"shape": [2], "json": b'["a","\\\\ud800"]'}),
    ],
)
def test_a_field_too_long_for_the_record_is_there_by_its_digest(home, rows, recorded):
    call = draft(input=Long(rows=rows, name="in"), output={"deep": [Long(rows=rows, name="out")]})
    record(home.ledger, [call])
    contents = receipt(home, call.id).contents
    digest = {"shape": recorded["shape"], "sha256": hashlib.sha256(recorded["json"]).hexdigest()}
    assert contents.input == {"rows": digest, "name": "in"}
    assert contents.output == {"deep": [{"rows": digest, "name": "out"}]}


def test_calls_that_differ_in_such_a_field_are_not_the_same_call():
    one, other = (Long(rows=((number,),), name="in") for number in (1.0, 2.0))
    assert canonical(one) != canonical(other), "an approval is for exactly one input"


class Circle:
    pass


def circle() -> list[Any]:
    inside: list[Any] = []
    inside.append(inside)
    return inside


@pytest.mark.parametrize(
    "value", [Circle(), {(1, 2): 3}, circle(), {"a": Circle()}], ids=["object", "keys", "circle", "inside"]
)
def test_what_has_no_json_form_is_named_and_the_receipt_stands(home, value):
    call = draft(input=value)
    record(home.ledger, [call])
    assert "unrecorded" in str(receipt(home, call.id).contents.input)


def test_half_a_surrogate_pair_does_not_lose_a_receipt(home):
    call = draft(question="a\ud800b", error="c\ud800d")
    record(home.ledger, [call])
    contents = receipt(home, call.id).contents
    assert (contents.input, contents.error) == ({"question": "a\\ud800b"}, "c\\ud800d")


def test_reading_finds_the_newest_of_whom_and_what(home):
    calls = [
        draft(actor=actor, capability=capability, tenant=tenant)
        for actor in "ab"
        for capability in ("k:x", "k:y")
        for tenant in "st"
    ]
    record(home.ledger, calls)

    def ids(**which: str) -> list[str]:
        with home.database("state").read() as connection:
            return [kept.header.id for kept in newest(connection, Filter(**which), limit=None)]

    assert ids() == [call.id for call in reversed(calls)]
    assert ids(tenant="s", actor="b", capability="k:y") == [calls[6].id]
    with home.database("state").read() as connection:
        page = list(newest(connection, Filter(), limit=2, before=calls[4].id))
    assert [kept.header.id for kept in page] == [calls[3].id, calls[2].id]
    with pytest.raises(NotFoundError, match="nowhere"):
        receipt(home, "nowhere")


# Proofs.


def test_evidence_holds_under_the_logs_key_and_no_other(home):
    calls = [draft(question=f"Q{number}") for number in range(700)]
    record(home.ledger, calls)
    key = home.ledger.book.key.public.raw
    with home.database("state").read() as connection:
        for number in (0, 255, 256, 511, 699):
            evidence = gather(connection, calls[number].id)
            assert check(evidence, key).index == number
    with pytest.raises(IntegrityError, match="was not signed by the key"):
        check(evidence, b"\x01" * 32)


@pytest.mark.parametrize(
    ("part", "why"),
    [("header", "not in the log"), ("contents", "not those that were recorded"), ("path", "not in the log")],
)
def test_evidence_that_was_changed_does_not_hold(home, part, why):
    calls = [draft(question=f"Q{number}") for number in range(9)]
    record(home.ledger, calls)
    with home.database("state").read() as connection:
        evidence = gather(connection, calls[3].id)
    value = getattr(evidence, part)
    changed = value[1:] if part == "path" else value.replace("Q3", "Q4").replace('"ok"', '"failed"')
    with pytest.raises(IntegrityError, match=why):
        check(
            type(evidence)(**{name: getattr(evidence, name) for name in evidence.__slots__} | {part: changed}),
            home.ledger.book.key.public.raw,
        )


def test_a_proof_handed_out_earlier_is_shown_to_be_the_beginning_of_the_log(home):
    record(home.ledger, [draft() for _ in range(300)])
    with home.database("state").read() as connection:
        (note,) = connection.execute("SELECT note FROM receipts_head").fetchone()
    old = parse_note(note)
    record(home.ledger, [draft() for _ in range(345)])
    with home.database("state").read() as connection:
        (note,) = connection.execute("SELECT note FROM receipts_head").fetchone()
        path = growth(connection, 300)
    assert check_growth(old, parse_note(note), path)
    assert not check_growth(old, parse_note(note), path[:-1])


# Erasing.


def test_erased_contents_are_gone_from_the_disk_and_the_ledger_still_verifies(home):
    call = draft(question="please-forget-me " * 1000)
    eraser = draft(capability="receipts:erase", risk="write")
    record(home.ledger, [call, *(draft() for _ in range(20))])

    async def erase() -> None:
        home.ledger.erase([call.id], by=eraser)
        await home.ledger.seal(eraser)

    asyncio.run(erase())
    kept = receipt(home, call.id)
    assert (kept.contents, kept.erased_by) == (None, eraser.id)
    assert home.ledger.verify().intact
    home.close()
    assert not [path for path in home.path.rglob("*") if path.is_file() and b"please-forget-me" in path.read_bytes()]
    assert verified(home.path).intact


def test_an_erasing_call_that_fails_erases_nothing(home):
    call, eraser = draft(), draft(capability="receipts:erase", status="failed")
    record(home.ledger, [call])
    home.ledger.erase([call.id], by=eraser)
    record(home.ledger, [eraser])
    assert receipt(home, call.id).contents is not None
    assert home.ledger.verify().intact


def test_contents_erased_without_a_record_are_a_fault(home):
    calls = [draft() for _ in range(5)]
    record(home.ledger, calls)
    change(home.path, "UPDATE receipts SET contents = NULL, salt = NULL WHERE idx = 3")
    assert found(home.ledger.verify()) == {("erased", 3, None)}
    change(home.path, "UPDATE receipts SET erased_by = :by WHERE idx = 3", by=calls[4].id)
    assert found(home.ledger.verify()) == {("erased", 3, None)}


# Keys and the head file.


def test_the_key_is_made_once_for_its_owner_alone(home):
    record(home.ledger, [draft()])
    pem = home.keys / "ledger.pem"
    assert stat.S_IMODE(pem.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.keys.stat().st_mode) == 0o700
    before = pem.read_bytes()
    home.close()
    with_home(home.path, lambda again: record(again.ledger, [draft()]))
    assert pem.read_bytes() == before


def test_a_key_that_others_may_read_is_refused(home):
    record(home.ledger, [draft()])
    home.close()
    (home.keys / "ledger.pem").chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        with_home(home.path, lambda again: record(again.ledger, [draft()]))


def test_an_incident_that_was_acknowledged_is_no_longer_reported(home):
    record(home.ledger, [draft()])
    home.close()
    (home.path / "ledger.head").unlink()
    report = verified(home.path)
    assert [fault.kind for fault in report.faults] == ["incident"]
    ((incident,),) = look(home.path, "SELECT id FROM receipts WHERE capability = 'receipts:incident'")
    acknowledged = draft(capability="receipts:acknowledge", versions={f"acknowledged:{incident}": "incident"})
    with_home(home.path, lambda again: record(again.ledger, [acknowledged]))
    assert verified(home.path).intact


def test_a_fresh_home_is_intact(home):
    assert home.ledger.verify().faults == ()
