"""Several people on one server: each sees and may do what is theirs, and nothing tells their keys."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Iterator

import httpx
import pytest

from wainao import Wainao

QUESTION = "Can annual leave be carried over to the next year?"
DOCUMENT = ("leave.md", b"# Leave\n\nAnnual leave of up to five days can be carried over to the next year.\n")

As = Callable[..., httpx.Client]


@pytest.fixture
def as_(brain: Wainao, server_url: str) -> Iterator[As]:
    """A client with a key: `as_("ann", rights=["read"])`."""
    clients: list[httpx.Client] = []

    def client(name: str, **actor: object) -> httpx.Client:
        tenant = brain.call("actors:add", id=name, **actor).output.tenant
        key = asyncio.run(brain.actors.keys.add(name, tenant=tenant))
        clients.append(httpx.Client(base_url=server_url, headers={"authorization": f"Bearer {key}"}))
        return clients[-1]

    yield client
    for one in clients:
        one.close()


def status(client: httpx.Client, name: str, /, **fields: object) -> int:
    return client.post(f"/api/{name.replace(':', '/')}", json=fields).status_code


def test_a_key_says_who_calls_and_what_they_may_do(as_):
    ann = as_("ann", rights=["read"])
    assert ann.post("/api/tools/whoami", json={}).json()["result"] == "ann"
    assert status(ann, "tools:whoami") == 200
    assert status(ann, "knowledge:upload", name="a.md", content="YQ==") == 403
    assert status(ann, "knowledge:add", paths=["/etc/passwd"]) == 403
    assert status(ann, "actors:add", id="eve", rights=["admin"]) == 403
    assert status(ann, "keys:add", actor="ann") == 403
    assert status(ann, "receipts:erase", receipt="x", why="y") == 403
    assert status(ann, "corrections:propose", question="a?", answer="b") == 403


def test_paths_of_the_server_are_the_owners_alone(as_, tmp_path):
    (tmp_path / "a.md").write_text("secret plans")
    writer = as_("writer", rights=["read", "write"])
    assert status(writer, "knowledge:add", paths=[str(tmp_path)]) == 403
    administrator = as_("administrator@elsewhere", rights=["read", "write", "act", "admin"], tenant="elsewhere")
    assert status(administrator, "knowledge:add", paths=[str(tmp_path)]) == 403


def test_a_revoked_or_wrong_key_opens_nothing(as_, brain):
    ann = as_("ann")
    key = ann.headers["authorization"].removeprefix("Bearer ")
    assert status(ann, "tools:whoami") == 200
    ann.headers["authorization"] = f"Bearer {key[:-1]}{'a' if key[-1] != 'a' else 'b'}"
    assert status(ann, "tools:whoami") == 401
    ann.headers["authorization"] = f"Bearer {key}"
    brain.call("keys:revoke", prefix=key[:11])
    assert status(ann, "tools:whoami") == 401


def test_nobody_sees_the_calls_of_others(as_, brain):
    ann, bob = as_("ann", rights=["read", "write"]), as_("bob", rights=["read", "write"])
    of_owner = brain.call("tools:whoami").receipt
    of_ann = ann.post("/api/tools/whoami", json={}).json()["receipt"]
    assert status(ann, "receipts:show", receipt=of_ann) == 200
    for receipt in (of_owner, of_ann):
        for name in ("receipts:show", "receipts:prove"):
            assert status(bob, name, receipt=receipt) == 404
        assert status(bob, "corrections:propose", receipt=receipt, answer="mine") == 404
    listed = bob.post("/api/receipts/list", json={"actor": "ann"}).json()["receipts"]
    assert {one["actor"] for one in listed} <= {"bob"}
    exported = bob.post("/api/receipts/export", json={}, headers={"accept": "text/event-stream"}).text
    items = [line.removeprefix("data: ") for line in exported.splitlines() if line.startswith('data: {"header"')]
    assert {json.loads(json.loads(item)["header"])["actor"] for item in items} == {"bob"}


def test_a_tenant_is_a_world_of_its_own(as_, brain):
    here = as_("here", rights=["read", "write"])
    there = as_("there@elsewhere", rights=["read", "write", "admin"], tenant="elsewhere")
    name, content = DOCUMENT
    added = here.post("/api/knowledge/upload", data={"name": name}, files={"content": content}).json()
    corrected = brain.call("corrections:propose", question=QUESTION, answer="Yes.", scope="everyone").output.correction
    assert there.post("/api/knowledge/search", json={"question": QUESTION}).json()["passages"] == []
    assert there.post("/api/knowledge/documents", json={}).json()["documents"] == []
    assert status(there, "knowledge:page", document=added["document"], version=added["version"], page=None) == 404
    assert status(there, "knowledge:remove", document=added["document"]) == 404
    assert there.post("/api/corrections/list", json={}).json()["corrections"] == []
    assert status(there, "corrections:history", correction=corrected) == 404
    assert status(there, "corrections:revoke", correction=corrected) == 404
    assert there.post("/api/corrections/match", json={"question": QUESTION}).json()["outcome"] == "silent"
    assert [one["id"] for one in there.post("/api/actors/list", json={}).json()["actors"]] == ["there@elsewhere"]


def test_a_knowledge_base_that_is_not_yours_is_not_there(as_, brain):
    name, content = DOCUMENT
    added = brain.call("knowledge:upload", name=name, content=content, base="board").output
    ann = as_("ann", rights=["read"], bases=["main"])
    asked = {"question": QUESTION}
    assert ann.post("/api/knowledge/search", json=asked).json()["passages"] == []
    reply = ann.post("/api/knowledge/search", json={**asked, "bases": ["board"]})
    assert reply.status_code in (403, 404) or reply.json()["passages"] == []
    assert status(ann, "knowledge:page", document=added.document, version=added.version, page=None) == 404


def test_an_act_waits_for_a_person(as_, brain):
    ann = as_("ann", rights=["read", "act"])
    waiting = ann.post("/api/tools/launch", json={})
    told = waiting.json()["error"]
    assert (waiting.status_code, told["code"]) == (202, "needs_person")
    approved = {"wainao-approval": told["approval"]}
    assert ann.post("/api/tools/launch", json={}, headers=approved).status_code == 403
    brain.call("approvals:decide", approval=told["approval"], approve=True)
    assert ann.post("/api/tools/launch", json={}, headers=approved).json()["result"] == "gone"
    assert ann.post("/api/tools/launch", json={}, headers=approved).status_code == 403


def test_a_budget_that_is_used_up_is_told(as_, brain):
    ann = as_("ann")
    brain.call("budgets:set", actor="ann", period="day", calls=2)
    assert [status(ann, "tools:whoami") for _ in range(3)] == [200, 200, 429]
    chat = {"model": "wainao", "messages": [{"role": "user", "content": "a"}]}
    reply = ann.post("/v1/chat/completions", json=chat)
    assert (reply.status_code, reply.json()["error"]["type"]) == (429, "insufficient_quota")


def test_a_rate_that_is_used_up_says_when_to_come_back(as_, brain):
    ann = as_("ann")
    brain.call("limits:set", actor="ann", calls_per_minute=2)
    replies = [ann.post("/api/tools/whoami", json={}) for _ in range(3)]
    assert [reply.status_code for reply in replies] == [200, 200, 429]
    told = replies[-1].json()["error"]
    assert (told["code"], told["limit"]) == ("rate", "actor:ann, 2 calls per minute")
    assert 0 < told["retry_after_s"] <= int(replies[-1].headers["retry-after"]) <= 62


def test_a_key_that_is_bound_reaches_no_more_than_that(as_, brain, server_url):
    as_("ann", rights=["read", "write"])
    key = brain.call("keys:add", actor="ann", capabilities=["tools:whoami"]).output.key
    with httpx.Client(base_url=server_url, headers={"authorization": f"Bearer {key}"}) as ann:
        assert status(ann, "tools:whoami") == 200
        assert status(ann, "knowledge:search", question="leave") == 403
        assert status(ann, "keys:list") == 403


def test_keys_are_in_no_receipt_and_no_log(as_, brain, caplog):
    caplog.set_level(logging.DEBUG)
    ann = as_("ann")
    key = ann.headers["authorization"].removeprefix("Bearer ")
    status(ann, "tools:whoami")
    status(ann, "tools:broken")
    ann.post("/api/tools/whoami", content=b"{", headers={"content-type": "application/json"})
    kept = "".join(
        str(brain.call("receipts:show", receipt=one.id)) for one in brain.call("receipts:list").output.receipts
    )
    assert key not in kept
    assert key not in caplog.text


def test_looking_at_a_page_copies_no_document_into_the_ledger(as_, brain):
    ann = as_("ann", rights=["read", "write"])
    added = ann.post("/api/knowledge/upload", files={"content": DOCUMENT}).json()
    page = ann.post("/api/knowledge/page", json={"document": added["document"]}).json()
    assert "Annual leave" in json.dumps(page["lines"])
    kept = brain.receipt(page["receipt"]).output
    assert (kept.output["document"], kept.output["version"]) == (added["document"], added["version"])
    assert "Annual leave" not in str(kept.output)
