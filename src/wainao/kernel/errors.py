"""Everything that can go wrong, by who has to act.

WainaoError
├── UsageError            the caller: the request itself is wrong
│   ├── NotFoundError
│   └── ConflictError
├── DeniedError           an administrator: the caller may not do this
│   └── UnauthenticatedError
├── NeedsPersonError      a person: the call waits for an approval
├── BlockedError          nobody: a guard stopped the call, as it should
├── BudgetError           whoever pays: a budget is used up
│   ├── RateError         nobody: too many calls or tokens in a minute, or too many calls at once
│   └── UnpricedError     whoever runs this: nobody said what the call costs, and there is a budget in money
├── SettingsError         whoever runs this: a setting is wrong or missing
├── EngineError           the thing underneath: a model, a file, a disk, a missing package
│   ├── TimedOutError
│   ├── UnreadableError   whoever brought it: a file is not what it should be
│   ├── BusyError         it has no room now: nobody has to act, later it will
│   └── StoreError        the store cannot be read or written
└── IntegrityError        whoever runs this: a record is not what was written

Every class has a stable `code`; a subclass in a feature may set its own.
"""

from __future__ import annotations

from typing import ClassVar


class WainaoError(Exception):
    """The root. `str(error)` says what happened, what was expected and what to do."""

    code: ClassVar[str] = "error"

    receipt: str | None = None
    """The receipt of the failed call, once there is one: of the outermost, where one call made another."""


class UsageError(WainaoError):
    code = "usage"


class NotFoundError(UsageError):
    code = "not_found"


class ConflictError(UsageError):
    code = "conflict"


class DeniedError(WainaoError):
    code = "denied"


class UnauthenticatedError(DeniedError):
    code = "unauthenticated"


class NeedsPersonError(WainaoError):
    """Carries the id under which a person finds the waiting call."""

    code = "needs_person"

    def __init__(self, message: str, *, approval: str) -> None:
        super().__init__(message)
        self.approval = approval


class BlockedError(WainaoError):
    code = "blocked"


class BudgetError(WainaoError):
    """`limit` says which one, such as "actor:ann, 500 calls per day"; `retry_after_s` when it will have room again.

    None: it never will, by itself.
    """

    code = "budget"

    def __init__(self, message: str, *, limit: str = "", retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.limit = limit
        self.retry_after_s = retry_after_s


class RateError(BudgetError):
    code = "rate"


class UnpricedError(BudgetError):
    code = "unpriced"


class SettingsError(WainaoError):
    code = "settings"


class EngineError(WainaoError):
    code = "engine"


class TimedOutError(EngineError):
    code = "timed_out"


class UnreadableError(EngineError):
    code = "unreadable"


class BusyError(EngineError):
    """`retry_after_s` is how long it asks to be left alone, if it says so."""

    code = "busy"

    def __init__(self, message: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class StoreError(EngineError):
    code = "store"


class IntegrityError(WainaoError):
    code = "integrity"
