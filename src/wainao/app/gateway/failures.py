"""Errors as each family of clients expects them."""

from __future__ import annotations

from typing import Any

from wainao.app.faces import face
from wainao.app.wire import to_json
from wainao.kernel import NeedsPersonError, WainaoError

ANTHROPIC_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    503: "overloaded_error",
    504: "timeout_error",
}


def status(error: WainaoError) -> int:
    """HTTP's. A call that waits for a person is 202 on our own API, which other clients would take for an answer."""
    return 403 if isinstance(error, NeedsPersonError) else face(error).status


def openai_error(error: WainaoError) -> dict[str, Any]:
    """An error as OpenAI writes it; the receipt is ours."""
    told = {"message": str(error), "type": face(error).openai, "param": None, "code": error.code}
    return {"error": {**told, "receipt": error.receipt}}


def anthropic_error(error: WainaoError) -> dict[str, Any]:
    """An error as Anthropic writes it; the receipt stands in for the id of the request."""
    kind = ANTHROPIC_TYPES.get(status(error)) or ("api_error" if status(error) >= 500 else "invalid_request_error")
    return {"type": "error", "error": {"type": kind, "message": str(error)}, "request_id": error.receipt}


def openai(error: WainaoError) -> bytes:
    """The body of an error as OpenAI writes it."""
    return to_json(openai_error(error))


def anthropic(error: WainaoError) -> bytes:
    """As Anthropic writes it."""
    return to_json(anthropic_error(error))


def ollama(error: WainaoError) -> bytes:
    """As Ollama writes it."""
    return to_json({"error": str(error)})
