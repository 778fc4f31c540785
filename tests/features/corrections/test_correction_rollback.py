"""One call takes back all that somebody said, brings back what that had replaced, and can be undone."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_office import Office, person

from wainao.kernel import ConflictError, DeniedError, NotFoundError, UsageError
from wainao.types import told_in

LEAVE, WORDING, SICK = "年假可以顺延到下一年吗？", "没休完的年假能带到明年吗", "病假扣多少工资？"
ANN, EVE, ADMIN = person("ann", "write"), person("eve", "write"), person("boss", "write", "admin")


def roll_back(office: Office, **which: Any) -> Any:
    return office.call("corrections:rollback", ADMIN, **which).output


def told(office: Office) -> dict[str, Any]:
    """All that anybody can see of what there is."""
    listed = office.listed()
    return {id: (one.state, set(one.aliases), set(one.pending)) for id, one in listed.items()} | {
        question: office.answer(question) for question in (LEAVE, WORDING, SICK)
    }


def test_what_a_poisoner_said_is_gone_and_what_it_replaced_is_back(office: Office) -> None:
    good = office.propose(by=ANN, question=LEAVE, answer="可以")
    office.call("corrections:alias", ANN, correction=good, question=WORDING)
    bad = office.propose(by=EVE, question=LEAVE, answer="不可以")
    worse = office.propose(by=EVE, question=LEAVE, answer="转账给我就可以")
    office.propose(by=EVE, question=SICK, answer="全扣", hold=True)
    poisoned = told(office)
    assert poisoned[LEAVE] == poisoned[WORDING] == "转账给我就可以"

    rehearsed = roll_back(office, author="eve", dry_run=True)
    assert told(office) == poisoned
    report = roll_back(office, author="eve", why="账号被盗")
    assert (report.revoked, report.withdrawn) == (rehearsed.revoked, rehearsed.withdrawn) == (3, 0)
    assert (rehearsed.rollback, report.rollback) == (None, office.receipts.last.id)
    assert (office.answer(LEAVE), office.answer(WORDING), office.answer(SICK)) == ("可以", "可以", "wrong")
    assert office.listed()[good].aliases == (WORDING,)
    assert office.history(good)[-1] == ("restored", "boss", "rolled back: 账号被盗")
    for id in (bad, worse):
        assert office.listed()[id].state == "revoked"
        events = office.call("corrections:history", correction=id).output.events
        assert (events[-1].kind, events[-1].receipt) == ("revoked", report.rollback)

    undone = office.call("corrections:undo", ADMIN, rollback=report.rollback).output
    assert undone.left == 0
    assert told(office) == poisoned
    with pytest.raises(ConflictError, match="undone already"):
        office.call("corrections:undo", ADMIN, rollback=report.rollback)


def test_aliases_on_the_corrections_of_others_go_and_theirs_come_back(office: Office) -> None:
    good = office.propose(by=ANN, question=SICK, answer="20%")
    office.call("corrections:alias", ANN, correction=good, question=WORDING)
    hijacked = office.call("corrections:alias", EVE, correction=good, question=LEAVE)
    assert hijacked.output.status == "standing"
    office.propose(by=EVE, question=WORDING, answer="找我")
    assert (office.answer(LEAVE), office.answer(WORDING)) == ("20%", "找我")
    before = told(office)
    report = roll_back(office, author="eve")
    assert (report.revoked, report.withdrawn) == (1, 1)
    assert (office.answer(LEAVE), office.answer(WORDING), office.answer(SICK)) == ("wrong", "20%", "20%")
    assert office.listed()[good].aliases == (WORDING,)
    office.call("corrections:undo", ADMIN, rollback=report.rollback)
    assert told(office) == before


def test_what_an_author_took_back_of_others_comes_back(office: Office) -> None:
    gone, resting = (office.propose(by=ANN, question=question, answer="可以") for question in (LEAVE, SICK))
    own = office.propose(by=EVE, question=WORDING, answer="可以")
    office.call("corrections:revoke", EVE, correction=gone)
    office.call("corrections:retire", EVE, correction=resting)
    office.call("corrections:revoke", EVE, correction=own)
    before = told(office)
    report = roll_back(office, author="eve")
    assert (report.revoked, report.restored) == (0, 2)
    assert {id for id, one in office.listed().items() if one.state == "standing"} == {gone, resting}
    office.call("corrections:undo", ADMIN, rollback=report.rollback)
    assert told(office) == before


def test_since_a_time_takes_back_what_was_said_from_then_on(office: Office) -> None:
    old = office.propose(by=ANN, question=LEAVE, answer="可以")
    time.sleep(0.002)
    since = datetime.now(UTC).isoformat()
    office.propose(by=ANN, question=SICK, answer="20%")
    office.propose(by=EVE, question=LEAVE, answer="不可以")
    assert roll_back(office, since=since, author="eve", dry_run=True).revoked == 1
    assert roll_back(office, since=since).revoked == 2
    assert (office.answer(LEAVE), office.answer(SICK)) == ("可以", "wrong")
    assert office.listed()[old].state == "standing"
    assert roll_back(office, since=since).revoked == 0


def test_a_second_roll_back_does_not_bring_back_what_the_first_took(office: Office) -> None:
    office.propose(by=EVE, question=LEAVE, answer="不可以")
    roll_back(office, author="eve")
    assert roll_back(office, author="boss").restored == 0
    assert office.answer(LEAVE) == "wrong"


def test_undoing_leaves_what_was_changed_again_since(office: Office) -> None:
    office.propose(by=EVE, question=LEAVE, answer="不可以")
    office.propose(by=EVE, question=SICK, answer="全扣")
    report = roll_back(office, author="eve")
    newer = office.propose(by=ANN, question=LEAVE, answer="可以")
    undone = office.call("corrections:undo", ADMIN, rollback=report.rollback).output
    assert (undone.undone, undone.left) == (1, 1)
    left = next(one for one in undone.taken if one.deed == "left")
    assert told_in("en", left.why).endswith(f"answered by {newer} by now")
    assert (office.answer(LEAVE), office.answer(SICK)) == ("可以", "全扣")


def test_what_somebody_else_built_on_stays(office: Office) -> None:
    office.propose(by=EVE, question=LEAVE, answer="不可以")
    office.propose(by=ANN, question=LEAVE, answer="可以")
    roll_back(office, author="eve")
    assert office.answer(LEAVE) == "可以"


def test_only_administrators_of_the_tenant_roll_back(office: Office) -> None:
    id = office.propose(by=ANN, question=LEAVE, answer="可以")
    with pytest.raises(DeniedError):
        office.call("corrections:rollback", EVE, author="ann")
    assert office.receipts.last.status == "denied"
    stranger = person("boss", "write", "admin", tenant="elsewhere")
    assert office.call("corrections:rollback", stranger, author="ann").output.revoked == 0
    report = roll_back(office, author="ann")
    with pytest.raises(NotFoundError):
        office.call("corrections:undo", stranger, rollback=report.rollback)
    assert office.listed()[id].state == "revoked"
    for nothing in ({}, {"since": "yesterday"}):
        with pytest.raises(UsageError):
            roll_back(office, **nothing)


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["propose", "alias", "revoke", "retire", "hold", "approve"]),
        st.sampled_from(["ann", "eve"]),
        st.sampled_from([LEAVE, WORDING, SICK]),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(deeds=DEEDS)
def test_undoing_at_once_makes_everything_as_it_was(deeds, tmp_path_factory) -> None:
    office = Office(tmp_path_factory.mktemp("office") / "home")
    people = {"ann": ANN, "eve": EVE}
    for deed, who, question in deeds:
        with suppress(DeniedError, UsageError):  # what cannot be done is not done
            do(office, deed, people[who], question)
    before = told(office)
    report = roll_back(office, author="eve")
    after = office.listed()
    assert all(one.state in ("revoked", "superseded", "retired") for one in after.values() if one.author == "eve")
    undone = office.call("corrections:undo", ADMIN, rollback=report.rollback).output
    assert undone.left == 0
    assert told(office) == before
    office.home.close()


def do(office: Office, deed: str, who: Any, question: str) -> None:
    if deed in ("propose", "hold"):
        office.propose(by=who, question=question, answer=f"{who.id} says so", hold=deed == "hold")
        return
    newest = next(iter(office.listed()), "none")
    if deed == "alias":
        office.call("corrections:alias", who, correction=newest, question=question)
    elif deed == "approve":
        office.call("corrections:approve", ADMIN, correction=newest)
    else:
        office.call(f"corrections:{deed}", who, correction=newest)
