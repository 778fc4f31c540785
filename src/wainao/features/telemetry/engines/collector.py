"""A collector that takes OTLP over HTTP, as JSON: https://opentelemetry.io/docs/specs/otlp/#otlphttp."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from wainao.features.telemetry.errors import CollectorError
from wainao.store.egress import Egress, Limits, PoolLimits, Routes, origin

LIMITS = Limits(connect_s=10.0, silence_s=20.0, total_s=60.0, max_bytes=1 << 20)

_HOPELESS = (400, 413)
"""The spans are what it does not take. All else may be otherwise tomorrow: a key, an address, a server."""
_QUOTED = 300


class Partly(msgspec.Struct, rename="camel"):
    """Of what it took, that it did not take all. Numbers of 64 bits are strings in this JSON, or should be."""

    rejected_spans: int | str = 0
    error_message: str = ""


class Took(msgspec.Struct, rename="camel"):
    partial_success: Partly | None = None


class Collector:
    """`close` it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._egress = Egress(
            Routes(configured=frozenset({origin(url)})), limits=LIMITS, pool=PoolLimits(connections=1)
        )

    async def send(self, body: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
        """How many spans it would not take, and why. Raises CollectorError, UnreachableError, TimedOutError and
        EgressDeniedError."""
        sent = {**headers, "content-type": "application/json", "user-agent": "Wainao"}
        async with self._egress.send("POST", self.url, headers=sent, content=body) as reply:
            told = await reply.read()
            if not 200 <= reply.status < 300:
                raise _refused(self.url, reply.status, reply.headers, told, headers.values())
        return _partly(told)

    def close(self) -> None:
        self._egress.close()


def _partly(told: bytes) -> tuple[int, str]:
    try:
        partly = msgspec.json.decode(told, type=Took).partial_success or Partly()
        return int(partly.rejected_spans), partly.error_message
    except (msgspec.DecodeError, ValueError):  # it took them, whatever else it says
        return 0, ""


def _refused(url: str, status: int, headers: Mapping[str, str], told: bytes, secrets: Iterable[str]) -> CollectorError:
    said = told.decode("utf-8", "replace")
    for secret in secrets:  # servers like to repeat them
        said = said.replace(secret, "***")
    return CollectorError(
        f"{url!r} answered {status}: {said[:_QUOTED]!r}. Expected 200. {_advice(status)}",
        hopeless=status in _HOPELESS,
        retry_after_s=_seconds(headers.get("retry-after", "")),
    )


def _advice(status: int) -> str:
    if status in (401, 403):
        return "Set the key that it wants with telemetry:authorize."
    if status in (404, 405, 415):
        return "Check that [telemetry] endpoint is where it takes OTLP over HTTP as JSON."
    return "It is tried again by itself; if that goes on, look into the collector's log."


def _seconds(text: str) -> float | None:
    return float(text) if text.isdigit() and len(text) < 6 else None
