"""What somebody might try who is let in, or whose words are: each of these went through once, or nearly."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from bank_server import KEY, Bank, open_bank
from wainao import Wainao
from wainao.features.tools.bundle import Signing
from wainao.features.tools.settings import ToolsSettings
from wainao.features.tools.types import Tool, Toolbox
from wainao.features.tools.ways import Ways
from wainao.kernel import ConflictError, NeedsPersonError, UsageError
from wainao.store.egress import EgressDeniedError
from wainao.types import ALL_RIGHTS, Actor, Words

OWNER = Actor(id="owner", rights=ALL_RIGHTS)
ANN = Actor(id="ann", rights=frozenset({"read", "write"}))
EVE = Actor(id="eve", rights=frozenset({"read", "write"}))


@pytest.fixture
def office(brain: Wainao, bank: Bank) -> Wainao:
    brain.call("tools:add", source=f"{bank.url}/openapi.json", name="bank")
    brain.call("tools:credential", box="bank", scheme="key", value=KEY)
    return brain


def call_as(brain: Wainao, actor: Actor, name: str, /, *, tainted: bool = False, **fields: Any) -> Any:
    from wainao.app.wire import read_input

    given = read_input(brain.kernel.spec(name, actor), fields)
    return brain._loop.run(brain.kernel.run(name, given, actor=actor, tainted=tainted)).output


def chosen(brain: Wainao, **fields: Any) -> Any:
    """A transfer that a machine chose for the owner."""
    return call_as(brain, OWNER, "bank:make_transfer", tainted=True, **fields)


def approved(brain: Wainao, **fields: Any) -> None:
    """A machine asked for that transfer, and a person said yes."""
    with pytest.raises(NeedsPersonError) as waiting:
        chosen(brain, **fields)
    brain.call("approvals:decide", approval=waiting.value.approval, approve=True)


def update(brain: Wainao, bank: Bank, changed: dict[str, Any], **more: Any) -> Any:
    document = json.dumps(changed).encode()
    return brain.call("tools:add", source=f"{bank.url}/openapi.json", document=document, name="bank", **more).output


def test_a_clients_id_alone_opens_nothing(office):
    client = {"box": "bank", "scheme": "account", "client_id": "shop", "own": True}
    call_as(office, ANN, "tools:credential", client_secret="right", **client)
    call_as(office, EVE, "tools:credential", client_secret="guessed", **client)
    assert call_as(office, ANN, "bank:balance").data["as"] == "1"
    assert call_as(office, EVE, "bank:balance").data["as"] == "2", "her own token, for what the bank thinks of her"


def test_where_a_client_shows_its_secret_does_not_move_unseen(office, bank):
    office.call("tools:credential", box="bank", scheme="account", client_id="shop", client_secret="canary")
    changed = json.loads(bank.description)
    changed["components"]["securitySchemes"]["account"]["flows"]["clientCredentials"]["tokenUrl"] = (
        "https://evil.example"
    )
    with pytest.raises(ConflictError, match=r"signs in at https://evil\.example"):
        update(office, bank, changed)


@pytest.mark.parametrize("how", ["update", "server", "another of its name"])
def test_an_approval_is_for_the_tool_as_it_was(office, bank, how):
    approved(office, to="ann", amount=5)
    changed = json.loads(bank.description)
    changed["paths"]["/v1/close-account"] = changed["paths"].pop("/v1/transfers")
    if how == "server":
        office.call("tools:change", name="bank", server=f"{bank.url}/elsewhere")
    elif how == "update":
        update(office, bank, changed)
    else:
        office.call("tools:remove", name="bank")
        update(office, bank, changed)
        office.call("tools:credential", box="bank", scheme="key", value=KEY)
    with pytest.raises(NeedsPersonError):
        chosen(office, to="ann", amount=5)
    assert bank.transfers == []


def test_an_approval_outlives_an_update_that_changes_nothing_of_it(office, bank):
    approved(office, to="ann", amount=5)
    changed = json.loads(bank.description)
    changed["paths"].pop("/v1/away")
    update(office, bank, changed)
    assert chosen(office, to="ann", amount=5).status == 201


def test_a_grant_goes_with_its_toolbox(office, bank):
    office.call("grants:give", actor="owner", capability="bank:make_transfer", until_at="2999-01-01")
    office.call("grants:give", actor="owner", capability="banker:pay", until_at="2999-01-01")
    office.call("tools:remove", name="bank")
    with open_bank() as other:
        update(office, bank, json.loads(other.description))
    with pytest.raises(NeedsPersonError):
        chosen(office, to="ann", amount=5)
    standing = {grant.capability for grant in office.call("grants:list").output.grants if not grant.revoked_us}
    assert standing == {"banker:pay"}


def test_a_demonstration_is_not_made_again_once_its_tool_does_more_than_read(office, bank):
    office.call("tools:risk", name="bank:make_transfer", risk="read")
    call_as(office, EVE, "tools:demonstrate", tool="bank:make_transfer", arguments={"to": "eve", "amount": 9})
    assert len(bank.transfers) == 1, "that was for an administrator to know"
    office.call("tools:risk", name="bank:make_transfer", risk="write")
    (demo,) = office.call("tools:replay", box="bank").output.demos
    assert (demo.drift, len(bank.transfers)) == ("risk: read → write", 1)


def test_no_number_that_is_none_keeps_within_a_limit(office, bank):
    """Python's JSON reads NaN, which is beyond no limit; a bank would have read null."""
    office.call(
        "grants:give", actor="owner", capability="bank:*", until_at="2999-01-01", bounds=["to=ann", "amount<=5"]
    )
    for amount in (float("nan"), float("inf"), float("-inf")):
        with pytest.raises(UsageError, match="no number of JSON"):
            chosen(office, to="ann", amount=amount)
    assert bank.transfers == []


def test_what_is_public_sends_nobody_to_a_private_place(office, bank):
    """The bank is in the settings; a stranger's description names it as where its clients sign in."""
    document = json.dumps(json.loads(bank.description) | {"servers": [{"url": "https://stranger.example"}]}).encode()
    office.call("tools:add", source="https://stranger.example/x.json", document=document, name="stranger")
    office.call("tools:credential", box="stranger", scheme="account", client_id="shop", client_secret="canary")
    with pytest.raises(EgressDeniedError):
        office.call("stranger:balance")
    assert bank.tokens == 0


def test_what_a_public_server_tells_of_is_looked_for_in_public(office, bank):
    """Where an MCP server says that one signs in is asked about before anybody has agreed to it."""
    ways = Ways(ToolsSettings(private=(bank.url,)))

    async def asked(told_by: str) -> int:
        async with ways.public(told_by=told_by).send("GET", f"{bank.url}/v1/notes") as reply:
            return reply.status

    try:
        assert office._loop.run(asked(f"{bank.url}/mcp")) == 200
        with pytest.raises(EgressDeniedError):
            office._loop.run(asked("https://stranger.example/mcp"))
    finally:
        ways.close()


def test_a_sign_in_ends_where_it_began(office, bank):
    """Another toolbox has taken the name while the person was at the first one's pages."""
    office.call("tools:credential", box="bank", scheme="account", client_id="shop", client_secret="canary")
    begun = call_as(office, ANN, "tools:sign-in", box="bank", scheme="account", redirect_uri="http://127.0.0.1:1/").url
    office.call("tools:remove", name="bank")
    with open_bank() as other:
        update(office, bank, json.loads(other.description))
        returned = f"http://127.0.0.1:1/?code=good&state={parse_qs(urlsplit(begun).query)['state'][0]}"
        with pytest.raises(ConflictError, match="signs in elsewhere"):
            call_as(office, ANN, "tools:signed-in", returned=returned)
        assert other.asked == []


@pytest.mark.parametrize(
    ("box", "tools"),
    [("bank:make", ("transfer",)), ("Bank", ("x",)), ("", ("x",)), ("b", ("x:y",)), ("b", ("X",)), ("b", ("x", "x"))],
)
def test_no_bundle_gets_into_everybodys_way(office, box, tools):
    """One name that the kernel does not take, and nobody could list, find or add tools any more."""
    words, signing = Words("", ""), Signing(office.home)
    found = tuple(Tool(name=name, title=words, description=words, input={"type": "object"}) for name in tools)
    toolbox = Toolbox(name=box, title=words, description=words, origin="openapi", source="", digest="", tools=found)
    with pytest.raises(UsageError, match="no name of a tool"):
        office.call("tools:import-bundle", content=signing.write(toolbox), trust=signing.fingerprint)
    assert office.call("tools:find", request="rates").output.proposals


@pytest.mark.parametrize("to", ["drafts/../eve", "drafts/..", "drafts\\..\\eve", "drafts/%2e%2E%2feve"])
def test_a_text_that_begins_so_does_not_lead_out_again(office, bank, to):
    office.call("grants:give", actor="owner", capability="bank:*", until_at="2999-01-01", bounds=["to^=drafts/"])
    assert chosen(office, to="drafts/a..b/...c", amount=1).status == 201
    with pytest.raises(NeedsPersonError):
        chosen(office, to=to, amount=1)


def test_what_acts_is_not_repeated_although_its_method_may_be(office, bank):
    office.call("tools:risk", name="bank:latest_rates", risk="act")
    bank.broken, before = 1, len(bank.asked)
    assert office.call("bank:latest_rates").output.status == 503
    assert len(bank.asked) == before + 1
