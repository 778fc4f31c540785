"""What makes toolboxes a store: demonstrations that run again, evidence out of receipts, reviews, signed bundles."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank_server import RATES, Bank
from wainao import Wainao
from wainao.app.wire import read_input
from wainao.features.tools.shape import missing, shape
from wainao.kernel import DeniedError, NotFoundError, UsageError
from wainao.types import Actor

CLERK = Actor(id="clerk", rights=frozenset({"read", "write"}))


@pytest.fixture
def office(brain: Wainao, bank: Bank) -> Wainao:
    brain.call("tools:add", source=f"{bank.url}/openapi.json", name="bank")
    return brain


def call_as(brain: Wainao, actor: Actor, capability: str, /, **fields):
    given = read_input(brain.kernel.spec(capability, actor), fields)
    return brain._loop.run(brain.kernel.run(capability, given, actor=actor)).output


def test_a_demonstration_is_kept_and_says_when_the_tool_is_not_as_shown_any_more(office, bank, monkeypatch):
    demo = office.call(
        "tools:demonstrate", tool="bank:latest_rates", arguments={"base": "USD", "symbols": ["CNY"]}, title="Dollars"
    ).output
    assert "7.12" in demo.output
    assert office.call("tools:replay", box="bank").output.drifted == 0
    monkeypatch.setitem(RATES, "CNY", 7.5)
    assert office.call("tools:replay", box="bank").output.drifted == 0, "another value of the same form is no drift"
    monkeypatch.setitem(RATES, "CNY", "unknown")
    bank.broken = 3
    (shown,) = office.call("tools:replay", box="bank").output.demos
    assert "503" in shown.drift
    (listed,) = office.call("tools:show", name="bank:latest_rates").output.demos
    assert listed.drift == shown.drift
    office.call("tools:forget-demonstration", demo=demo.id)
    assert office.call("tools:show", name="bank").output.demos == ()


def test_nothing_that_changes_the_world_is_demonstrated(office):
    with pytest.raises(UsageError, match="no reading tool"):
        office.call("tools:demonstrate", tool="bank:make_transfer", arguments={"to": "a", "amount": 1})


def test_the_evidence_comes_out_of_receipts(office, bank):
    for _ in range(3):
        office.call("bank:latest_rates")
    bank.broken = 3
    office.call("bank:latest_rates")
    call_as(office, CLERK, "bank:latest_rates")
    wrong = office.call("bank:latest_rates", base="EUR").receipt
    office.correct(wrong, "7.9")
    office.call("bank:latest_rates", base="EUR")
    (record,) = office.call("tools:show", name="bank:latest_rates").output.records
    assert (record.calls, record.people, record.failed, record.corrected) == (7, 2, 1, 1)
    assert record.usual_s is not None
    assert record.slow_s >= record.usual_s


def test_only_who_called_a_tool_reviews_it_and_once(office):
    with pytest.raises(DeniedError, match="never called"):
        call_as(office, CLERK, "tools:review", tool="bank:latest_rates", stars=5)
    call_as(office, CLERK, "bank:latest_rates")
    call_as(office, CLERK, "tools:review", tool="bank:latest_rates", stars=5, words="<b>good</b>")
    call_as(office, CLERK, "tools:review", tool="bank:latest_rates", stars=2, words="slow")
    (review,) = office.call("tools:show", name="bank").output.reviews
    assert (review.actor, review.stars, review.words) == ("clerk", 2, "slow")


@pytest.mark.parametrize("stars", [0, 6, -1])
def test_there_are_one_to_five_stars(office, stars):
    office.call("bank:latest_rates")
    with pytest.raises(UsageError, match="1 to 5"):
        office.call("tools:review", tool="bank:latest_rates", stars=stars)


def test_a_bundle_travels_and_is_taken_in_only_from_a_signer_that_is_trusted(office, bank, tmp_path):
    bundle = office.call("tools:export", box="bank").output
    with Wainao.open(tmp_path / "closed", tools={"private": [bank.url]}) as closed:
        told = closed.call("tools:import-bundle", content=bundle.content, dry_run=True).output
        assert (told.signer, told.version) == (bundle.signer, 0)
        for trust in ("", "0" * 64):
            with pytest.raises(DeniedError, match="signed by"):
                closed.call("tools:import-bundle", content=bundle.content, trust=trust)
        assert closed.call("tools:import-bundle", content=bundle.content, trust=bundle.signer).output.version == 1
        assert closed.call("bank:latest_rates").output.status == 200


def test_a_bundle_that_was_changed_is_none(office):
    content = office.call("tools:export", box="bank").output.content
    changed = content.replace(b"/v1/latest", b"/v1/lattes")
    assert changed != content
    for broken in (changed, content[:-20], b"", b"{}", b"[" * 10_000, json.dumps({"format": "x"}).encode()):
        with pytest.raises(UsageError):
            office.call("tools:import-bundle", content=broken, dry_run=True)


def test_with_a_toolbox_goes_all_that_was_left_at_it(office):
    office.call("tools:demonstrate", tool="bank:latest_rates")
    office.call("tools:review", tool="bank:latest_rates", stars=3)
    office.call("tools:remove", name="bank")
    with pytest.raises(NotFoundError):
        office.call("tools:show", name="bank")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(alphabet="ab", max_size=2), inner, max_size=3),
    max_leaves=8,
)


@given(JSON)
def test_nothing_is_missing_from_itself(value):
    assert missing(shape(value), shape(value)) == ()


@given(JSON, JSON)
def test_what_comes_is_no_loss(value, more):
    assert missing(shape({"a": value}), shape({"a": value, "new": more})) == ()


@given(JSON.filter(lambda value: value is not None))
def test_what_goes_is_told(value):
    assert missing(shape({"a": value}), shape({})) != ()


def test_an_empty_list_says_nothing_of_its_items():
    assert missing(shape({"rows": [{"id": 1}]}), shape({"rows": []})) == ()
    assert missing(shape({"rows": [{"id": 1}]}), shape({"rows": [{"id": "1"}]})) == ("$.rows[].id: number",)


def test_demonstrations_are_made_again_by_themselves_each_by_one_process(office, bank):
    office.call("tools:demonstrate", tool="bank:latest_rates")
    settings = {"private": [bank.url], "replay_hours": 0.8 / 3600}
    asked = len(bank.asked)
    bank.broken = 10_000
    with Wainao.open(office.home.path, tools=settings), Wainao.open(office.home.path, tools=settings):
        for _ in range(200):
            (demo,) = office.call("tools:show", name="bank").output.demos
            if demo.drift:
                break
            time.sleep(0.05)
    assert "503" in demo.drift
    assert len(bank.asked) > asked
