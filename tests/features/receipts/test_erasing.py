"""What a person has erased is in no file of the home any more, wherever the features had put copies of it."""

from __future__ import annotations

import hashlib
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from bank_server import Bank, open_bank
from wainao import Wainao
from wainao.app.settings import load
from wainao.app.wire import read_input
from wainao.kernel import ConflictError, DeniedError, NeedsPersonError, NotFoundError, Outcome
from wainao.store.extension import Feature, NoSettings, Parts
from wainao.store.home import Home
from wainao.store.rows import Rows
from wainao.store.sqlite import Migration
from wainao.testing import ModelServer
from wainao.types import ALL_RIGHTS, Actor, owner
from zip_files import Part, zip_of

CANARY = "Zelda-Quintero-7f3a91"
TEXTS = {"before": CANARY, "after": "other"}
EVE = Actor(id="eve", tenant="elsewhere", rights=ALL_RIGHTS)
BOB = Actor(id="bob", rights=frozenset({"read", "write", "act"}))


@dataclass
class House:
    brain: Wainao
    bank: Bank

    def call(self, name: str, /, **fields: Any) -> Outcome:
        return self.brain.call(name, **fields)

    def call_as(self, actor: Actor, name: str, /, approval: str | None = None, **fields: Any) -> Outcome:
        kernel = self.brain.kernel
        given = read_input(kernel.spec(name, actor), fields)
        return self.brain._loop.run(kernel.run(name, given, actor=actor, approval=approval))

    def erase(self, receipt: str, **fields: Any) -> Any:
        return self.call("receipts:erase", receipt=receipt, why="she asked for it", **fields).output


def found(home: Path) -> list[str]:
    """The files of a home that hold the canary in some form."""
    forms = [CANARY.encode(), CANARY.encode("utf-16-le"), CANARY.encode("utf-16-be")]
    files = [path for path in home.rglob("*") if path.is_file()]
    return [str(path.relative_to(home)) for path in files if any(form in path.read_bytes() for form in forms)]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_bank() as bank, ModelServer(lambda request: f"I heard {CANARY}.") as server:
        settings = {
            "models": {"base_url": server.url, "model": "scripted-1", "embedding_model": "scripted-1"},
            "tools": {"private": [bank.url]},
            "policy": {"ask": ["texts:compare"]},
        }
        with Wainao.open(tmp_path / "home", **settings) as brain:
            brain.call("tools:add", source=f"{bank.url}/openapi.json", name="bank")
            yield House(brain, bank)


def chat(house: House) -> str:
    asked = house.call("models:chat", messages=[{"role": "user", "content": f"Who is {CANARY}?"}])
    house.call("corrections:dissatisfied", receipt=asked.receipt, why=f"It knows nothing of {CANARY}.")
    house.call("corrections:queue")
    house.call("evaluations:from-receipts", name="june", capability="models:chat")
    run = house.call("evaluations:run", sets=["june"], target={"capability": "models:chat", "system": "Be brief."})
    house.call("evaluations:results", run=run.output.run)
    house.call("evaluations:export", what="cases", set="june")
    return asked.receipt


def answer(house: House) -> str:
    house.call("knowledge:upload", name="leave.md", content=b"# Leave\n\nFive days may be moved to March.\n")
    asked = house.call("knowledge:ask", question=f"May {CANARY} move five days of leave to March?")
    house.call("corrections:dissatisfied", receipt=asked.receipt)
    return asked.receipt


def comparison(house: House) -> str:
    house.call("deployments:add", name="near", model="near", base_url=_url(house))
    told = house.call("models:compare", question=f"Who is {CANARY}?", models=["scripted-1", "near"])
    house.call("models:vote", comparison=told.receipt, chosen=told.output.answers[0].receipt)
    house.call("models:votes")
    house.call("evaluations:export", what="preferences")
    return told.receipt


def _url(house: House) -> str:
    (models,) = [section for feature, section in house.brain.settings.features if feature.name == "models"]
    return str(models.base_url)


def upload(house: House) -> str:
    kept = house.call("tools:upload", content=f"Dear {CANARY}".encode(), name=f"{CANARY}.txt", media_type="text/plain")
    house.call("tools:file", digest=kept.output.digest)
    return kept.receipt


def tool_file(house: House) -> str:
    house.bank.page = f"<p>{CANARY}</p>" + "<p>word</p>" * 20_000
    called = house.call("bank:read_notes")
    assert called.output.files, "it is too long to be shown whole"
    house.call("tools:result", receipt=called.receipt)
    return called.receipt


def demonstration(house: House) -> str:
    house.bank.note = f"Owes {CANARY} a lot."
    recorded = house.call("tools:demonstrate", tool="bank:read_notes", title=f"On {CANARY}")
    house.bank.broken = 3
    for _ in range(2):
        house.call("tools:replay", box="bank")
    house.call("tools:show", name="bank:read_notes")
    return recorded.receipt


def review(house: House) -> str:
    house.call("bank:read_notes")
    told = house.call("tools:review", tool="bank:read_notes", stars=2, words=f"It told of {CANARY}.")
    house.call("tools:show", name="bank:read_notes")
    return told.receipt


def preference(house: House) -> str:
    told = house.call("tools:prefer", request=f"What does {CANARY} owe in dollars?", tool="bank:latest_rates")
    house.call("tools:embed")
    house.call("tools:find", request="What do I owe in dollars?")
    return told.receipt


def approval(house: House) -> str:
    with pytest.raises(NeedsPersonError) as waits:
        house.call("texts:compare", **TEXTS)
    house.call("approvals:list")
    house.call("approvals:decide", approval=waits.value.approval, approve=True)
    done = house.call_as(owner(), "texts:compare", approval=waits.value.approval, **TEXTS)
    house.call("approvals:list", state=None)
    return done.receipt


@pytest.mark.parametrize(
    "door",
    [chat, answer, comparison, upload, tool_file, demonstration, review, preference],
    ids=lambda one: one.__name__,
)
def test_whatever_was_copied_anywhere_goes_with_it(house, tmp_path, door: Callable[[House], str]):
    receipt = door(house)
    assert found(tmp_path / "home"), "before"
    told = house.erase(receipt)
    assert told.copies or told.receipts
    assert house.call("receipts:verify").output.intact
    house.brain.close()
    assert found(tmp_path / "home") == []


def test_both_calls_of_an_approval_go_and_nobody_can_use_it_any_more(house, tmp_path):
    receipt = approval(house)
    told = house.erase(receipt)
    assert (told.copies, len(told.receipts)) == ({"approvals": 1}, 2)
    assert house.call("approvals:list", state=None).output.approvals == ()
    house.brain.close()
    assert found(tmp_path / "home") == []


def test_a_call_that_still_waits_is_asked_for_again(house):
    with pytest.raises(NeedsPersonError) as waits:
        house.call("texts:compare", **TEXTS)
    (waiting,) = house.call("approvals:list").output.approvals
    house.erase(waiting.receipt)
    with pytest.raises(NotFoundError):
        house.call("approvals:decide", approval=waits.value.approval, approve=True)
    with pytest.raises(NeedsPersonError) as anew:
        house.call("texts:compare", **TEXTS)
    assert anew.value.approval != waits.value.approval


def test_a_file_stays_as_long_as_one_call_has_it(house, tmp_path):
    given = {"content": CANARY.encode(), "name": "note.txt"}
    first, second = house.call("tools:upload", **given), house.call("tools:upload", **given)
    bobs = house.call_as(BOB, "tools:upload", **given)
    digest = first.output.digest
    for receipt, left in ((first.receipt, True), (bobs.receipt, True), (second.receipt, False)):
        assert house.erase(receipt).copies == {"files": 1}
        house.call("tools:embed")  # behind everything that was to be written
        assert (tmp_path / "home" / "files" / digest).exists() is left
    with pytest.raises(NotFoundError):
        house.call("tools:file", digest=digest)
    again = house.call("tools:upload", **given).output.digest
    assert house.call("tools:file", digest=again).output.content == given["content"]


def test_an_archive_takes_along_what_it_was_taken_apart_into(house, tmp_path):
    archive = zip_of(Part(name=b"note.txt", data=CANARY.encode()))
    first, second = (house.call("tools:upload", content=archive, name=name) for name in ("a.zip", "b.zip"))
    unpacked = house.call("tools:unpack", digest=first.output.digest)
    assert house.erase(first.receipt).receipts == (first.receipt,), "another upload has it, too"
    assert set(house.erase(second.receipt).receipts) == {second.receipt, unpacked.receipt}
    house.brain.close()
    assert found(tmp_path / "home") == []


def test_a_batched_store_forgets_as_well(tmp_path):
    with Wainao.open(tmp_path / "home", store={"durability": "batched"}) as brain:
        kept = brain.call("tools:upload", content=CANARY.encode(), name=f"{CANARY}.txt")
        brain.call("receipts:erase", receipt=kept.receipt, why="she asked for it")
    assert found(tmp_path / "home") == []


def test_a_rehearsal_tells_and_changes_nothing(house, tmp_path):
    receipt = demonstration(house)
    before = found(tmp_path / "home")
    told = house.erase(receipt, dry_run=True)
    assert (told.erased, told.copies, len(told.receipts)) == (False, {"demonstrations": 1}, 4)
    assert found(tmp_path / "home") == before
    done = house.erase(receipt)
    assert (done.copies, set(done.receipts)) == (told.copies, set(told.receipts))


def test_what_a_person_said_stays_and_is_told(house):
    asked = house.call("models:chat", messages=[{"role": "user", "content": "Is leave 5 days?"}])
    house.call("corrections:propose", receipt=asked.receipt, answer="It is 7 days.", scope="everyone")
    told = house.erase(asked.receipt)
    assert (told.copies, told.stays) == ({}, {"corrections": 1})
    again = house.call("models:chat", messages=[{"role": "user", "content": "Is leave 5 days?"}])
    assert again.output.text == "It is 7 days."


def test_a_part_names_the_call_that_may_repeat_it(house):
    receipt = demonstration(house)
    (part,) = house.call("receipts:show", receipt=receipt).output.children
    told = house.erase(part)
    assert told.above == (receipt,)
    assert receipt not in told.receipts


def test_erased_twice_is_erased_and_verifies(house):
    receipt = upload(house)
    first = house.erase(receipt)
    again = house.erase(receipt)
    assert (first.copies, again.copies) == ({"files": 1}, {})
    assert house.call("receipts:show", receipt=receipt).output.erased
    assert house.call("receipts:verify").output.intact


def test_what_was_preferred_is_unlearnt_at_once(house):
    request = "What is the weather like on the moon of Endor?"
    told = house.call("tools:prefer", request=request, tool="bank:latest_rates")
    first = house.call("tools:find", request=request).output.proposals[0].tool
    assert first == "bank:latest_rates"
    assert house.erase(told.receipt).copies == {"requests": 1}
    assert "bank:latest_rates" not in [one.tool for one in house.call("tools:find", request=request).output.proposals]


@pytest.mark.skipif(sys.platform == "win32", reason="nothing there kills as SIGKILL does")
@pytest.mark.parametrize(("killed", "is_gone"), [("forgetting", False), ("finishing", True), ("discarded", True)])
def test_whoever_is_killed_on_the_way_leaves_nothing_half_erased(tmp_path, killed, is_gone):
    home = tmp_path / "home"
    worker = subprocess.run(
        [sys.executable, Path(__file__).with_name("erasing_worker.py"), home, killed, CANARY],
        capture_output=True,
        text=True,
        check=False,
    )
    assert worker.returncode == -signal.SIGKILL, worker.stderr
    receipt = worker.stdout.strip()
    with Wainao.open(home) as brain:
        assert brain.call("receipts:show", receipt=receipt).output.erased is is_gone
        assert brain.call("receipts:verify").output.intact
        if not is_gone:
            assert found(home) == [f"files/{hashlib.sha256(CANARY.encode()).hexdigest()}"]
            brain.call("receipts:erase", receipt=receipt, why="she asked again")
    with closing(sqlite3.connect(home / "state.db")) as connection:
        assert connection.execute("SELECT * FROM copies_left").fetchall() == []
    assert found(home) == []


def test_strangers_erase_nothing(house, tmp_path):
    receipt = upload(house)
    for stranger, refusal in ((EVE, NotFoundError), (BOB, DeniedError)):
        for dry_run in (True, False):
            with pytest.raises(refusal):
                house.call_as(stranger, "receipts:erase", receipt=receipt, why="I am curious", dry_run=dry_run)
    assert not house.call("receipts:show", receipt=receipt).output.erased
    assert found(tmp_path / "home")


def test_a_package_of_strangers_forgets_by_the_same_port(tmp_path):
    table = "CREATE TABLE acme_letters (tenant TEXT, receipt TEXT, at_us INTEGER, letter TEXT);"

    def opened(home: Home, _: NoSettings) -> Parts:
        home.database("state").migrate("acme", (Migration("1-letters", table),))
        return Parts(keepers=(Rows(name="letters", table="acme_letters"),))

    settings = load(tmp_path / "home")
    acme = Feature(name="acme", open=opened)
    with Wainao(replace(settings, features=(*settings.features, (acme, NoSettings())))) as brain:
        receipt = brain.call("budgets:list").receipt
        row = ("local", receipt, 1, CANARY)
        brain.home.database("state").write(
            lambda connection: connection.execute("INSERT INTO acme_letters VALUES (?, ?, ?, ?)", row)
        ).result()
        assert brain.call("receipts:erase", receipt=receipt, why="asked to").output.copies == {"letters": 1}
    assert found(tmp_path / "home") == []


def test_no_keeper_takes_the_place_of_another(tmp_path):
    acme = Feature(name="acme", open=lambda *_: Parts(keepers=(Rows(name="files", table="acme_files"),)))
    settings = load(tmp_path / "home")
    with pytest.raises(ConflictError, match="keeper called 'files'"):
        Wainao(replace(settings, features=(*settings.features, (acme, NoSettings()))))
