"""The near model first, the far one when needed: decided by the near model's own answer, and said on the receipt."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from models_house import House, opened_house

from wainao.features.corrections.service import CorrectionService
from wainao.features.models.engines.backend import Piece
from wainao.features.models.errors import StayError
from wainao.features.models.routing.calibration import Labelled, calibrate
from wainao.features.models.routing.trust import agreement, likeness, support, sureness, weakest
from wainao.kernel import ConflictError, NotFoundError, UsageError
from wainao.testing.model_server import Received, Reply, delta, events, fails, stream, usage

QUESTION = "How many days of annual leave are there?"


@pytest.fixture
def house(wainao_home: Path) -> Iterator[House]:
    with opened_house(wainao_home, store={"durability": "batched"}) as opened:
        yield opened


def sure(text: str, *probabilities: float) -> Reply:
    """A reply that tells how likely its words were."""
    chunk = delta(text)
    chunk["choices"][0]["logprobs"] = {"content": [{"token": "w", "logprob": math.log(one)} for one in probabilities]}
    return stream(events(chunk, delta("", finish="stop"), usage(10, 1)))


def cascade(house: House, near: Any, **more: Any) -> None:
    house.serve("near", near, usd_per_million_in=0.0, usd_per_million_out=0.0)
    house.serve("far", usd_per_million_in=1.0, usd_per_million_out=1.0)
    house.route("chat", cascade={"near": "near", "far": "far", "threshold": 0.8, **more})


def decided(house: House, **more: Any) -> tuple[str, list[tuple[str, str]]]:
    """The answer, and what the cascade said."""
    outcome = house.chat("chat", QUESTION, **more)
    shown = house.brain.receipt(outcome.receipt).output
    return outcome.output.text, [(one.said, one.why) for one in shown.verdicts if one.by == "models:cascade"]


def test_a_sure_answer_is_kept_and_an_unsure_one_goes_far(house):
    cascade(house, [sure("five", 0.99, 0.97), sure("six", 0.99, 0.3)])
    assert decided(house) == ("five", [("near", "sureness 0.980, wanted 0.8")])
    assert decided(house) == ("far says hello.", [("far", "sureness 0.545, wanted 0.8")])
    asked = house.servers["near"].received[0].body
    assert asked["logprobs"] is True
    assert "logprobs" not in house.servers["far"].received[0].body


def test_the_weakest_word_may_decide(house):
    cascade(house, [sure("five", 0.99, 0.99, 0.6)], by="weakest")
    assert decided(house)[1] == [("far", "weakest 0.600, wanted 0.8")]


def test_nothing_of_an_answer_that_is_not_kept_leaves_and_both_are_paid_for(house):
    cascade(house, [sure("half a secret", 0.1)])

    async def read() -> tuple[str, Any]:
        asked = {"model": "chat", "messages": [{"role": "user", "content": QUESTION}]}
        async with house.brain.stream("models:chat", **asked) as stream:
            text = "".join([item.text async for item in stream])
        return text, stream.outcome

    text, outcome = house.brain._loop.run(read())
    assert text == outcome.output.text == "far says hello."
    assert (outcome.usage.input_tokens, outcome.usage.output_tokens) == (20, 1 + 3)
    assert outcome.usage.cost_microusd == 13
    assert outcome.output.logprobs is None


def test_log_probabilities_that_the_client_asked_for_are_kept(house):
    cascade(house, [sure("five", 0.99)])
    kept = house.chat("chat", QUESTION, more={"logprobs": True}).output.logprobs
    assert [round(row["logprob"], 2) for row in kept["content"]] == [-0.01]
    assert house.chat("chat", QUESTION).output.logprobs is None


def test_a_near_model_that_says_nothing_of_itself_is_not_trusted(house):
    cascade(house, ["five"])
    assert decided(house) == ("far says hello.", [("far", "the near model told no log-probabilities")])


def test_a_near_model_that_fails_is_no_reason_to_fail(house):
    cascade(house, [fails(500, "boom")])
    text, ((said, why),) = decided(house)
    assert (text, said, "boom" in why) == ("far says hello.", "far", True)


def test_several_answers_must_agree(house):
    replies = iter(["It is 5 days.", "it's five days", "It is 5 days!", "3 days", "7 days", "nobody knows"])
    cascade(house, lambda _: next(replies), by="agreement", threshold=0.6)
    text, ((said, _),) = decided(house)
    assert text in ("It is 5 days.", "it's five days", "It is 5 days!")  # asked at once: any of them may be the first
    assert said == "near"
    assert decided(house)[1][0][0] == "far"
    assert {request.body["temperature"] for request in house.servers["near"].received} == {0.7}


def test_evidence_must_carry_the_answer_and_is_not_sent_on(house):
    cascade(house, ["Five days of annual leave.", "Nine days of annual leave."], by="evidence")
    evidence = {"evidence": ["Staff get five days of annual leave each year."]}
    assert decided(house, more=evidence)[0] == "Five days of annual leave."
    assert decided(house, more=evidence) == ("far says hello.", [("far", "evidence 0.000, wanted 0.8")])
    assert decided(house)[1] == [("far", "no evidence was given")]
    assert not any("evidence" in request.body for name in ("near", "far") for request in house.servers[name].received)


def test_the_form_that_was_asked_for_decides(house):
    def near(request: Received) -> str:
        return '{"days": 5}' if "easy" in request.said else "no form at all"

    cascade(house, near, by="form")
    house.serve("far", ['{"days": 25}'])
    format = {"type": "json_schema", "json_schema": {"name": "d", "schema": {"type": "object", "required": ["days"]}}}
    asked = {"messages": [{"role": "user", "content": "An easy one?"}], "response_format": format}
    assert house.chat("chat", **asked).output.text == '{"days": 5}'
    asked["messages"] = [{"role": "user", "content": "A hard one?"}]
    assert house.chat("chat", **asked).output.text == '{"days": 25}'
    assert decided(house)[1] == [("far", "no form was asked for")]


def test_where_a_person_corrected_a_question_like_it_the_near_model_is_not_asked(house):
    cascade(house, [sure("five", 0.99)])
    assert decided(house)[0] == "five"
    like = "How many days of annual leave are there for trainees?"
    house.brain.call("corrections:propose", question=like, answer="Six, since May.", scope="everyone")
    assert decided(house) == ("far says hello.", [("far", "a person corrected a question like this")])
    assert house.asked("near") == 1


def test_a_judge_is_asked_once_not_again_for_the_cascade(house, monkeypatch):
    asked = []

    async def judged(_: Any, call: Any, question: str, verdict: Any) -> Any:
        asked.append(question)
        return verdict

    monkeypatch.setattr(CorrectionService, "judged", judged)
    cascade(house, [sure("five", 0.99)])
    assert decided(house)[0] == "five"
    assert asked == [QUESTION]


def test_what_must_stay_here_stays_and_is_answered_as_well_as_can_be(house):
    house.serve("near", [sure("a guess", 0.1)])
    house.serve("far", here=False)
    house.route("chat", cascade={"near": "near", "far": "far"})
    text, verdicts = decided(house, stay=True)
    assert (text, [said for said, _ in verdicts]) == ("a guess", ["far", "near"])
    house.brain.call("deployments:add", name="near", model="m", base_url=house.servers["near"].url, here=False)
    with pytest.raises(StayError):
        house.chat("chat", QUESTION, stay=True)
    assert (house.asked("near"), house.asked("far")) == (1, 0)


# Trust.


def test_how_sure_a_model_was():
    def piece(*told: Any) -> Piece:
        return Piece(logprobs={"content": [{"logprob": one} for one in told]})

    assert sureness([piece(math.log(0.5)), piece(math.log(0.5), None), Piece(text="x")]) == pytest.approx(0.5)
    assert weakest([piece(0.0, math.log(0.25)), piece(-0.1)]) == pytest.approx(0.25)
    for nothing in ([], [Piece(text="x")], [piece()], [piece(math.nan)], [Piece(logprobs={"content": "x"})]):
        assert sureness(nothing) is None
        assert weakest(nothing) is None


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ("It is 5 days.", "it is five days", 1.0, 1.0),
        ("五天", "5天。", 1.0, 1.0),
        ("5 days", "6 days", 0.0, 0.0),
        ("It is Paris, the capital.", "Paris is the capital", 0.7, 0.99),
        ("Paris", "London", 0.0, 0.0),
        ("", "", 1.0, 1.0),
    ],
)
def test_how_alike_two_answers_are(one, other, low, high):
    assert low <= likeness(one, other) <= high


@given(st.lists(st.text("ab1 ", max_size=8), min_size=1, max_size=6))
def test_the_answer_that_agrees_best_is_one_of_them_and_its_score_a_share(answers):
    best, score = agreement(answers)
    assert 0 <= best < len(answers)
    assert 0.0 <= score <= 1.0


def test_what_evidence_carries():
    evidence = ["Staff get five days of annual leave each year.", "年假可以顺延到三月。"]
    assert support("Staff get 5 days of leave.", evidence) > 0.8
    assert support("Staff get 6 days of leave.", evidence) == 0.0
    assert support("年假可以顺延。", evidence) > 0.8
    assert support("Bring a cake on Friday.", evidence) < 0.4
    assert support("", evidence) == 0.0


# Calibration.


@given(
    st.lists(st.tuples(st.floats(0.0, 0.999), st.booleans(), st.booleans()), min_size=1, max_size=60),
    st.floats(0.0, 1.0),
)
def test_the_chosen_threshold_keeps_what_was_wanted_at_the_least_share_sent_far(rows, keep):
    cases = [Labelled(trust=trust, near_right=near, far_right=far) for trust, near, far in rows]
    found = calibrate(cases, keep=keep)
    wanted = found.near_right + keep * max(found.far_right - found.near_right, 0.0)
    assert found.chosen.right >= wanted - 1e-6
    assert not any(point.right >= wanted + 1e-6 and point.far < found.chosen.far - 1e-9 for point in found.curve)
    assert [point.far for point in found.curve] == sorted(point.far for point in found.curve)
    assert 0.0 <= found.held_out.right <= 1.0


def test_a_trust_that_tells_right_from_wrong_recovers_the_lead_and_one_that_does_not_half_of_it():
    cases = [(True, 0.9), (False, 0.3)] * 50
    telling = calibrate([Labelled(trust=trust, near_right=right, far_right=True) for right, trust in cases], keep=0.95)
    assert (telling.recovered, telling.chosen.far, telling.chosen.right) == (0.75, 0.5, 1.0)
    assert (telling.held_out.far, telling.held_out.right) == (0.5, 1.0)
    blind = calibrate([Labelled(trust=0.5, near_right=right, far_right=True) for right, _ in cases], keep=0.95)
    assert (blind.recovered, blind.chosen.far) == (0.5, 1.0)
    assert calibrate([Labelled(trust=0.5, near_right=True, far_right=True)], keep=0.95).recovered is None


def test_a_cascade_is_calibrated_by_cases_and_the_threshold_put_into_force(house):
    def near(request: Received) -> Reply:
        return sure("hm", 0.4) if "hard" in request.said else sure("yes", 0.9)

    cascade(house, near, threshold=0.1)
    cases = [
        {"question": f"{'hard' if n % 2 else 'easy'} question {n}?", "near_right": n % 2 == 0, "far_right": True}
        for n in range(20)
    ]
    found = house.brain.call("routes:calibrate", route="chat", cases=cases, apply=True).output
    assert found.calibration.chosen.threshold == pytest.approx(0.65)
    assert (found.calibration.chosen.far, found.calibration.chosen.right) == (0.5, 1.0)
    assert (found.near_microusd, found.far_microusd, found.version) == (0, 5, 2)
    assert decided(house)[1] == [("near", "sureness 0.900, wanted 0.65")]


@pytest.mark.parametrize(
    ("fields", "error", "told"),
    [
        ({"route": "near", "cases": []}, NotFoundError, "no cascade 'near'"),
        ({"route": "chat", "cases": []}, UsageError, "0 cases"),
    ],
)
def test_what_cannot_be_calibrated(house, fields, error, told):
    cascade(house, ["x"])
    with pytest.raises(error, match=told):
        house.brain.call("routes:calibrate", **fields)


def test_a_cascade_has_no_cascade_inside_and_its_routes_stay_while_it_is_there(house):
    cascade(house, ["x"])
    house.route("small", "near")
    house.route("other", cascade={"near": "small", "far": "far"})
    with pytest.raises(UsageError, match="cascade itself"):
        house.route("deep", cascade={"near": "chat", "far": "far"})
    with pytest.raises(ConflictError, match="part of the cascades"):
        house.brain.call("routes:remove", name="small")
    with pytest.raises(ConflictError, match="part of the cascades"):
        house.route("small", cascade={"near": "near", "far": "far"})


def test_going_back_makes_no_cascade_of_cascades(house):
    cascade(house, ["x"])
    house.route("turned", cascade={"near": "near", "far": "far"})
    house.route("turned", "near")
    house.route("other", cascade={"near": "turned", "far": "far"})
    with pytest.raises(ConflictError, match="part of the cascades"):
        house.brain.call("routes:rollback", name="turned")
    assert house.chat("other").output.text == "far says hello."


def test_going_back_to_a_deployment_that_is_gone_is_refused(house):
    house.serve("old")
    house.serve("new")
    house.route("chat", "old")
    house.route("chat", "new")
    house.brain.call("deployments:remove", name="old")
    with pytest.raises(NotFoundError, match="no deployment 'old'"):
        house.brain.call("routes:rollback", name="chat")
    assert house.chat("chat").output.text == "new says hello."
