"""Who has no correction in sight is not kept waiting for those of others."""

from __future__ import annotations

from typing import Any

import pytest
from small_office import Office, person

from wainao.features.corrections.matcher import WordingMatcher


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions that were looked for."""
    found: list[str] = []
    match = WordingMatcher.match

    def noting(self: WordingMatcher, question: str, asker: Any) -> Any:
        found.append(question)
        return match(self, question, asker)

    monkeypatch.setattr(WordingMatcher, "match", noting)
    return found


def test_nothing_is_looked_for_where_nothing_is_in_force(office: Office, looked: list[str]) -> None:
    office.ask("leave?")
    office.ask("leave?")
    office.ask("tax?")
    assert looked == ["leave?"]


def test_whatever_is_put_into_force_is_looked_for_at_once(office: Office, looked: list[str]) -> None:
    ann = person("ann", "write")
    assert office.answer("leave?", by=ann) == "wrong"
    waiting = office.propose(by=ann, question="leave?", answer="six", scope="everyone")
    assert office.answer("leave?", by=ann) == "wrong"
    office.call("corrections:approve", correction=waiting)
    assert office.answer("leave?", by=ann) == "six"
    office.call("corrections:revoke", correction=waiting)
    assert [office.answer("leave?", by=ann) for _ in range(3)] == ["wrong"] * 3
    assert len(looked) == 4


def test_what_others_have_keeps_nobody_waiting(office: Office, looked: list[str]) -> None:
    office.propose(question="tax?", answer="9 %", scope="base")
    office.propose(question="tax?", answer="8 %", scope="user", by=person("ann", "write"))
    office.propose(question="tax?", answer="7 %", scope="everyone", by=person("eve", "write", "admin", tenant="other"))
    for _ in range(3):
        assert office.answer("tax?", bases=()) == "wrong"
    assert len(looked) == 1
    assert office.answer("tax?") == "9 %"
    assert office.answer("tax?", bases=(), by=person("ann")) == "8 %"
    assert len(looked) == 3
