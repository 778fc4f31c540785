"""A base learns from corrections and receipts how its people ask; nobody else's count."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from wainao import Actor, Wainao
from wainao.features.knowledge.capabilities import practice
from wainao.features.knowledge.capabilities.calibrate import Calibrated, CalibrateInput, Measure
from wainao.features.knowledge.lessons import Lessons
from wainao.kernel import DeniedError, NotFoundError
from wainao.types import owner

THINGS = (
    *("projector", "stapler", "ladder", "kettle", "scanner", "camera"),
    *("blanket", "whistle", "lantern", "scooter", "hammer", "compass"),
)
THINGS_ZH = (
    *("投影仪", "订书机", "扫描仪", "照相机", "滑板车", "指南针"),
    *("三脚架", "灭火器", "打印机", "吸尘器", "保险箱", "计算器"),
)


@pytest.fixture
def brain(tmp_path: Path) -> Iterator[Wainao]:
    with Wainao.open(tmp_path / "home", store={"durability": "batched"}) as brain:
        for number, thing in enumerate(THINGS):
            upload(brain, f"{thing}.txt", f"The {thing} is kept in cupboard {number} beside the window of room 7.")
        for number, thing in enumerate(THINGS_ZH):
            upload(brain, f"物品 {number}.txt", f"{thing}存放在七号会议室窗边的第{number}号柜子里。")
        yield brain


def upload(brain: Wainao, name: str, text: str, base: str = "main") -> None:
    brain.call("knowledge:upload", name=name, content=text.encode(), base=base)


def where(thing: str) -> str:
    return f"Where does one find the {thing}?"


def where_zh(thing: str) -> str:
    return f"谁知道{thing}搁哪儿去了呢?"


def calibrated(brain: Wainao, base: str = "main") -> dict[str, Measure]:
    output: Calibrated = brain.call("knowledge:calibrate", base=base).output
    return {one.script: one for one in output.measures}


@pytest.mark.parametrize(
    ("script", "things", "ask", "answer"),
    [
        ("other", THINGS, where, "In cupboard {} in room 7."),
        ("cjk", THINGS_ZH, where_zh, "{}号柜子里，在七号会议室。"),
    ],
)
def test_a_base_that_refuses_wrongly_is_set_right_by_corrections(brain, script, things, ask, answer) -> None:
    assert brain.ask(ask(things[-1])).output.origin == "none"
    before = calibrated(brain)[script]
    for number, thing in enumerate(things[:11]):
        brain.correct(brain.ask(ask(thing)).receipt, answer.format(number))
    after = calibrated(brain)[script]
    assert (after.answerable, after.unanswerable, after.before) == (11, 0, before.threshold)
    assert after.threshold < before.threshold
    answered = brain.ask(ask(things[-1])).output
    assert (answered.origin, things[-1] in answered.citations[0].quote) == ("documents", True)
    assert brain.ask("Who won the football match on Sunday?").output.origin == "none"


def test_a_correction_that_is_taken_back_counts_no_more(brain: Wainao) -> None:
    before = calibrated(brain)["other"].threshold
    made = [brain.correct(brain.ask(where(t)).receipt, f"In cupboard {n}.").output for n, t in enumerate(THINGS[:6])]
    assert calibrated(brain)["other"].answerable == 6
    for one in made:
        brain.call("corrections:revoke", correction=one.correction)
    after = calibrated(brain)["other"]
    assert (after.answerable, after.unsure) == (0, 6)
    assert after.threshold == pytest.approx(before, abs=0.011)


def test_what_was_erased_is_not_learnt_from(brain: Wainao) -> None:
    receipt = brain.ask(where("ladder")).receipt
    assert calibrated(brain)["other"].unsure == 1
    brain.call("receipts:erase", receipt=receipt, why="asked for")
    assert calibrated(brain)["other"].unsure == 0


def test_each_base_learns_from_its_own_corrections(brain: Wainao) -> None:
    upload(brain, "lift.txt", "The lift is serviced every March by the landlord.", base="house")
    for number, thing in enumerate(THINGS[:6]):
        brain.correct(brain.ask(where(thing)).receipt, f"In cupboard {number}.", base="main")
    assert calibrated(brain, "house")["other"].answerable == 0
    assert calibrated(brain, "main")["other"].answerable == 6


def test_a_correction_that_one_made_for_itself_says_nothing(brain: Wainao) -> None:
    brain.correct(brain.ask(where("ladder")).receipt, "In cupboard 2.", scope="user")
    assert calibrated(brain)["other"].answerable == 0


def test_the_receipt_of_a_calibration_quotes_nobody(brain: Wainao) -> None:
    brain.ask("Is the ladder in cupboard two haunted?")
    receipt = brain.call("knowledge:calibrate").receipt
    shown = brain.receipt(receipt).output
    for one in (shown, *(brain.receipt(child).output for child in shown.children)):
        assert "haunted" not in str((one.input, one.output))


@pytest.mark.anyio
async def test_who_may_calibrate(brain: Wainao) -> None:
    reader = Actor(id="rita", rights=frozenset({"read", "write"}))
    with pytest.raises(DeniedError):
        await brain.kernel.run("knowledge:calibrate", CalibrateInput(), actor=reader)
    blind = Actor(id="ben", rights=frozenset({"read", "write", "admin"}), bases=frozenset({"house"}))
    with pytest.raises(NotFoundError, match="'main'"):
        await brain.kernel.run("knowledge:calibrate", CalibrateInput(), actor=blind)
    elsewhere = Actor(id="eva", tenant="other", rights=frozenset({"read", "write", "admin"}))
    with pytest.raises(NotFoundError, match="'main'"):
        await brain.kernel.run("knowledge:calibrate", CalibrateInput(), actor=elsewhere)


def test_bases_learn_by_themselves_once_there_is_something_to_learn(brain: Wainao) -> None:
    lessons = Lessons(brain.home)
    for number, thing in enumerate(THINGS[:11]):
        brain.correct(brain.ask(where(thing)).receipt, f"In cupboard {number} in room 7.")
    practise(brain, lessons)
    (run,) = brain.call("receipts:list", capability="knowledge:calibrate").output.receipts
    assert (run.actor, run.status) == ("system", "ok")
    assert brain.ask(where(THINGS[-1])).output.origin == "documents"
    practise(brain, lessons)
    assert len(brain.call("receipts:list", capability="knowledge:calibrate").output.receipts) == 1, "nothing is new"


def test_one_process_at_a_time_lets_bases_learn(brain: Wainao) -> None:
    for thing in THINGS:
        brain.ask(where(thing))
    with Lessons(brain.home).turn() as is_ours:
        assert is_ours
        practise(brain, Lessons(brain.home))
    assert brain.call("receipts:list", capability="knowledge:calibrate").output.receipts == ()


def practise(brain: Wainao, lessons: Lessons) -> None:
    asyncio.run(practice.learn_what_is_due(lessons, brain.kernel))


def test_the_owner_sees_what_a_calibration_learnt_from(brain: Wainao) -> None:
    brain.correct(brain.ask(where("ladder")).receipt, "The documents do not say.")
    brain.correct(brain.ask(where("kettle")).receipt, "In cupboard 3.")
    brain.ask(where("hammer"))
    found = calibrated(brain)["other"]
    assert (found.answerable, found.unanswerable, found.unsure) == (1, 1, 1)
    assert owner().may(brain.kernel.spec("knowledge:calibrate").needs)
