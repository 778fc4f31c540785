"""How each kind of deployment is reached: the one place that knows all kinds of backends."""

from __future__ import annotations

import difflib

from wainao.features.models.engines.backend import Backend
from wainao.features.models.providers import PROVIDERS, Provider
from wainao.features.models.routing.deployment import Deployment
from wainao.kernel import UsageError

MOST_CONNECTIONS = 16_384
"""From one process to one deployment. Each stream that a client holds needs one; how many requests a deployment can
bear is for its `concurrency` to say."""


def make_backend(deployment: Deployment, key: str, *, here: Backend) -> Backend:
    """What reaches a deployment with its key; `here` serves the models of this machine.

    Raises UsageError or SettingsError for one that cannot be reached.
    """
    from wainao.features.models.engines.anthropic import AnthropicEndpoint
    from wainao.features.models.engines.openai_compatible import Endpoint
    from wainao.features.models.offline.backend import OfflineBackend
    from wainao.store.egress import Egress, Limits, PoolLimits, Routes, origin

    provider = find_provider(deployment.provider)
    if provider.wire == "here":
        return here
    if provider.wire == "offline":
        return OfflineBackend()
    base_url = address(deployment, provider)
    limits = Limits(silence_s=deployment.timeout_s)
    pool = PoolLimits(connections=MOST_CONNECTIONS)
    egress = Egress(Routes(configured=frozenset({origin(base_url)})), limits=limits, pool=pool)
    if provider.wire == "anthropic":
        return AnthropicEndpoint(base_url, egress=egress, api_key=key, auth=provider.auth)
    return Endpoint(base_url, egress=egress, api_key=key, auth=provider.auth, quirks=provider.quirks)


def find_provider(name: str) -> Provider:
    """The preset of that name. Raises UsageError."""
    provider = PROVIDERS.get(name)
    if provider is None:
        near = difflib.get_close_matches(name, PROVIDERS, n=1)
        hint = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(PROVIDERS)}."
        raise UsageError(f"There is no provider {name!r}. {hint}")
    return provider


def address(deployment: Deployment, provider: Provider) -> str:
    """Where it is: its own address, or the one that its provider has for everybody. Raises UsageError."""
    if deployment.base_url:
        return deployment.base_url
    if provider.needs_address:
        shape = f"like {provider.base_url}" if provider.base_url else "such as https://api.example.com/v1"
        raise UsageError(
            f"The deployment {deployment.name!r} has no base_url, and {provider.name!r} has no address for everybody. "
            f"Give one {shape}."
        )
    return provider.base_url
