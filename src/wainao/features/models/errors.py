"""What can go wrong with a model.

EngineError
└── ModelError          the endpoint broke off or talked nonsense
    ├── ModelBusyError  it has no room now
    └── FormError       its model does not bring a reply into the form that was asked for: the endpoint is well
UsageError
└── RefusedError        the endpoint understood and does not take this: asking it again, or another like it, is no use
    └── TooLongError    because the model's context is too short for it
DeniedError
└── StayError           the request must stay here, and there is no model here

A refused key and an unknown model are SettingsErrors: whoever runs this has to act. An endpoint that cannot be reached
or is silent for too long raises the UnreachableError of `wainao.store.egress` or TimedOutError.
"""

from __future__ import annotations

from wainao.kernel.errors import BusyError, DeniedError, EngineError, UsageError


class ModelError(EngineError):
    code = "model"


class ModelBusyError(ModelError, BusyError):
    code = "model_busy"


class FormError(ModelError):
    code = "model_form"


class RefusedError(UsageError):
    code = "model_refused"


class TooLongError(RefusedError):
    code = "context_length_exceeded"


class StayError(DeniedError):
    code = "must_stay"
