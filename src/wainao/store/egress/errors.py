"""What goes wrong on the way out.

DeniedError
└── EgressDeniedError      policy: an administrator decides
EngineError
├── UnreachableError       nobody there, or the connection broke; another place, or another time, may do
│   └── StaleError         a kept connection had been closed meanwhile; never leaves this package
└── ReplyTooLargeError     more bytes than are taken

Time that runs out is the TimedOutError of the kernel; what is no URL or no header is its UsageError.
"""

from __future__ import annotations

from wainao.kernel.errors import DeniedError, EngineError


class EgressDeniedError(DeniedError):
    """This installation may not connect there. An administrator decides which hosts it may reach."""

    code = "egress_denied"


class UnreachableError(EngineError):
    """Nobody answers there, or the connection broke."""

    code = "unreachable"


class StaleError(UnreachableError):
    """A connection that had served before was closed before the first byte of this reply."""


class ReplyTooLargeError(EngineError):
    code = "reply_too_large"
