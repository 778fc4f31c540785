"""For whom a correction holds: teams and capabilities beside users, bases and everyone; and who else has to agree."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_office import Office, person

from wainao.features.corrections.settings import CorrectionsSettings
from wainao.kernel import DeniedError, NotFoundError, UsageError

LEAVE = "年假可以顺延到下一年吗？"


def test_a_team_is_told_what_others_are_not(office: Office) -> None:
    ann = office.hire(person("ann", "write"), team="sales")
    ben = office.hire(person("ben", "write"), team="sales")
    eve = office.hire(person("eve", "write"), team="legal")
    id = office.propose(by=ann, question=LEAVE, answer="销售部可以", scope="team")
    assert office.listed(by=ben)[id].team == "sales"
    assert office.answer(LEAVE, by=ben) == "销售部可以"
    assert office.answer(LEAVE, by=eve) == "wrong"
    assert office.ask("年假可以顺延吗", by=ben).related
    assert not office.ask("年假可以顺延吗", by=eve).related
    assert id not in office.listed(by=eve)
    with pytest.raises(NotFoundError):
        office.call("corrections:revoke", eve, correction=id)
    with pytest.raises(DeniedError, match="not in the team 'sales'"):
        office.propose(by=eve, question=LEAVE, answer="不可以", scope="team", team="sales")
    with pytest.raises(NotFoundError):
        office.propose(question=LEAVE, answer="不可以", scope="team", team="nobody")
    with pytest.raises(UsageError, match="0 teams"):
        office.propose(question=LEAVE, answer="不可以", scope="team")


def test_joining_and_leaving_a_team_holds_for_the_next_question(office: Office) -> None:
    ann = office.hire(person("ann", "write"), team="sales")
    ben = office.hire(person("ben"))
    office.propose(by=ann, question=LEAVE, answer="销售部可以", scope="team")
    assert office.answer(LEAVE, by=ben) == "wrong"
    office.hire(ben, team="sales")
    assert office.answer(LEAVE, by=ben) == "销售部可以"


def test_a_capability_is_corrected_apart_from_the_others(office: Office) -> None:
    receipt = office.ask(LEAVE).receipt
    id = office.propose(receipt=receipt, answer="可以", scope="capability")
    assert office.listed()[id].capability == "test:ask"
    assert office.answer(LEAVE) == "可以"
    assert office.call("corrections:match", question=LEAVE).output.outcome == "fire"
    elsewhere = office.call("corrections:match", question=LEAVE, capability="other:ask").output
    assert elsewhere.outcome == "silent"
    with pytest.raises(UsageError, match="for which"):
        office.propose(question=LEAVE, answer="可以", scope="capability")
    with pytest.raises(UsageError, match="answers no question"):
        office.propose(question=LEAVE, answer="可以", scope="capability", capability="corrections:list")


def test_the_nearest_of_all_scopes_wins(office: Office) -> None:
    ann = office.hire(person("ann", "write", "admin"), team="sales")
    told = ["everyone", "capability", "base", "team", "user"]
    for scope in told:
        office.propose(by=ann, question=LEAVE, answer=scope, scope=scope, capability="test:ask")
        assert office.answer(LEAVE, by=ann) == scope
    ids = {correction.scope: id for id, correction in office.listed(by=ann).items()}
    for scope in reversed(told[1:]):
        office.call("corrections:revoke", ann, correction=ids[scope])
    assert office.answer(LEAVE, by=ann) == "everyone"


def test_who_is_alone_decides_and_two_administrators_need_each_other(office: Office) -> None:
    ann = office.hire(person("ann", "write", "admin"))
    alone = office.call("corrections:propose", ann, question="几点下班？", answer="五点", scope="everyone").output
    assert (alone.status, alone.held) == ("standing", "")

    ben = office.hire(person("ben", "write", "admin"))
    said = office.call("corrections:propose", ann, question=LEAVE, answer="可以", scope="everyone").output
    assert (said.status, "second administrator" in said.held) == ("proposed", True)
    assert office.answer(LEAVE) == "wrong"
    with pytest.raises(DeniedError, match="cannot approve it alone"):
        office.call("corrections:approve", ann, correction=said.correction)
    assert office.receipts.last.status == "denied"
    office.call("corrections:approve", ben, correction=said.correction)
    assert office.answer(LEAVE) == "可以"

    alias = office.call("corrections:alias", ann, correction=said.correction, question="年假能带到明年吗").output
    assert alias.status == "proposed"
    with pytest.raises(DeniedError):
        office.call("corrections:approve", ann, correction=said.correction, question="年假能带到明年吗")
    office.call("corrections:approve", ben, correction=said.correction, question="年假能带到明年吗")
    assert office.answer("年假能带到明年吗") == "可以"

    narrow = office.call("corrections:propose", ann, question="食堂几点开？", answer="十一点半").output
    assert narrow.status == "standing"


def test_for_which_scopes_a_second_person_is_needed_is_a_setting(tmp_path: Path) -> None:
    settings = CorrectionsSettings(second_person=("base",))
    office = Office(tmp_path / "home", settings=settings)
    ann = office.hire(person("ann", "write", "admin"))
    office.hire(person("ben", "write", "admin"))
    wide = office.call("corrections:propose", ann, question=LEAVE, answer="可以", scope="everyone").output
    base = office.call("corrections:propose", ann, question="几点下班？", answer="五点").output
    assert (wide.status, base.status) == ("standing", "proposed")
    office.home.close()
