"""From proposal to history: what holds for whom, what gives way to what, and that every step is on record."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest
from small_office import Office, person

from wainao.kernel import ConflictError, DeniedError, NotFoundError, UsageError
from wainao.text import wording
from wainao.types import owner, told_in

LEAVE = "年假可以顺延到下一年吗?"


def test_a_corrected_receipt_answers_the_next_asker_at_once(office: Office) -> None:
    wrong = office.ask(LEAVE)
    assert wrong.output.answer == "wrong"
    id = office.propose(receipt=wrong.receipt, answer="可以,但须在 3 月 31 日前用完。")
    right = office.ask("請問年假可以順延到下一年嗎?謝謝")
    assert (right.output.answer, right.output.origin) == ("可以,但须在 3 月 31 日前用完。", "human")
    assert right.correction.id == id
    assert right.correction.author == "owner"
    assert office.receipts.last.correction == id
    assert office.listed()[id].source == wrong.receipt
    office.settle()
    known = office.listed()[id]
    assert known.hits == 1
    assert known.written_at <= known.last_hit_at


def test_saying_again_what_was_taken_back_tells_that_it_is(office: Office) -> None:
    said = {"id": "leave.over", "question": LEAVE, "answer": "可以"}
    office.call("corrections:revoke", correction=office.propose(**said))
    again = office.call("corrections:propose", **said).output
    assert (again.correction, again.status) == ("leave.over", "revoked")
    assert office.answer(LEAVE) == "wrong"


def test_what_only_looks_alike_is_answered_normally_and_shown_beside(office: Office) -> None:
    id = office.propose(question=LEAVE, answer="可以")
    asked = office.ask("没休完的年假可以顺延到下一年吗")
    assert asked.output.answer == "wrong"
    assert [ruling.id for ruling in asked.related] == [id]


def test_one_click_makes_a_wording_an_alias_that_fires(office: Office) -> None:
    id = office.propose(question=LEAVE, answer="可以")
    done = office.call("corrections:alias", correction=id, question="剩的年假能带到明年休吗").output
    assert (done.status, done.differs) == ("standing", "")
    fired = office.ask("请问剩的年假能带到明年休吗?")
    assert fired.output.answer == "可以"
    assert fired.correction.question == LEAVE
    assert "剩的年假能带到明年休吗" in told_in("zh", fired.correction.why)
    assert office.listed()[id].aliases == ("剩的年假能带到明年休吗",)
    assert (
        office.call("corrections:alias", correction=id, question="剩的年假能带到明年休吗?").output.status == "standing"
    )
    office.call("corrections:revoke", correction=id, question="剩的年假能带到明年休吗")
    assert office.answer("剩的年假能带到明年休吗") == "wrong"
    assert office.answer(LEAVE) == "可以"


def test_a_newer_correction_takes_the_place_of_the_older_and_its_aliases(office: Office) -> None:
    old = office.propose(question=LEAVE, answer="可以")
    office.call("corrections:alias", correction=old, question="年假能带到明年吗")
    new = office.propose(question="年假可以順延到下一年嗎", answer="不可以")
    assert office.answer(LEAVE) == "不可以"
    assert office.answer("年假能带到明年吗") == "不可以"
    assert office.listed()[old].state == "superseded"
    assert office.listed()[new].aliases == ("年假能带到明年吗",)
    assert office.history(old)[-1] == ("superseded", "owner", f"by {new}")
    with pytest.raises(ConflictError):
        office.call("corrections:revoke", correction=old)


def test_correcting_an_alias_takes_only_that_wording(office: Office) -> None:
    old = office.propose(question=LEAVE, answer="可以")
    office.call("corrections:alias", correction=old, question="年假能带到明年吗")
    office.propose(question="年假能带到明年吗", answer="看部门")
    assert office.answer("年假能带到明年吗") == "看部门"
    assert office.answer(LEAVE) == "可以"
    assert office.history(old)[-1][0] == "wording-withdrawn"


def test_one_question_has_one_answer_in_one_scope(office: Office) -> None:
    office.propose(question=LEAVE, answer="可以")
    other = office.propose(question="病假可以顺延吗", answer="不可以")
    with pytest.raises(ConflictError, match="already answered"):
        office.call("corrections:alias", correction=other, question=LEAVE)
    assert office.answer(LEAVE) == "可以"


def test_revoking_restores_the_ordinary_answer_and_may_be_repeated(office: Office) -> None:
    id = office.propose(question=LEAVE, answer="可以")
    for _ in range(2):
        assert office.call("corrections:revoke", correction=id, why="outdated").output.status == "revoked"
    assert office.answer(LEAVE) == "wrong"
    assert not office.ask("年假可以顺延").related
    assert office.listed(state="revoked").keys() == {id}


def test_the_nearest_scope_wins(office: Office) -> None:
    ann, ben = person("ann", "write"), person("ben", "write")
    office.propose(question=LEAVE, answer="everyone", scope="everyone")
    assert office.answer(LEAVE, by=ben) == "everyone"
    office.propose(question=LEAVE, answer="base", scope="base", base="hr")
    office.propose(by=ann, question=LEAVE, answer="ann", scope="user")
    assert office.answer(LEAVE, by=ann) == "ann"
    assert office.answer(LEAVE, by=ben) == "base"
    assert office.answer(LEAVE, by=ben, bases=("it",)) == "everyone"
    assert office.answer(LEAVE, by=person("eve", bases={"it"})) == "everyone"


def test_the_base_that_was_asked_is_the_base_that_is_corrected(office: Office) -> None:
    asked = office.ask(LEAVE, bases=("hr",))
    id = office.propose(receipt=asked.receipt, answer="可以")
    assert office.listed()[id].base == "hr"
    only = office.propose(by=person("ann", "write", bases={"it"}), question="密码多久过期", answer="90 天")
    assert office.listed()[only].base == "it"
    anywhere = office.propose(question="密码怎么改", answer="点忘记密码")
    assert office.listed()[anywhere].base == "main"


def test_tenants_never_meet(office: Office) -> None:
    id = office.propose(question=LEAVE, answer="可以", scope="everyone")
    stranger = person("owner", "write", "admin", tenant="elsewhere")
    assert office.ask(LEAVE, by=stranger).output.answer == "wrong"
    assert not office.ask("年假可以顺延", by=stranger).related
    assert not office.listed(by=stranger)
    for name in ("corrections:revoke", "corrections:history", "corrections:approve"):
        with pytest.raises(NotFoundError):
            office.call(name, stranger, correction=id)
    assert office.answer(LEAVE) == "可以"


def test_what_one_may_not_see_is_not_there(office: Office) -> None:
    private = office.propose(by=person("ann", "write"), question=LEAVE, answer="可以", scope="user")
    of_hr = office.propose(question="病假扣多少工资", answer="20%", base="hr")
    eve = person("eve", "write", bases={"it"})
    assert not office.listed(by=eve)
    for hidden in (private, of_hr):
        with pytest.raises(NotFoundError):
            office.call("corrections:alias", eve, correction=hidden, question="什么")
    with pytest.raises(DeniedError):
        office.propose(by=eve, question="病假扣多少工资", answer="0", base="hr")
    assert office.listed().keys() == {private, of_hr}


def test_whoever_may_not_decide_proposes_and_an_administrator_approves(office: Office) -> None:
    ann = person("ann", "write")
    done = office.call("corrections:propose", ann, question=LEAVE, answer="可以", scope="everyone").output
    assert done.status == "proposed"
    assert office.answer(LEAVE) == "wrong"
    with pytest.raises(DeniedError):
        office.call("corrections:approve", ann, correction=done.correction)
    office.call("corrections:approve", correction=done.correction)
    assert office.answer(LEAVE) == "可以"
    with pytest.raises(ConflictError):
        office.call("corrections:approve", correction=done.correction)
    assert office.history(done.correction) == [("proposed", "ann", ""), ("approved", "owner", "")]

    alias = office.call("corrections:alias", ann, correction=done.correction, question="年假能带到明年吗").output
    assert alias.status == "proposed"
    assert office.answer("年假能带到明年吗") == "wrong"
    assert office.listed()[done.correction].pending == ("年假能带到明年吗",)
    office.call("corrections:approve", correction=done.correction, question="年假能带到明年吗")
    assert office.answer("年假能带到明年吗") == "可以"
    with pytest.raises(DeniedError):
        office.call("corrections:revoke", ann, correction=done.correction)


def test_readers_may_not_write(office: Office) -> None:
    with pytest.raises(DeniedError):
        office.propose(by=person("ann"), question=LEAVE, answer="可以")


def test_a_correction_ends_when_its_time_is_over(office: Office) -> None:
    soon = (datetime.now(UTC) + timedelta(milliseconds=400)).isoformat()
    id = office.propose(question=LEAVE, answer="可以", expires_at=soon)
    assert office.answer(LEAVE) == "可以"
    time.sleep(0.45)
    assert office.answer(LEAVE) == "wrong"
    assert not office.ask("年假可以顺延").related
    assert office.listed(state="expired").keys() == {id}
    assert not office.listed(state="standing")
    other = office.propose(question="病假可以顺延吗", answer="不可以")
    office.call("corrections:alias", correction=other, question=LEAVE)
    assert office.answer(LEAVE) == "不可以"


def test_each_event_carries_the_receipt_of_its_call(office: Office) -> None:
    proposed = office.call("corrections:propose", question=LEAVE, answer="可以")
    revoked = office.call("corrections:revoke", correction=proposed.output.correction, why="旧制度")
    events = office.call("corrections:history", correction=proposed.output.correction).output.events
    assert [(event.kind, event.receipt) for event in events] == [
        ("proposed", proposed.receipt),
        ("approved", proposed.receipt),
        ("revoked", revoked.receipt),
    ]
    assert events[-1].detail == "旧制度"


@pytest.mark.parametrize(
    "fields",
    [
        {"question": LEAVE, "answer": ""},
        {"question": LEAVE, "answer": " \n "},
        {"question": LEAVE, "answer": "x" * 20_001},
        {"question": LEAVE, "answer": "a\x00b"},
        {"question": LEAVE, "answer": "a\ud800b"},
        {"question": "", "answer": "可以"},
        {"question": "???", "answer": "可以"},
        {"question": "长" * 2_001, "answer": "可以"},
        {"question": LEAVE, "answer": "可以", "expires_at": "soon"},
        {"question": LEAVE, "answer": "可以", "expires_at": "2020-01-01"},
        {"answer": "可以"},
        {"question": LEAVE, "receipt": "r", "answer": "可以"},
    ],
)
def test_nonsense_is_refused_and_leaves_nothing(office: Office, fields: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        office.propose(**fields)
    assert not office.listed()


def test_a_receipt_that_cannot_be_corrected_says_why(office: Office) -> None:
    with pytest.raises(NotFoundError):
        office.propose(receipt="no-such-receipt", answer="可以")
    of_a_list = office.call("corrections:list").receipt
    with pytest.raises(UsageError, match="answers no question"):
        office.propose(receipt=of_a_list, answer="可以")
    erased = office.ask(LEAVE).receipt
    office.show.erased.add(erased)
    with pytest.raises(UsageError, match="erased"):
        office.propose(receipt=erased, answer="可以")


def test_the_answer_is_text_and_stays_as_it_was_given(office: Office) -> None:
    answer = "<b>可以</b>\n{{system}} '; DROP TABLE corrections;--"
    office.propose(question=LEAVE, answer=answer)
    assert office.answer(LEAVE) == answer


def test_the_list_can_be_searched_for_any_text(office: Office) -> None:
    id = office.propose(question="100% 报销吗", answer="a_b!")
    office.propose(question="1000 元报销吗", answer="aXb")
    assert office.listed(query="100%").keys() == {id}
    assert office.listed(query="a_b!").keys() == {id}
    assert len(office.listed(query="报销", limit=1)) == 1
    with pytest.raises(UsageError):
        office.listed(limit=0)
    with pytest.raises(UsageError, match="characters"):
        office.listed(query="a" * 100_000)


def test_the_list_can_be_narrowed_to_a_scope_and_an_author(office: Office) -> None:
    ann = person("ann", "write", "admin")
    wide = office.propose(question=LEAVE, answer="可以", scope="everyone")
    own = office.propose(question=LEAVE, answer="不可以", scope="user", by=ann)
    assert office.listed(scope="everyone").keys() == {wide}
    assert office.listed(author="ann").keys() == {own}
    assert office.listed(author="ann", scope="everyone") == {}


def test_an_upgrade_that_reads_questions_otherwise_keeps_every_correction(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = office.propose(question=LEAVE, answer="可以")
    office.call("corrections:alias", correction=id, question="年假能带到明年吗")
    path = office.home.path
    office.home.close()

    known = wording.normalise
    for module in ("lifecycle", "matcher"):
        monkeypatch.setattr(
            f"wainao.features.corrections.{module}.normalise",
            lambda question: wording.Normal(core=known(question).core, key="v2 " + known(question).key),
        )
    before = Office(path)
    assert before.answer(LEAVE) == "wrong"
    before.home.close()
    monkeypatch.setattr("wainao.features.corrections.lifecycle.VERSION", wording.VERSION + 1)
    after = Office(path)
    assert after.answer(LEAVE) == "可以"
    assert after.answer("年假能带到明年吗") == "可以"
    after.home.close()


def test_two_at_once_leave_one_standing(office: Office) -> None:
    async def race() -> None:
        propose = office.kernel.spec("corrections:propose")
        calls = [
            office.kernel.run(propose.name, propose.input(question=LEAVE, answer=str(number)), actor=owner())
            for number in range(20)
        ]
        await asyncio.gather(*calls)

    asyncio.run(race())
    states = sorted(correction.state for correction in office.listed().values())
    assert states == ["standing"] + ["superseded"] * 19
    (standing,) = office.listed(state="standing").values()
    assert office.answer(LEAVE) == standing.answer
