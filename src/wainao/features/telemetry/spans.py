"""A receipt as a span, by OpenTelemetry's conventions for generative AI where they have a word for it.

https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/. What is no request to a model carries none of a
model's attributes: whoever reads them counts requests by them.
"""

from __future__ import annotations

from typing import Any

from wainao.features.telemetry import messages
from wainao.features.telemetry.otlp import Value, attributes, encode, nanoseconds, span_id, trace_id
from wainao.store.ledger.reading import Receipt
from wainao.store.ledger.record import Header

INTERNAL, SERVER, CLIENT = 1, 2, 3
_ERROR = 2

OPERATIONS = {
    "models:chat": "chat",
    "models:complete": "text_completion",
    "models:embed": "embeddings",
    "models:image": "generate_content",
    "models:speech": "generate_content",
}
"""The names that the conventions have (`gen_ai.operation.name`) for capabilities of ours."""

_PROVIDERS = {
    "azure": "azure.ai.openai",
    "bedrock": "aws.bedrock",
    "gemini": "gcp.gemini",
    "mistral": "mistral_ai",
    "moonshot-intl": "moonshot_ai",
    "moonshot": "moonshot_ai",
    "vertex": "gcp.vertex_ai",
    "xai": "x_ai",
}
"""Providers that the conventions call otherwise than we do (`gen_ai.provider.name`)."""

_NO_ERRORS = ("ok", "cancelled", "waiting")
"""Ends that are nobody's failure: the caller left, or a person is being asked."""

Given = dict[str, Value | None]


def encoded(receipt: Receipt) -> bytes:
    """The span as JSON, with what was said as far as the receipt that is given has it."""
    return encode(_span(receipt))


def _span(receipt: Receipt) -> dict[str, Any]:
    header = receipt.header
    name, kind, told = _told(header)
    told |= _ours(receipt)
    failed = header.status not in _NO_ERRORS
    status: dict[str, Any] = {"code": _ERROR} if failed else {}
    if failed:
        told["error.type"] = header.status
    if receipt.contents is not None:
        told |= messages.said(receipt)
        if failed and isinstance(receipt.contents.error, str):
            status["message"] = messages.bounded(receipt.contents.error)
    span = {
        "traceId": trace_id(header.root),
        "spanId": span_id(header.id),
        "name": name,
        "kind": kind,
        "startTimeUnixNano": nanoseconds(header.started_us),
        "endTimeUnixNano": nanoseconds(max(header.started_us, header.finished_us)),
        "attributes": attributes(told),
        "status": status,
    }
    return span if header.parent is None else {**span, "parentSpanId": span_id(header.parent)}


def _told(header: Header) -> tuple[str, int, Given]:
    """The span's name and kind, and what the conventions want to know of such a call."""
    versions = header.versions
    if operation := OPERATIONS.get(header.capability):
        route = versions.get("route", "")
        provider = versions.get("provider", "")
        told: Given = {
            "gen_ai.operation.name": operation,
            "gen_ai.provider.name": _PROVIDERS.get(provider, provider) or "wainao",
            "gen_ai.request.model": route,
            "gen_ai.response.model": versions.get("model"),
            "gen_ai.usage.input_tokens": header.usage.input_tokens,
            "gen_ai.usage.output_tokens": header.usage.output_tokens,
        }
        return f"{operation} {route}".rstrip(), CLIENT, told
    if "tool" in versions:
        told = {
            "gen_ai.operation.name": "execute_tool",
            "gen_ai.tool.name": header.capability,
            "gen_ai.tool.type": "function",
        }
        return f"execute_tool {header.capability}", INTERNAL, told
    return header.capability, SERVER if header.parent is None else INTERNAL, {}


def _ours(receipt: Receipt) -> Given:
    header, cost = receipt.header, receipt.header.usage.cost_microusd
    return {
        "user.id": header.actor,
        "wainao.receipt": header.id,
        "wainao.capability": header.capability,
        "wainao.status": header.status,
        "wainao.tenant": header.tenant,
        "wainao.team": header.team,
        "wainao.key": header.key,
        "wainao.deployment": header.versions.get("deployment"),
        "wainao.correction": header.correction,
        "wainao.cost_usd": None if cost is None else cost / 1e6,
        "wainao.verdicts": tuple(f"{by}: {said}" for by, said in header.verdicts),
        "wainao.erased": True if receipt.erased_by is not None else None,
    }
