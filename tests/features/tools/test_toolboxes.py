"""Toolboxes: taken in, called, switched, updated, taken back; by whom, and where to."""

from __future__ import annotations

import json

import pytest

from bank_server import KEY, Bank
from wainao import Wainao
from wainao.kernel import ConflictError, DeniedError, NeedsPersonError, NotFoundError, UsageError
from wainao.store.egress import EgressDeniedError
from wainao.types import Actor

CLERK = Actor(id="clerk", rights=frozenset({"read", "write"}))
STRANGER = Actor(id="eve", tenant="elsewhere", rights=frozenset({"read", "write", "act", "admin"}))


def added(brain: Wainao, bank: Bank, **more):
    return brain.call("tools:add", source=f"{bank.url}/openapi.json", name="bank", **more).output


def call_as(brain: Wainao, actor: Actor, name: str, /, **more):
    """A call of a tool by somebody else than the owner."""
    from wainao.app.wire import read_input

    tainted = more.pop("tainted", False)
    given = read_input(brain.kernel.spec(name, actor), more)
    return brain._loop.run(brain.kernel.run(name, given, actor=actor, tainted=tainted)).output


def test_a_description_becomes_capabilities_with_receipts(brain, bank):
    told = added(brain, bank)
    assert sorted(tool.name for tool in told.tools) == [
        "bank:balance",
        "bank:go_away",
        "bank:latest_rates",
        "bank:make_transfer",
        "bank:read_notes",
        "bank:statement",
    ]
    assert {tool.name: tool.risk for tool in told.tools}["bank:make_transfer"] == "write"
    outcome = brain.call("bank:latest_rates", base="USD", symbols=["CNY", "EUR"])
    assert outcome.output.data["rates"] == {"CNY": 7.12, "EUR": 0.92}
    receipt = brain.receipt(outcome.receipt).output
    assert receipt.capability == "bank:latest_rates"
    assert receipt.versions["tool"] == "bank@1"


def test_a_rehearsal_changes_nothing(brain, bank):
    assert added(brain, bank, dry_run=True).version == 0
    assert brain.call("tools:list").output.boxes == ()
    with pytest.raises(NotFoundError):
        brain.call("bank:latest_rates")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ({"base": "GBP"}, "one of 'USD', 'CNY', 'EUR'"),
        ({"symbols": "CNY"}, "array"),
        ({"base": 3}, "string"),
    ],
)
def test_what_does_not_fit_never_leaves(brain, bank, arguments, why):
    added(brain, bank)
    before = len(bank.asked)
    with pytest.raises(UsageError, match=why):
        brain.call("bank:latest_rates", **arguments)
    assert len(bank.asked) == before


def test_a_missing_field_is_named(brain, bank):
    added(brain, bank)
    with pytest.raises(UsageError, match="needs the field 'to'"):
        brain.call("bank:make_transfer", amount=1)


def test_a_secret_is_put_in_at_the_last_moment_and_seen_nowhere(brain, bank):
    added(brain, bank)
    with pytest.raises(DeniedError, match="lets nobody in without 'key'"):
        brain.call("bank:make_transfer", to="ann", amount=5)
    brain.call("tools:credential", box="bank", scheme="key", value=KEY)
    outcome = brain.call("bank:make_transfer", to="ann", amount=5)
    assert outcome.output.status == 201
    assert bank.transfers == [{"to": "ann", "amount": 5, "currency": "USD"}] or bank.transfers == [
        {"to": "ann", "amount": 5}
    ]
    shown = json.dumps(
        brain.call("tools:preview", tool="bank:make_transfer", arguments={"to": "a", "amount": 1}).output.headers
    )
    assert KEY not in shown
    home = brain.home.path
    brain.close()
    assert not [path for path in home.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]


def test_each_effect_has_a_key_of_its_own(brain, bank):
    added(brain, bank)
    brain.call("tools:credential", box="bank", scheme="key", value=KEY)
    for _ in range(2):
        brain.call("bank:make_transfer", to="ann", amount=5)
    keys = [headers["idempotency-key"] for method, _, headers in bank.asked if method == "POST"]
    assert len(set(keys)) == 2


def test_only_what_may_be_repeated_is_tried_again(brain, bank):
    added(brain, bank)
    brain.call("tools:credential", box="bank", scheme="key", value=KEY)
    bank.broken = 1
    assert brain.call("bank:latest_rates").output.status == 200
    bank.broken = 1
    assert brain.call("bank:make_transfer", to="ann", amount=5).output.status == 503
    assert bank.transfers == []


def test_an_own_credential_serves_its_owner_alone(brain, bank):
    added(brain, bank)
    call_as(brain, CLERK, "tools:credential", box="bank", scheme="key", value=KEY, own=True)
    assert call_as(brain, CLERK, "bank:make_transfer", to="ann", amount=5).status == 201
    with pytest.raises(DeniedError, match="lets nobody in"):
        brain.call("bank:make_transfer", to="ann", amount=5)
    with pytest.raises(DeniedError, match="that needs 'admin'"):
        call_as(brain, CLERK, "tools:credential", box="bank", scheme="key", value=KEY)


def test_a_credential_does_not_follow_a_toolbox_elsewhere(brain, bank):
    """Neither an update nor another toolbox of that name gets what was given to the first."""
    added(brain, bank)
    brain.call("tools:credential", box="bank", scheme="key", value=KEY)
    brain.call("tools:change", name="bank", server="https://evil.example")
    with pytest.raises(DeniedError, match="is for"):
        brain.call("bank:make_transfer", to="ann", amount=5)
    brain.call("tools:remove", name="bank")
    added(brain, bank)
    with pytest.raises(DeniedError, match="lets nobody in"):
        brain.call("bank:make_transfer", to="ann", amount=5)


def test_another_tenant_sees_and_reaches_nothing_of_it(brain, bank):
    added(brain, bank)
    assert call_as(brain, STRANGER, "tools:list").boxes == ()
    for name in ("tools:show", "tools:remove"):
        with pytest.raises(NotFoundError):
            call_as(brain, STRANGER, name, name="bank")
    with pytest.raises(NotFoundError):
        brain.kernel.spec("bank:latest_rates", STRANGER)
    assert brain.call("bank:latest_rates").output.status == 200


def test_who_is_no_administrator_takes_nothing_in(brain, bank):
    with pytest.raises(DeniedError):
        call_as(brain, CLERK, "tools:add", source=f"{bank.url}/openapi.json")


def test_what_a_machine_chose_waits_and_is_approved_exactly_as_it_is(brain, bank):
    added(brain, bank)
    brain.call("tools:credential", box="bank", scheme="key", value=KEY)
    owner = Actor(id="owner", rights=frozenset({"read", "write", "act", "admin"}))
    with pytest.raises(NeedsPersonError):
        call_as(brain, owner, "bank:make_transfer", to="eve", amount=5, tainted=True)
    assert bank.transfers == []
    (waiting,) = brain.call("approvals:list").output.approvals
    assert waiting.input == {"arguments": {"to": "eve", "amount": 5}}
    brain.call(
        "grants:give",
        actor="owner",
        capability="bank:make_transfer",
        until_at="2999-01-01",
        bounds=["amount<=10", "to=ann"],
    )
    assert call_as(brain, owner, "bank:make_transfer", to="ann", amount=10, tainted=True).status == 201
    for to, amount in (("ann", 11), ("eve", 1)):
        with pytest.raises(NeedsPersonError):
            call_as(brain, owner, "bank:make_transfer", to=to, amount=amount, tainted=True)


def test_no_redirect_leads_to_where_clouds_keep_their_secrets(brain, bank):
    added(brain, bank)
    with pytest.raises(EgressDeniedError):
        brain.call("bank:go_away")


@pytest.mark.parametrize(
    "source",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1:1/openapi.json",
        "http://2130706433/openapi.json",
        "http://0x7f.1/openapi.json",
        "http://017700000001/openapi.json",
        "http://[::ffff:127.0.0.1]/openapi.json",
        "http://[::1]/openapi.json",
        "http://localhost:9/openapi.json",
        "http://example.com@127.0.0.1:9/openapi.json",
        "http://127.0.0.1:9\\@example.com/openapi.json",
        "http://①②⑦.⓪.⓪.①:9/openapi.json",
        "http://127。0。0。1:9/openapi.json",
        "http://[fe80::1]/openapi.json",
        "http://[::ffff:169.254.169.254]/",
        "http://100.64.0.1/openapi.json",
        "file:///etc/passwd",
        "gopher://127.0.0.1:9/",
    ],
)
def test_nothing_private_is_read_unless_the_settings_name_it(brain, source):
    with pytest.raises((EgressDeniedError, UsageError)):
        brain.call("tools:add", source=source)


def test_a_description_names_no_private_place_to_call(brain, bank):
    """A public-looking description whose server is this machine, on a port that nobody configured."""
    description = json.loads(bank.description)
    description["servers"] = [{"url": "http://127.0.0.1:1/"}]
    brain.call("tools:add", source="bank.json", document=json.dumps(description).encode(), name="trap")
    with pytest.raises(EgressDeniedError):
        brain.call("trap:latest_rates")


def test_what_does_more_than_before_is_taken_in_only_when_a_person_says_so(brain, bank):
    added(brain, bank)
    description = json.loads(bank.description)
    description["paths"]["/v1/transfers"]["delete"] = {
        "operationId": "dropAll",
        "responses": {"200": {"description": "ok"}},
    }
    description["servers"] = [{"url": "https://elsewhere.example"}]
    wider = json.dumps(description).encode()
    with pytest.raises(ConflictError, match=r"elsewhere\.example.*drop_all|drop_all.*elsewhere"):
        brain.call("tools:add", source="bank.json", document=wider, name="bank")
    told = brain.call("tools:add", source="bank.json", document=wider, name="bank", accept=True).output
    assert (told.version, told.added) == (2, ("drop_all",))
    brain.call("tools:change", name="bank", version=1)
    assert brain.call("bank:latest_rates").output.status == 200
    with pytest.raises(NotFoundError):
        brain.call("bank:drop_all")


def test_a_pinned_toolbox_stays_and_one_that_is_off_is_not_there(brain, bank):
    added(brain, bank)
    brain.call("tools:change", name="bank", pinned=True)
    with pytest.raises(ConflictError, match="pinned"):
        added(brain, bank)
    brain.call("tools:change", name="bank", state="off")
    with pytest.raises(NotFoundError):
        brain.call("bank:latest_rates")


@pytest.mark.parametrize("name", ["knowledge", "tools", "approvals"])
def test_no_toolbox_takes_a_name_of_ours(brain, bank, name):
    with pytest.raises(UsageError, match="of our own"):
        brain.call("tools:add", source=f"{bank.url}/openapi.json", name=name)


def test_other_processes_have_it_at_once(brain, bank):
    with Wainao.open(brain.home.path, tools={"private": [bank.url]}) as other:
        added(brain, bank)
        assert other.call("bank:latest_rates").output.status == 200
        brain.call("tools:remove", name="bank")
        with pytest.raises(NotFoundError):
            other.call("bank:latest_rates")


def test_what_a_tool_gave_can_be_corrected_for_exactly_that_call(brain, bank):
    added(brain, bank)
    wrong = brain.call("bank:latest_rates", base="USD", symbols=["CNY"])
    brain.correct(wrong.receipt, "7.20, by the contract of this year")
    outcome = brain.call("bank:latest_rates", base="USD", symbols=["CNY"])
    assert (outcome.output.text, outcome.labels) == ("7.20, by the contract of this year", ("human-written",))
    assert outcome.correction.author == "owner"
    assert brain.call("bank:latest_rates", base="EUR", symbols=["CNY"]).output.status == 200


def test_the_next_page_is_asked_for_with_the_arguments_that_the_tool_told(brain, bank):
    added(brain, bank)
    seen, arguments = [], {}
    while arguments is not None:
        output = brain.call("bank:statement", **arguments).output
        seen += output.data["entries"]
        arguments = output.following
    assert seen == [1, 2, 3]
