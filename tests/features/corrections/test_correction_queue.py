"""A thumbs-down without an answer waits for somebody who knows it, and quotes nothing that was erased."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from small_office import person

from wainao import Wainao
from wainao.kernel import ConflictError, DeniedError, NotFoundError, RateError, UsageError
from wainao.types import Actor, owner

QUESTION = "How many days of annual leave may be moved?"
ANN, EVE = person("ann"), person("eve", "write", bases={"other"})
EXPERT = person("expert", "write", bases={"main", "hr"})


class House:
    def __init__(self, brain: Wainao) -> None:
        self.brain = brain

    def call(self, name: str, by: Actor | None = None, **fields: Any) -> Any:
        given = self.brain.kernel.spec(name).input(**fields)
        return asyncio.run(self.brain.kernel.run(name, given, actor=by or owner()))

    def doubt(self, by: Actor = ANN, question: str = QUESTION, bases: tuple[str, ...] | None = ("main",)) -> Any:
        """Somebody asks, and is not satisfied. Returns the item and the receipt."""
        receipt = self.call("knowledge:ask", by, question=question, bases=bases).receipt
        return self.call("corrections:dissatisfied", by, receipt=receipt, why="too short").output.item, receipt

    def queue(self, by: Actor | None = None, **fields: Any) -> list[Any]:
        return list(self.call("corrections:queue", by, **fields).output.items)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    (tmp_path / "leave.md").write_text("# Leave\n\nFive days of annual leave may be moved to the next year.\n")
    with Wainao.open(tmp_path / "home") as brain:
        house = House(brain)
        house.call("knowledge:add", paths=(str(tmp_path / "leave.md"),))
        yield house


def test_an_answer_waits_with_its_question_its_passages_and_why(house: House) -> None:
    item, receipt = house.doubt()
    (shown,) = house.queue()
    assert (shown.id, shown.receipt, shown.state, shown.by, shown.why) == (item, receipt, "open", "ann", "too short")
    assert (shown.question, shown.capability) == (QUESTION, "knowledge:ask")
    assert "Five days" in shown.answer
    assert "Five days" in shown.citations[0]["quote"]
    assert house.call("corrections:dissatisfied", ANN, receipt=receipt).output.item == item
    assert len(house.queue()) == 1


def test_a_correction_of_the_item_or_of_the_receipt_closes_it(house: House) -> None:
    item, _ = house.doubt()
    made = house.call("corrections:propose", EXPERT, item=item, answer="Five, until March.").output
    assert (made.status, house.queue()) == ("standing", [])
    (closed,) = house.queue(state="corrected")
    assert (closed.correction, closed.closed_by, closed.id) == (made.correction, "expert", item)
    assert house.call("knowledge:ask", ANN, question=QUESTION, bases=("main",)).output.answer == "Five, until March."

    _, receipt = house.doubt(question="May leave be moved?")
    house.call("corrections:propose", receipt=receipt, answer="Yes.")
    assert house.queue() == []


def test_an_item_is_dismissed_with_a_reason_and_once(house: House) -> None:
    item, receipt = house.doubt()
    assert house.call("corrections:dismiss", EXPERT, item=item, why="it is right").output.status == "dismissed"
    (closed,) = house.queue(state="dismissed")
    assert (closed.closed_by, closed.closed_why, closed.correction) == ("expert", "it is right", None)
    with pytest.raises(ConflictError):
        house.call("corrections:dismiss", item=item)
    again = house.call("corrections:dissatisfied", ANN, receipt=receipt).output.item
    assert again != item


def test_who_sees_what_waits(house: House) -> None:
    item, receipt = house.doubt()
    everywhere, _ = house.doubt(question="What may be moved?", bases=None)
    assert {one.id for one in house.queue()} == {item, everywhere}
    assert {one.id for one in house.queue(ANN)} == {item, everywhere}
    assert {one.id for one in house.queue(EXPERT)} == {item}
    assert {one.id for one in house.queue(person("all", "write"))} == {item, everywhere}
    stranger = person("owner", "write", "admin", tenant="elsewhere")
    for nobody in (EVE, stranger, person("reader")):
        assert house.queue(nobody) == []
        with pytest.raises(NotFoundError):
            house.queue(nobody, item=item)
        with pytest.raises(NotFoundError):
            house.call("corrections:dissatisfied", nobody, receipt=receipt)
        with pytest.raises((NotFoundError, DeniedError)):
            house.call("corrections:dismiss", nobody, item=item)
        with pytest.raises((NotFoundError, DeniedError)):
            house.call("corrections:propose", nobody, item=item, answer="None.")


def test_what_is_erased_is_gone_from_the_queue_too(house: House) -> None:
    item, receipt = house.doubt()
    house.call("receipts:erase", receipt=receipt, why="asked to")
    (shown,) = house.queue()
    assert (shown.id, shown.question, shown.answer, shown.citations) == (item, None, None, ())
    with pytest.raises(UsageError, match="erased"):
        house.call("corrections:propose", item=item, answer="Five.")
    looked = house.call("corrections:queue").receipt
    assert "Five days" not in str(house.call("receipts:show", receipt=looked).output)


def test_only_answers_to_questions_can_be_doubted(house: House) -> None:
    receipt = house.call("budgets:list").receipt
    with pytest.raises(UsageError, match="answers no question"):
        house.call("corrections:dissatisfied", receipt=receipt)
    with pytest.raises(UsageError, match="exactly one"):
        house.call("corrections:propose", receipt=receipt, item="x", answer="Five.")


def test_nobody_floods_the_queue(tmp_path: Path) -> None:
    with Wainao.open(tmp_path / "home", corrections={"proposals_per_minute": 3}) as brain:
        house = House(brain)
        for number in range(3):
            house.doubt(question=f"What about {number}?")
        with pytest.raises(RateError) as refused:
            house.doubt(question="What else?")
        assert 0 < refused.value.retry_after_s <= 60
        house.doubt(by=replace(ANN, rights=frozenset({"read", "admin", "write"})), question="What now?")
