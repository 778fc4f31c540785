"""Mixed load on a gateway, as many kinds of clients bring it: also those that leave, are wrong, or send a lot."""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx

ERRANDS_PER_CONNECTION = 40
TIMEOUT_S = 60.0
ENDS = ("data: [DONE]", "event: message_stop", "event: done")
CODE = re.compile(r'"error":\s*\{.*?"(?:code|type)":\s*"(\w+)"')

Leaves = Literal["never", "in the stream", "at once"]


@dataclass(frozen=True, kw_only=True)
class Errand:
    """One request and how its client behaves; `expects` is the status of a reply that is right.

    `or_else` are others that a fault may lead to: an answer from documents is read while the model writes it, so after
    the model's first word nobody else can take over.
    """

    kind: str
    path: str
    body: bytes
    stream: bool = False
    leaves: Leaves = "never"
    key: str | None = None
    expects: int = 200
    or_else: tuple[int, ...] = ()


@dataclass
class Tally:
    """What became of the requests. Marks in `owed` have to have one receipt, those in `perhaps` one or none."""

    kinds: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    owed: set[str] = field(default_factory=set)
    perhaps: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    slowest_s: float = 0.0


def _chat(text: str, *, model: str = "default", stream: bool = False, **more: Any) -> bytes:
    told = {"model": model, "messages": [{"role": "user", "content": text}], "stream": stream, **more}
    return json.dumps(told, ensure_ascii=False).encode()


def _long(mark: str, size: int) -> str:
    return f"{mark} What is said of this? " + "May annual leave be carried over? 年假可以顺延吗？ " * (size // 60)


def _asked(mark: str, pick: random.Random) -> str:
    return f"What does item w{pick.randrange(20)}x{pick.randrange(40)} cost? ({mark})"


OPENAI, ANTHROPIC, OURS = "/v1/chat/completions", "/v1/messages", "/api/models/chat"

Make = Callable[[str, random.Random], Errand]


def _simple(kind: str, path: str = OPENAI, *, size: int = 60, model: str = "default", **how: Any) -> Make:
    more = {"max_tokens": 100} if path == ANTHROPIC else {}

    def make(mark: str, pick: random.Random) -> Errand:
        text = _asked(mark, pick) if model == "wainao" else _long(mark, size)
        body = _chat(text, model=model, stream=how.get("stream", False), **more)
        return Errand(kind=kind, path=path, body=body, **how)

    return make


def _embeddings(mark: str, _: random.Random) -> Errand:
    """Marked twice: the receipt has only a digest of what is embedded."""
    body = {"model": "default", "input": mark, "user": mark}
    return Errand(kind="embeddings", path="/v1/embeddings", body=json.dumps(body).encode())


def _broken(mark: str, pick: random.Random) -> Errand:
    whole = _chat(mark)
    body = pick.choice([whole[:-3], whole.replace(b"[", b"{", 1), whole.replace(b'"user"', b"7"), b"\xff" + whole])
    return Errand(kind="broken JSON", path=OPENAI, body=body, expects=400)


MIX: tuple[tuple[int, Make], ...] = (
    (200, _simple("chat, whole")),
    (180, _simple("chat, streamed", stream=True)),
    (60, _simple("stream left early", stream=True, leaves="in the stream")),
    (40, _simple("left at once", leaves="at once")),
    (20, _simple("stream left at once", stream=True, leaves="at once")),
    (80, _embeddings),
    (50, _simple("40 KB", size=40_000)),
    (20, _simple("40 KB, streamed", size=40_000, stream=True)),
    (5, _simple("1 MB", size=1_000_000)),
    (5, _simple("1 MB, streamed", size=1_000_000, stream=True)),
    (40, _simple("knowledge", model="wainao", or_else=(502, 504))),
    (40, _simple("knowledge, streamed", model="wainao", stream=True)),
    (40, _simple("Anthropic", ANTHROPIC)),
    (40, _simple("Anthropic, streamed", ANTHROPIC, stream=True)),
    (20, _simple("Anthropic, left early", ANTHROPIC, stream=True, leaves="in the stream")),
    (40, _simple("our own API", OURS)),
    (40, _simple("our own API, streamed", OURS, stream=True)),
    (40, _simple("wrong key", key="wk_0123456789abcdef0123456789abcdef", expects=401)),
    (40, _broken),
)
"""How often each, out of the sum."""


class Load:
    """Clients that run errands one after the other, with a pause of `pause_s` on average between two."""

    def __init__(self, url: str, key: str, *, pause_s: float) -> None:
        self.tally = Tally()
        self._url = url
        self._key = key
        self._pause_s = pause_s
        self._pick = random.Random(11)
        self._sent = 0

    async def run(self, clients: int, seconds: float) -> None:
        until = time.monotonic() + seconds
        await asyncio.gather(*(self._client(until) for _ in range(clients)))

    async def _client(self, until: float) -> None:
        while time.monotonic() < until:
            async with httpx.AsyncClient(base_url=self._url, timeout=TIMEOUT_S, trust_env=False) as client:
                for _ in range(ERRANDS_PER_CONNECTION):
                    await self._errand(client)
                    await asyncio.sleep(self._pick.expovariate(1 / self._pause_s))
                    if time.monotonic() >= until:
                        return

    async def _errand(self, client: httpx.AsyncClient) -> None:
        mark = f"m{self._sent:08}m"
        self._sent += 1
        weights, makes = zip(*MIX, strict=True)
        errand = self._pick.choices(makes, weights)[0](mark, self._pick)
        self.tally.kinds[errand.kind] += 1
        began = time.monotonic()
        try:
            patience_s = self._pick.uniform(0.0, 0.05) if errand.leaves == "at once" else TIMEOUT_S
            async with asyncio.timeout(patience_s):
                await self._ask(client, errand, mark)
        except TimeoutError:
            self._untold(mark, errand, "left" if errand.leaves == "at once" else "HANGS")
        except httpx.TransportError as error:
            self._untold(mark, errand, f"{type(error).__name__}")
        self.tally.slowest_s = max(self.tally.slowest_s, time.monotonic() - began)

    def _untold(self, mark: str, errand: Errand, how: str) -> None:
        """It ended without a reply's end, so nobody knows whether it got as far as a call."""
        if mark not in self.tally.owed:
            self.tally.perhaps.add(mark)
        self.tally.ends[how] += 1
        if how != "left":
            self.tally.wrong[f"{errand.kind}: {how}"] += 1

    async def _ask(self, client: httpx.AsyncClient, errand: Errand, mark: str) -> None:
        headers = {"authorization": f"Bearer {errand.key or self._key}", "content-type": "application/json"}
        if errand.stream:
            headers["accept"] = "text/event-stream"
        async with client.stream("POST", errand.path, content=errand.body, headers=headers) as reply:
            (self.tally.owed if errand.expects == 200 else self.tally.refused).add(mark)
            if errand.leaves == "in the stream":
                await self._taste(reply)
                self.tally.ends["left"] += 1
            else:
                self._judge(errand, reply.status_code, (await reply.aread()).decode())

    async def _taste(self, reply: httpx.Response) -> None:
        left = self._pick.randrange(1, 12)
        async for _ in reply.aiter_raw():
            left -= 1
            if not left:
                return

    def _judge(self, errand: Errand, status: int, text: str) -> None:
        code = CODE.search(text)
        if status != errand.expects:
            end = f"{status} {code[1] if code else text[:80]!r}"
            if status not in errand.or_else:
                self.tally.wrong[f"{errand.kind}: {end}"] += 1
        elif status != 200:
            end = str(status)
        elif not errand.stream:
            end = "answered"
        elif code:
            end = f"broke off: {code[1]}"
        elif any(last in text[-4000:] for last in ENDS):
            end = "answered"
        else:
            end = "no end"
            self.tally.wrong[f"{errand.kind}: {end} after {text[-80:]!r}"] += 1
        self.tally.ends[end] += 1
