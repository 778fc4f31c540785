"""What servers do wrong, over real sockets: every fault ends in a clear error, and none leaks into the next reply."""

from __future__ import annotations

import asyncio
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fault_server import OK, FaultServer, Wire, playing, replies
from wainao.kernel import TimedOutError, UsageError
from wainao.store.egress import Egress, Limits, ReplyTooLargeError, Routes, UnreachableError, origin

pytestmark = pytest.mark.anyio


@pytest.fixture(params=["asyncio", "uvloop"])
def anyio_backend(request):
    return "asyncio", {"use_uvloop": request.param == "uvloop"}


def to(server: FaultServer, **limits: float) -> Egress:
    return Egress(Routes(configured=frozenset({origin(server.url)})), limits=Limits(**limits))


async def ask(egress: Egress, server: FaultServer, method: str = "POST", **more) -> tuple[int, bytes]:
    async with egress.send(method, server.url, **more) as reply:
        return reply.status, await reply.read()


async def twice(server: FaultServer, method: str = "POST") -> list[tuple[int, bytes]]:
    egress = to(server)
    return [await ask(egress, server, method) for _ in range(2)]


# Replies in every legal form.


@pytest.mark.parametrize(
    ("reply", "method", "body"),
    [
        (OK, "POST", b"ok"),
        (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\no\r\n1;x=y\r\nk\r\n0\r\n\r\n", "POST", b"ok"),
        (
            b'HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n2;a="b;c"\r\nok\r\n0\r\nx-sum: 1\r\n\r\n',
            "POST",
            b"ok",
        ),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n" + OK, "POST", b"ok"),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 4000\r\n\r\n", "HEAD", b""),
        (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", "HEAD", b""),
        (b"HTTP/1.1 204 No Content\r\n\r\n", "POST", b""),
        (b"HTTP/1.1 304 Not Modified\r\ncontent-length: 4000\r\n\r\n", "GET", b""),
        (b"HTTP/1.0 200 OK\r\nconnection: keep-alive\r\ncontent-length: 2\r\n\r\nok", "POST", b"ok"),
        (b"HTTP/1.1 200\r\ncontent-length: 0\r\n\r\n", "POST", b""),
    ],
    ids=["length", "chunked", "trailers", "interim", "head", "head chunked", "204", "304", "1.0", "no reason"],
)
async def test_every_form_of_a_reply_is_read_and_its_connection_kept(reply, method, body):
    with playing(replies(reply)) as server:
        assert [said for _, said in await twice(server, method)] == [body, body]
        assert server.connections == 1


@pytest.mark.parametrize(
    "reply",
    [
        b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok",
        b"HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok",
    ],
)
async def test_a_connection_that_is_to_be_closed_is_not_used_again(reply):
    with playing(replies(reply)) as server:
        assert await twice(server) == [(200, b"ok")] * 2
        assert server.connections == 2


@pytest.mark.parametrize("version", ["1.0", "1.1"])
async def test_a_body_may_end_where_the_connection_does(version):
    def play(wire: Wire) -> None:
        wire.answer(f"HTTP/{version} 200 OK\r\n\r\nok".encode())

    with playing(play) as server:
        assert await twice(server) == [(200, b"ok")] * 2


async def test_headers_that_come_twice_are_joined_and_names_are_in_lower_case():
    reply = b"HTTP/1.1 200 OK\r\nX-Two: a\r\nx-two: b\r\nContent-Length: 0\r\n\r\n"
    with playing(replies(reply)) as server:
        async with to(server).send("GET", server.url) as came:
            assert came.headers == {"x-two": "a, b", "content-length": "0"}
            assert came.length == 0


# Replies in no legal form.

BROKEN = {
    "garbage": b"\x16\x03\x01garbage\r\n\r\n",
    "another protocol": b"SSH-2.0-OpenSSH_9.0\r\n",
    "no version": b"HTTP/9.9 200 OK\r\n\r\n",
    "length and chunks": b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks and length": b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-length: 2\r\n\r\n0\r\n\r\n",
    "two lengths": b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nok",
    "a list of lengths": b"HTTP/1.1 200 OK\r\ncontent-length: 2, 2\r\n\r\nok",
    "a signed length": b"HTTP/1.1 200 OK\r\ncontent-length: +2\r\n\r\nok",
    "a negative length": b"HTTP/1.1 200 OK\r\ncontent-length: -2\r\n\r\nok",
    "an endless length": b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999999\r\n\r\nok",
    "another coding": b"HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "an unknown coding": b"HTTP/1.1 200 OK\r\ntransfer-encoding: xchunked\r\n\r\n0\r\n\r\n",
    "chunks in 1.0": b"HTTP/1.0 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    "a wrong chunk": b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nok\r\n0\r\n\r\n",
    "an overlong chunk": b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\nok",
    "a chunk that runs over": b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nokay\r\n0\r\n\r\n",
    "a space in a name": b"HTTP/1.1 200 OK\r\ncontent-length : 2\r\n\r\nok",
    "no colon": b"HTTP/1.1 200 OK\r\nnonsense\r\n\r\nok",
    "NUL in a value": b"HTTP/1.1 200 OK\r\nx: a\x00b\r\ncontent-length: 2\r\n\r\nok",
    "bare line feeds": b"HTTP/1.1 200 OK\ncontent-length: 2\n\nok",
    "another protocol asked for": b"HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n",
    "endless headers": b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 20_000 + b"content-length: 2\r\n\r\nok",
    "one endless header": b"HTTP/1.1 200 OK\r\nx: " + b"y" * 1_000_000,
    "endless interim replies": b"HTTP/1.1 100 Continue\r\n\r\n" * 5_000 + OK,
    "an endless chunk extension": b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2;" + b"x" * 1_000_000,
    "endless trailers": b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n" + b"x: y\r\n" * 50_000,
}


@pytest.mark.parametrize("name", BROKEN)
async def test_what_is_no_reply_is_an_error_and_ends_the_connection(name):
    with playing(replies(BROKEN[name])) as server:
        with pytest.raises(UnreachableError):
            await ask(to(server), server)
        assert server.was_left()
        assert len(server.requests) == 1


@settings(max_examples=150, deadline=None)
@given(st.binary(min_size=1, max_size=64))
def test_bytes_after_a_reply_never_become_part_of_the_next(surplus: bytes):
    from wainao.store.egress.incoming import Incoming

    incoming = Incoming()
    incoming.feed(OK + surplus)
    assert incoming.take() == b"ok"
    assert incoming.whole
    # Stray line ends are no part of a reply, and the next reply has a parser of its own.
    assert not incoming.reusable or not surplus.strip(b"\r\n")


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.binary(min_size=1, max_size=40), max_size=8),
    st.lists(st.integers(1, 9), max_size=200),
    st.sampled_from(["length", "chunked"]),
)
def test_a_reply_means_the_same_however_it_is_cut(pieces: list[bytes], cuts: list[int], framing: str):
    from wainao.store.egress.incoming import Incoming

    body = b"".join(pieces)
    if framing == "length":
        raw = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nX-A: b\r\n\r\n%s" % (len(body), body)
    else:
        chunks = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
        raw = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-A: b\r\n\r\n%s0\r\n\r\n" % chunks
    incoming, at = Incoming(), 0
    for cut in [*cuts, len(raw)]:
        assert not (incoming.whole and at < len(raw))
        if at < len(raw):
            incoming.feed(raw[at : at + cut])
            at += cut
    assert (incoming.status, incoming.take(), incoming.whole, incoming.reusable) == (200, body, True, True)
    assert incoming.fields["x-a"] == "b"


SMUGGLED = b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil"


@pytest.mark.parametrize("method", ["POST", "HEAD"])
async def test_a_smuggled_reply_answers_nobody(method):
    first = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n" + (b"" if method == "HEAD" else b"ok")

    def play(wire: Wire) -> None:
        wire.answer(first + SMUGGLED, SMUGGLED)

    with playing(play) as server:
        assert SMUGGLED[-4:] not in [body for _, body in await twice(server, method)]
        assert server.connections == 2


async def test_what_comes_unasked_on_an_idle_connection_answers_nobody():
    came = threading.Event()

    def play(wire: Wire) -> None:
        wire.answer(OK)
        came.wait()
        wire.send(SMUGGLED)
        wire.until_left()
        wire.server.left.release()

    with playing(play) as server:
        egress = to(server)
        assert await ask(egress, server) == (200, b"ok")
        came.set()
        assert await asyncio.to_thread(server.was_left)
        assert await ask(egress, server) == (200, b"ok")
        assert server.connections == 2


# Connections that break.


@pytest.mark.parametrize("sent", [b"", b"HTT", b"HTTP/1.1 200 OK\r\ncontent-le"])
@pytest.mark.parametrize("how", ["close", "reset", "finish"])
async def test_a_connection_that_breaks_before_the_reply_is_unreachable_and_asked_once(sent, how):
    def play(wire: Wire) -> None:
        wire.answer(sent)
        getattr(wire, how)()
        if how == "finish":
            wire.until_left()

    with playing(play) as server:
        with pytest.raises(UnreachableError, match="broke the connection off"):
            await ask(to(server), server)
        assert len(server.requests) == 1


@pytest.mark.parametrize("how", ["close", "finish"])
@pytest.mark.parametrize(
    "reply",
    [
        b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n0\r\n",
    ],
)
async def test_a_body_cut_short_is_an_error_after_what_came(reply, how):
    def play(wire: Wire) -> None:
        wire.answer(reply)
        getattr(wire, how)()
        if how == "finish":
            wire.until_left()

    with playing(play) as server:
        async with to(server).send("POST", server.url) as answer:
            pieces = answer.chunks()
            assert await anext(pieces) == b"half"
            with pytest.raises(UnreachableError, match="broke the connection off"):
                await anext(pieces)


async def test_a_reset_in_a_body_is_an_error_even_where_the_body_ends_with_the_connection():
    def play(wire: Wire) -> None:
        wire.answer(b"HTTP/1.1 200 OK\r\n\r\nhalf")
        read.wait(10)
        wire.reset()

    read = threading.Event()
    with playing(play) as server:
        async with to(server).send("POST", server.url) as answer:
            pieces = answer.chunks()
            assert await anext(pieces) == b"half"
            read.set()
            with pytest.raises(UnreachableError, match="ConnectionResetError"):
                await anext(pieces)


async def test_a_kept_connection_that_was_closed_meanwhile_is_replaced_once():
    """The server takes the request off the wire and closes without a byte, as one does whose idle time ran out."""

    def play(wire: Wire) -> None:
        wire.answer(OK)
        if wire.number == 0:
            wire.request()
        else:
            wire.answer(OK)

    with playing(play) as server:
        assert await twice(server) == [(200, b"ok")] * 2
        assert (server.connections, len(server.requests)) == (2, 3)


async def test_who_took_a_while_before_closing_may_have_worked_on_it_and_is_not_asked_again(monkeypatch):
    def play(wire: Wire) -> None:
        wire.answer(OK)
        wire.request()
        threading.Event().wait(0.2)

    monkeypatch.setattr("wainao.store.egress.connection.STALE_S", 0.1)
    with playing(play) as server:
        egress = to(server)
        await ask(egress, server)
        with pytest.raises(UnreachableError, match="broke"):
            await ask(egress, server)
        assert len(server.requests) == 2


async def test_it_is_not_asked_a_third_time():
    def play(wire: Wire) -> None:
        if wire.number == 0:
            wire.answer(OK)
        wire.request()

    with playing(play) as server:
        egress = to(server)
        await ask(egress, server)
        with pytest.raises(UnreachableError):
            await ask(egress, server)
        assert (server.connections, len(server.requests)) == (2, 3)


async def test_a_kept_connection_that_breaks_after_the_first_byte_is_not_asked_again():
    def play(wire: Wire) -> None:
        wire.answer(OK, b"H")

    with playing(play) as server:
        egress = to(server)
        await ask(egress, server)
        with pytest.raises(UnreachableError):
            await ask(egress, server)
        assert len(server.requests) == 2


async def test_a_kept_connection_that_closes_while_idle_is_noticed():
    def play(wire: Wire) -> None:
        wire.answer(OK)

    with playing(play) as server:
        assert await twice(server) == [(200, b"ok")] * 2
        assert len(server.requests) == 2


# Time.


@pytest.mark.parametrize(
    ("sent", "limits"),
    [
        (b"", {"first_byte_s": 0.1}),
        (b"", {"silence_s": 0.1}),
        (b"", {"total_s": 0.1}),
        (b"HTTP/1.1 200 OK\r\n", {"first_byte_s": 0.1}),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf", {"silence_s": 0.1}),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf", {"total_s": 0.1}),
    ],
)
async def test_a_server_that_falls_silent_is_timed_out(sent, limits):
    def play(wire: Wire) -> None:
        wire.answer(sent)
        wire.request()

    with playing(play) as server:
        with pytest.raises(TimedOutError, match="in time"):
            await ask(to(server, **limits), server)
        assert await asyncio.to_thread(server.was_left)


async def test_the_time_for_the_first_byte_does_not_bound_the_rest():
    def play(wire: Wire) -> None:
        wire.answer(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n")
        for _ in range(4):
            threading.Event().wait(0.1)
            wire.send(b"x")

    with playing(play) as server:
        assert await ask(to(server, first_byte_s=0.3, silence_s=5.0), server) == (200, b"xxxx")


async def test_a_head_that_drips_is_timed_out():
    def play(wire: Wire) -> None:
        wire.request()
        for byte in OK * 10:
            wire.send(bytes([byte]))
            threading.Event().wait(0.02)

    with playing(play) as server:
        with pytest.raises(TimedOutError):
            await ask(to(server, first_byte_s=0.2), server)
        assert await asyncio.to_thread(server.was_left)


async def test_an_upload_that_nobody_takes_is_timed_out():
    def play(wire: Wire) -> None:
        done.wait(10)

    done = threading.Event()
    with playing(play) as server:
        with pytest.raises(TimedOutError):
            await ask(to(server, silence_s=0.2), server, content=b"x" * 50_000_000)
        done.set()


# Leaving.


async def test_a_cancelled_request_hangs_up_wherever_it_stands():
    for sent in (b"", b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf"):
        asked = threading.Event()

        def play(wire: Wire, sent: bytes = sent, asked: threading.Event = asked) -> None:
            wire.answer(sent)
            asked.set()
            wire.request()

        with playing(play) as server:
            task = asyncio.create_task(ask(to(server), server))
            await asyncio.to_thread(asked.wait)
            await asyncio.sleep(0.05)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert server.was_left()


async def test_leaving_before_the_end_hangs_up():
    with playing(replies(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n", OK)) as server:
        egress = to(server)
        async with egress.send("POST", server.url) as reply:
            async for piece in reply.chunks():
                assert piece == b"half"
                break
        assert server.was_left()
        with pytest.raises(UnreachableError, match="left"):
            await reply.read()


async def test_a_reader_who_has_all_that_matters_does_not_cost_the_connection():
    """The end of a stream of events often comes a moment after its last event."""
    head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n6\r\n[DONE]\r\n"

    def play(wire: Wire) -> None:
        wire.answer(head)
        left.wait(10)
        wire.send(b"0\r\n\r\n")
        wire.answer(OK)

    left = threading.Event()
    with playing(play) as server:
        egress = to(server)
        async with egress.send("POST", server.url) as reply:
            assert [piece async for piece in _one(reply)] == [b"[DONE]"]
            reply.end()
        left.set()
        await asyncio.sleep(0.1)
        assert await ask(egress, server) == (200, b"ok")
        assert server.connections == 1


async def test_a_stream_that_does_not_end_as_promised_is_hung_up_on():
    def play(wire: Wire) -> None:
        wire.answer(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n6\r\n[DONE]\r\n")
        wire.request()

    with playing(play) as server:
        async with to(server).send("POST", server.url) as reply:
            assert [piece async for piece in _one(reply)] == [b"[DONE]"]
            reply.end()
        assert await asyncio.to_thread(server.was_left)


async def _one(reply):
    async for piece in reply.chunks():
        yield piece
        return


# Size and pace.


async def test_a_slow_reader_holds_the_sender_up():
    sent = 0

    def play(wire: Wire) -> None:
        nonlocal sent
        wire.answer(b"HTTP/1.1 200 OK\r\ncontent-length: 100000000\r\n\r\n")
        wire.socket.settimeout(0.5)
        try:
            while True:
                sent += wire.socket.send(b"x" * 65536)
        except TimeoutError:
            stuck.set()
            wire.socket.settimeout(10)
            while sent < 100_000_000:
                sent += wire.socket.send(b"x" * min(65536, 100_000_000 - sent))

    stuck = threading.Event()
    with playing(play) as server:
        async with to(server, max_bytes=200_000_000).send("GET", server.url) as reply:
            await asyncio.to_thread(stuck.wait, 10)
            assert 0 < sent < 20_000_000  # what the two sockets and our buffer hold
            came = 0
            async for piece in reply.chunks():
                assert len(piece) < 1_000_000
                came += len(piece)
            assert came == 100_000_000


async def test_a_large_upload_arrives_whole_at_a_slow_server():
    content = bytes(range(256)) * 40_000

    def play(wire: Wire) -> None:
        threading.Event().wait(0.2)
        wire.answer(OK)

    with playing(play) as server:
        assert await ask(to(server), server, content=content) == (200, b"ok")
        assert server.requests[0].partition(b"\r\n\r\n")[2] == content


async def test_an_answer_before_the_end_of_an_upload_ends_it():
    def play(wire: Wire) -> None:
        wire.socket.recv(1000)
        wire.send(b"HTTP/1.1 413 Too Large\r\ncontent-length: 2\r\n\r\nno")
        wire.until_left()
        wire.server.left.release()

    with playing(play) as server:
        assert await ask(to(server), server, content=b"x" * 50_000_000) == (413, b"no")
        assert await asyncio.to_thread(server.was_left)


async def test_a_length_beyond_the_limit_is_refused_before_the_body():
    with playing(replies(b"HTTP/1.1 200 OK\r\ncontent-length: 1001\r\n\r\n")) as server:
        with pytest.raises(ReplyTooLargeError, match="1000"):
            await ask(to(server, max_bytes=1000), server)
        assert server.was_left()


# Injection.


@pytest.mark.parametrize(
    ("headers", "method"),
    [
        ({"x": "a\r\nhost: evil"}, "GET"),
        ({"x": "a\nb"}, "GET"),
        ({"x\r\ny": "a"}, "GET"),
        ({"x y": "a"}, "GET"),
        ({"x:": "a"}, "GET"),
        ({"": "a"}, "GET"),
        ({"Host": "evil.example"}, "GET"),
        ({"Content-Length": "0"}, "POST"),
        ({"transfer-encoding": "chunked"}, "POST"),
        ({"Connection": "x"}, "POST"),
        ({}, "GET /evil HTTP/1.1\r\nx:"),
        ({}, "CONNECT"),
        ({}, ""),
    ],
)
async def test_nobody_writes_lines_of_their_own_into_a_request(headers, method):
    with playing(replies(OK)) as server:
        with pytest.raises(UsageError):
            await ask(to(server), server, method, headers=headers)
        assert server.connections == 0


@pytest.mark.parametrize("path", ["/a b", "/a\r\nhost: evil", "/a\tb", "/\x7f", "/\x00"])
async def test_nor_into_its_path(path):
    with playing(replies(OK)) as server, pytest.raises(UsageError):
        async with to(server).send("GET", server.url + path):
            pass


async def test_a_path_in_any_script_goes_out_encoded():
    with playing(replies(OK)) as server:
        async with to(server).send("GET", server.url + "/年?q=假%20#part") as reply:
            assert await reply.read() == b"ok"
        assert server.requests[0].startswith(b"GET /v1/x/%E5%B9%B4?q=%E5%81%87%20 HTTP/1.1\r\n")
