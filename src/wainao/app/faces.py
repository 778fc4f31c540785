"""One table: what each family of errors looks like over HTTP, to an OpenAI client and as an exit code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wainao.kernel import (
    BlockedError,
    BudgetError,
    ConflictError,
    DeniedError,
    EngineError,
    IntegrityError,
    NeedsPersonError,
    NotFoundError,
    SettingsError,
    StoreError,
    TimedOutError,
    UnauthenticatedError,
    UsageError,
    WainaoError,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Face:
    """`status` is HTTP's, `exit` the command line's, `openai` the `type` in an OpenAI error body."""

    status: int
    exit: int
    openai: str


class TooLargeError(UsageError):
    code = "too_large"


class TooSlowError(UsageError):
    code = "too_slow"


class InternalError(WainaoError):
    """A bug of ours. Its details go to the log, not to the caller."""

    code = "internal"


FACES: dict[type[WainaoError], Face] = {
    UsageError: Face(status=400, exit=2, openai="invalid_request_error"),
    NotFoundError: Face(status=404, exit=2, openai="invalid_request_error"),
    ConflictError: Face(status=409, exit=2, openai="invalid_request_error"),
    TooLargeError: Face(status=413, exit=2, openai="invalid_request_error"),
    TooSlowError: Face(status=408, exit=2, openai="invalid_request_error"),
    DeniedError: Face(status=403, exit=3, openai="permission_error"),
    UnauthenticatedError: Face(status=401, exit=3, openai="authentication_error"),
    NeedsPersonError: Face(status=202, exit=4, openai="permission_error"),
    BlockedError: Face(status=422, exit=5, openai="content_filter"),
    BudgetError: Face(status=429, exit=6, openai="insufficient_quota"),
    SettingsError: Face(status=500, exit=7, openai="server_error"),
    EngineError: Face(status=502, exit=8, openai="server_error"),
    TimedOutError: Face(status=504, exit=8, openai="server_error"),
    StoreError: Face(status=503, exit=8, openai="server_error"),
    IntegrityError: Face(status=500, exit=1, openai="server_error"),
    InternalError: Face(status=500, exit=9, openai="server_error"),
}
"""By class; a class that is not here has the face of its nearest ancestor."""


def face(error: WainaoError) -> Face:
    return next((FACES[kind] for kind in type(error).__mro__ if kind in FACES), FACES[InternalError])


def body(error: WainaoError) -> dict[str, Any]:
    """The error as JSON shows it, over HTTP and on the command line alike."""
    told = {"code": error.code, "message": str(error), "receipt": error.receipt}
    if isinstance(error, NeedsPersonError):
        told["approval"] = error.approval
    return {"error": told}
