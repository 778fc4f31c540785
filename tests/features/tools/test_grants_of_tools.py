"""A grant is for what a tool did when it was given: what does something else asks again, and says what."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bank_server import KEY, Bank
from wainao import Wainao
from wainao.app.wire import read_input
from wainao.kernel import NeedsPersonError
from wainao.types import owner

BOUNDS = ["to=ann", "amount<=5"]


@pytest.fixture
def office(brain: Wainao, bank: Bank) -> Wainao:
    update(brain, bank, lambda _: None)
    brain.call("tools:credential", box="bank", scheme="key", value=KEY)
    grant(brain, "bank:make_transfer", BOUNDS)
    return brain


def grant(brain: Wainao, capability: str, bounds: list[str]) -> Any:
    return brain.call("grants:give", actor="owner", capability=capability, until_at="2999-01-01", bounds=bounds).output


def update(brain: Wainao, bank: Bank, change: Any) -> None:
    document = json.loads(bank.description)
    change(document)
    source = f"{bank.url}/openapi.json"
    brain.call("tools:add", source=source, document=json.dumps(document).encode(), name="bank", accept=True)


def transfer(document: Any) -> Any:
    return document["paths"]["/v1/transfers"]["post"]


def schema(document: Any) -> Any:
    return transfer(document)["requestBody"]["content"]["application/json"]["schema"]


def moved(document: Any) -> None:
    document["paths"]["/v1/donations"] = document["paths"].pop("/v1/transfers")


def put(document: Any) -> None:
    item = document["paths"]["/v1/transfers"]
    item["put"] = item.pop("post")


def said_otherwise(document: Any) -> None:
    transfer(document)["summary"] = "Send money, quickly"
    transfer(document)["description"] = "A longer description."
    schema(document)["properties"]["to"]["description"] = "The payee"
    schema(document)["properties"]["to"]["examples"] = ["bob"]
    document["paths"]["/v1/more"] = document["paths"]["/v1/latest"] | {}
    del document["paths"]["/v1/more"]["get"]["operationId"]


CHANGES = {
    "path": moved,
    "method": put,
    "another field in its place": lambda one: schema(one)["properties"].update(
        to={"type": "string"}, note={"type": "string", "default": "all of it"}
    ),
    "another default": lambda one: schema(one)["properties"]["currency"].update(default="EUR"),
    "another media type": lambda one: transfer(one)["requestBody"].update(
        content={"application/x-www-form-urlencoded": {"schema": schema(one)}}
    ),
    "its risk": lambda one: transfer(one).update({"x-wainao-risk": "act"}),
    "its own server": lambda one: transfer(one).update(servers=[{"url": one["servers"][0]["url"] + "/elsewhere"}]),
    "a path below": lambda one: one["servers"][0].update(url=one["servers"][0]["url"] + "/v2"),
    "no key": lambda one: transfer(one).update(security=[]),
}


def chosen(brain: Wainao, name: str = "bank:make_transfer", **fields: Any) -> Any:
    given = read_input(brain.kernel.spec(name, owner()), fields)
    return brain._loop.run(brain.kernel.run(name, given, actor=owner(), tainted=True)).output


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_does_something_else_is_covered_no_more(office, bank, change):
    chosen(office, to="ann", amount=5)
    update(office, bank, change)
    with pytest.raises(NeedsPersonError):
        chosen(office, to="ann", amount=5)
    assert len(bank.transfers) == 1
    assert "holds no more" in office.call("approvals:list").output.approvals[0].why.en
    grant(office, "bank:make_transfer", BOUNDS)
    chosen(office, to="ann", amount=5)


def test_what_is_only_called_otherwise_is_covered_as_before(office, bank):
    update(office, bank, said_otherwise)
    chosen(office, to="ann", amount=5)
    assert len(bank.transfers) == 1


def test_going_back_brings_the_grant_back(office, bank):
    update(office, bank, moved)
    office.call("tools:change", name="bank", version=1)
    chosen(office, to="ann", amount=5)
    assert len(bank.transfers) == 1


def test_the_person_sees_in_both_languages_what_changed(office, bank):
    update(office, bank, moved)
    with pytest.raises(NeedsPersonError):
        chosen(office, to="ann", amount=5)
    (asked,) = office.call("approvals:list").output.approvals
    for words in (asked.why.zh, asked.why.en):
        assert f"POST {bank.url}/v1/transfers" in words
        assert f"POST {bank.url}/v1/donations" in words


def test_a_stranger_hides_nothing_in_what_changed(office, bank):
    def hidden(document: Any) -> None:
        document["paths"]["/v1/\u202edrawer"] = document["paths"].pop("/v1/transfers")

    update(office, bank, hidden)
    with pytest.raises(NeedsPersonError):
        chosen(office, to="ann", amount=5)
    why = office.call("approvals:list").output.approvals[0].why
    assert why.zh.isprintable()
    assert "\ufffddrawer" in why.en


def test_a_grant_for_all_of_a_toolbox_is_for_what_was_in_it(office, bank):
    grant(office, "bank:*", [])
    chosen(office, to="eve", amount=7)

    def with_another(document: Any) -> None:
        document["paths"]["/v1/gifts"] = {"post": transfer(document) | {"operationId": "gift"}}

    update(office, bank, with_another)
    chosen(office, to="eve", amount=7)
    with pytest.raises(NeedsPersonError):
        chosen(office, "bank:gift", to="eve", amount=7)
    assert len(bank.transfers) == 2


def test_a_grant_given_before_there_was_such_a_tool_is_for_no_tool(brain, bank):
    grant(brain, "bank:make_transfer", [])
    update(brain, bank, lambda _: None)
    with pytest.raises(NeedsPersonError):
        chosen(brain, to="ann", amount=5)
    assert bank.transfers == []
