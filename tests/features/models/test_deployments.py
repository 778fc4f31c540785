"""Deployments and routes: what stands, since when, in which process; who may change it; what nobody sees again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from models_house import KEY, House, opened_house

from wainao import Wainao
from wainao.app.wire import read_input
from wainao.kernel import ConflictError, DeniedError, NotFoundError, SettingsError, UsageError
from wainao.store.vault import KEY_FILE
from wainao.testing import ModelServer
from wainao.testing.model_server import Received, Reply, reply_json, says
from wainao.types import ALL_RIGHTS, Actor


@pytest.fixture
def house(wainao_home: Path) -> Iterator[House]:
    with opened_house(wainao_home) as opened:
        yield opened


def said(house: House, model: str = "") -> str:
    return house.chat(model).output.text


def test_a_deployment_can_be_used_by_its_name_at_once(house):
    house.serve("a")
    assert "models:chat" in house.brain.kernel
    assert (said(house, "a"), said(house)) == ("a says hello.",) * 2
    request = house.servers["a"].received[0]
    assert (request.body["model"], request.headers.get("authorization")) == ("model-of-a", None)


def test_what_one_process_adds_changes_drains_and_removes_holds_in_another(house, wainao_home):
    with Wainao.open(wainao_home) as other, ModelServer(["from b"]) as b:
        assert "models:chat" not in other.kernel
        house.serve("a")
        assert other.call("models:chat", messages=[{"role": "user", "content": "?"}]).output.text == "a says hello."
        other.call("deployments:add", name="a", model="m", base_url=b.url)
        assert said(house) == "from b"
        other.call("deployments:drain", name="a")
        with pytest.raises(NotFoundError, match="drained"):
            said(house, "a")
        other.call("deployments:resume", name="a")
        assert said(house) == "from b"
        other.call("deployments:remove", name="a")
        assert "models:chat" not in house.brain.kernel


def test_every_change_is_a_version_with_its_receipt_and_one_call_goes_back(house):
    house.serve("a")
    house.add("a", "http://127.0.0.1:9/v1", timeout_s=5.0)
    back = house.brain.call("deployments:rollback", name="a")
    assert back.output.version == 3
    assert said(house) == "a says hello."
    shown = house.brain.call("deployments:show", name="a").output
    assert [(one.version, one.did) for one in shown.versions] == [(3, "back to 1"), (2, "changed"), (1, "added")]
    assert shown.versions[0].receipt == back.receipt
    assert (shown.version, shown.deployment.timeout_s, shown.routes) == (3, 120.0, ("a",))
    assert house.chat("a").receipt
    assert house.brain.receipt(house.chat("a").receipt).output.versions["deployment"] == "a@3"


@pytest.mark.parametrize("version", [None, 7, 1])
def test_there_must_be_a_version_to_go_back_to(house, version):
    house.serve("a")
    with pytest.raises(NotFoundError, match="no version"):
        house.brain.call("deployments:rollback", name="a", version=version)


def test_a_drained_deployment_ends_what_is_under_way(house):
    house.serve("a", [says("a long reply " * 5, pause_s=0.02)])

    async def drain_in_the_middle() -> tuple[str, int]:
        async with house.brain.stream("models:chat", messages=[{"role": "user", "content": "?"}]) as stream:
            first = (await anext(aiter(stream))).text
            changed = (await house.brain.run("deployments:drain", name="a")).output
            return first + "".join([item.text async for item in stream]), changed.in_flight

    assert house.brain._loop.run(drain_in_the_middle()) == ("a long reply " * 5, 1)
    assert house.brain.call("deployments:list").output.deployments[0].state == "draining"


def test_a_route_is_a_name_for_deployments_and_is_versioned_too(house):
    house.serve("a")
    house.serve("b")
    house.route("chat", "a", "b")
    assert said(house, "chat") == "a says hello."
    house.route("chat", "b", "a")
    assert said(house, "chat") == "b says hello."
    assert house.brain.call("routes:rollback", name="chat").output.version == 3
    assert said(house, "chat") == "a says hello."
    house.brain.call("routes:remove", name="chat")
    with pytest.raises(NotFoundError, match="'a', 'b'"):
        said(house, "chat")


def test_the_route_called_default_answers_those_who_name_none(house):
    house.serve("a")
    house.serve("b")
    assert said(house) == "a says hello."
    house.route("default", "b")
    assert said(house) == "b says hello."
    assert house.brain.call("models:list").output.models == ("a", "b", "default")
    assert house.brain.model_name == "default"


def test_a_tag_leads_to_all_that_have_it_also_later_ones(house):
    house.serve("a", tags=["eu"])
    house.route("chat", {"tag": "eu"})
    assert {said(house, "chat") for _ in range(20)} == {"a says hello."}
    house.serve("b", tags=["eu"])
    assert {said(house, "chat") for _ in range(40)} == {"a says hello.", "b says hello."}


def test_kinds_of_work_go_where_they_are_done(house):
    house.serve("words")
    house.serve("vectors", serves=["embed"])
    made = house.brain.call("models:embed", texts=["one"])
    assert len(made.output.vectors) == 1
    assert house.brain.receipt(made.receipt).output.versions["deployment"] == "vectors@1"
    with pytest.raises(NotFoundError, match="does 'embed'"):
        house.brain.call("models:embed", texts=["one"], model="words")


@pytest.mark.parametrize(
    ("name", "fields", "error", "told"),
    [
        ("deployments:add", {"name": "a b", "model": "m", "base_url": "http://h/v1"}, UsageError, "'a b'"),
        ("deployments:add", {"name": "a", "model": "", "base_url": "http://h/v1"}, UsageError, "no model"),
        ("deployments:add", {"name": "a", "model": "m"}, UsageError, "base_url"),
        ("deployments:add", {"name": "a", "model": "m", "provider": "deepsek"}, UsageError, "deepseek"),
        ("deployments:add", {"name": "a", "model": "m", "base_url": "http://u:p@h/v1"}, UsageError, "password"),
        ("deployments:add", {"name": "a", "model": "m", "base_url": "h:1"}, UsageError, "an address such as"),
        (
            "deployments:add",
            {"name": "a", "model": "m", "base_url": "http://h/v1", "api_key": f"{KEY}\n"},
            UsageError,
            "Copy it again",
        ),
        (
            "deployments:add",
            {"name": "a", "model": "m", "base_url": "http://h/v1", "concurrency": 0},
            UsageError,
            "concurrency = 0",
        ),
        ("deployments:remove", {"name": "nobody"}, NotFoundError, "'nobody'"),
        ("deployments:check", {"name": "nobody"}, NotFoundError, "'nobody'"),
        ("deployments:drain", {"name": "nobody"}, NotFoundError, "'nobody'"),
        ("deployments:remove", {"name": "here"}, ConflictError, "'chat'"),
        ("routes:set", {"name": "r", "targets": [{"deployment": "hre"}]}, NotFoundError, "Did you mean 'here'"),
        ("routes:set", {"name": "r"}, UsageError, "targets or a cascade"),
        ("routes:set", {"name": "wainao", "targets": [{"deployment": "here"}]}, UsageError, "knowledge base"),
        ("routes:set", {"name": "r", "targets": [{}]}, UsageError, "exactly one"),
        ("routes:set", {"name": "r", "targets": [{"tag": "t", "weight": 0}]}, UsageError, "weight"),
        ("routes:set", {"name": "r", "cascade": {"near": "here", "far": "her"}}, NotFoundError, "'her'"),
        ("routes:set", {"name": "r", "cascade": {"near": "here", "far": "here"}}, UsageError, "two routes"),
        ("routes:remove", {"name": "nobody"}, NotFoundError, "'nobody'"),
        ("routes:explain", {"route": "nobody"}, NotFoundError, "'nobody'"),
    ],
)
def test_what_makes_no_sense_is_refused_and_shows_no_key(house, name, fields, error, told):
    house.add("here", "http://127.0.0.1:9/v1")
    house.route("chat", "here")
    with pytest.raises(error, match=told) as refused:
        house.brain.call(name, **fields)
    assert KEY not in str(refused.value)


def test_only_administrators_and_only_the_owners_own_may_look_or_change(house):
    house.add("a", "http://127.0.0.1:9/v1")
    kernel = house.brain.kernel
    tenants = Actor(id="boss", tenant="other", rights=ALL_RIGHTS)
    for name in ("deployments:show", "deployments:check", "deployments:drain", "deployments:remove"):
        for actor in (tenants, Actor(id="ann", rights=frozenset({"read", "write", "act"}))):
            with pytest.raises(DeniedError):
                asyncio.run(kernel.run(name, read_input(kernel.spec(name), {"name": "a"}), actor=actor))
    assert house.brain.call("deployments:list").output.deployments[0].state == "on"


def test_the_endpoint_of_the_settings_is_a_deployment_that_only_they_change(wainao_home):
    with (
        ModelServer(["from the settings"]) as server,
        opened_house(wainao_home, models={"base_url": server.url, "model": "m-1", "api_key": KEY}) as house,
    ):
        row = house.brain.call("deployments:list").output.deployments[0]
        assert (row.name, row.version, row.has_key, row.here) == ("default", 0, True, True)
        with pytest.raises(ConflictError, match="settings"):
            house.brain.call("deployments:add", name="default", model="m", base_url=server.url)
        with pytest.raises(ConflictError, match="settings"):
            house.brain.call("deployments:drain", name="default")
        house.serve("a")
        assert (said(house), said(house, "m-1"), said(house, "a")) == ("from the settings",) * 2 + ("a says hello.",)


# Keys.


def authorization(request: Received) -> str:
    return request.headers.get("authorization", "")


def test_a_key_is_kept_by_changes_and_forgotten_with_its_deployment(house):
    server = house.serve("a", api_key=KEY)
    house.add("a", server.url, timeout_s=5.0)
    said(house)
    assert authorization(server.received[-1]) == f"Bearer {KEY}"
    house.brain.call("deployments:remove", name="a")
    house.add("a", server.url)
    assert house.brain.call("deployments:list").output.deployments[0].has_key is False
    house.brain.call("deployments:rollback", name="a", version=1)
    said(house)
    assert authorization(server.received[-1]) == "", "what was forgotten does not come back"


def test_a_key_goes_only_where_it_was_given_for(house):
    server = house.serve("a", api_key=KEY)
    with ModelServer() as thief:
        with pytest.raises(UsageError, match="Give the key again"):
            house.add("a", thief.url)
        house.add("a", thief.url, api_key="sk-another-0123456789")
        said(house)
        assert authorization(thief.received[0]) == "Bearer sk-another-0123456789"
    assert server.received == []


def test_a_key_that_cannot_be_opened_keeps_nobody_from_the_others(house, wainao_home):
    house.serve("locked", api_key=KEY)
    house.serve("open")
    house.route("chat", "locked", "open")
    (wainao_home / "keys" / KEY_FILE).unlink()
    with Wainao.open(wainao_home) as other:
        answer = other.call("models:chat", model="chat", messages=[{"role": "user", "content": "?"}])
        assert answer.output.text == "open says hello."
        with pytest.raises(SettingsError, match="cannot be opened"):
            other.call("models:chat", model="locked", messages=[{"role": "user", "content": "?"}])


# Looking after them.


METRICS = b"""# HELP vllm:num_requests_running Number of requests in model execution batches.
vllm:num_requests_running{engine="0",model_name="m"} 3.0
vllm:num_requests_running{engine="1",model_name="m"} 2.0
vllm:num_requests_waiting{engine="0",model_name="m"} 7.0
vllm:kv_cache_usage_perc{engine="0"} 0.25
vllm:kv_cache_usage_perc{engine="1"} 0.75
vllm:broken nan
"""


def test_a_server_of_the_firms_own_says_how_it_is(house):
    pages = {"health": lambda _: Reply(), "metrics": lambda _: Reply(pieces=(METRICS,))}
    with ModelServer(others=pages, models=["qwen3", "other"]) as server:
        root = server.url.removesuffix("/v1")
        urls = {"health_url": f"{root}/health", "metrics_url": f"{root}/metrics"}
        house.brain.call("deployments:add", name="a", model="qwen3", base_url=server.url, **urls)
        checked = house.brain.call("deployments:check", name="a").output
        assert (checked.reached, checked.well, checked.has_model) == (True, True, True)
        assert checked.offers == ("qwen3", "other")
        assert (checked.load.running, checked.load.waiting, checked.load.cache_used) == (5, 7, 0.75)
    checked = house.brain.call("deployments:check", name="a").output
    assert (checked.reached, checked.well, checked.load) == (False, False, None)
    assert "cannot be reached" in checked.error


def test_warming_up_asks_for_one_word_on_the_record(house):
    server = house.serve("a")
    warmed = house.brain.call("deployments:warm", name="a")
    assert (warmed.output.error, server.received[0].body["max_tokens"]) == ("", 1)
    assert house.verdicts(warmed.receipt) == [("served", "a@1")]
    house.serve("sick", [reply_json({"error": "model is loading"})])
    assert "model is loading" in house.brain.call("deployments:warm", name="sick").output.error


def test_explaining_a_route_says_who_gets_which_share_and_why_not(house):
    house.add("near", "http://127.0.0.1:9/v1", context_tokens=1_000)
    house.add("far", "http://192.0.2.1/v1", takes=["image"])
    house.add("cheap", "http://192.0.2.2/v1")
    house.route(
        "chat",
        {"deployment": "near"},
        {"deployment": "far", "order": 1},
        {"deployment": "cheap", "order": 1, "weight": 3},
    )

    def shares(**asked) -> dict[str, float]:
        explained = house.brain.call("routes:explain", route="chat", **asked).output
        return {row.deployment: round(row.share, 1) for row in explained.options if row.share}

    assert shares() == {"near": 1.0}
    assert shares(tokens=5_000) in ({"far": 0.2, "cheap": 0.8}, {"far": 0.3, "cheap": 0.7}, {"far": 0.2, "cheap": 0.7})
    assert shares(tokens=5_000, takes=["tools"]) == {"cheap": 1.0}
    assert shares(stay=True) == {"near": 1.0}
    explained = house.brain.call("routes:explain", route="chat", tokens=5_000, stay=True).output
    assert "looks about 5000 tokens long" in explained.refused
