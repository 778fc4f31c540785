"""What must hold of a reply: each kind passes what it should, and says why it does not pass the rest."""

from __future__ import annotations

from typing import Any

import pytest

from wainao.features.learn.expectations import missed
from wainao.features.learn.types import Called, Cited, Expectation, Reply
from wainao.text import is_cjk
from wainao.types import Words

SAID = "Yes: leave can be carried over until 31 March. [1]"
REPLY = Reply(
    text=SAID,
    citations=(Cited(document="d1", path="handbook/leave.pdf", page=3),),
    calls=(Called(name="weather", arguments='{"city": "Beijing", "days": 3}'),),
    correction="c1",
    seconds=0.5,
    cost_microusd=120,
)


@pytest.mark.parametrize(
    ("expected", "reply"),
    [
        (Expectation(kind="equals", text="ＹＥＳ： leave can be carried over until 31 march. [1]"), REPLY),
        (Expectation(kind="contains", text="31  March"), REPLY),
        (Expectation(kind="excludes", text="April"), REPLY),
        (Expectation(kind="says", text="Leave can be carried over until 31 March."), REPLY),
        (
            Expectation(kind="says", text="可以，但须在 3 月 31 日前用完"),
            Reply(text="可以，但要在三月三十一日前用完。"),
        ),
        (Expectation(kind="cites", text="d1"), REPLY),
        (Expectation(kind="cites", text="leave.pdf", page=3), REPLY),
        (Expectation(kind="refuses"), Reply(refused=True)),
        (Expectation(kind="number", value=1250, within=1), Reply(text="It is 1,250.5 kg.")),
        (Expectation(kind="number", value=10), Reply(text="5-10 days, from 2026-03-31 on")),
        (Expectation(kind="number", value=-7), Reply(text="It is -7 °C.")),
        (Expectation(kind="number", value=1.0, within=0.1), Reply(text="It is 1.1 kg.")),
        (Expectation(kind="json", form={"required": ["a"]}), Reply(text='{"a": 1}')),
        (Expectation(kind="calls", text="weather", form={"city": "Beijing"}), REPLY),
        (Expectation(kind="answered_by", text="c1"), REPLY),
        (Expectation(kind="answered_by"), REPLY),
        (Expectation(kind="not_answered_by", text="c2"), REPLY),
        (Expectation(kind="seconds", value=0.5), REPLY),
        (Expectation(kind="cost", value=120), REPLY),
    ],
    ids=lambda one: one.kind if isinstance(one, Expectation) else "",
)
def test_what_holds(expected, reply):
    assert missed(expected, reply) == ""


@pytest.mark.parametrize(
    ("expected", "reply", "why"),
    [
        (Expectation(kind="equals", text="No."), REPLY, "not 'No.'"),
        (Expectation(kind="contains", text="April"), REPLY, "'April' is not in"),
        (Expectation(kind="excludes", text="march"), REPLY, "'march' is in"),
        (Expectation(kind="says", text="Leave can be carried over until 30 April."), REPLY, "lacks"),
        (
            Expectation(kind="says", text="Leave can be carried over."),
            Reply(text="Leave cannot be carried over."),
            "negation",
        ),
        (Expectation(kind="says", text="可以顺延到 3 月 31 日"), Reply(text="3 月 31 日放假"), "% of the words"),
        (Expectation(kind="cites", text="other.pdf"), REPLY, "'other.pdf' is not cited"),
        (Expectation(kind="cites", text="ve.pdf"), REPLY, "is not cited"),
        (Expectation(kind="cites", text="leave.pdf", page=4), REPLY, "page 4"),
        (Expectation(kind="refuses"), REPLY, "it answered"),
        (Expectation(kind="number", value=5), REPLY, "no number"),
        (Expectation(kind="number", value=-10), Reply(text="5-10 days"), "no number"),
        (Expectation(kind="json", form={}), REPLY, "is no JSON"),
        (Expectation(kind="json", form={"required": ["a"]}), Reply(text='{"b": 1}'), "does not fit"),
        (Expectation(kind="json", form={"type": "nothing"}), Reply(text="{}"), "schema itself"),
        (Expectation(kind="json", form={"$ref": "#/$defs/nowhere"}), Reply(text="{}"), "schema itself"),
        (Expectation(kind="json", form={"$ref": "file:///etc/passwd"}), Reply(text="{}"), "Unresolvable"),
        (Expectation(kind="json", form={}), Reply(text="[" * 100_000), "is no JSON"),
        (Expectation(kind="calls", text="weather", form={"days": 4}), REPLY, "not 'weather' with"),
        (Expectation(kind="calls", text="mail"), REPLY, "not 'mail'"),
        (Expectation(kind="answered_by", text="c2"), REPLY, "c1 answered, not c2"),
        (Expectation(kind="answered_by"), Reply(text="x"), "no correction answered"),
        (Expectation(kind="not_answered_by", text="c1"), REPLY, "of another question"),
        (Expectation(kind="judged", text="is polite"), REPLY, "set the judge"),
        (Expectation(kind="seconds", value=0.1), REPLY, "more than 0.1"),
        (Expectation(kind="cost", value=100), REPLY, "more than 100"),
        (Expectation(kind="cost", value=100), Reply(cost_microusd=None), "nobody knows"),
    ],
    ids=lambda one: one.kind if isinstance(one, Expectation) else "",
)
def test_what_does_not(expected: Expectation, reply: Any, why: str):
    told = missed(expected, reply)
    assert isinstance(told, Words)
    assert why in told.en
    assert any(map(is_cjk, told.zh))


def test_a_pattern_that_nobody_here_can_check_is_no_pass(monkeypatch):
    form = {"properties": {"code": {"type": "string", "pattern": "^[A-Z]+$"}}}
    monkeypatch.setattr("wainao.features.learn.expectations.reads_patterns", lambda: False)
    told = missed(Expectation(kind="json", form=form), Reply(text='{"code": "a"}'))
    assert "wainao[guards]" in told.en
    assert missed(Expectation(kind="json", form={"required": ["pattern"]}), Reply(text='{"pattern": 1}')) == ""
