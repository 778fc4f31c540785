"""A model server made of a script: real HTTP over loopback, OpenAI's and Anthropic's routes, every way to fail."""

from __future__ import annotations

import asyncio
import hashlib
import json
import math
import socket
import struct
import threading
import time
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Literal

from wainao.testing.said import Said, anthropic_events, anthropic_whole, openai_chunks, openai_whole

Piece = bytes | float | Literal["reset"]
"""Bytes to send, seconds to wait, or "reset": tear the connection down where it stands."""

MODEL = "scripted-1"
_TURNS_TO_ACCEPT = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """One request as it arrived; header names are in lower case, `body` is the decoded JSON."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any
    raw: bytes = b""

    @property
    def said(self) -> str:
        """All messages of a chat request, one after the other."""
        return "\n".join(message["content"] for message in self.body["messages"])


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """One answer on the wire. `pieces` follow the headers exactly as they are: nothing malformed is out of reach.

    They are taken one by one, so that a generator may decide as it goes what comes next.
    """

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    pieces: Iterable[Piece] = ()


Script = Callable[[Received], Reply | Said | str]
"""What to answer to a request; a string stands for `Said(text=it)`, which has the form that the request asks for."""


def events(*payloads: Any, done: bool = True) -> bytes:
    """Server-sent events: a string payload as it is, anything else as JSON; then the closing `[DONE]`."""
    lines = [payload if isinstance(payload, str) else json.dumps(payload, ensure_ascii=False) for payload in payloads]
    return b"".join(f"data: {line}\n\n".encode() for line in [*lines, *(["[DONE]"] if done else [])])


def delta(text: str, *, finish: str | None = None, model: str = MODEL) -> dict[str, Any]:
    """One chunk of a streamed completion."""
    choice = {"index": 0, "delta": {"content": text} if text else {}, "finish_reason": finish}
    return {"id": "c1", "object": "chat.completion.chunk", "model": model, "choices": [choice]}


def usage(input_tokens: int, output_tokens: int, *, model: str = MODEL) -> dict[str, Any]:
    """The chunk that tells what a completion used; it has no choices."""
    tokens = {"prompt_tokens": input_tokens, "completion_tokens": output_tokens}
    return {"id": "c1", "object": "chat.completion.chunk", "model": model, "choices": [], "usage": tokens}


def stream(*pieces: Piece) -> Reply:
    """A reply of the content type that streams have, with whatever is to be in it."""
    return Reply(headers={"content-type": "text/event-stream"}, pieces=pieces)


def says(text: str, *, characters: int = 7, pause_s: float = 0.0, model: str = MODEL, tokens: bool = True) -> Reply:
    """A well-formed streamed completion, `characters` at a time. `tokens`: tell the usage (10 in, 1 out per piece)."""
    parts = [text[at : at + characters] for at in range(0, len(text), characters)]
    sent: list[Piece] = []
    for part in parts:
        sent += [events(delta(part, model=model), done=False), *([pause_s] if pause_s else [])]
    last = [delta("", finish="stop", model=model), *([usage(10, len(parts), model=model)] if tokens else [])]
    return stream(*sent, events(*last))


def fails(status: int, message: str = "scripted failure", *, retry_after_s: float | None = None) -> Reply:
    """An error in OpenAI's form."""
    headers = {} if retry_after_s is None else {"retry-after": f"{retry_after_s:g}"}
    return reply_json({"error": {"message": message, "type": "scripted", "code": None}}, status=status, headers=headers)


def on_the_wire(said: Said, request: Received) -> Reply:
    """The reply in the form that the request asks for: OpenAI's or Anthropic's, whole or streamed."""
    streams = bool(request.body.get("stream"))
    if request.path.endswith("/messages"):
        if not streams:
            return reply_json(anthropic_whole(said))
        return stream(*(f"event: {one['type']}\n".encode() + events(one, done=False) for one in anthropic_events(said)))
    if "prompt" in request.body:
        choice = {"index": 0, "text": said.text, "finish_reason": said.finish_reason}
        return reply_json({"object": "text_completion", "model": said.model, "choices": [choice]})
    if not streams:
        return reply_json(openai_whole(said))
    return stream(*(events(chunk, done=False) for chunk in openai_chunks(said)), events())


def reply_json(value: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    return Reply(
        status=status,
        headers={"content-type": "application/json", **(headers or {})},
        pieces=(json.dumps(value, ensure_ascii=False).encode(),),
    )


def vector(text: str, dimensions: int = 16) -> list[float]:
    """A unit vector that depends on the text alone."""
    digest = hashlib.sha256(text.encode()).digest()
    values = [byte - 127.5 for byte in digest[:dimensions]]
    length = math.sqrt(sum(value * value for value in values))
    return [value / length for value in values]


def closed_port() -> int:
    """A port of loopback at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


class ModelServer:
    """Serves what OpenAI serves, and Anthropic's `/v1/messages`, on a free port of loopback.

    `script` answers the chats: a function, or replies to be given in order (the last one again and again). Embeddings
    are `vector`s of the texts, unless `embeddings` answers them; of what is left, `others` answers by the last word of
    the path ("rerank", "speech"), else there is something plausible.

    >>> with ModelServer(["Five days [1]."]) as server:
    ...     server.url.startswith("http://127.0.0.1:")
    True
    """

    def __init__(
        self,
        script: Script | Iterable[Reply | Said | str] = ("Hello.",),
        *,
        embeddings: Script | None = None,
        others: Mapping[str, Script] | None = None,
        models: Sequence[str] = (MODEL,),
    ) -> None:
        script = script if callable(script) else _in_order(list(script))
        self._scripts = {
            **OTHERS, "completions": script, "messages": script, "embeddings": embeddings or _vectors, **(others or {})
        }  # fmt: skip
        self._models = tuple(models)
        self._loop = asyncio.SelectorEventLoop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="model-server", daemon=True)
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()
        self._connections: list[asyncio.StreamWriter] = []
        self.received: list[Received] = []
        self.left = 0
        """How many replies the client hung up on before their end."""

    def __enter__(self) -> ModelServer:
        self._thread.start()
        self._server = self._run(asyncio.start_server(self._accept, "127.0.0.1", 0))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._run(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def port(self) -> int:
        assert self._server is not None, "the server has a port inside its with block only"
        return int(self._server.sockets[0].getsockname()[1])

    @property
    def url(self) -> str:
        """What a client takes for its base URL."""
        return f"http://127.0.0.1:{self.port}/v1"

    def wait_until_left(self, replies: int = 1, *, timeout_s: float = 5.0) -> bool:
        """Wait until clients have hung up on so many replies; tells whether they did."""
        deadline = time.monotonic() + timeout_s
        while self.left < replies and time.monotonic() < deadline:
            time.sleep(0.005)
        return self.left >= replies

    def _run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=10)

    async def _stop(self) -> None:
        assert self._server is not None
        # A socket that is left over is a warning in whatever test comes next. asyncio leaves one where a connection was
        # taken from the listener and the server closes before it is let in: so no more are taken, then these come in.
        for listener in self._server.sockets:
            self._loop.remove_reader(listener.fileno())
        for _ in range(_TURNS_TO_ACCEPT):
            await asyncio.sleep(0)
        self._server.close()
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        # Closing takes the loop one more turn.
        for connection in self._connections:
            connection.transport.abort()
        await asyncio.gather(*(one.wait_closed() for one in self._connections), return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connections = [*filter(_is_open, self._connections), writer]
        task = asyncio.create_task(self._serve(reader, writer))
        self._open.add(task)
        task.add_done_callback(self._open.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = await _read_request(reader)
            self.received.append(request)
            await self._send(self._answer(request), reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            self.left += 1
        except asyncio.CancelledError:
            pass  # the server is being stopped; a handler that ends cancelled would be reported as an error
        finally:
            writer.close()

    def _answer(self, request: Received) -> Reply:
        route = request.path.partition("?")[0].rpartition("/")[2]
        if route == "models":
            return reply_json({"object": "list", "data": [{"id": name, "object": "model"} for name in self._models]})
        script = self._scripts.get(route)
        if script is None:
            return fails(404, f"no route {request.path}")
        reply = script(request)
        if isinstance(reply, str):
            reply = Said(text=reply)
        return on_the_wire(reply, request) if isinstance(reply, Said) else reply

    async def _send(self, reply: Reply, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = [f"HTTP/1.1 {reply.status} Scripted", "connection: close"]
        head += [f"{name}: {value}" for name, value in reply.headers.items()]
        writer.write("\r\n".join([*head, "", ""]).encode())
        hung_up = asyncio.create_task(_hung_up(reader))
        try:
            for piece in reply.pieces:
                if isinstance(piece, str):
                    _reset(writer)
                    return
                await _or_left(_send_piece(piece, writer), hung_up)
        finally:
            hung_up.cancel()


def _is_open(connection: asyncio.StreamWriter) -> bool:
    return bool(connection.get_extra_info("socket").fileno() != -1)


async def _send_piece(piece: bytes | float, writer: asyncio.StreamWriter) -> None:
    if isinstance(piece, bytes):
        writer.write(piece)
        await writer.drain()
    else:
        await asyncio.sleep(piece)


async def _hung_up(reader: asyncio.StreamReader) -> None:
    """Return when the client closes its side, which a server only sees by reading."""
    with suppress(ConnectionError):
        await reader.read()


async def _or_left(work: Coroutine[Any, Any, None], hung_up: asyncio.Task[None]) -> None:
    """Do the work unless the client hangs up first."""
    task = asyncio.create_task(work)
    await asyncio.wait({task, hung_up}, return_when=asyncio.FIRST_COMPLETED)
    if not task.done():
        task.cancel()
        raise ConnectionError("the client hung up")
    task.result()


def _reset(writer: asyncio.StreamWriter) -> None:
    # With a linger time of zero, closing sends RST instead of FIN.
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def _read_request(reader: asyncio.StreamReader) -> Received:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, path, _ = head[0].split(" ", 2)
    headers = {
        name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)
    }
    raw = await reader.readexactly(int(headers.get("content-length", 0)))
    is_json = raw and headers.get("content-type") == "application/json"
    return Received(method=method, path=path, headers=headers, body=json.loads(raw) if is_json else None, raw=raw)


def _vectors(request: Received) -> Reply:
    texts = request.body["input"]
    rows = [{"index": at, "embedding": vector(text)} for at, text in enumerate(texts)]
    tokens = {"prompt_tokens": sum(map(len, texts))}
    return reply_json({"object": "list", "data": rows, "model": request.body["model"], "usage": tokens})


def _ranked(request: Received) -> Reply:
    """Longer documents fit better."""
    rows = [{"index": at, "relevance_score": len(text) / 100} for at, text in enumerate(request.body["documents"])]
    rows.sort(key=lambda row: -row["relevance_score"])
    told = {"results": rows[: request.body.get("top_n")], "model": request.body["model"]}
    return reply_json({**told, "usage": {"total_tokens": 7}})


def _spoken(request: Received) -> Reply:
    return Reply(headers={"content-type": "audio/mpeg"}, pieces=(b"ID3" + request.body["input"].encode(),))


def _written_down(request: Received) -> Reply:
    return reply_json({"text": f"{len(request.raw)} bytes of sound", "language": "en", "duration": 1.5})


def _drawn(request: Received) -> Reply:
    return reply_json({"created": 1, "data": [{"b64_json": "iVBORw0KGgo="}] * request.body.get("n", 1)})


def _moderated(request: Received) -> Reply:
    rows = [
        {"flagged": "kill" in text, "categories": {"violence": "kill" in text}, "category_scores": {"violence": 0.5}}
        for text in request.body["input"]
    ]
    return reply_json({"id": "m1", "model": request.body["model"], "results": rows})


OTHERS: Mapping[str, Script] = {
    "rerank": _ranked,
    "speech": _spoken,
    "transcriptions": _written_down,
    "generations": _drawn,
    "moderations": _moderated,
    "count_tokens": lambda request: reply_json({"input_tokens": len(request.raw) // 4}),
}
"""By the last word of the path."""


def _in_order(replies: list[Reply | Said | str]) -> Script:
    def next_reply(_: Received) -> Reply | Said | str:
        return replies.pop(0) if len(replies) > 1 else replies[0]

    return next_reply
