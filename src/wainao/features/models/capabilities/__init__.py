"""What the models feature brings: one module for each kind of capability."""

from __future__ import annotations

from wainao.features.models.capabilities.chat import Chat
from wainao.features.models.capabilities.embed import Embed
from wainao.features.models.capabilities.offer import ListModels
from wainao.features.models.engines.openai_compatible import Endpoint
from wainao.features.models.guard import SecretsGuard
from wainao.features.models.settings import ModelsSettings
from wainao.kernel import Capability
from wainao.store.egress import Egress, Limits, Routes, origin
from wainao.store.extension import Parts


def parts(settings: ModelsSettings) -> Parts:
    """What these settings bring: a capability for each model they name, and a guard for their key."""
    endpoint = _endpoint(settings)
    capabilities: list[Capability] = [ListModels(endpoint)]
    if settings.model:
        capabilities.append(Chat(endpoint, settings))
    if settings.embedding_model:
        capabilities.append(Embed(endpoint, settings))
    return Parts(capabilities=tuple(capabilities), guards=(SecretsGuard([settings.api_key]),))


def _endpoint(settings: ModelsSettings) -> Endpoint:
    routes = Routes(configured=frozenset({origin(settings.base_url)}))
    limits = Limits(silence_s=settings.timeout_s, total_s=settings.timeout_s)
    return Endpoint(settings.base_url, egress=Egress(routes, limits=limits), api_key=settings.api_key)
