"""Who erases a receipt erases what evaluations copied of it, on record."""

from __future__ import annotations

from pathlib import Path

import pytest
from learn_house import CHAT, House, case, has, opened_house

from wainao.features.learn.types import ERASED

SECRET = "Zelda Quintero"
QUESTION = f"Where does {SECRET} live?"
ANSWER = "In 12 Canal Street."


def told_of(home: Path) -> list[str]:
    """The files of the home that still have the words somewhere."""
    found = []
    for path in home.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            found += [path.name for words in (SECRET, "Canal Street") if words.encode() in content]
    return found


@pytest.fixture
def copied(house: House) -> str:
    """A receipt that became a case, which was run, gated and got worse."""
    house.model("good", **{SECRET: ANSWER, "days": "12"})
    house.model("bad", **{SECRET: "Nobody knows.", "days": "12"})
    asked = house.call("models:chat", messages=[{"role": "user", "content": QUESTION}], model="good")
    house.call("evaluations:from-receipts", name="june", capability="models:chat")
    house.add("basics", case("days", "How many days?", has("12")))
    for route in ("good", "bad"):
        target = {**CHAT, "route": route}
        house.call("releases:create", name="bot", target=target, sets=["june", "basics"])
        verdict = house.call("releases:gate", release="bot").output.verdict
        if route == "good":
            house.call("releases:promote", release="bot")
    assert verdict == "blocked"
    return asked.receipt


def test_everything_that_was_copied_goes_with_it(house, copied):
    assert told_of(house.home), "before"
    outcome = house.call("receipts:erase", receipt=copied, why="she asked for it")
    assert len(outcome.output.receipts) == 3, "the answer, and the two calls that asked it again"
    (one,) = house.call("evaluations:show", name="june").output.cases
    assert (one.name, one.question, one.expect, one.erased) == (copied, "", (), True)
    report = house.call("releases:show", release="bot").output.gate
    assert [(pair.case, pair.question, pair.before, pair.after) for pair in report.worse] == [
        (f"june/{copied}", "", "", "")
    ]
    assert house.call("releases:report", release="bot").output.text.count(SECRET) == 0
    assert outcome.output.copies == {"cases": 1, "results": 2, "reports": 1}
    assert house.call("receipts:verify").output.intact
    house.brain.close()
    assert told_of(house.home) == [], "nowhere in the home, not in free pages either"


def test_what_is_left_goes_on(house, copied):
    house.call("receipts:erase", receipt=copied, why="she asked for it")
    told = house.call("releases:gate", release="bot@2").output
    assert (told.verdict, told.cases, told.asked) == ("passed", 1, 0)
    content = house.call("evaluations:export", what="cases", set="june").output
    assert content.rows == 0


def test_an_erased_reply_is_asked_again(house):
    house.says = {"days": "12"}
    house.add("basics", case("days", "How many days?", has("12")))
    run = house.run("basics")
    (known,) = house.call("evaluations:results", run=run.run).output.results
    house.call("receipts:erase", receipt=known.reply.receipt, why="a drill")
    (erased,) = house.call("evaluations:results", run=run.run).output.results
    assert (erased.passed, erased.reply.text, erased.settled) == (True, "", False)
    assert (house.run("basics").passed, house.asked["How many days?"]) == (1, 2)


def test_what_is_erased_while_a_run_goes_on_is_not_asked_any_more(tmp_path):
    questions = {one: f"Where does {SECRET} live, by book {one}?" for one in ("one", "two")}
    with opened_house(tmp_path / "home", learn={"at_once": 1}) as house:
        receipts = {
            one: house.call("models:chat", messages=[{"role": "user", "content": asked}]).receipt
            for one, asked in questions.items()
        }
        house.call("evaluations:from-receipts", name="june", capability="models:chat")

        def erasing(other: str) -> str:
            house.says = {}
            house.call("receipts:erase", receipt=receipts[other], why="she asked for it")
            return "I do not know."

        house.says = {"book one": lambda: erasing("two"), "book two": lambda: erasing("one")}
        run = house.run("june", system="Be brief.")
        (left,) = [one for one, receipt in receipts.items() if not house.brain.receipt(receipt).output.erased]
        assert sorted(house.asked[asked] for asked in questions.values()) == [1, 2]
        assert {one.why for one in run.failures} >= {(ERASED,)}
        house.call("receipts:erase", receipt=receipts[left], why="she asked for it")
        assert house.call("receipts:verify").output.intact
    assert told_of(tmp_path / "home") == []


def test_a_corrections_case_stays_with_the_correction(house):
    said = house.call("models:chat", messages=[{"role": "user", "content": "Is leave 5 days?"}])
    house.call("corrections:propose", receipt=said.receipt, answer="It is 7 days.", scope="everyone")
    house.call("evaluations:from-corrections", target=CHAT)
    house.call("receipts:erase", receipt=said.receipt, why="a drill")
    cases = house.call("evaluations:show", name="corrections").output.cases
    assert {one.erased for one in cases} == {False}
