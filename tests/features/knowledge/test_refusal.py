"""When a base has no answer: the threshold, what moves it, and how far."""

import random
from itertools import pairwise

import pytest
from answering_house import AnsweringHouse
from hypothesis import given, settings
from hypothesis import strategies as st

from wainao.features.knowledge import refusal
from wainao.features.knowledge.bell import Bell
from wainao.features.knowledge.chance import scattered
from wainao.features.knowledge.experience import has_answer
from wainao.features.knowledge.learning import Seen, learn
from wainao.features.knowledge.refusal import FARTHEST, MOST_CHANCE, RIGHT, Calibration, Refusal, needed
from wainao.types import owner

shares = st.floats(0, 1)
bells = st.builds(Bell, mean=shares, spread=st.floats(0.05, 0.3))
seen = st.builds(
    Seen,
    answerable=st.lists(shares, max_size=60).map(tuple),
    unanswerable=st.lists(shares, max_size=60).map(tuple),
    unsure=st.lists(shares, max_size=60).map(tuple),
)


@settings(deadline=None)
@given(right=bells, chance=bells)
def test_at_the_threshold_one_question_in_twenty_five_is_refused(right: Bell, chance: Bell) -> None:
    found = needed(right, chance)
    tail = Bell(mean=right.mean, spread=refusal.LONGER_TAIL * right.spread)
    assert tail.below(found) * chance.below(found) >= refusal.REFUSED_SHARE
    assert found == 0 or tail.below(found - 0.005) * chance.below(found - 0.005) < refusal.REFUSED_SHARE


@settings(deadline=None)
@given(right=bells, chance=bells, more=st.floats(0, 0.3))
def test_the_threshold_rises_with_what_is_found_where_there_is_an_answer_and_with_chance(
    right: Bell, chance: Bell, more: float
) -> None:
    assert needed(Bell(mean=right.mean + more, spread=right.spread), chance) >= needed(right, chance)
    assert needed(right, Bell(mean=chance.mean + more, spread=chance.spread)) >= needed(right, chance)


def test_who_saw_nothing_learns_nothing() -> None:
    right, chance = RIGHT["other"], MOST_CHANCE["other"]
    assert learn(right, chance, Seen()) == (right, chance)


@settings(deadline=None)
@given(seen)
def test_a_curve_stays_a_curve_whatever_was_seen(seen: Seen) -> None:
    for bell in learn(RIGHT["cjk"], MOST_CHANCE["cjk"], seen):
        assert 0 <= bell.mean <= 1
        assert 0.05 <= bell.spread <= 1


def test_questions_that_nobody_spoke_of_never_outweigh_what_was_known_before() -> None:
    right, chance = RIGHT["other"], Bell(mean=0.25, spread=0.1)
    few, many, flood = (learn(right, chance, Seen(unsure=(0.9,) * times))[0].mean for times in (20, 200, 20_000))
    assert right.mean < few < many < (right.mean + 0.9) / 2
    assert many == pytest.approx(flood, abs=0.001)


def test_questions_that_hardly_have_an_answer_do_not_lower_what_answers_need() -> None:
    """People ask what the documents do not say: that is no reason to quote something."""
    right, chance = RIGHT["other"], Bell(mean=0.25, spread=0.1)
    learnt = needed(*learn(right, chance, Seen(unsure=(0.1, 0.15, 0.2, 0.25) * 50)))
    assert needed(right, chance) - 0.01 <= learnt


def told(house: AnsweringHouse, seen: Seen, *, script: str = "other") -> Calibration:
    with house.database.read() as connection:
        (base,) = house.retriever.visible(connection, owner(), ())
    learnt = Refusal(house.database, house.index).learn(base, {script: seen})
    return {one.script: one for one in learnt}[script]


@pytest.fixture
def rooms(asked: AnsweringHouse) -> AnsweringHouse:
    asked.add({f"{n}.txt": f"Room {n} on floor {n} has a projector and seats {n} people." for n in range(12)})
    return asked


def test_corrections_lower_the_threshold_and_raise_it_again(rooms: AnsweringHouse) -> None:
    usual = told(rooms, Seen()).threshold
    lower = [told(rooms, Seen(answerable=(0.25,) * times)).threshold for times in range(12)]
    assert lower[0] == usual
    assert all(after <= before for before, after in pairwise(lower))
    assert lower[-1] <= 0.25 < lower[2], "two people cannot do it, a dozen can"
    asked = Seen(unsure=(0.37,) * 40)
    said = Seen(unsure=(0.37,) * 20, unanswerable=(0.37,) * 20)
    assert told(rooms, said).threshold > told(rooms, asked).threshold


def test_people_can_move_the_threshold_so_far_and_no_farther(rooms: AnsweringHouse) -> None:
    usual = told(rooms, Seen()).threshold
    assert told(rooms, Seen(answerable=(0.0,) * 400)).threshold == pytest.approx(usual - FARTHEST)
    most = told(rooms, Seen(answerable=(1.0,) * 400, unanswerable=(1.0,) * 400)).threshold
    assert most == pytest.approx(usual + FARTHEST)
    assert told(rooms, Seen()).threshold == usual, "what is taken back leaves nothing behind"


def test_three_hostile_corrections_do_no_more_than_three_honest_ones(rooms: AnsweringHouse) -> None:
    usual, honest, hostile = (
        told(rooms, Seen(answerable=(cover,) * times)).threshold for cover, times in ((0.0, 0), (0.24, 3), (0.0, 3))
    )
    assert hostile == pytest.approx(honest, abs=0.011)
    assert usual - 0.06 < hostile < usual


def test_what_was_learnt_stays_when_the_base_has_grown(rooms: AnsweringHouse) -> None:
    learnt = told(rooms, Seen(answerable=(0.22,) * 12))
    rooms.add({f"more {n}.txt": f"Printer {n} takes paper of size A{n} from the second tray." for n in range(24)})
    rooms.answer("Which printer takes A4?")
    rooms.database.write(lambda connection: None).result()
    with rooms.database.read() as connection:
        (base,) = rooms.retriever.visible(connection, owner(), ())
        known = Refusal(rooms.database, rooms.index).known(connection, base)["other"]
    assert (known.chunks, known.right) == (36, learnt.right)
    assert known.threshold < needed(RIGHT["other"], known.chance)


def test_a_made_question_has_telling_words_of_one_sentence() -> None:
    english = scattered(random.Random(1), "The head of the purchasing department signs orders above nine thousand.")
    assert len(set(english.split())) == 6
    assert not {"The", "of", "the"} & set(english.split())
    chinese = scattered(random.Random(1), "超过九千欧元的采购订单由采购部门负责人签字。")
    assert all(part in "超过九千欧元的采购订单由采购部门负责人签字" for part in chinese.split())
    assert scattered(random.Random(1), "Yes, of course.") == ""


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("Five days, until the end of March.", True),
        ("最多顺延五天，三月底前用完。", True),
        ("Not found in your documents.", False),
        ("The handbook does not mention that.", False),
        ("That is not covered by the handbook.", False),
        ("文档里没有写这一点。", False),
        ("手册中未提及，请问人事。", False),
        ("Ask Mrs Huang in building seven about parking permits.", False),
        ("Unused days expire; ask your manager about exceptions.", None),
    ],
)
def test_an_answer_says_whether_the_documents_had_it(answer: str, outcome: bool | None) -> None:
    passages = [
        "Up to five days of unused leave may be carried over until the end of March, then they expire.",
        "未休完的年假最多顺延五天，须在三月底前用完，逾期作废。",
    ]
    assert has_answer(answer, passages) is outcome
