"""What can go wrong with a model.

EngineError
└── ModelError          the endpoint refused, broke off or talked nonsense
    └── ModelBusyError  it has no room now

A refused key and an unknown model are SettingsErrors: whoever runs this has to act. An endpoint that cannot be reached
or is silent for too long raises the UnreachableError of `wainao.store.egress` or TimedOutError.
"""

from __future__ import annotations

from wainao.kernel.errors import EngineError


class ModelError(EngineError):
    code = "model"


class ModelBusyError(ModelError):
    """`retry_after_s` is how long the endpoint asks to be left alone, if it says so."""

    code = "model_busy"

    def __init__(self, message: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s
