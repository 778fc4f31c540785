"""Two corrections that answer otherwise what may be the same question: seen before a person approves."""

from __future__ import annotations

import pytest
from small_office import Office, person

from wainao.kernel import ConflictError

LEAVE = "年假可以顺延到下一年吗？"


def conflicts(office: Office, correction: str | None = None) -> dict[str, list[tuple[str, str]]]:
    found = office.call("corrections:conflicts", correction=correction).output.corrections
    return {one.correction: [(other.correction, other.kind) for other in one.conflicts] for one in found}


def test_the_same_question_in_the_same_scope_must_be_superseded(office: Office) -> None:
    old = office.propose(question=LEAVE, answer="可以")
    waiting = office.call(
        "corrections:propose", question="請問年假可以順延到下一年嗎", answer="不可以", hold=True
    ).output
    assert waiting.conflicts == (old,)
    assert conflicts(office) == {waiting.correction: [(old, "the same")]}
    for words in ({}, {"despite": (old,)}):
        with pytest.raises(ConflictError, match=old):
            office.call("corrections:approve", correction=waiting.correction, **words)
    assert office.answer(LEAVE) == "可以"
    office.call("corrections:approve", correction=waiting.correction, supersedes=(old,))
    assert office.answer(LEAVE) == "不可以"
    assert office.history(old)[-1] == ("superseded", "owner", f"by {waiting.correction}")
    assert conflicts(office) == {}


def test_the_same_question_in_another_scope_may_stand_beside(office: Office) -> None:
    wide = office.propose(question=LEAVE, answer="可以", scope="everyone")
    narrow = office.propose(question=LEAVE, answer="北京不可以", base="beijing", hold=True)
    assert conflicts(office, narrow) == {narrow: [(wide, "the same elsewhere")]}
    with pytest.raises(ConflictError, match="the same elsewhere"):
        office.call("corrections:approve", correction=narrow)
    office.call("corrections:approve", correction=narrow, despite=(wide,))
    assert office.answer(LEAVE, bases=("beijing",)) == "北京不可以"
    assert office.answer(LEAVE, bases=("shanghai",)) == "可以"


def test_a_confirmed_alias_counts_like_the_question(office: Office) -> None:
    old = office.propose(question=LEAVE, answer="可以")
    office.call("corrections:alias", correction=old, question="没休完的年假能带到明年吗")
    waiting = office.propose(question="没休完的年假能带到明年吗？", answer="不可以", hold=True)
    assert conflicts(office, waiting)[waiting][0] == (old, "the same")


def test_what_comes_close_needs_a_word_unless_its_numbers_or_negations_differ(office: Office) -> None:
    old = office.propose(question="How many days of annual leave do I get after 3 years?", answer="20")
    close = office.propose(question="How many annual leave days do I get after 3 years?", answer="25", hold=True)
    later = office.propose(question="How many days of annual leave do I get after 5 years?", answer="25", hold=True)
    never = office.propose(question="How many days of annual leave do I not get after 3 years?", answer="5", hold=True)
    same = office.propose(question="How many annual leave days will I get after 3 years?", answer=" 20 ", hold=True)
    assert conflicts(office, close)[close] == [(old, "close")]
    assert conflicts(office, later) == conflicts(office, never) == {}
    assert old not in [other for other, _ in conflicts(office, same).get(same, [])]
    office.call("corrections:approve", correction=later)
    with pytest.raises(ConflictError, match="close"):
        office.call("corrections:approve", correction=close)
    office.call("corrections:approve", correction=close, supersedes=(old,))
    assert office.answer("How many days of annual leave do I get after 3 years?") == "wrong"


def test_two_that_wait_are_shown_and_stop_nobody(office: Office) -> None:
    one = office.propose(question=LEAVE, answer="可以", hold=True)
    other = office.propose(question=LEAVE, answer="不可以", hold=True)
    assert conflicts(office) == {one: [(other, "the same")], other: [(one, "the same")]}
    office.call("corrections:approve", correction=one)
    with pytest.raises(ConflictError):
        office.call("corrections:approve", correction=other)


def test_users_teams_and_tenants_are_no_business_of_each_other(office: Office) -> None:
    ann, ben = person("ann", "write"), person("ben", "write")
    office.propose(by=ann, question=LEAVE, answer="可以", scope="user")
    mine = office.call("corrections:propose", ben, question=LEAVE, answer="不可以", scope="user").output
    assert mine.conflicts == ()
    stranger = person("owner", "write", "admin", tenant="elsewhere")
    office.propose(question=LEAVE, answer="可以", scope="everyone")
    theirs = office.call("corrections:propose", stranger, question=LEAVE, answer="不", scope="everyone").output
    assert theirs.conflicts == ()


def test_what_one_may_not_see_is_not_shown_as_a_conflict(office: Office) -> None:
    office.propose(question=LEAVE, answer="可以", base="hr")
    eve = person("eve", "write", bases={"it"})
    said = office.call("corrections:propose", eve, question=LEAVE, answer="不可以").output
    assert (said.status, said.conflicts) == ("standing", ())


def test_those_in_force_are_found_each_pair_once_and_in_portions(office: Office) -> None:
    old = office.propose(question="How many days of annual leave do I get after 3 years?", answer="20")
    new = office.propose(question="How many annual leave days do I get after 3 years?", answer="25")
    office.propose(question="Who waters the plants?", answer="Ann")
    office.propose(question="How many annual leave days will I get after 3 years?", answer="30", hold=True)

    def found(**fields: object) -> tuple[list[set[str]], int]:
        said = office.call("corrections:conflicts", standing=True, **fields).output
        pairs = [{one.correction, other.correction} for one in said.corrections for other in one.conflicts]
        return pairs, said.looked

    assert found() == ([{old, new}], 3)
    portions = [found(limit=1, skip=at) for at in range(4)]
    assert [looked for _, looked in portions] == [1, 1, 1, 0]
    assert [pair for pairs, _ in portions for pair in pairs] == [{old, new}]
