"""What goes wrong with a collector.

EngineError
└── CollectorError      it answered something else than that it took the spans
"""

from __future__ import annotations

from wainao.kernel import EngineError


class CollectorError(EngineError):
    """`hopeless`: these very spans will not be taken, however often they are sent."""

    code = "collector"

    def __init__(self, message: str, *, hopeless: bool = False, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.hopeless = hopeless
        self.retry_after_s = retry_after_s
