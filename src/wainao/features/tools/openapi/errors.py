"""What can go wrong between a description of an API and a call to it.

UsageError
├── UnreadableError   the bytes are no JSON and no YAML, or more than we read
├── UnsupportedError  they are, and describe no API that we can take in
└── ArgumentError     a value cannot stand where the API wants it
DeniedError
└── CredentialError   a secret would go where it does not belong, or there is none
"""

from __future__ import annotations

from wainao.kernel.errors import DeniedError, UsageError


class UnreadableError(UsageError):
    code = "openapi_unreadable"


class UnsupportedError(UsageError):
    code = "openapi_unsupported"


class ArgumentError(UsageError):
    code = "tool_argument"


class CredentialError(DeniedError):
    code = "tool_credential"
