"""One table: what each family of errors looks like over HTTP, to an OpenAI client and as an exit code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wainao.app.translation import said_in
from wainao.kernel import (
    BlockedError,
    BudgetError,
    BusyError,
    ConflictError,
    DeniedError,
    EngineError,
    IntegrityError,
    NeedsPersonError,
    NotFoundError,
    RateError,
    SettingsError,
    StoreError,
    TimedOutError,
    UnauthenticatedError,
    UnpricedError,
    UnreadableError,
    UsageError,
    WainaoError,
)
from wainao.types import Language, Words


@dataclass(frozen=True, slots=True)
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
    UsageError: Face(400, 2, "invalid_request_error"),
    NotFoundError: Face(404, 2, "invalid_request_error"),
    ConflictError: Face(409, 2, "invalid_request_error"),
    TooLargeError: Face(413, 2, "invalid_request_error"),
    TooSlowError: Face(408, 2, "invalid_request_error"),
    DeniedError: Face(403, 3, "permission_error"),
    UnauthenticatedError: Face(401, 3, "authentication_error"),
    NeedsPersonError: Face(202, 4, "permission_error"),
    BlockedError: Face(422, 5, "content_filter"),
    BudgetError: Face(429, 6, "insufficient_quota"),
    RateError: Face(429, 6, "rate_limit_exceeded"),
    UnpricedError: Face(402, 6, "insufficient_quota"),
    SettingsError: Face(500, 7, "server_error"),
    EngineError: Face(502, 8, "server_error"),
    UnreadableError: Face(422, 8, "invalid_request_error"),
    BusyError: Face(429, 8, "rate_limit_exceeded"),
    TimedOutError: Face(504, 8, "server_error"),
    StoreError: Face(503, 8, "server_error"),
    IntegrityError: Face(500, 1, "server_error"),
    InternalError: Face(500, 9, "server_error"),
}
"""By class; a class that is not here has the face of its nearest ancestor."""

MEANS: dict[type[WainaoError], Words] = {
    UsageError: Words("请求本身有误：调用者改正它。", "The request itself is wrong: the caller corrects it."),
    NotFoundError: Words("没有这样东西，或调用者看不到它。", "There is no such thing, or not for this caller."),
    ConflictError: Words("与已有的相冲突。", "It is at odds with what is there already."),
    TooLargeError: Words("请求体太大。", "The request's body is too large."),
    TooSlowError: Words("请求体到得太慢。", "The request's body came too slowly."),
    DeniedError: Words(
        "调用者无权这样做：管理员可以授权。", "The caller may not do this: an administrator can allow it."
    ),
    UnauthenticatedError: Words("不知道是谁在调用。", "Nobody knows who is calling."),
    NeedsPersonError: Words("这次调用在等人审批。", "The call waits for a person's approval."),
    BlockedError: Words("护栏拦下了这次调用，本该如此。", "A guard stopped the call, as it should."),
    BudgetError: Words("预算已用完。", "A budget is used up."),
    RateError: Words("每分钟或同时的调用太多：稍后再试。", "Too many per minute, or at once: try again later."),
    UnpricedError: Words(
        "这次调用的价格未知，而金额有预算：管理员设定价格。",
        "Nobody said what this call costs, and money has a budget: an administrator sets the price.",
    ),
    SettingsError: Words(
        "某项设置有误或缺失：运行者改正它。", "A setting is wrong or missing: whoever runs this corrects it."
    ),
    EngineError: Words("底层的东西失败了：模型、文件、磁盘。", "Something underneath failed: a model, a file, a disk."),
    UnreadableError: Words("文件无法读取。", "A file cannot be read."),
    BusyError: Words("模型那边没有空位：稍后再试。", "There is no room at the model: try again later."),
    TimedOutError: Words("超过了允许的时间。", "It took longer than it may."),
    StoreError: Words("存储无法读写。", "The store cannot be read or written."),
    IntegrityError: Words("记录与当初写下的不符。", "A record is not what was written."),
    InternalError: Words("外脑自身的缺陷。", "A bug in Wainao."),
}
"""What each family says, for the reference."""


def face(error: WainaoError) -> Face:
    return next((FACES[kind] for kind in type(error).__mro__ if kind in FACES), FACES[InternalError])


def internal(error: Exception) -> InternalError:
    """What a caller gets to know of a bug: that it was one. The log has the rest."""
    return InternalError(f"This is a bug in Wainao ({type(error).__name__}). Its log says more; please report it.")


def body(error: WainaoError, language: Language = "en") -> dict[str, Any]:
    """The error as JSON shows it, over HTTP and on the command line alike; only its message knows languages."""
    told: dict[str, Any] = {"code": error.code, "message": said_in(language, str(error)), "receipt": error.receipt}
    if isinstance(error, NeedsPersonError):
        told["approval"] = error.approval
    if isinstance(error, BudgetError):
        told |= {"limit": error.limit, "retry_after_s": error.retry_after_s}
    return {"error": told}
