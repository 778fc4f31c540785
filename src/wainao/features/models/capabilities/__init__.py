"""What the models feature brings: one module for each kind of capability."""

from __future__ import annotations

from collections.abc import Iterator

from wainao.features.models.backends import make_backend
from wainao.features.models.capabilities import deployments, routes
from wainao.features.models.capabilities.chat import Chat
from wainao.features.models.capabilities.desk import Desk
from wainao.features.models.capabilities.embed import Embed
from wainao.features.models.capabilities.offer import ListModels
from wainao.features.models.capabilities.prices import capabilities as price_capabilities
from wainao.features.models.guard import SecretsGuard
from wainao.features.models.prices import PriceBook
from wainao.features.models.routing.deployment import Deployment
from wainao.features.models.routing.router import Router
from wainao.features.models.routing.table import Fixed, Table
from wainao.features.models.settings import ModelsSettings
from wainao.kernel import Capability
from wainao.store.extension import Parts
from wainao.store.home import Home


def parts(home: Home, settings: ModelsSettings) -> Parts:
    """What may be called, whether or not there is a model yet, and a guard for the keys of providers."""
    prices = PriceBook(home)
    table = Table(home, make_backend=make_backend, prices=prices, fixed=_fixed(settings))
    router, desk = Router(table), Desk(table)
    capabilities: tuple[Capability, ...] = (
        Chat(router, timeout_s=settings.timeout_s),
        Embed(router, timeout_s=settings.timeout_s),
        ListModels(table),
        *price_capabilities(prices),
        *deployments.capabilities(desk),
        *routes.capabilities(desk),
    )
    guard = SecretsGuard(lambda: table.now().secrets)
    return Parts(capabilities=capabilities, guards=(guard,), close=table.close)


def _fixed(settings: ModelsSettings) -> Iterator[Fixed]:
    """The deployments of the one endpoint that the settings name: "default" for chats, "embedding" for vectors."""
    if settings.model:
        deployment = Deployment(
            name="default",
            model=settings.model,
            base_url=settings.base_url,
            context_tokens=settings.context_tokens,
            timeout_s=settings.timeout_s,
            usd_per_million_in=settings.usd_per_million_in,
            usd_per_million_out=settings.usd_per_million_out,
        )
        yield Fixed(deployment=deployment, route=settings.model, key=settings.api_key)
    if settings.embedding_model:
        deployment = Deployment(
            name="embedding",
            model=settings.embedding_model,
            base_url=settings.base_url,
            serves=("embed",),
            context_tokens=settings.context_tokens,
            timeout_s=settings.timeout_s,
            usd_per_million_in=settings.usd_per_million_embedded,
            usd_per_million_out=0.0,
        )
        yield Fixed(deployment=deployment, route=settings.embedding_model, key=settings.api_key)
