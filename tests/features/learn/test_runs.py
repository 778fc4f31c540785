"""Runs: resumed without asking twice, cached by what a reply depends on, compared case by case."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from learn_house import CHAT, House, case, has, opened_house

from wainao.app.wire import read_input
from wainao.features.learn.types import Progress
from wainao.kernel import BudgetError, ConflictError, DeniedError, UsageError
from wainao.testing.model_server import fails
from wainao.types import Actor, joined, owner

QUESTIONS = [f"What is {n}?" for n in range(12)]


def numbers(house: House, *more: dict) -> None:
    house.says = {words: f"It is {n}." for n, words in enumerate(QUESTIONS)}
    house.add("numbers", *(case(f"n{n}", words, has(str(n))) for n, words in enumerate(QUESTIONS)), *more)


def test_every_case_is_asked_once_and_never_again(house):
    numbers(house, case("again", QUESTIONS[0], {"kind": "number", "value": 0}), case("no", QUESTIONS[1], has("seven")))
    first = house.run("numbers")
    assert (first.cases, first.passed, first.asked, first.unsettled) == (14, 13, 14, 0)
    assert [(one.case, one.reply.text) for one in first.failures] == [("numbers/no", "It is 1.")]
    assert set(house.asked.values()) == {1}, "two cases that ask the same are one question"
    second = house.run("numbers")
    assert (second.passed, second.asked, second.run == first.run) == (13, 0, False)
    house.add("numbers", case("other", QUESTIONS[2], has("two")))
    assert (house.run("numbers").passed, house.asked[QUESTIONS[2]]) == (0, 1), "what is expected may change freely"


def test_what_a_reply_depends_on_is_asked_anew(house):
    numbers(house)
    house.run("numbers")
    house.run("numbers", system="Be brief.")
    assert set(house.asked.values()) == {2}
    house.correct("Who wrote this?", "Ann.")
    house.run("numbers")
    assert set(house.asked.values()) == {3}, "a correction might have answered"


def test_without_the_overlay_corrections_change_nothing(house):
    house.says = {"2+2": "five"}
    id = house.correct("2+2?", "four")
    by_it = {"kind": "answered_by", "text": id}
    house.add("sum", case("on", "2+2?", by_it, has("four")), case("off", "2+2?", has("five"), overlay=False))
    assert house.run("sum").passed == 2
    house.correct("3+3?", "six")
    assert (house.run("sum").passed, house.asked["2+2?"]) == (2, 1)


def test_documents_are_asked_through_the_same_door(house, tmp_path):
    (tmp_path / "leave.md").write_text("# Leave\n\nAnnual leave is twelve days in every calendar year.\n")
    house.says = {"annual leave": "Annual leave is twelve days. [1]"}
    house.brain.add(tmp_path / "leave.md")
    house.add(
        "leave",
        case("days", "How many days of annual leave are there?", has("twelve"), {"kind": "cites", "text": "leave.md"}),
        case("none", "Who won the chess championship in 1972?", {"kind": "refuses"}),
    )
    told = house.run("leave", capability="knowledge:ask")
    assert told.failures == ()
    results = house.call("evaluations:results", run=told.run).output
    assert {"documents:main", "corrections", "guards", "policy", "capability"} <= set(results.versions)
    (tmp_path / "leave.md").write_text("# Leave\n\nAnnual leave is fifteen days in every calendar year.\n")
    house.brain.add(tmp_path / "leave.md")
    assert house.run("leave", capability="knowledge:ask").asked == 2, "the documents are others now"


def test_what_a_reply_cost_has_all_that_was_paid_for_it(house, tmp_path):
    (tmp_path / "leave.md").write_text("# Leave\n\nAnnual leave is twelve days in every calendar year.\n")
    house.says = {"annual leave": "Annual leave is twelve days. [1]"}
    house.brain.add(tmp_path / "leave.md")
    price = {"usd_per_million_in": 1.0, "usd_per_million_out": 1.0}
    house.call("deployments:add", name="dear", model="dear", base_url=house.url, **price)
    question = "How many days of annual leave are there?"
    house.add("leave", case("dear", question, {"kind": "cost", "value": 0}), case("fine", question, has("twelve")))
    told = house.run("leave", capability="knowledge:ask", route="dear")
    assert [one.case for one in told.failures] == ["leave/dear"]
    assert told.failures[0].reply.cost_microusd > 0
    assert told.cost_microusd == told.failures[0].reply.cost_microusd, "one reply serves both"


def test_an_endpoint_that_is_down_settles_nothing(house):
    numbers(house)
    house.says[QUESTIONS[3]] = lambda: fails(500)
    told = house.run("numbers")
    assert (told.passed, told.unsettled, told.failures[0].reply.text) == (11, 1, "")
    house.says[QUESTIONS[3]] = "It is 3."
    again = house.run("numbers")
    assert (again.passed, again.asked) == (12, 1)


def test_a_question_that_cannot_be_asked_fails_alone(house):
    house.says = {"2+2": "four"}
    limits = {"kind": "refuses"}
    house.add("odd", case("long", "why " * 100_000, limits), case("fine", "2+2?", has("four")))
    told = house.run("odd", capability="knowledge:ask")
    assert (told.cases, [one.case for one in told.failures][:1]) == (2, ["odd/long"])
    assert joined(told.failures[0].why).en.startswith("usage: ")


def test_a_budget_that_is_used_up_stops_the_run_which_goes_on_later(house):
    numbers(house)
    house.call("budgets:set", actor="owner", tokens=600, period="day")
    with pytest.raises(BudgetError):
        house.run("numbers")
    assert house.call("evaluations:runs").output.runs[0].ended_us is None
    house.call("budgets:set", actor="owner", tokens=1_000_000, period="day")
    told = house.run("numbers")
    assert (told.passed, len(house.call("evaluations:runs").output.runs)) == (12, 1)
    assert sum(house.asked.values()) <= 13, "at most what was under way"


def test_a_run_left_in_the_middle_goes_on_where_it_was(house):
    numbers(house)

    async def leave() -> int:
        kernel = house.brain.kernel
        input = read_input(kernel.spec("evaluations:run"), {"sets": ["numbers"], "target": CHAT})
        async with kernel.stream("evaluations:run", input, actor=owner()) as stream:
            async for item in stream:
                assert isinstance(item, Progress)
                if item.done >= 3:
                    return item.total
        return 0

    assert asyncio.run(leave()) == 12
    assert house.run("numbers").passed == 12
    assert max(house.asked.values()) <= 2, "at most those that were under way"


KILLED = """
import sys
from wainao import Wainao
url, home = sys.argv[1:]
with Wainao.open(home, models={"base_url": url, "model": "scripted-1"}, learn={"at_once": 2}) as brain:
    brain.call("evaluations:run", sets=["numbers"], target={"capability": "models:chat"})
"""


def test_killed_hard_it_repeats_only_what_was_under_way(tmp_path: Path):
    reached, going_on = threading.Event(), threading.Event()
    with opened_house(tmp_path / "home", learn={"at_once": 2}) as house:
        numbers(house)

        def hang() -> str:
            reached.set()
            going_on.wait(0.3)
            return "It is 6."

        house.says[QUESTIONS[6]] = hang
        child = subprocess.Popen([sys.executable, "-c", KILLED, house.url, str(house.home)])
        assert reached.wait(30)
        child.kill()
        child.wait()
        going_on.set()
        time.sleep(0.05)
        before = dict(house.asked)
        told = house.run("numbers")
        assert (told.passed, told.cases) == (12, 12)
        again = {words for words, count in house.asked.items() if count > 1}
        assert QUESTIONS[6] in again
        assert len(again) <= 2, f"asked before the kill: {before}, again: {again}"


def test_what_was_asked_but_not_kept_is_read_from_its_receipts(house):
    """As if the process had died between the end of a call and the keeping of its result."""
    numbers(house)
    house.run("numbers")
    database = house.brain.home.database("state")

    def forget(connection):
        connection.execute("DELETE FROM learn_results")
        connection.execute("UPDATE learn_runs SET ended_us = NULL")

    database.write(forget).result()
    told = house.run("numbers")
    assert (told.passed, told.asked, sum(house.asked.values())) == (12, 0, 12)


def test_two_at_one_run_would_ask_twice(house):
    numbers(house)
    held = threading.Event()
    begun = threading.Event()

    def wait() -> str:
        begun.set()
        held.wait(20)
        return "It is 0."

    house.says[QUESTIONS[0]] = wait
    one = threading.Thread(target=lambda: house.run("numbers"))
    one.start()
    assert begun.wait(20)
    threading.Timer(0.3, held.set).start()
    with pytest.raises(ConflictError, match="this very run"):
        house.run("numbers")
    one.join()
    assert house.run("numbers").passed == 12


def test_compared_case_by_case(house):
    numbers(house)
    house.model("worse", **{f"What_is_{n}?": f"It is {n}." for n in range(9)})
    before, after = house.run("numbers"), house.run("numbers", route="worse")
    told = house.call("evaluations:compare", before=before.run, after=after.run).output
    assert (told.cases, told.passed_before, told.passed_after, told.difference) == (12, 1.0, 0.75, -0.25)
    assert [one.case for one in told.worse] == ["numbers/n9", "numbers/n10", "numbers/n11"]
    assert (told.worse[0].before, told.worse[0].after, told.better) == ("It is 9.", "I do not know.", ())
    assert told.low < told.difference < told.high <= 0.0
    assert told.chance == 0.25


def test_a_judge_says_whether_a_rubric_is_met(tmp_path):
    with opened_house(tmp_path / "home", learn={"judge": "judge"}) as house:
        house.says = {"Hello": "Good morning, dear customer.", "Bye": "Go away."}
        house.says["judge"] = {"Good morning": "yes\nIt is polite.", "Go away": "No. It is rude."}
        house.call("deployments:add", name="judge", model="judge", base_url=house.url)
        polite = {"kind": "judged", "text": "The reply is polite."}
        house.add("manners", case("a", "Hello", polite), case("b", "Bye", polite))
        told = house.run("manners", route="scripted-1")
        assert (told.passed, joined(told.failures[0].why).en) == (1, "the judge 'judge' says no: It is rude")


@pytest.mark.parametrize("said", ["是否符合：否", "是不是礼貌？不。", "Normally it is.", "Yesterday I said no."])
def test_a_judge_that_begins_otherwise_has_said_neither_yes_nor_no(tmp_path, said):
    with opened_house(tmp_path / "home", learn={"judge": "judge"}) as house:
        house.says = {"Hello": "Go away.", "judge": {"Go away": said}}
        house.call("deployments:add", name="judge", model="judge", base_url=house.url)
        house.add("manners", case("a", "Hello", {"kind": "judged", "text": "The reply is polite."}))
        told = house.run("manners", route="scripted-1")
        assert (told.passed, "neither yes nor no" in joined(told.failures[0].why).en) == (0, True)


def test_a_judge_is_measured_by_what_people_said(house):
    house.model("kind", reply="yes, it is fine")
    house.model("fair", Until="yes", perhaps="no. It says nothing.", Maybe="No.")
    rows = [("Until 31 March.", True), ("Until May.", True), ("perhaps", False), ("Maybe", True)]
    content = "\n".join(
        json.dumps({"question": "Which day?", "reply": reply, "rubric": "It names a day.", "good": good})
        for reply, good in rows
    )
    kind = house.call("evaluations:agreement", content=content, judge="kind").output
    assert (kind.agreed, kind.kappa, kind.too_kind, kind.too_strict) == (0.75, 0.0, 1, 0)
    fair = house.call("evaluations:agreement", content=content, judge="fair").output
    assert (fair.agreed, fair.kappa, fair.too_kind, fair.too_strict) == (0.75, 0.5, 0, 1)
    assert [(one.reply, one.good) for one in fair.disagreements] == [("Maybe", True)]
    assert 0.0 <= fair.low <= fair.agreed <= fair.high == 1.0
    for more, why in (({"content": content}, "No judge is named"), ({"judge": "fair"}, "no opinions")):
        with pytest.raises(UsageError, match=why):
            house.call("evaluations:agreement", **more)
    with pytest.raises(UsageError, match="Row 1 is no opinion"):
        house.call("evaluations:agreement", content='{"question": "x"}')


def test_only_administrators_run_and_only_what_takes_a_question(house):
    numbers(house)
    kernel = house.brain.kernel
    input = read_input(kernel.spec("evaluations:run"), {"sets": ["numbers"], "target": CHAT})
    with pytest.raises(DeniedError):
        asyncio.run(kernel.run("evaluations:run", input, actor=Actor(id="w", rights=frozenset({"read", "write"}))))
    with pytest.raises(UsageError, match="no case can be put"):
        house.run("numbers", capability="models:embed")
    with pytest.raises(UsageError, match="takes no 'system'"):
        house.run("numbers", capability="knowledge:ask", system="Be brief.")
