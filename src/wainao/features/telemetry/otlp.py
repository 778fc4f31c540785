"""OTLP's JSON: protobuf's mapping, with ids in hex, numbers of 64 bits as strings, names in camel case.

https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

Value = str | bool | int | float | Sequence[str]
Attributes = Mapping[str, Value | None]

encode = msgspec.json.Encoder().encode


def trace_id(root: str) -> str:
    """Of all calls that were made for the one whose receipt is `root`: the same, whoever computes it, however often."""
    return hashlib.sha256(b"trace:" + root.encode()).hexdigest()[:32]


def span_id(receipt: str) -> str:
    return hashlib.sha256(b"span:" + receipt.encode()).hexdigest()[:16]


def nanoseconds(us: int) -> str:
    return str(us * 1_000)


def attributes(given: Attributes) -> list[dict[str, Any]]:
    """Those that are something: None and the empty text are left out."""
    return [{"key": key, "value": _value(value)} for key, value in given.items() if value not in (None, "", ())]


def request(spans: Iterable[bytes], *, resource: Attributes, scope: Mapping[str, str]) -> bytes:
    """An ExportTraceServiceRequest of spans that are encoded already."""
    return b'{"resourceSpans":[{"resource":{"attributes":%b},"scopeSpans":[{"scope":%b,"spans":[%b]}]}]}' % (
        encode(attributes(resource)),
        encode(scope),
        b",".join(spans),
    )


def _value(value: Value | None) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int):
        return {"intValue": str(value)}
    if isinstance(value, float):
        return {"doubleValue": value}
    if isinstance(value, str):
        return {"stringValue": value}
    return {"arrayValue": {"values": [{"stringValue": one} for one in value or ()]}}
