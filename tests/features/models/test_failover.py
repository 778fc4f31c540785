"""Everything that an upstream can do wrong, through the real server: what the client sees, what it costs, what is on
record; and that a healthy deployment takes over as long as nobody has seen a word."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import httpx
import openai
import pytest
from models_house import House, opened_house

from fault_server import FaultServer, Play, Wire, playing
from wainao.testing import running
from wainao.testing.model_server import closed_port, delta, events, usage

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
VERSION = re.compile(r"@\d+")
PRICES = {"usd_per_million_in": 1.0, "usd_per_million_out": 10.0}


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def whole(status: str, body: bytes = b"", kind: str = "application/json", **headers: str) -> bytes:
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\n{more}\r\n".encode() + body


def sends(*parts: bytes, end: Callable[[Wire], None] = Wire.close) -> Play:
    """Answers each connection's first request with these bytes."""

    def play(wire: Wire) -> None:
        wire.request()
        for part in parts:
            wire.send(part)
        end(wire)

    return play


def answers(reply: bytes) -> Play:
    """Answers every request with these bytes."""

    def play(wire: Wire) -> None:
        while True:
            wire.answer(reply)

    return play


def silence(wire: Wire) -> None:
    wire.until_left()


def half_closed(wire: Wire) -> None:
    wire.finish()
    wire.until_left()


WORD = chunk(events(delta("half "), done=False))

BEFORE_A_WORD: dict[str, tuple[Play | None, str]] = {
    "refused": (None, "unreachable"),
    "reset in the header": (sends(b"HTTP/1.1 200 OK\r\ncontent-ty", end=Wire.reset), "unreachable"),
    "reset before the first word": (sends(HEAD, end=Wire.reset), "unreachable"),
    "hung up without a word": (sends(b""), "unreachable"),
    "half closed before the first word": (sends(HEAD, end=half_closed), "unreachable"),
    "no HTTP": (sends(b"\x00\xff garbage \r\n\r\n", end=silence), "unreachable"),
    "no JSON": (sends(HEAD, chunk(b"data: garbage\n\n"), end=silence), "model"),
    "a web page": (answers(whole("200 OK", b"<html>", "text/html")), "model"),
    "too large": (sends(HEAD, chunk(b"data: " + b"x" * 2_000_000), end=silence), "model"),
    "500": (answers(whole("500 Oh", b'{"error": {"message": "boom"}}')), "model"),
    "503": (answers(whole("503 Busy")), "model_busy"),
    "429": (answers(whole("429 Slow")), "model_busy"),
    "429 for a minute": (answers(whole("429 Slow", retry_after="60")), "model_busy"),
    "a wrong key": (answers(whole("401 Who", b'{"error": {"message": "who?"}}')), "settings"),
    "an unknown model": (answers(whole("404 What", b'{"error": {"message": "what?"}}')), "settings"),
    "silent": (sends(end=silence), "timed_out"),
    "silent after the header": (sends(HEAD, end=silence), "timed_out"),
}
"""What goes wrong before the client has seen anything, and the code of the failure."""

AFTER_A_WORD: dict[str, tuple[Play, str]] = {
    "reset in the stream": (sends(HEAD, WORD, end=lambda wire: (time.sleep(0.1), wire.reset())), "unreachable"),
    "hung up in the stream": (sends(HEAD, WORD), "unreachable"),
    "half closed in the stream": (sends(HEAD, WORD, end=half_closed), "unreachable"),
    "stalled": (sends(HEAD, WORD, end=silence), "timed_out"),
    "garbage in the stream": (sends(HEAD, WORD, chunk(b"data: {\n\n"), end=silence), "model"),
    "too large in the stream": (sends(HEAD, WORD, chunk(b"data: " + b"x" * 2_000_000), end=silence), "model"),
    "an error in the stream": (
        sends(HEAD, WORD, chunk(events({"error": {"message": "out of memory"}}, done=False)), end=silence),
        "model",
    ),
    "an end without an end": (sends(HEAD, WORD, chunk(b"")), "model"),
}


@dataclass
class Seen:
    """What a client saw: its words, and how it ended."""

    status: int
    text: str
    ended: str
    told: dict[str, Any]
    seconds: float


@dataclass
class Site:
    """A server with deployments behind it, reached over HTTP."""

    house: House
    url: str
    stack: ExitStack

    def sick(self, name: str, play: Play | None, **deployment: Any) -> FaultServer | None:
        server = self.stack.enter_context(playing(play)) if play else None
        url = f"http://127.0.0.1:{server.port if server else closed_port()}/v1"
        self.house.add(name, url, **{"first_word_s": 0.3, "timeout_s": 0.5, **PRICES, **deployment})
        return server

    def ask(self, model: str, *, stream: bool = True) -> Seen:
        body = {"model": model, "messages": [{"role": "user", "content": "Hello?"}], "stream": stream}
        headers = {"accept": "text/event-stream"} if stream else {}
        begun_s = time.monotonic()
        reply = httpx.post(f"{self.url}/api/models/chat", json=body, headers=headers, timeout=30.0)
        seconds = time.monotonic() - begun_s
        if reply.headers["content-type"].startswith("text/event-stream"):
            return _streamed(reply, seconds)
        told = reply.json()
        return Seen(reply.status_code, told.get("text", ""), "error" if "error" in told else "done", told, seconds)

    def receipt(self, seen: Seen) -> Any:
        id = seen.told["error"]["receipt"] if seen.ended == "error" else seen.told["receipt"]
        return self.house.brain.receipt(id).output

    def verdicts(self, seen: Seen) -> list[str]:
        """The router's, as "failed a unreachable"."""
        found = [one for one in self.receipt(seen).verdicts if one.by == "models:router"]
        return [" ".join([one.said, *VERSION.sub("", one.why).split(": ")[:2]]) for one in found]


def _streamed(reply: httpx.Response, seconds: float) -> Seen:
    blocks = [block.split("\n") for block in reply.text.strip().split("\n\n")]
    told = [(lines[0].removeprefix("event: "), json.loads(lines[1].removeprefix("data: "))) for lines in blocks]
    text = "".join(data["text"] for kind, data in told if kind == "delta")
    return Seen(reply.status_code, text, told[-1][0], told[-1][1], seconds)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, str]]:
    settings = {"store": {"durability": "batched"}}
    with opened_house(tmp_path_factory.mktemp("home"), **settings) as house, running(house.brain) as url:
        yield house, url


@pytest.fixture
def site(server: tuple[House, str]) -> Iterator[Site]:
    house, url = server
    with ExitStack() as stack:
        yield Site(house, url, stack)
    house.clear()


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("fault", BEFORE_A_WORD)
def test_a_healthy_deployment_takes_over_before_the_first_word(site, fault, stream):
    play, code = BEFORE_A_WORD[fault]
    server = site.sick("sick", play)
    site.house.serve("well", **PRICES)
    site.house.route("chat", "sick", "well")
    seen = site.ask("chat", stream=stream)
    assert (seen.text if stream else seen.told["text"], seen.ended) == ("well says hello.", "done")
    assert site.verdicts(seen) == [f"failed sick {code}", "served well"]
    receipt = site.receipt(seen)
    assert receipt.versions["deployment"].startswith("well@")
    assert (server is None or server.connections, site.house.asked("well")) == (server is None or 1, 1)
    assert receipt.usage.input_tokens == 10, "the answer is paid for, and what gave none is not"
    assert receipt.usage.cost_microusd == 10 + 10 * receipt.usage.output_tokens


@pytest.mark.parametrize("fault", BEFORE_A_WORD)
def test_alone_its_failure_is_told_with_its_receipt_and_costs_nothing(site, fault):
    play, code = BEFORE_A_WORD[fault]
    site.sick("sick", play)
    seen = site.ask("sick", stream=False)
    assert (seen.ended, seen.told["error"]["code"]) == ("error", code)
    assert seen.status == {"model_busy": 429, "settings": 500, "timed_out": 504}.get(code, 502)
    receipt = site.receipt(seen)
    assert receipt.status in ("failed", "timed_out")
    assert (receipt.usage.input_tokens, receipt.usage.output_tokens, receipt.usage.cost_microusd) == (0, 0, 0)
    assert set(site.verdicts(seen)) == {f"failed sick {code}"}


@pytest.mark.parametrize("fault", AFTER_A_WORD)
def test_after_a_word_the_stream_ends_with_an_error_and_nobody_else_is_asked(site, fault):
    play, code = AFTER_A_WORD[fault]
    server = site.sick("sick", play)
    site.house.serve("well", **PRICES)
    site.house.route("chat", "sick", "well")
    seen = site.ask("chat")
    assert (seen.status, seen.text, seen.ended) == (200, "half ", "error")
    assert seen.told["error"]["code"] == code
    assert (server.connections, site.house.asked("well")) == (1, 0)
    receipt = site.receipt(seen)
    assert site.verdicts(seen) == [f"failed sick {code}"]
    assert (receipt.usage.input_tokens, receipt.usage.output_tokens) == (2, 2), "what came is counted, once"


@pytest.mark.parametrize("fault", AFTER_A_WORD)
def test_who_does_not_stream_has_seen_nothing_so_another_takes_over_in_the_middle(site, fault):
    play, code = AFTER_A_WORD[fault]
    site.sick("sick", play)
    site.house.serve("well", **PRICES)
    site.house.route("chat", "sick", "well")
    seen = site.ask("chat", stream=False)
    assert seen.told["text"] == "well says hello."
    assert site.verdicts(seen) == [f"failed sick {code}", "served well"]
    receipt = site.receipt(seen)
    assert receipt.usage.input_tokens == 2 + 10, "half an answer was used and a whole one"


@pytest.mark.parametrize("shown", [False, True])
def test_who_waits_for_a_whole_answer_from_documents_gets_it_from_another(site, shown):
    said, brain = "Staff get five days of annual leave.", site.house.brain
    brain.call("knowledge:upload", name="leave.md", content=said.encode())
    site.sick("sick", AFTER_A_WORD["reset in the stream"][0])
    site.house.serve("well", [f"{said} [1]"])
    site.house.route("answers", "sick", "well")
    asked = {"question": "How many days of annual leave do staff get?", "route": "answers"}
    accept = {"accept": "text/event-stream"} if shown else {}
    reply = httpx.post(f"{site.url}/api/knowledge/ask", json=asked, headers=accept, timeout=30.0)
    if shown:
        assert (_streamed(reply, 0.0).ended, site.house.asked("well")) == ("error", 0), "half of it was read"
    else:
        assert (reply.json()["answer"], reply.json()["origin"]) == (said, "model")


def test_a_failed_attempt_that_told_its_use_is_paid_for_once(site):
    told = sends(HEAD, WORD, chunk(events(usage(100, 5), done=False)), end=Wire.close)
    site.sick("sick", told)
    seen = site.ask("sick")
    receipt = site.receipt(seen)
    assert (seen.ended, receipt.usage.input_tokens, receipt.usage.output_tokens) == ("error", 100, 5)
    assert receipt.usage.cost_microusd == 150


def test_the_budget_holds_what_was_used_however_it_ended(site):
    site.house.brain.call("budgets:set", period="total", tokens=10_000)
    site.sick("sick", sends(HEAD, WORD, chunk(events(usage(100, 5), done=False)), end=Wire.close))
    site.house.serve("well", **PRICES)
    site.house.route("chat", "sick", "well")
    site.ask("sick")
    site.ask("chat", stream=False)
    budget = site.house.brain.call("budgets:list").output.budgets[0]
    site.house.brain.call("budgets:set", period="total")
    assert budget.tokens_used == 105 + 105 + 10 + 3


def test_an_openai_client_sees_who_answered_what_was_kept_and_where_a_stream_broke_off(site):
    client = openai.OpenAI(base_url=f"{site.url}/v1", api_key="unused", max_retries=0)
    asked = {"messages": [{"role": "user", "content": "Hello?"}]}
    site.sick("sick", None)
    site.sick("torn", sends(HEAD, WORD))
    site.house.serve("well", **PRICES)
    site.house.route("chat", "sick", "well", cache={})
    for kept in (False, True):
        raw = client.chat.completions.with_raw_response.create(model="chat", **asked)
        assert raw.parse().choices[0].message.content == "well says hello."
        assert raw.headers["wainao-deployment"].startswith("well@")
        assert ("wainao-cache" in raw.headers) is kept
    with pytest.raises(openai.APIError, match="broke"):
        list(client.chat.completions.create(model="torn", stream=True, **asked))
    with pytest.raises(openai.InternalServerError, match="cannot be reached"):
        client.chat.completions.create(model="sick", **asked)
    with pytest.raises(openai.NotFoundError, match="'well'"):
        client.chat.completions.create(model="wel", **asked)
