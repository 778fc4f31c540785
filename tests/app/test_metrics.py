"""`GET /metrics`: right in the eyes of Prometheus's own parser, and for those alone who may see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families as parsed

from wainao import Wainao
from wainao.app.exposition import Family, Sample, histogram, render
from wainao.app.http.metrics import SCOPE
from wainao.app.live import Live
from wainao.app.metrics import Metrics
from wainao.store.home import Home
from wainao.store.measure import Measure
from wainao.testing import ModelServer, running
from wainao.types import owner

As = Callable[..., httpx.Client]


@pytest.fixture
def as_(brain: Wainao, server_url: str) -> Iterator[As]:
    """A client with a key: `as_("ann", rights=["admin"], capabilities=["metrics:read"])`."""
    clients: list[httpx.Client] = []

    def client(name: str, *, capabilities: list[str] | None = None, **actor: object) -> httpx.Client:
        brain.call("actors:add", id=name, **actor)
        key = brain.call("keys:add", actor=name, capabilities=capabilities).output.key
        clients.append(httpx.Client(base_url=server_url, headers={"authorization": f"Bearer {key}"}))
        return clients[-1]

    yield client
    for one in clients:
        one.close()


def page(client: httpx.Client) -> dict[str, Metric]:
    answer = client.get("/metrics")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    families = list(parsed(answer.text))
    assert len(families) == len({family.name for family in families})
    return {family.name: family for family in families}


def total(family: Metric, name: str = "", **labels: str) -> float:
    return sum(
        sample.value
        for sample in family.samples
        if labels.items() <= sample.labels.items() and sample.name == (name or sample.name)
    )


def test_it_tells_what_the_ledger_holds(brain, server_url):
    with httpx.Client(base_url=server_url) as mine:
        for text in ("a", "b", "c"):
            mine.post("/api/tools/echo", json={"text": text})
        mine.post("/api/tools/broken", json={})
        told = page(mine)
    calls = {sample.labels["status"]: sample.value for sample in told["wainao_calls"].samples}
    assert total(told["wainao_calls"], capability="tools:echo", status="ok") == 3
    assert total(told["wainao_calls"], capability="tools:broken", status="failed") == 1
    assert set(calls) == {"ok", "failed"}
    took = told["wainao_call_duration_seconds"]
    assert (took.type, told["wainao_calls"].type, told["wainao_processes"].type) == ("histogram", "counter", "gauge")
    count = total(took, "wainao_call_duration_seconds_count", capability="tools:echo")
    assert count == total(took, "wainao_call_duration_seconds_bucket", capability="tools:echo", le="+Inf") == 3
    report = brain.call("usage:report", by=["capability"]).output
    assert total(told["wainao_calls"]) == report.total.calls
    assert total(told["wainao_build_info"]) == total(told["wainao_processes"]) == 1
    assert total(told["process_resident_memory_bytes"]) > 10_000_000


def test_requests_to_models_go_by_the_names_of_opentelemetry_and_count_tokens_and_cost(tmp_path):
    settings = {"base_url": "", "model": "m", "usd_per_million_in": 3.0, "usd_per_million_out": 6.0}
    with (
        ModelServer() as server,
        Wainao.open(tmp_path, models={**settings, "base_url": server.url}) as brain,
        running(brain) as url,
        httpx.Client(base_url=url) as mine,
    ):
        for _ in range(2):
            asked = {"model": "m", "messages": [{"role": "user", "content": "Hello"}]}
            assert mine.post("/v1/chat/completions", json=asked).status_code == 200
        told = page(mine)
        used = brain.call("usage:report", by=["capability"]).output.total
    labels = {"gen_ai_operation_name": "chat", "gen_ai_request_model": "m"}
    assert total(told["gen_ai_server_request_duration_seconds"], le="+Inf", **labels) == 2
    assert total(told["wainao_tokens"], token_type="input", deployment="default", route="m") == used.input_tokens > 0
    assert total(told["wainao_tokens"], token_type="output") == used.output_tokens > 0
    assert total(told["wainao_cost_usd"]) == pytest.approx(used.cost_microusd / 1e6)
    assert total(told["wainao_deployment_left_alone"], deployment="default") == 0


def test_what_is_under_way_and_what_waits_is_told(brain, server_url):
    brain.call("teams:add", id="sales")
    brain.call("budgets:set", team="sales", period="day", calls=10)
    brain.call("budgets:set", actor="owner", period="day", calls=10)
    with httpx.Client(base_url=server_url) as mine:
        told = page(mine)
    (budget,) = told["wainao_budget_used_ratio"].samples
    assert budget.labels == {"subject": "team:sales", "period": "day"}


def test_who_may_read_it(as_, server_url):
    everything = ["read", "write", "act", "admin"]
    assert as_("ann", rights=["read", "write", "act"]).get("/metrics").status_code == 403
    chatting = as_("bob", rights=everything, capabilities=["models:chat"]).get("/metrics")
    assert (chatting.status_code, chatting.json()["error"]["code"]) == (403, "denied")
    assert SCOPE in chatting.json()["error"]["message"]
    assert as_("eve", rights=everything, capabilities=[SCOPE]).get("/metrics").status_code == 200
    assert as_("tim", rights=everything).get("/metrics").status_code == 200
    stranger = {"authorization": "Bearer wk_unknown"}
    assert httpx.get(f"{server_url}/metrics", headers=stranger).status_code == 401
    assert httpx.get(f"{server_url}/metrics", headers={"x-forwarded-for": "10.0.0.1"}).status_code == 401
    assert httpx.get(f"{server_url}/metrics", headers={"origin": "https://evil.example"}).status_code == 401
    assert httpx.post(f"{server_url}/metrics").status_code == 405


def test_a_key_for_metrics_opens_nothing_else(as_):
    scraper = as_("prom", rights=["read", "write", "act", "admin"], capabilities=[SCOPE])
    assert scraper.post("/api/usage/report", json={}).status_code == 403
    assert scraper.post("/api/keys/add", json={"actor": "prom"}).status_code == 403


def test_an_administrator_of_another_tenant_sees_the_sums_of_that_tenant_and_nothing_of_the_machine(as_, server_url):
    far = as_("far@elsewhere", rights=["read", "write", "act", "admin"], tenant="elsewhere")
    far.post("/api/tools/echo", json={"text": "a"})
    told = page(far)
    assert {sample.labels["tenant"] for sample in told["wainao_calls"].samples} == {"elsewhere"}
    assert total(told["wainao_calls"]) == total(told["wainao_call_duration_seconds"], le="+Inf") == 1
    assert set(told) == {"wainao_calls", "wainao_requests", "wainao_call_duration_seconds"}
    with httpx.Client(base_url=server_url) as mine:
        tenants = {sample.labels["tenant"] for sample in page(mine)["wainao_calls"].samples}
    assert tenants == {"elsewhere", "local"}


def test_a_look_leaves_no_receipt(brain, server_url):
    before = brain.call("receipts:checkpoint").output.size
    for _ in range(3):
        assert httpx.get(f"{server_url}/metrics").status_code == 200
    assert brain.call("receipts:checkpoint").output.size == before + 1


def test_nobody_who_calls_is_named(as_, server_url):
    ann = as_("ann.miller", rights=["read"])
    ann.post("/api/tools/echo", json={"text": "a"})
    text = httpx.get(f"{server_url}/metrics").text
    assert "ann.miller" not in text
    assert "wk_" not in text


def test_processes_are_added_up_while_they_live(tmp_path):
    def alive(home: Home, number: int) -> Live:
        return Live(home, [lambda: [Measure(name="n", help="-", labels={"d": "far"}, value=number)]])

    here, there = Home(tmp_path), Home(tmp_path)
    one, other = alive(here, 2), alive(there, 3)
    assert [measure.value for measure in one.total()] == [2]
    other.write()
    assert [(measure.value, measure.labels) for measure in one.total()] == [(5, {"d": "far"})]
    there.close()  # it ends without taking its file along, as one that is killed does
    assert [measure.value for measure in one.total()] == [2]
    assert list((tmp_path / "live").iterdir()) == []
    here.close()


def test_any_process_tells_the_same_and_so_does_the_next_one(tmp_path):
    def counters(brain: Wainao) -> dict[tuple[str, str], float]:
        families = [one for one in parsed(Metrics(brain).page(owner())) if one.name.startswith("wainao_ca")]
        return {(one.name, str(one.labels)): one.value for family in families for one in family.samples}

    with Wainao.open(tmp_path) as one, Wainao.open(tmp_path) as other:
        for brain in (one, other, one):
            brain.call("budgets:list")
        told = counters(one)
        assert told == counters(other)
        assert 3 in told.values()
    with Wainao.open(tmp_path) as later:
        later.call("budgets:list")
        again = counters(later)
    assert told.keys() <= again.keys()
    assert all(again[name] >= value for name, value in told.items())


TEXTS = st.text(st.sampled_from('ab"\\\n\r\x00\x85\u2028{},= 中é'), min_size=1, max_size=9)
LABELS = st.dictionaries(st.sampled_from(["a", "b", "route"]), TEXTS, min_size=1)


@given(st.lists(LABELS, min_size=1, max_size=4), st.floats(allow_nan=False, allow_infinity=False))
def test_whatever_a_label_holds_stays_one_label(labels, value):
    samples = [Sample(labels=one, value=value) for one in labels]
    text = render([Family(name="x", kind="gauge", help='Says "so" \\ and\nmore.', samples=samples)])
    assert len(text.splitlines()) == len(labels) + 2
    (family,) = parsed(text)
    assert [sample.labels.keys() for sample in family.samples] == [one.keys() for one in labels]
    assert {sample.value for sample in family.samples} == {value}
    for sample, one in zip(family.samples, labels, strict=True):
        assert all(told == one[name] or "�" in told for name, told in sample.labels.items())


def test_a_hostile_name_ends_no_line():
    name = 'a"} 1\nwainao_calls_total{tenant="x"} 99\\'
    (family,) = parsed(
        render([Family(name="x", kind="gauge", help="-", samples=[Sample(labels={"r": name}, value=1)])])
    )
    assert [(sample.labels, sample.value) for sample in family.samples] == [({"r": name}, 1.0)]


def test_a_histogram_is_cumulative():
    samples = histogram({"a": "b"}, bounds=[0.1, 1.0], counts=[2, 0, 1], total=3.5)
    text = render([Family(name="t_seconds", kind="histogram", help="-", samples=samples)])
    (family,) = parsed(text)
    assert [(one.name, one.labels.get("le"), one.value) for one in family.samples] == [
        ("t_seconds_bucket", "0.1", 2),
        ("t_seconds_bucket", "1", 2),
        ("t_seconds_bucket", "+Inf", 3),
        ("t_seconds_sum", None, 3.5),
        ("t_seconds_count", None, 3),
    ]
