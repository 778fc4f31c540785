"""Ask a deployment how it is, and have it load its model: for a person who wants to know now."""

from __future__ import annotations

import time
from dataclasses import dataclass
from urllib.parse import urljoin

from wainao.features.models.routing.attempt import Attempt, Work, whole
from wainao.features.models.routing.metrics import Load, read_load
from wainao.features.models.routing.needs import of_chat, of_texts
from wainao.features.models.routing.upstream import Upstream
from wainao.kernel import Call, UsageError, WainaoError
from wainao.store.egress import Egress, Limits, Routes, origin
from wainao.types import ChatInput, EmbedInput, Message

PATIENCE_S = 10.0
MAX_METRICS_BYTES = 4 * 1024 * 1024

HEALTH = {"vllm": "/health", "sglang": "/health", "ray": "/-/healthz", "llama.cpp": "/health"}
"""Where servers of the firm's own say whether they are well, by kind: below the root of their address."""

METRICS = {"vllm": "/metrics", "sglang": "/metrics", "ray": "/metrics", "llama.cpp": "/metrics"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """What a deployment says of itself. `offers` are the models that it has, `has_model` whether ours is among them.

    `well` is None where nobody says where to ask, as is `load`. `error` says why it was not reached.
    """

    name: str
    reached: bool
    seconds: float
    offers: tuple[str, ...] = ()
    has_model: bool = False
    well: bool | None = None
    load: Load | None = None
    error: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Warmed:
    """`seconds` to its first word; `error` where none came."""

    name: str
    seconds: float
    error: str = ""


async def check(upstream: Upstream) -> Checked:
    """What its addresses say. One that answers is let try a request at once, whatever its breaker says."""
    begun_s, error, offers = time.monotonic(), "", tuple[str, ...]()
    try:
        offers = await upstream.backend.models()
        upstream.breaker.seems_well()
    except WainaoError as failure:
        error = str(failure)
    return Checked(
        name=upstream.deployment.name,
        reached=not error,
        seconds=time.monotonic() - begun_s,
        offers=offers,
        has_model=upstream.deployment.model in offers,
        well=await _well(upstream),
        load=await _load(upstream),
        error=error,
    )


async def warm(upstream: Upstream, call: Call) -> Warmed:
    """A tiny request, on the receipt like any other."""
    begun_s, error = time.monotonic(), ""
    attempt = Attempt(upstream, _tiny(upstream), call)
    try:
        await attempt.opening()
        attempt.succeeded()
    except WainaoError as failure:
        attempt.failed(failure)
        error = str(failure)
    finally:
        await attempt.close()
    return Warmed(name=upstream.deployment.name, seconds=time.monotonic() - begun_s, error=error)


def _tiny(upstream: Upstream) -> Work:
    if "chat" in upstream.deployment.serves:
        chat = ChatInput(messages=(Message(role="user", content="Hi"),), max_tokens=1)
        return Work(kind="chat", route="", needs=of_chat(chat), ask=lambda backend, model: backend.chat(model, chat))
    if "embed" in upstream.deployment.serves:
        embed = EmbedInput(texts=("Hi",))
        return Work(
            kind="embed",
            route="",
            needs=of_texts(embed.texts),
            ask=lambda backend, model: whole(backend.embed(model, embed)),
        )
    raise UsageError(
        f"{upstream.deployment.name!r} does {', '.join(upstream.deployment.serves)}. What chats or makes vectors can "
        "be warmed up; send it a request of its own kind."
    )


async def _well(upstream: Upstream) -> bool | None:
    url = _address(upstream, upstream.deployment.health_url, HEALTH)
    answer = await _get(url) if url else None
    return None if not url else answer is not None


async def _load(upstream: Upstream) -> Load | None:
    url = _address(upstream, upstream.deployment.metrics_url, METRICS)
    answer = await _get(url) if url else None
    return None if answer is None else read_load(answer.decode(errors="replace"))


def _address(upstream: Upstream, said: str, usual: dict[str, str]) -> str:
    deployment = upstream.deployment
    path = usual.get(deployment.provider, "")
    return said or (urljoin(deployment.base_url, path) if path and deployment.base_url else "")


async def _get(url: str) -> bytes | None:
    """What is there; None for nothing good."""
    limits = Limits(connect_s=PATIENCE_S, silence_s=PATIENCE_S, total_s=PATIENCE_S, max_bytes=MAX_METRICS_BYTES)
    egress = Egress(Routes(configured=frozenset({origin(url)})), limits=limits)
    try:
        async with egress.send("GET", url) as reply:
            return await reply.read() if reply.status == 200 else None
    except WainaoError:
        return None
    finally:
        egress.close()
