"""Receipts as traces: what a collector gets, and what becomes of it while there is none."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from otlp_receiver import TAKEN, Received, attributes, receiving
from wainao import Wainao, capability
from wainao.features.telemetry.settings import TelemetrySettings
from wainao.features.telemetry.store import Sent, Stand
from wainao.kernel import DeniedError, UsageError, WainaoError
from wainao.testing import ModelServer
from wainao.types import Actor

SOON_S = 0.02


@capability("tools:echo", en="Echo")
def echo(text: str) -> str:
    return text


@capability("tools:broken", en="Broken")
def broken() -> str:
    raise LookupError("the drawer is empty")


TOOLS = (echo, broken)


@pytest.fixture
def collector() -> Iterator[Received]:
    with receiving() as received:
        yield received


@contextmanager
def house(home: Path, endpoint: str, *, contents: bool = False, **more: Any) -> Iterator[Wainao]:
    """A home that has begun to send."""
    told = {"endpoint": endpoint, "contents": contents, "every_s": SOON_S}
    with Wainao.open(home, capabilities=TOOLS, telemetry=told, **more) as brain:
        until(lambda: Sent(brain.home).stand())
        yield brain


def state(brain: Wainao) -> Stand:
    """How far it is, looked up without a call, whose receipt would be sent, too."""
    stand = Sent(brain.home).stand()
    assert stand is not None
    return stand


def until(true: Callable[[], Any]) -> None:
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def sent(brain: Wainao, collector: Received, receipt: str) -> Span:
    """The span of that receipt, once it has come."""
    until(lambda: receipt in collector.receipts)
    return next(span for span in collector.spans if attributes(span)["wainao.receipt"] == receipt)


def chat(brain: Wainao, text: str = "What is the secret word?") -> str:
    messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": text}]
    return brain.call("models:chat", model="m", messages=messages).receipt


def test_a_request_to_a_model_is_what_the_conventions_say_and_quotes_nobody(tmp_path, collector):
    with ModelServer() as server:
        models = {"base_url": server.url, "model": "m", "usd_per_million_in": 3.0, "usd_per_million_out": 6.0}
        with house(tmp_path, collector.url, models=models) as brain:
            span = sent(brain, collector, receipt := chat(brain))
            shown = brain.receipt(receipt).output
    assert (span.name, span.kind, span.status.code) == ("chat m", Span.SPAN_KIND_CLIENT, Status.STATUS_CODE_UNSET)
    assert span.start_time_unix_nano == shown.started_us * 1000
    assert span.end_time_unix_nano == shown.finished_us * 1000
    assert len(span.trace_id) == 16
    assert span.parent_span_id == b""
    assert attributes(span) == {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai-compatible",
        "gen_ai.request.model": "m",
        "gen_ai.response.model": "scripted-1",
        "gen_ai.usage.input_tokens": shown.usage.input_tokens,
        "gen_ai.usage.output_tokens": shown.usage.output_tokens,
        "user.id": "owner",
        "wainao.receipt": receipt,
        "wainao.capability": "models:chat",
        "wainao.status": "ok",
        "wainao.tenant": "local",
        "wainao.deployment": "default@0",
        "wainao.cost_usd": shown.usage.cost_microusd / 1e6,
        "wainao.verdicts": ["policy: allow", "models:router: served"],
    }
    assert collector.resource["service.name"] == "wainao"
    assert collector.resource["service.instance.id"] == shown.proof.origin
    assert not any(b"secret word" in body or b"Hello" in body for _, body in collector.requests)


def test_calls_that_calls_make_are_one_trace(tmp_path, collector):
    with ModelServer() as server, house(tmp_path, collector.url, models=_models(server)) as brain:
        brain.call("knowledge:upload", name="a.md", content=b"# Leave\n\nFive days of annual leave may be moved.\n")
        outer = sent(brain, collector, brain.ask("How many days of annual leave may be moved?").receipt)
        (inner,) = brain.receipt(attributes(outer)["wainao.receipt"]).output.children
        inner = sent(brain, collector, inner)
    assert (outer.name, inner.name) == ("knowledge:ask", "chat m")
    assert inner.trace_id == outer.trace_id
    assert inner.parent_span_id == outer.span_id != inner.span_id
    assert outer.kind == Span.SPAN_KIND_SERVER
    assert not any(name.startswith("gen_ai.") for name in attributes(outer)), "or it would be counted as a request"


def test_contents_go_along_where_the_operator_says_so_in_the_shape_of_the_conventions(tmp_path, collector):
    with ModelServer() as server, house(tmp_path, collector.url, contents=True, models=_models(server)) as brain:
        told = attributes(sent(brain, collector, chat(brain, "你好")))
        echo = attributes(sent(brain, collector, brain.call("tools:echo", text="x" * 40_000).receipt))
    assert json.loads(told["gen_ai.input.messages"]) == [
        {"role": "system", "parts": [{"type": "text", "content": "Be brief."}]},
        {"role": "user", "parts": [{"type": "text", "content": "你好"}]},
    ]
    (reply,) = json.loads(told["gen_ai.output.messages"])
    assert (reply["role"], reply["parts"][0]["type"], reply["finish_reason"]) == ("assistant", "text", "stop")
    assert len(echo["wainao.input"]) == 32_768
    assert echo["wainao.input"].endswith("… (cut)")


def test_failed_denied_and_erased_calls(tmp_path, collector):
    with house(tmp_path, collector.url) as brain:
        with pytest.raises(WainaoError) as failed:
            brain.call("tools:broken")
        broken = sent(brain, collector, failed.value.receipt or "")
        reader = Actor(id="ann", rights=frozenset({"read"}))
        spec = brain.kernel.spec("receipts:verify")
        with pytest.raises(DeniedError) as denied:
            asyncio.run(brain.kernel.run(spec.name, spec.input(), actor=reader))
        refused = sent(brain, collector, denied.value.receipt or "")
    assert (broken.status.code, broken.status.message) == (Status.STATUS_CODE_ERROR, "")
    assert attributes(broken)["error.type"] == "failed"
    assert attributes(refused)["error.type"] == attributes(refused)["wainao.status"] == "denied"
    assert attributes(refused)["user.id"] == "ann"


def test_what_was_erased_before_it_was_sent_stays_erased(tmp_path):
    with receiving() as away:
        endpoint = away.url
    with house(tmp_path, endpoint, contents=True) as brain:
        echo = brain.call("tools:echo", text="a secret").receipt
        brain.call("receipts:erase", receipt=echo, why="a test")
    with receiving(int(endpoint.rpartition(":")[2])) as collector, house(tmp_path, endpoint, contents=True) as brain:
        brain.call("telemetry:authorize", value="x")  # tried again at once
        told = attributes(sent(brain, collector, echo))
    assert told["wainao.erased"] is True
    assert not any(b"a secret" in body for _, body in collector.requests)


def test_nothing_is_lost_while_the_collector_is_away_nor_over_a_restart(tmp_path):
    with receiving() as away:
        endpoint = away.url
    receipts = []
    for _ in range(2):
        with house(tmp_path, endpoint) as brain:
            receipts += [brain.call("tools:echo", text="a").receipt for _ in range(5)]
            until(lambda brain=brain: state(brain).failures)
            assert "cannot be reached" in state(brain).error
    with receiving(int(endpoint.rpartition(":")[2])) as collector, house(tmp_path, endpoint) as brain:
        brain.call("telemetry:authorize", value="x")
        until(lambda: set(receipts) <= set(collector.receipts))
        until(lambda: state(brain).failures == 0)
        assert state(brain).error is None
    assert len(collector.receipts) == len(set(collector.receipts))
    order = [receipt for receipt in collector.receipts if receipt in receipts]
    assert order == receipts


def test_it_begins_with_what_comes_after_it_was_switched_on(tmp_path, collector):
    with Wainao.open(tmp_path, capabilities=TOOLS) as brain:
        before = brain.call("tools:echo", text="a").receipt
        assert brain.call("telemetry:show").output.endpoint == ""
    with house(tmp_path, collector.url) as brain:
        sent(brain, collector, brain.call("tools:echo", text="a").receipt)
    assert before not in collector.receipts


def test_two_processes_send_each_receipt_once(tmp_path, collector):
    with house(tmp_path, collector.url) as one, house(tmp_path, collector.url) as other:
        receipts = [brain.call("tools:echo", text="a").receipt for brain in (one, other) * 10]
        until(lambda: set(receipts) <= set(collector.receipts))
    assert len(collector.receipts) == len(set(collector.receipts))


def test_a_span_that_the_collector_cannot_take_is_left_behind_and_told(tmp_path, collector):
    def picky(spans: list[Span]) -> Any:
        bad = any(span.name == "tools:broken" for span in spans)
        return (400, {}, b"cannot take that") if bad else TAKEN

    collector.answer = lambda _: (503, {}, b"")
    with house(tmp_path, collector.url) as brain:
        good = [brain.call("tools:echo", text="a").receipt]
        with pytest.raises(WainaoError):
            brain.call("tools:broken")
        good.append(brain.call("tools:echo", text="a").receipt)
        until(lambda: state(brain).failures)
        collector.answer = picky
        brain.call("telemetry:authorize", value="x")
        until(lambda: set(good) <= set(collector.receipts))
        until(lambda: state(brain).refused == 1)
        assert "cannot take that" in (state(brain).error or "cannot take that")
    assert collector.of("tools:broken") == []


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        ((401, {}, b"who are you, Bearer sesame?"), "Set the key"),
        ((404, {}, b""), "Check that"),
        ((400, {}, b"no JSON here"), "tried again"),
        ((503, {"retry-after": "600"}, b""), "tried again"),
        ((307, {"location": "http://169.254.169.254/"}, b""), "Redirects are not followed"),
    ],
)
def test_a_collector_that_refuses_everything_gets_it_later_and_the_reason_is_told(tmp_path, collector, reply, told):
    collector.answer = lambda _: reply
    with house(tmp_path, collector.url) as brain:
        brain.call("telemetry:authorize", value="Bearer sesame")
        until(lambda: state(brain).failures and collector.requests[-1][0].get("authorization") == "Bearer sesame")
        until(lambda: told in (state(brain).error or ""))
        now = brain.call("telemetry:show").output
        assert (now.spans, now.refused_spans, now.headers) == (0, 0, ("authorization",))
        assert now.behind > 0
        assert "sesame" not in now.error
        if reply[0] == 503:
            assert now.again_us > time.time_ns() // 1000 + 500_000_000
    assert collector.spans == []


def test_what_it_took_only_in_part_is_not_sent_again(tmp_path, collector):
    partly = {"partialSuccess": {"rejectedSpans": "1", "errorMessage": "one is too old"}}
    collector.answer = lambda _: (200, {}, json.dumps(partly).encode())
    with house(tmp_path, collector.url) as brain:
        receipt = brain.call("tools:echo", text="a").receipt
        until(lambda: receipt in collector.receipts)
        until(lambda: state(brain).refused)
        assert state(brain).error == "one is too old"
    assert collector.receipts.count(receipt) == 1


def test_the_key_goes_to_the_collector_it_was_given_for_and_shows_nowhere(tmp_path, collector):
    with house(tmp_path, collector.url) as brain:
        given = brain.call("telemetry:authorize", name="X-Api-Key", value="sesame-open")
        assert given.output.headers == ("x-api-key",)
        sent(brain, collector, given.receipt)
        sent(brain, collector, brain.call("tools:echo", text="a").receipt)
        assert collector.requests[-1][0]["x-api-key"] == "sesame-open"
        assert "sesame" not in repr(brain.receipt(given.receipt).output)
        brain.call("telemetry:authorize", name="x-api-key")
        sent(brain, collector, brain.call("tools:echo", text="a").receipt)
        assert "x-api-key" not in collector.requests[-1][0]
        brain.call("telemetry:authorize", name="x-api-key", value="sesame-open")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(b"sesame-open" in path.read_bytes() for path in files)
    with receiving() as other, house(tmp_path, other.url) as brain:
        sent(brain, other, brain.call("tools:echo", text="a").receipt)
        assert all("x-api-key" not in headers for headers, _ in other.requests)


@pytest.mark.parametrize("name", ["host", "Content-Length", "a b", "x\r\ny", ""])
def test_a_header_that_is_none_is_refused(tmp_path, collector, name):
    with house(tmp_path, collector.url) as brain, pytest.raises(UsageError):
        brain.call("telemetry:authorize", name=name, value="v")


def test_a_value_cannot_bring_a_header_of_its_own(tmp_path, collector):
    with house(tmp_path, collector.url) as brain, pytest.raises(UsageError, match="Copy it again"):
        brain.call("telemetry:authorize", value="v\r\nhost: evil")


def test_without_an_endpoint_nothing_is_there_to_be_authorized(tmp_path):
    with Wainao.open(tmp_path) as brain, pytest.raises(UsageError, match="no collector"):
        brain.call("telemetry:authorize", value="v")


def test_other_tenants_do_not_see_it(tmp_path):
    far = Actor(id="far@elsewhere", tenant="elsewhere", rights=frozenset({"read", "write", "act", "admin"}))
    with Wainao.open(tmp_path) as brain:
        for name in ("telemetry:show", "telemetry:authorize"):
            spec = brain.kernel.spec(name)
            with pytest.raises(DeniedError, match="owner of this installation"):
                asyncio.run(brain.kernel.run(name, spec.input(), actor=far))


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("http://127.0.0.1:4318", "http://127.0.0.1:4318/v1/traces"),
        ("http://127.0.0.1:4318/", "http://127.0.0.1:4318/v1/traces"),
        ("https://x.example/api/public/otel", "https://x.example/api/public/otel/v1/traces"),
        ("https://x.example/v1/traces", "https://x.example/v1/traces"),
    ],
)
def test_the_endpoint_may_be_given_with_its_path_or_without(given, url):
    assert TelemetrySettings(endpoint=given).url == url


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "127.0.0.1:4318"},
        {"endpoint": "http://user:password@x.example"},
        {"endpoint": "http://x.example/?key=1"},
        {"contents": True},
        {"every_s": 0.0},
    ],
)
def test_settings_that_cannot_be(wrong):
    with pytest.raises(ValueError, match=r"endpoint|every_s"):
        TelemetrySettings(**wrong)


def _models(server: ModelServer) -> dict[str, str]:
    return {"base_url": server.url, "model": "m"}
