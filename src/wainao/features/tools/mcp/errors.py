"""What goes wrong between us and a server of tools.

EngineError
└── ServerError        the server, or the way to it: it says an error, breaks off, or speaks no protocol of ours
ConflictError
└── ChangedError       a person: the tool is no longer what was agreed to
DeniedError
├── ProgramError       an administrator: that program may not be started here
└── SignInError        a person: the server wants to know on whose behalf it works
"""

from __future__ import annotations

from wainao.kernel import ConflictError, DeniedError, EngineError


class ServerError(EngineError):
    code = "tool_server"


class ChangedError(ConflictError):
    """The definition of a tool is not the one that was taken in. It is held until a person takes in the new one."""

    code = "tool_changed"


class ProgramError(DeniedError):
    code = "program_denied"


class SignInError(DeniedError):
    """`scope` is what the server wants to be asked for, `metadata` where it says how; "" where it is silent."""

    code = "sign_in"

    def __init__(self, message: str, *, scope: str = "", metadata: str = "") -> None:
        super().__init__(message)
        self.scope = scope
        self.metadata = metadata
