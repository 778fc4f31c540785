"""Sets of cases: versioned, from files, receipts and corrections, each tenant's own."""

from __future__ import annotations

import asyncio

import pytest
from learn_house import case, has

from wainao.app.wire import read_input
from wainao.kernel import DeniedError, NotFoundError, UsageError
from wainao.types import ALL_RIGHTS, Actor, joined

JSONL = """
{"id": "q1", "question": "Can leave be carried over?", "contains": ["31 March", "yes"], "cites": "leave.md"}
{"question": "Who are you?", "expect": [{"kind": "excludes", "text": "robot"}], "overlay": false}
{"id": "q3", "question": "How much?", "number": 5, "within": 0.5, "seconds": 2, "must": true}
"""
CSV = "id,question,contains,refuses\nq1,Can leave be carried over?,31 March,\nq2,Who won?,,yes\n"


def test_a_file_of_lines(house):
    made = house.call("evaluations:add", name="leave", content=JSONL, note="by hand").output
    assert (made.name, made.version, made.cases, made.author, made.note) == ("leave", 1, 3, "owner", "by hand")
    first, second, third = house.call("evaluations:show", name="leave").output.cases
    assert [(one.kind, one.text) for one in first.expect] == [
        ("contains", "31 March"),
        ("contains", "yes"),
        ("cites", "leave.md"),
    ]
    assert (second.name, second.overlay) == ("3", False)
    assert ([(one.kind, one.value, one.within) for one in third.expect], third.must) == (
        [("seconds", 2.0, 0.0), ("number", 5.0, 0.5)],
        True,
    )


def test_a_line_ends_where_a_line_feed_is(house):
    line = '{"id": "q", "question": "顺延？\u2028请说明。", "contains": "x"}'
    house.call("evaluations:add", name="leave", content=f"\ufeff{line}\r\n\n")
    (only,) = house.call("evaluations:show", name="leave").output.cases
    assert only.question == "顺延？\u2028请说明。"


def test_a_table(house):
    house.call("evaluations:add", name="leave", content=CSV, format="csv")
    cases = house.call("evaluations:show", name="leave").output.cases
    assert [(one.name, [it.kind for it in one.expect]) for one in cases] == [("q1", ["contains"]), ("q2", ["refuses"])]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ('{"question": "x"}', "expects"),
        ('{"question": "x", "contain": "y"}', "'contain'"),
        ('{"question": 5, "contains": "y"}', "Row 1 is no case"),
        ('["x"]', "Expected an object"),
        ("{", "Row 1 is no JSON"),
        (
            '{"id": 1, "question": "x", "contains": "y"}\n{"id": 1, "question": "z", "contains": "y"}',
            "2 cases are called",
        ),
        ('{"question": "x", "expect": [{"kind": "smells", "text": "y"}]}', "Row 1 is no case"),
    ],
)
def test_what_is_no_set_is_told_by_its_row(house, content, why):
    with pytest.raises(UsageError, match=why):
        house.call("evaluations:add", name="leave", content=content)
    assert house.call("evaluations:sets").output.sets == ()


def test_a_change_is_a_new_version_and_the_same_again_is_not(house):
    one, two = case("a", "A?", has("a")), case("b", "B?", has("b"))
    assert [house.add("s", one).version, house.add("s", one).version, house.add("s", one, two).version] == [1, 1, 2]
    assert [len(house.call("evaluations:show", name=name).output.cases) for name in ("s", "s@1", "s@2")] == [2, 1, 2]
    with pytest.raises(NotFoundError):
        house.call("evaluations:show", name="s@3")
    assert house.call("evaluations:remove", name="s").output.versions == 2
    assert house.call("evaluations:sets").output.sets == ()


def test_from_receipts_what_was_said_must_be_said(house):
    house.says = {"leave": "Until 31 March.", "weather": "Sunny."}
    for question in ("How long is leave kept?", "How long is leave kept?", "What is the weather?"):
        house.call("models:chat", messages=[{"role": "user", "content": question}])
    made = house.call("evaluations:from-receipts", name="june", capability="models:chat", query="LEAVE").output
    assert made.cases == 1
    assert house.run("june").passed == 1
    house.says["leave"] = "Until 30 April."
    house.call("deployments:add", name="other", model="other", base_url=house.url)
    failed = house.run("june", route="other").failures
    assert [(one.case.partition("/")[0], "lacks" in joined(one.why).en) for one in failed] == [("june", True)]
    with pytest.raises(UsageError, match="No receipt"):
        house.call("evaluations:from-receipts", name="july", capability="models:chat", query="nothing of the sort")


def test_from_corrections_each_with_what_it_came_from(house):
    said = house.call("models:chat", messages=[{"role": "user", "content": "Is leave 5 days?"}])
    id = house.call(
        "corrections:propose", receipt=said.receipt, answer="It is 7 days.", scope="everyone"
    ).output.correction
    house.call("corrections:alias", correction=id, question="How long is leave?")
    house.correct("年假可以顺延到下一年吗？", "可以，3 月 31 日前用完。")
    assert house.call("evaluations:from-corrections", target={"capability": "models:chat"}).output.cases == 11
    cases = [
        one for one in house.call("evaluations:show", name="corrections").output.cases if one.origin.correction == id
    ]
    assert {one.origin.receipt for one in cases} == {said.receipt}
    assert [(one.name.removeprefix(id), one.question, one.must, one.overlay) for one in cases] == [
        ("/answers", "Is leave 5 days?", True, True),
        ("/alias-1", "How long is leave?", True, True),
        ("/near-1-number", "Is leave 6 days?", True, True),
        ("/near-2-negation", "Is leave not 5 days?", True, True),
        ("/near-3-added", "In 2019, Is leave 5 days?", True, True),
        ("/unaided", "Is leave 5 days?", False, False),
    ]


def test_corrections_for_others_are_no_cases_of_mine(house):
    house.correct("Is leave 5 days?", "7", scope="base", base="hr")
    made = house.call("evaluations:from-corrections", name="all").output
    assert made.cases == 5
    with pytest.raises(UsageError, match="no cases"):
        house.call("evaluations:from-corrections", name="it", target={"bases": ["it"]})


def test_another_tenant_sees_none_and_readers_add_none(house):
    house.add("leave", case("a", "A?", has("a")))
    kernel = house.brain.kernel
    eve = Actor(id="eve", tenant="other", rights=ALL_RIGHTS)
    shown = read_input(kernel.spec("evaluations:show"), {"name": "leave"})
    with pytest.raises(NotFoundError):
        asyncio.run(kernel.run("evaluations:show", shown, actor=eve))
    added = read_input(kernel.spec("evaluations:add"), {"name": "x", "cases": [case("a", "A?", has("a"))]})
    with pytest.raises(DeniedError):
        asyncio.run(kernel.run("evaluations:add", added, actor=Actor(id="ann")))
