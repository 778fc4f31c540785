"""Many streams that are held at once, and clients that read slowly."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from wainao import Wainao
from wainao.app.http import protocol
from wainao.testing import ModelServer, running
from wainao.testing.model_server import Piece, Reply, delta, events

STREAMS = 300
ANSWER_BYTES = 20_000_000
HELD_BYTES = 2_000_000
ANSWERS = 60

BODY = json.dumps({"model": "small", "stream": True, "messages": [{"role": "user", "content": "Hello?"}]}).encode()
FIELDS = b"host: localhost\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(BODY)
REQUEST = b"POST /v1/chat/completions HTTP/1.1\r\n" + FIELDS + BODY


async def held(port: int, all_there: asyncio.Barrier, release: threading.Event) -> bytes:
    """What comes of a stream that goes on only when every other has begun."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(REQUEST)
    said = await reader.readuntil(b'"one "')
    async with all_there:
        release.set()
    said += await reader.readuntil(b"[DONE]")
    writer.close()
    return said


def test_more_streams_at_once_than_connections_are_kept_elsewhere(tmp_path):
    release = threading.Event()

    def until_released() -> Iterator[Piece]:
        yield events(delta("one "), done=False)
        while not release.is_set():
            yield 0.2
        yield events(delta("two", finish="stop"))

    async def hold_all(port: int) -> list[bytes]:
        all_there = asyncio.Barrier(STREAMS)
        try:
            return await asyncio.gather(*(held(port, all_there, release) for _ in range(STREAMS)))
        finally:
            release.set()

    with (
        ModelServer(lambda _: Reply(headers={"content-type": "text/event-stream"}, pieces=until_released())) as model,
        Wainao.open(tmp_path / "home", models={"base_url": model.url, "model": "small"}) as brain,
        running(brain) as url,
    ):
        told = asyncio.run(hold_all(urlsplit(url).port))
        assert len(told) == sum(b'"two"' in one for one in told) == STREAMS
        kept = brain.call("receipts:list", capability="models:chat", status="ok", limit=STREAMS + 1).output.receipts
        assert len(kept) == STREAMS


@pytest.mark.skipif(not hasattr(socket, "TCP_NOTSENT_LOWAT"), reason="this system cannot be told to take in less")
def test_of_a_large_answer_little_is_read_for_a_client_that_does_not(tmp_path):
    taken = 0

    def a_lot() -> Iterator[Piece]:
        nonlocal taken
        word = events(delta("word " * 200), done=False)
        for taken in range(0, ANSWER_BYTES, len(word)):  # noqa: B007  # looked at from outside
            yield word

    with (
        ModelServer(lambda _: Reply(headers={"content-type": "text/event-stream"}, pieces=a_lot())) as model,
        Wainao.open(tmp_path / "home", models={"base_url": model.url, "model": "small"}) as brain,
        running(brain) as url,
    ):
        with socket.create_connection(("127.0.0.1", urlsplit(url).port)) as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.sendall(REQUEST)
            assert client.recv(100).startswith(b"HTTP/1.1 200")
            before = -1
            while before != taken:
                before = taken
                time.sleep(0.3)
        while not (found := brain.call("receipts:list", capability="models:chat").output.receipts):
            time.sleep(0.05)
        receipt = brain.receipt(found[0].id).output
        assert receipt.status == "cancelled"
        assert 0 < receipt.usage.output_tokens * 4 < HELD_BYTES


def test_who_reads_no_answers_gets_no_more_of_them(tmp_path):
    """Else they would pile up here, as many as are asked for."""
    whole = REQUEST.replace(b'"stream": true', b'"stream":false')
    with (
        ModelServer(lambda _: "a" * 10_000) as model,
        Wainao.open(tmp_path / "home", models={"base_url": model.url, "model": "small"}) as brain,
        running(brain) as url,
        socket.socket() as client,
    ):
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect(("127.0.0.1", urlsplit(url).port))
        for number in range(1, ANSWERS + 1):
            client.sendall(whole)
            deadline = time.monotonic() + 0.5
            while (is_asked := len(model.received) == number) is False and time.monotonic() < deadline:
                time.sleep(0.001)
            if not is_asked:
                break
            time.sleep(0.03)  # one by one: what comes while another is answered waits for that
        assert 5 < len(model.received) < ANSWERS


@pytest.mark.parametrize("accept", [b"", b"expect: 100-continue\r\n"], ids=["straight", "through ASGI"])
def test_who_stops_reading_is_taken_for_gone(tmp_path, monkeypatch, accept):
    monkeypatch.setattr(protocol, "STALLED_S", 0.5)

    def a_lot() -> Iterator[Piece]:
        while True:
            yield events(delta("word " * 500), done=False)

    with (
        ModelServer(lambda _: Reply(headers={"content-type": "text/event-stream"}, pieces=a_lot())) as model,
        Wainao.open(tmp_path / "home", models={"base_url": model.url, "model": "small"}) as brain,
        running(brain) as url,
        socket.socket() as client,
    ):
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect(("127.0.0.1", urlsplit(url).port))
        client.sendall(REQUEST.replace(b"\r\n\r\n", b"\r\n" + accept + b"\r\n", 1))
        deadline = time.monotonic() + 20
        while not (found := brain.call("receipts:list", capability="models:chat").output.receipts):
            assert time.monotonic() < deadline, "the call goes on"
            time.sleep(0.1)
        assert [one.status for one in found] == ["cancelled"]
