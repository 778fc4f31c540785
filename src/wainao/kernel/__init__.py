"""The governed call path. Pure: no input or output, nothing from outside the standard library."""

from wainao.kernel.capability import Call, Capability, Correctable, Risk, Spec, Stream
from wainao.kernel.errors import (
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
from wainao.kernel.kernel import Kernel
from wainao.kernel.layers import Ports
from wainao.kernel.policy import RightsPolicy
from wainao.kernel.ports import Approvals, Corrections, Decision, Finding, Guard, Match, Meter, Policy, ReceiptLog
from wainao.kernel.receipt import Draft, Outcome, Proof, Status, Verdict, new_id, now_us

__all__ = [
    "Approvals",
    "BlockedError",
    "BudgetError",
    "Call",
    "Capability",
    "ConflictError",
    "Correctable",
    "Corrections",
    "Decision",
    "DeniedError",
    "Draft",
    "EngineError",
    "Finding",
    "Guard",
    "IntegrityError",
    "Kernel",
    "Match",
    "Meter",
    "NeedsPersonError",
    "NotFoundError",
    "Outcome",
    "Policy",
    "Ports",
    "Proof",
    "ReceiptLog",
    "RightsPolicy",
    "Risk",
    "SettingsError",
    "Spec",
    "Status",
    "StoreError",
    "Stream",
    "TimedOutError",
    "UnauthenticatedError",
    "UsageError",
    "Verdict",
    "WainaoError",
    "new_id",
    "now_us",
]
