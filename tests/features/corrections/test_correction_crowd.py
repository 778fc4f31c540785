"""What comes close is shown where it stands out: by what few others have, and by naming the same things."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wainao.features.corrections.closeness import weights
from wainao.features.corrections.crowd import LEAST, Counts, Crowd, counted
from wainao.features.corrections.names import names, strange
from wainao.features.corrections.types import Wording
from wainao.text.wording import normalise
from wainao.types import Ruling

BUS, CLINIC = "When does the bus to the airport leave?", "When does the clinic open?"


def wording(number: int, question: str, correction: str = "") -> Wording:
    ruling = Ruling(id=correction or str(number), question=question, answer="", author="", written_at="", scope="user")
    return Wording(id=number, question=question, key=normalise(question).key, original=True, ruling=ruling)


def out(asked: str, *stored: Wording, counts: Counts | None = None) -> float:
    """How far the first of those stored that come close stands out."""
    crowd = Crowd(asked, normalise(asked).key, stored, counts or counted(one.key for one in stored))
    return crowd.standing_out(crowd.nearest[0])


def among(wordings: int, **having: int) -> Counts:
    return Counts(wordings=wordings, having=having)


def test_among_few_closeness_alone_decides() -> None:
    asked, stored = "When does the clinic close?", wording(1, CLINIC)
    (near,) = Crowd(asked, normalise(asked).key, [stored], among(60, clinic=60)).nearest
    assert out(asked, stored, counts=among(60, clinic=60)) == near.closeness > LEAST


def test_a_word_that_only_this_correction_has_tells_more_than_one_that_all_have() -> None:
    asked, stored = "opening hours of the clinic", wording(1, CLINIC)
    rare, common = (out(asked, stored, counts=among(10_000, clinic=many, open=5_000)) for many in (1, 5_000))
    assert rare > common + 0.3


def test_the_aliases_of_a_correction_do_not_make_its_words_common() -> None:
    aliases = [wording(number, f"{CLINIC} {number}", "one") for number in range(2, 12)]
    stored = wording(1, CLINIC, "one")
    asked = "opening hours of the clinic"
    alone = out(asked, stored, counts=among(1_000, clinic=1, open=1))
    assert out(asked, stored, *aliases, counts=among(1_000, clinic=11, open=11)) == pytest.approx(alone, abs=0.02)


def test_where_many_come_as_close_none_stands_out() -> None:
    stops = [wording(number, f"When does the bus to stop {number} leave?") for number in range(100, 110)]
    counts = among(5_000, bus=11, leav=11, airport=1)
    asked = "When does the bus to the station leave?"
    assert out(asked, wording(1, BUS), *stops, counts=counts) < LEAST < out(asked, wording(1, BUS), counts=counts)


def test_who_names_something_else_asks_something_else() -> None:
    stored = wording(1, "Is the Dellwyn clinic open on Boxing Day?")
    same, misspelt, other = (
        out(f"is the {name} clinic open today?", stored) for name in ("Dellwyn", "Delwyn", "Calow")
    )
    assert same > misspelt > other
    assert out("is the calow clinic open today?", stored) == other


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Is the Dellwyn clinic open, or Calow's?", ["dellwyn", "calow"]),
        ("Dellwyn is where?", []),
        ("It opens. Where? Dellwyn", []),
        ('is "Dellwyn" open', ["dellwyn"]),
        ("Could you tell me: Is it open?", []),
        ("How Do I Reset My Password", []),
        ("HOW DO I RESET PELORIN", []),
        ("whom in HR and IT do I ask", []),
        ("怎么在 Pelorin 系统里申请 remote work", ["pelorin"]),
        ("does it open at Seven", []),
        ("", []),
    ],
)
def test_names(question: str, expected: list[str]) -> None:
    assert names(question, weights(normalise(question).key)) == expected


@given(st.text(st.sampled_from("aAbB .?!:'\"\n北京 9"), max_size=60))
def test_a_question_knows_its_own_names(question: str) -> None:
    known = weights(normalise(question).key)
    assert not strange(names(question, known), known)
