"""What a question meets: fire, beside or silent, and why."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_office import Office

from wainao.features.corrections.closeness import closeness, weights
from wainao.kernel import StoreError
from wainao.text.wording import Item, conflict, differences, items, normalise, veto
from wainao.types import Language, told_in

OFFICE = {
    "试用期员工请3天病假扣多少工资?": "按日薪的 20% 扣",
    "共享盘单个文件最大能传多少GB?": "20 GB",
    "What time does the help desk close on Fridays?": "4:30 pm",
    "Can I expense alcohol at a client dinner?": "Yes",
}


@pytest.fixture
def filled(office: Office) -> Office:
    for question, answer in OFFICE.items():
        office.propose(question=question, answer=answer, scope="everyone")
    return office


def outcome(office: Office, question: str) -> tuple[str, str | None]:
    said = office.call("corrections:match", question=question).output
    return said.outcome, said.correction.answer if said.correction else None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("請問試用期員工請三天病假扣多少工資？謝謝", ("fire", "按日薪的 20% 扣")),
        ("Hello! what time does the help desk close on fridays", ("fire", "4:30 pm")),
        ("试用期请三天病假,薪资扣减多少", ("beside", "按日薪的 20% 扣")),
        ("help desk friday closing time", ("beside", "4:30 pm")),
        ("Can I expense alchohol at a client diner?", ("beside", "Yes")),
        ("试用期员工请10天病假扣多少工资?", ("silent", None)),
        ("What time does the help desk close on Saturdays?", ("silent", None)),
        ("梵高的《星空》画于哪一年?", ("silent", None)),
        ("Who wrote the Critique of Pure Reason?", ("silent", None)),
        ("", ("silent", None)),
        ("?!", ("silent", None)),
        ("年" * 5_000, ("silent", None)),
        ("a\x00b \ud800", ("silent", None)),
    ],
)
def test_outcomes(filled: Office, question: str, expected: tuple[str, str | None]) -> None:
    assert outcome(filled, question) == expected


def test_the_reason_names_what_agrees_and_what_differs(filled: Office) -> None:
    def why(question: str, language: Language = "en") -> str:
        return told_in(language, filled.call("corrections:match", question=question).output.why)

    assert why("试用期员工请三天病假扣多少工资") == "the same question"
    assert why("试用期员工请10天病假扣多少工资?") == (
        "'试用期员工请3天病假扣多少工资?' is another question: only asked: number 10 day; only corrected: number 3 day"
    )
    assert why("试用期员工不请假扣多少工资?").endswith("% alike; only asked: negation; only corrected: number 3 day")
    assert why("Who are you?").startswith("nothing stands out: ")
    assert why("试用期员工请三天病假扣多少工资", "zh") == "同一个问题"
    assert why("试用期员工请10天病假扣多少工资?", "zh") == (
        "「试用期员工请3天病假扣多少工资?」是另一个问题：只有提问说「10 天」；只有更正说「3 天」"
    )
    assert why("试用期员工不请假扣多少工资?", "zh").endswith("%；只有提问说「不」；只有更正说「3 天」")


def test_a_negated_question_never_fires(filled: Office) -> None:
    assert outcome(filled, "试用期员工不请3天病假扣多少工资?")[0] == "beside"
    assert outcome(filled, "Can I not expense alcohol at a client dinner?")[0] == "beside"


def test_the_shown_are_at_most_three_and_each_only_once(office: Office) -> None:
    for number in range(6):
        id = office.propose(question=f"{number} 号楼的打印机怎么连", answer=str(number))
        office.call("corrections:alias", correction=id, question=f"{number} 号楼打印机如何连接")
    said = office.call("corrections:match", question="打印机怎么连").output
    shown = [said.correction.id, *(ruling.id for ruling in said.related)]
    assert (said.outcome, len(shown), len(set(shown))) == ("beside", 3, 3)


def test_looking_is_not_asking(filled: Office) -> None:
    outcome(filled, "Can I expense alcohol at a client dinner")
    assert {correction.hits for correction in filled.listed().values()} == {0}


def test_when_corrections_cannot_be_read_the_call_fails(filled: Office) -> None:
    question = next(iter(OFFICE))
    with closing(sqlite3.connect(filled.home.path / "state.db")) as connection, connection:
        connection.execute("ALTER TABLE corrections RENAME TO elsewhere")
    with pytest.raises(StoreError):
        filled.ask(question)
    assert filled.receipts.last.status == "failed"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("请3天病假", [Item("number", "day", "3")]),
        ("3 working days", [Item("number", "working-day", "3")]),
        ("超过5,000元", [Item("number", "yuan", "5000"), Item("opposite", "bound", "above")]),
        ("over $400", [Item("number", "usd", "400"), Item("opposite", "bound", "above")]),
        ("2025年三季度", [Item("date", "year", "2025"), Item("date", "quarter", "3")]),
        ("礼拜六晚上八点半", [Item("date", "weekday", "6"), Item("date", "time", "8点半")]),
        ("on Saturdays at 4:30 pm", [Item("date", "weekday", "6"), Item("date", "time", "4:30 pm")]),
        ("不好意思,特别的非洲", []),
        ("没有收到,也不能退", [Item("negation"), Item("negation")]),
        ("I can't do it without you", [Item("negation"), Item("negation")]),
        ("C3 车间的 12 号", [Item("number", "", "3"), Item("date", "day", "12")]),
    ],
)
def test_items(question: str, expected: list[Item]) -> None:
    assert sorted(items(normalise(question).core).elements()) == sorted(expected)


def test_a_conflict_is_two_values_of_the_same_sort() -> None:
    def read(question: str) -> tuple[bool, str]:
        asked, stored = items(normalise(question).core), items(normalise("请3天假扣多少").core)
        return conflict(asked, stored), differences(asked, stored)

    assert read("请4天假扣多少") == (True, "only asked: number 4 day; only corrected: number 3 day")
    assert read("请4小时假扣多少")[0] is False
    assert read("请假扣多少") == (False, "only corrected: number 3 day")
    assert read("请三天假扣多少") == (False, "")


@pytest.mark.parametrize(
    ("stored", "asked", "why"),
    [
        ("请3天假扣多少", "请三天假要扣多少钱", ""),
        ("请3天假扣多少", "请假扣多少", "only corrected: number 3 day"),
        ("请假扣多少", "请3天假扣多少", "only asked: number 3 day"),
        ("Is it open on Monday?", "Is it open?", "only corrected: date 1 weekday"),
        ("可以报销吗", "不可以报销吗", "only asked: negation"),
        ("不吃不喝行吗", "不吃饭行吗", ""),
        ("定金可以退吗", "定金退不退", ""),
        ("可以进内环吗", "可以进内环不?", ""),
        ("可以进内环吗", "不可以进内环吗", "only asked: negation"),
        ("满300减40的券能叠加吗", "满300元减40元的券能叠加吗", ""),
        ("请3天假扣多少", "请3小时假扣多少", "only asked: number 3 h; only corrected: number 3 day"),
        ("2025年的年假能顺延吗", "25年的年假能顺延吗", ""),
        ("2025年的休假", "24年的休假", "only asked: date 24 short_year; only corrected: date 2025 year"),
        ("文件最多多大", "一个文件最多多大", ""),
        ("请假扣多少", "请1天假扣多少", "only asked: number 1 day"),
        ("最早几点", "最晚几点", "late against early"),
        ("最后怎么办", "怎么办", ""),
    ],
)
def test_what_no_judge_can_overrule(stored: str, asked: str, why: str) -> None:
    ours, theirs = items(normalise(asked).core), items(normalise(stored).core)
    assert veto(ours, theirs) == why
    assert bool(veto(theirs, ours)) == bool(why)


QUESTIONS = st.sampled_from([*OFFICE, "年假", "who?", "1", "打印机 printer 3"])


@given(QUESTIONS, QUESTIONS)
def test_closeness_is_a_symmetric_share(one: str, other: str) -> None:
    ours, theirs = weights(normalise(one).key), weights(normalise(other).key)
    assert closeness(ours, theirs) == pytest.approx(closeness(theirs, ours))
    assert 0 <= closeness(ours, theirs) <= 1
    assert closeness(ours, ours) == pytest.approx(1) or len(ours.of) == 1


def test_a_chinese_question_and_an_english_one_share_names_and_terms() -> None:
    def close(one: str, other: str) -> float:
        return closeness(weights(normalise(one).key), weights(normalise(other).key))

    stored = "怎么在 Pelorin 系统里申请 remote work?"
    assert close("How do I request remote work in Pelorin?", stored) > 0.5
    assert close("How do I print remotely on the third floor?", stored) < 0.2
