"""Models side by side, each on a receipt of its own; votes become preference data with provenance."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from models_house import House, opened_house

from wainao.app.wire import read_input
from wainao.kernel import NotFoundError, UsageError
from wainao.types import ALL_RIGHTS, Actor


@pytest.fixture
def house(wainao_home: Path) -> Iterator[House]:
    with opened_house(wainao_home) as opened:
        opened.serve("a")
        opened.serve("b")
        yield opened


def test_a_vote_is_kept_with_what_it_was_between(house):
    told = house.brain.call("models:compare", question="Who are you?", models=["a", "b"])
    a, b = told.output.answers
    assert (a.text, b.text) == ("a says hello.", "b says hello.")
    assert told.output.comparison == told.receipt
    for one in (a, b):
        assert house.brain.receipt(one.receipt).output.parent == told.receipt
    voted = house.brain.call("models:vote", comparison=told.receipt, chosen=b.receipt)
    assert (voted.output.chosen, voted.output.rejected) == ("b", ("a",))
    (kept,) = house.brain.call("models:votes").output.votes
    assert (kept.question, kept.chosen, kept.rejected) == ("Who are you?", b.text, a.text)
    assert (kept.chosen_receipt, kept.rejected_receipt, kept.vote) == (b.receipt, a.receipt, voted.receipt)


def test_who_thinks_again_has_one_opinion(house):
    told = house.brain.call("models:compare", question="Who are you?", models=["a", "b"]).output
    a, b = told.answers
    for chosen in (a, a, b):
        house.brain.call("models:vote", comparison=told.comparison, chosen=chosen.receipt)
    (kept,) = house.brain.call("models:votes").output.votes
    assert (kept.chosen_model, kept.rejected_model) == (b.model, a.model)


def test_a_model_that_fails_does_not_hide_the_other(house):
    house.add("gone", "http://127.0.0.1:9/v1")
    told = house.brain.call("models:compare", question="Who?", models=["gone", "a"]).output
    gone, a = told.answers
    assert (bool(gone.failed), a.text) == (True, "a says hello.")
    with pytest.raises(UsageError, match="is no answer"):
        house.brain.call("models:vote", comparison=told.comparison, chosen=gone.receipt)
    house.brain.call("models:vote", comparison=told.comparison, chosen=a.receipt)
    assert house.brain.call("models:votes").output.votes == (), "there is nothing that it was better than"


@pytest.mark.parametrize("models", [["a"], ["a", "a"], ["a", "b", "c", "d", "e"]])
def test_two_to_four_different_models_are_compared(house, models):
    with pytest.raises(UsageError, match="two to 4"):
        house.brain.call("models:compare", question="Who?", models=models)


def test_another_tenant_neither_votes_nor_reads(house):
    told = house.brain.call("models:compare", question="Who?", models=["a", "b"]).output
    house.brain.call("models:vote", comparison=told.comparison, chosen=told.answers[0].receipt)
    kernel, other = house.brain.kernel, Actor(id="eve", tenant="other", rights=ALL_RIGHTS)
    vote = {"comparison": told.comparison, "chosen": told.answers[0].receipt}
    with pytest.raises(NotFoundError):
        asyncio.run(kernel.run("models:vote", read_input(kernel.spec("models:vote"), vote), actor=other))
    votes = asyncio.run(kernel.run("models:votes", read_input(kernel.spec("models:votes"), {}), actor=other))
    assert votes.output.votes == ()
