"""How each kind of deployment is reached: the one place that knows all kinds of backends."""

from __future__ import annotations

from collections.abc import Callable

from wainao.features.models.engines.backend import Backend
from wainao.features.models.routing.deployment import Deployment

MakeBackend = Callable[[Deployment, str], Backend]
"""Makes what reaches a deployment with its key; raises UsageError or SettingsError for one that cannot be."""


def make_backend(deployment: Deployment, key: str) -> Backend:
    from wainao.features.models.engines.openai_compatible import Endpoint, Patience
    from wainao.store.egress import Egress, Limits, Routes, origin

    limits = Limits(silence_s=deployment.timeout_s)
    egress = Egress(Routes(configured=frozenset({origin(deployment.base_url)})), limits=limits)
    # Asking again is the router's decision, who knows whom else to ask.
    return Endpoint(deployment.base_url, egress=egress, api_key=key, patience=Patience(attempts=1))
