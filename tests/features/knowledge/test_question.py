"""What a question asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wainao.features.knowledge.question import Question


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("When does the office open?", ("time",)),
        ("How many guests can I bring?", ("number",)),
        ("Who approves leave?", ("person",)),
        ("Which city is the head office in?", ("place",)),
        ("Why was it closed?", ("reason",)),
        ("公司是哪一年成立的？", ("time",)),
        ("年假有几天？", ("number",)),
        ("請問誰批准年假？", ("person",)),
        ("档案室在哪里？", ("place",)),
        ("为什么要报备？", ("reason",)),
        ("年假", ()),
    ],
)
def test_kinds(text: str, kinds: tuple[str, ...]) -> None:
    assert Question(text).kinds == kinds


@pytest.mark.parametrize(
    ("question", "sentence", "fits"),
    [
        ("How many guests can I bring?", "At most three guests a day.", True),
        ("How many guests can I bring?", "Guests wear a badge.", False),
        ("What was sold in 2019?", "Shoes were sold.", False),
        ("In what year did the 1990 plan end?", "The 1990 plan was long.", False),
        ("In what year did the 1990 plan end?", "The 1990 plan ended in 1994.", True),
        ("谁批准年假?", "由李明·王批准。", True),
        ("年假有几天?", "员工享有 10 天年假。", True),
        ("年假有几天?", "年假须由主管批准。", False),
    ],
)
def test_a_sentence_fits_when_it_has_what_was_asked_for(question: str, sentence: str, fits: bool) -> None:
    assert Question(question).fits(sentence) is fits


def test_what_is_rare_weighs_more_and_what_builds_the_question_less() -> None:
    weights = Question("What is the parental leave policy?").weigh(100, {"what": 5, "leav": 30, "polici": 60})
    assert weights["parent"] > weights["leav"] > weights["polici"]
    assert weights["what"] < Question("leave").weigh(100, {"leav": 5})["leav"]


def test_a_misspelt_word_gives_way_to_one_that_is_there() -> None:
    known = {"password": 3, "passport": 9}
    weights = Question("passwort length").weigh(20, {}, lambda word: known if word == "passwort" else {})
    assert set(weights) == {"password", "length"}


def test_a_word_that_only_builds_the_question_gives_way_to_none() -> None:
    """Else one that is weighed by what was assumed of it, and one by what is there, would not be the same words."""
    weights = Question("Please say how long a password is.").weigh(20, {}, lambda word: {"plea": 3, "pleasant": 9})
    assert "pleas" in weights
    assert not weights.keys() & {"plea", "pleasant"}


@given(st.text(max_size=80), st.integers(0, 50))
def test_every_question_can_be_weighed(text: str, having: int) -> None:
    question = Question(text)
    weights = question.weigh(50, dict.fromkeys(question.terms, having))
    assert all(weight > 0 for weight in weights.values())
    assert len(set(question.terms)) == len(question.terms)
