"""A model endpoint that is well most of the time, and fails in one of all the ways there are the rest of it."""

from __future__ import annotations

import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from wainao.testing import Said, model_server
from wainao.testing.said import openai_chunks, openai_whole

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "features" / "models"))

from test_failover import HEAD, WORD, chunk, half_closed, silence, whole

from fault_server import Wire, playing

ANSWER = Said(
    text="Annual leave may be carried over until the end of March of the next year. 年假可以顺延到下一年三月底。 " * 2
)
PAUSE_S = 0.01
"""Between two events of a stream."""

SLOW_S = 0.6
MARK = re.compile(rb"m\d{8}m")
"""What each request of the load holds once, and no other does."""

MODELS = whole("200 OK", json.dumps({"object": "list", "data": [{"id": "m", "object": "model"}]}).encode())


def _then(end: Callable[[Wire], None], *parts: bytes, after_s: float = 0.0) -> Callable[[Wire, bytes], None]:
    def fault(wire: Wire, _: bytes) -> None:
        for part in parts:
            wire.send(part)
        time.sleep(after_s)
        end(wire)

    return fault


def _slow(wire: Wire, request: bytes) -> None:
    time.sleep(SLOW_S)
    answer(wire, request)


def _stay(_: Wire) -> None:
    """The connection is good for the next request."""


FAULTS: dict[str, Callable[[Wire, bytes], None]] = {
    "reset in the header": _then(Wire.reset, b"HTTP/1.1 200 OK\r\ncontent-ty"),
    "reset before a word": _then(Wire.reset, HEAD),
    "reset in the stream": _then(Wire.reset, HEAD, WORD, after_s=0.05),
    "hung up in the stream": _then(Wire.close, HEAD, WORD),
    "half closed": _then(half_closed, HEAD),
    "half closed in the stream": _then(half_closed, HEAD, WORD),
    "429": _then(_stay, whole("429 Slow")),
    "429 with Retry-After": _then(_stay, whole("429 Slow", retry_after="1")),
    "500": _then(_stay, whole("500 Oh", b'{"error": {"message": "boom"}}')),
    "slow first byte": _slow,
    "silent": _then(silence),
    "stalled stream": _then(silence, HEAD, WORD),
    "no HTTP": _then(silence, b"\x00\xff garbage \r\n\r\n"),
    "no JSON": _then(silence, HEAD, chunk(b"data: garbage\n\n")),
    "garbage in the stream": _then(silence, HEAD, WORD, chunk(b"data: {\n\n")),
    "wrong content type": _then(_stay, whole("200 OK", b"<html>", "text/html")),
    "oversized": _then(silence, HEAD, chunk(b"data: " + b"x" * 2_000_000)),
}
"""Each begins when the request has been read."""


class Moody:
    """Every request fails with the probability `share`. `seen` are the marks of all that came."""

    def __init__(self, share: float) -> None:
        self.seen: set[bytes] = set()
        self.played: Counter[str] = Counter()
        self._share = share
        self._random = random.Random(7)

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Gives the base URL."""
        with playing(self._play) as server:
            yield f"http://127.0.0.1:{server.port}/v1"

    def _play(self, wire: Wire) -> None:
        while True:
            request = wire.request()
            wire.server.requests.clear()  # a long run must not fill our own memory
            self.seen.update(MARK.findall(request))
            if request.startswith(b"GET"):
                wire.send(MODELS)
            elif self._random.random() < self._share:
                name = self._random.choice(list(FAULTS))
                self.played[name] += 1
                FAULTS[name](wire, request)
            else:
                answer(wire, request)


def answer(wire: Wire, request: bytes) -> None:
    """As a healthy endpoint does; the connection stays open."""
    head, _, body = request.partition(b"\r\n\r\n")
    asked = json.loads(body)
    if b"/embeddings " in head:
        row = {"index": 0, "embedding": model_server.vector(str(asked["input"]))}
        told = {"object": "list", "data": [row], "model": "m", "usage": {"prompt_tokens": 9, "total_tokens": 9}}
        wire.send(whole("200 OK", json.dumps(told).encode()))
    elif asked.get("stream"):
        for part in _streamed():
            wire.send(part)
            time.sleep(PAUSE_S)
    else:
        wire.send(whole("200 OK", json.dumps(openai_whole(ANSWER)).encode()))


def _streamed() -> Iterator[bytes]:
    yield HEAD
    for event in openai_chunks(ANSWER):
        yield chunk(model_server.events(event, done=False))
    yield chunk(model_server.events()) + chunk(b"")


class Well:
    """Always well. `seen` are the marks of all that came."""

    def __init__(self) -> None:
        self.seen: set[bytes] = set()
        self._server = model_server.ModelServer(self._say)

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Gives the base URL."""
        with self._server as server:
            yield server.url

    def _say(self, request: model_server.Received) -> model_server.Reply | Said:
        self._server.received.clear()  # as above
        self.seen.update(MARK.findall(request.raw))
        return model_server.says(ANSWER.text, pause_s=PAUSE_S) if request.body.get("stream") else ANSWER
