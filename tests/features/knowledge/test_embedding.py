"""Vectors of passages: made in governed batches, paid for once, and never in the way of the documents."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_meaning import MODEL, OF, Endpoint, opened, paths, verdicts

from wainao import Wainao
from wainao.app.upkeep import backup, restore
from wainao.features.knowledge import embedders
from wainao.features.knowledge.capabilities import files as adding
from wainao.features.knowledge.capabilities import following
from wainao.features.knowledge.capabilities.files import UploadInput
from wainao.features.knowledge.capabilities.vectors import EmbedInput, Vectors
from wainao.features.knowledge.embedding import Progress
from wainao.kernel import BudgetError, ConflictError, EngineError
from wainao.store.lock import locked
from wainao.testing.embeddings import embeds, lettered
from wainao.testing.model_server import Received, Reply, fails
from wainao.types import Actor, system


@pytest.fixture(autouse=True)
def nobody_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine these tests take longer than the work beside the calls waits before it begins."""
    monkeypatch.setattr(following, "PATIENCE_S", 1e6)


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    made = Endpoint()
    with made.server:
        yield made


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedders, "FIRST", 4)
    monkeypatch.setattr(embedders, "MOST", 4)


def folder(tmp_path: Path, count: int, start: int = 0) -> Path:
    """Files of one passage each; no two say the same."""
    path = tmp_path / "files"
    path.mkdir(exist_ok=True)
    for number in range(start, start + count):
        (path / f"{number:03}.txt").write_text(f"Room {number} has {number * 7 % 101} chairs. Ask for key {number}.")
    return path


def state(brain: Wainao) -> Vectors:
    told: Vectors = brain.call("knowledge:vectors").output
    return told


def waiting(brain: Wainao) -> int:
    return sum(one.waiting for one in state(brain).bases)


def times(endpoint: Endpoint) -> Counter[str]:
    """How often each whole passage was sent."""
    return Counter(text.partition("\n")[2] for text in endpoint.texts if text.count("Room") == text.count("key") == 1)


def test_adding_makes_the_vectors_in_the_name_of_who_adds(endpoint: Endpoint, tmp_path: Path) -> None:
    with opened(tmp_path / "home", endpoint) as brain:
        added = brain.add(folder(tmp_path, 70))
        assert waiting(brain) == 0
        assert (state(brain).model, state(brain).dimension) == (MODEL, 68)
        (made,) = brain.call("receipts:list", capability="knowledge:embed").output.receipts
        assert (made.actor, brain.receipt(made.id).output.parent) == ("owner", added.receipt)
        for one in brain.call("receipts:list", capability="models:embed").output.receipts:
            assert brain.receipt(one.id).output.parent == made.id
        assert set(times(endpoint).values()) == {1}


def test_progress_is_told(endpoint: Endpoint, tmp_path: Path, small_batches: None) -> None:
    async def streamed() -> list[tuple[int, int]]:
        async with brain.stream("knowledge:add", paths=[str(folder(tmp_path, 10))]) as stream:
            return [(one.made, one.waiting) async for one in stream if isinstance(one, Progress)]

    with opened(tmp_path / "home", endpoint) as brain:
        assert asyncio.run(streamed()) == [(4, 6), (8, 2), (10, 0)]


def test_a_text_is_paid_for_once_however_often_it_is_added(endpoint: Endpoint, tmp_path: Path) -> None:
    with opened(tmp_path / "home", endpoint) as brain:
        for name, text in [("a", "First."), ("a", "Second."), ("a", "First."), ("b", "First.")]:
            brain.call("knowledge:upload", name=f"{name}/x.txt", content=text.encode())
        assert waiting(brain) == 0
        sent = Counter(text for text in endpoint.texts if text.endswith(("First.", "Second.")))
        assert set(sent.values()) == {1}
        assert len(sent) == 2


@pytest.mark.anyio
async def test_tenants_pay_for_themselves(endpoint: Endpoint, tmp_path: Path) -> None:
    with opened(tmp_path / "home", endpoint) as brain:
        for tenant in ("one", "two"):
            actor = Actor(id=f"ann-{tenant}", tenant=tenant, rights=frozenset({"read", "write"}))
            given = UploadInput(name="x.txt", content=b"The same words.")
            await brain.kernel.run("knowledge:upload", given, actor=actor)
        assert sum("The same words." in text for text in endpoint.texts) == 2, "or one would learn what the other has"


def test_an_endpoint_that_is_down_takes_no_document_with_it(endpoint: Endpoint, tmp_path: Path) -> None:
    endpoint.reply = fails(500, "out of memory")
    with opened(tmp_path / "home", endpoint) as brain:
        added = brain.add(folder(tmp_path, 3))
        assert (added.output.added, added.output.failed) == (3, 0)
        assert "out of memory" in verdicts(brain, added)["vectors"]
        assert paths(brain.search("chairs in room 2"))[0].endswith("002.txt")
        told = state(brain)
        assert (waiting(brain), "out of memory" in str(told.problem)) == (3, True)
        assert told.again_us is not None
        assert told.again_us > time.time() * 1e6
        asked = len(endpoint.texts)
        again = brain.add(folder(tmp_path, 1, start=3))
        assert len(endpoint.texts) == asked, "it is left alone for a while"
        assert "a moment ago" in verdicts(brain, again)["vectors"]
        with pytest.raises(EngineError, match="out of memory"):
            brain.call("knowledge:embed")
        endpoint.reply = None
        assert brain.call("knowledge:embed").output.waiting == 0
        assert (waiting(brain), state(brain).problem) == (0, None)


def test_a_budget_ends_the_making_and_keeps_what_was_made(
    endpoint: Endpoint, tmp_path: Path, small_batches: None
) -> None:
    with opened(tmp_path / "home", endpoint) as brain:
        brain.call("budgets:set", actor="owner", period="day", tokens=450)
        added = brain.add(folder(tmp_path, 40))
        brain.call("budgets:set", actor="owner", period="day")
        assert (added.output.added, added.output.failed) == (40, 0)
        assert "budget" in verdicts(brain, added)["vectors"]
        left = waiting(brain)
        assert 0 < left < 40
        assert state(brain).problem is None, "what one has used up keeps nobody else from making them"
        brain.call("budgets:set", actor="system", period="day", tokens=100)
        with pytest.raises(BudgetError):
            asyncio.run(brain.kernel.run("knowledge:embed", EmbedInput(), actor=system()))
        assert "budget" in str(state(brain).problem)
        assert 0 < waiting(brain) < left
        brain.call("knowledge:embed")
        assert waiting(brain) == 0
        assert set(times(endpoint).values()) == {1}


def test_a_text_that_is_refused_holds_up_no_other(endpoint: Endpoint, tmp_path: Path) -> None:
    answer = embeds(OF)

    def picky(request: Received) -> Reply:
        poisoned = any("chairs. Ask for key 5" in text for text in request.body["input"])
        return fails(400, "this input is not allowed") if poisoned else answer(request)

    endpoint._embeds = picky
    with opened(tmp_path / "home", endpoint) as brain:
        added = brain.add(folder(tmp_path, 12))
        assert waiting(brain) == 0
        (made,) = brain.call("receipts:list", capability="knowledge:embed").output.receipts
        assert made.status == "ok"
        assert "not allowed" in str(brain.receipt(made.id).output.verdicts)
        assert added.output.added == 12
        assert paths(brain.search("chairs in room 5"))[0].endswith("005.txt")


@pytest.mark.parametrize("change", ["model", "dimension"])
def test_another_model_gets_an_index_beside_the_old_one_and_then_its_place(
    change: str, endpoint: Endpoint, tmp_path: Path, small_batches: None
) -> None:
    home = tmp_path / "home"
    with opened(home, endpoint) as brain:
        brain.add(folder(tmp_path, 20))
    (old,) = (home / "vectors").iterdir()
    if change == "model":
        endpoint._embeds = embeds(OF, model="another")
    else:
        endpoint._embeds = embeds(lettered)
    with opened(home, endpoint) as brain:
        brain.call("budgets:set", period="day", tokens=250)
        brain.add(folder(tmp_path, 21))
        brain.call("budgets:set", period="day")
        assert 0 < waiting(brain) < 21
        assert old.exists(), "until the new one is whole"
        assert len(list((home / "vectors").iterdir())) == 2
        assert paths(brain.search("chairs in room 2"))[0].endswith("002.txt")
        brain.call("knowledge:embed")
        assert waiting(brain) == 0
        assert not old.exists()
        assert (state(brain).model, state(brain).dimension) == (("another", 68) if change == "model" else (MODEL, 256))


def test_a_model_that_changes_in_the_middle_starts_over(
    endpoint: Endpoint, tmp_path: Path, small_batches: None
) -> None:
    first, second, asked = embeds(OF), embeds(lettered, model="another"), 0

    def change(request: Received) -> Reply:
        nonlocal asked
        asked += 1
        return (first if asked <= 3 else second)(request)

    endpoint._embeds = change
    with opened(tmp_path / "home", endpoint) as brain:
        brain.add(folder(tmp_path, 20))
        assert (waiting(brain), state(brain).model) == (0, "another")
        assert max(times(endpoint).values()) == 2
        assert len(list((tmp_path / "home" / "vectors").iterdir())) == 1


def test_one_at_a_time_makes_them_and_others_do_not_wait(endpoint: Endpoint, tmp_path: Path) -> None:
    with opened(tmp_path / "home", endpoint) as brain, opened(tmp_path / "home", endpoint) as other:
        with locked(tmp_path / "home" / "run" / "vectors.lock"):
            added = brain.add(folder(tmp_path, 5))
            assert (added.output.added, waiting(brain)) == (5, 5)
            assert "already" in verdicts(brain, added)["vectors"]
            with pytest.raises(ConflictError):
                other.call("knowledge:embed")
        assert other.call("knowledge:embed").output.waiting == 0
        assert waiting(brain) == 0
        assert paths(brain.search("chairs in room 3"))[0].endswith("003.txt")


def test_two_processes_pay_for_nothing_twice(endpoint: Endpoint, tmp_path: Path) -> None:
    program = [sys.executable, "-c", KILLED, str(tmp_path / "home"), endpoint.server.url, str(folder(tmp_path, 40))]
    with subprocess.Popen(program) as one, subprocess.Popen(program) as other:
        pass
    assert (one.returncode, other.returncode) == (0, 0)
    with opened(tmp_path / "home", endpoint) as brain:
        brain.call("knowledge:embed")
        assert waiting(brain) == 0
        assert paths(brain.search("chairs in room 3"))[0].endswith("003.txt")
    assert len(times(endpoint)) == 40
    assert set(times(endpoint).values()) == {1}


def test_an_upload_does_not_wait_for_ever(endpoint: Endpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "UPLOAD_PATIENCE_S", 0.2)
    endpoint.reply = Reply(pieces=(30.0,))
    with opened(tmp_path / "home", endpoint) as brain:
        uploaded = brain.call("knowledge:upload", name="a.txt", content=b"Room 1 has a chair.")
        assert uploaded.output.status == "added"
        assert "0.2 s" in verdicts(brain, uploaded)["vectors"]
        endpoint.reply = None
        assert brain.call("knowledge:embed").output.waiting == 0


def test_a_backup_has_the_vectors_and_pays_for_none_again(endpoint: Endpoint, tmp_path: Path) -> None:
    with opened(tmp_path / "home", endpoint) as brain:
        brain.add(folder(tmp_path, 5))
        copy = backup(tmp_path / "home", tmp_path / "safe")
    restore(copy, tmp_path / "restored")
    asked = len(endpoint.texts)
    with opened(tmp_path / "restored", endpoint) as brain:
        assert waiting(brain) == 0
        assert paths(brain.search("chairs in room 3"))[0].endswith("003.txt")
        assert [text for text in endpoint.texts[asked:] if "Ask for key" in text] == []


@pytest.mark.anyio
async def test_what_could_not_be_measured_is_measured_later(endpoint: Endpoint, tmp_path: Path) -> None:
    answer, files = embeds(OF), folder(tmp_path, 30)

    def no_questions(request: Received) -> Reply:
        return fails(500, "out of memory") if len(times(endpoint)) == 30 else answer(request)

    with opened(tmp_path / "home", endpoint) as brain:
        endpoint._embeds = no_questions
        added = await brain.run("knowledge:add", paths=[str(files)])
        assert "out of memory" in str((await brain.run("receipts:show", receipt=added.receipt)).output.verdicts)
        told = (await brain.run("knowledge:vectors")).output
        assert [one.weights for one in told.bases] == [()]
        endpoint._embeds = answer
        await brain.run("knowledge:embed")
        (base,) = (await brain.run("knowledge:vectors")).output.bases
        assert (base.waiting, base.weights[0].questions) == (0, 60)


def test_a_dry_run_asks_for_nothing(endpoint: Endpoint, tmp_path: Path) -> None:
    with opened(tmp_path / "home", endpoint) as brain:
        brain.call("knowledge:add", paths=[str(folder(tmp_path, 2))], dry_run=True)
        assert endpoint.texts == []


@pytest.mark.anyio
async def test_a_writer_makes_only_what_it_may_see(endpoint: Endpoint, tmp_path: Path) -> None:
    with Wainao.open(tmp_path / "home") as brain:
        for base in ("main", "board"):
            await brain.run("knowledge:upload", name="x.txt", content=f"Of the {base}.".encode(), base=base)
    with opened(tmp_path / "home", endpoint) as brain:
        clerk = Actor(id="clerk", rights=frozenset({"read", "write"}), bases=frozenset({"main"}))
        await brain.kernel.run("knowledge:embed", EmbedInput(), actor=clerk)
        told = (await brain.run("knowledge:vectors")).output
        assert {one.name: one.waiting for one in told.bases} == {"main": 0, "board": 1}
        seen = await brain.kernel.run(
            "knowledge:vectors", type(brain.kernel.spec("knowledge:vectors").example)(), actor=clerk
        )
        assert [one.name for one in seen.output.bases] == ["main"]
        assert not any("board" in text for text in endpoint.texts)


KILLED = """
import sys
from wainao import Wainao
from wainao.features.knowledge import embedders
from wainao.features.knowledge.capabilities import following
embedders.FIRST = embedders.MOST = 4
following.PATIENCE_S = 1e6
home, url, files = sys.argv[1:]
with Wainao.open(home, models={"base_url": url, "embedding_model": "scripted-embedder"}) as brain:
    brain.add(files)
"""


def test_killed_at_any_moment_it_goes_on_and_pays_again_for_one_batch_at_most(
    endpoint: Endpoint, tmp_path: Path
) -> None:
    files, kills = folder(tmp_path, 60), 2
    for kill in range(kills):
        program = [sys.executable, "-c", KILLED, str(tmp_path / "home"), endpoint.server.url, str(files)]
        with subprocess.Popen(program) as adding:
            while sum(times(endpoint).values()) < 14 * (kill + 1) and adding.poll() is None:
                time.sleep(0.001)
            assert adding.poll() is None, "it ended before it could be killed"
            adding.send_signal(signal.SIGKILL)
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "home"), endpoint.server.url, str(files)], check=True)
    with opened(tmp_path / "home", endpoint) as brain:
        assert waiting(brain) == 0
        assert brain.verify().output.intact
    again = [text for text, count in times(endpoint).items() if count > 1]
    assert len(times(endpoint)) == 60
    assert len(again) <= 4 * kills


def test_requests_grow_where_the_model_is_quick_and_shrink_where_it_is_slow(
    endpoint: Endpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sizes() -> list[int]:
        return [len(request.body["input"]) for request in endpoint.server.received]

    with opened(tmp_path / "home", endpoint) as brain:
        brain.add(folder(tmp_path, 200))
        assert sizes()[:6] == [1, 8, 16, 32, 64, 64], "the first is the probe"
        endpoint.server.received.clear()
        monkeypatch.setattr(embedders, "QUICK_S", -1.0)
        monkeypatch.setattr(embedders, "SLOW_S", 0.0)
        brain.add(folder(tmp_path, 20, start=200))
        assert sizes()[:5] == [8, 4, 2, 1, 1]
