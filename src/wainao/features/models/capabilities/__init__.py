"""What the models feature brings: one module for each kind of capability."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial

from wainao.features.models import offline
from wainao.features.models.backends import make_backend
from wainao.features.models.capabilities import (
    calibrate,
    compare,
    deployments,
    providers,
    ratings,
    routes,
    shelf,
    store,
)
from wainao.features.models.capabilities.chat import Chat
from wainao.features.models.capabilities.complete import Complete
from wainao.features.models.capabilities.count import Count
from wainao.features.models.capabilities.desk import Desk
from wainao.features.models.capabilities.embed import Embed
from wainao.features.models.capabilities.media import JOBS, Task
from wainao.features.models.capabilities.offer import ListModels
from wainao.features.models.capabilities.prices import capabilities as price_capabilities
from wainao.features.models.engines.local import LocalBackend
from wainao.features.models.guard import SecretsGuard
from wainao.features.models.local.intake import Intake
from wainao.features.models.local.residents import Residents
from wainao.features.models.measures import measures
from wainao.features.models.preferences import PreferenceKeeper, Preferences
from wainao.features.models.prices import PriceBook
from wainao.features.models.providers import provider_at
from wainao.features.models.routing.deployment import Deployment
from wainao.features.models.routing.router import Router
from wainao.features.models.routing.table import Fixed, Table
from wainao.features.models.settings import ModelsSettings
from wainao.kernel import Capability
from wainao.store.extension import Parts
from wainao.store.home import Home

SHARE = 0.7
DEFAULT_BYTES = 4_000_000_000
"""Where the system does not say how much memory there is."""


def parts(home: Home, settings: ModelsSettings) -> Parts:
    """What may be called, whether or not there is a model yet, and a guard for the keys of providers."""
    prices = PriceBook(home)
    models_bytes = _memory_bytes(settings)
    residents = Residents(home, memory_bytes=models_bytes, idle_s=settings.local_idle_s)
    here = LocalBackend(residents)
    table = Table(home, make_backend=partial(make_backend, here=here), prices=prices, fixed=_fixed(settings))
    router = Router(table)
    desk = Desk(router)
    capabilities: tuple[Capability, ...] = (
        Chat(router, timeout_s=settings.timeout_s, facts=settings.facts),
        Complete(router, timeout_s=settings.timeout_s),
        Count(router, timeout_s=settings.timeout_s),
        Embed(router, timeout_s=settings.timeout_s),
        *(Task(job, router, timeout_s=settings.timeout_s) for job in JOBS),
        ListModels(table),
        *price_capabilities(prices),
        *deployments.capabilities(desk),
        *routes.capabilities(desk),
        *providers.capabilities(desk),
        *calibrate.capabilities(desk),
        *store.capabilities(desk, models_bytes=models_bytes),
        *compare.capabilities(desk, Preferences(home)),
        *ratings.capabilities(desk, home),
        *shelf.capabilities(desk, residents=residents, intake=Intake(residents.shelf, settings)),
    )
    guard = SecretsGuard(lambda: table.now().secrets)
    return Parts(
        capabilities=capabilities,
        guards=(guard,),
        keepers=(PreferenceKeeper(),),
        live_measures=partial(measures, table),
        close=table.close,
    )


def _memory_bytes(settings: ModelsSettings) -> int:
    """What models on this machine may take together, by default most of what it has."""
    if settings.local_memory_gb:
        return int(settings.local_memory_gb * 1e9)
    pages = os.sysconf("SC_PHYS_PAGES") if hasattr(os, "sysconf") else 0
    return int(pages * os.sysconf("SC_PAGE_SIZE") * SHARE) if pages else DEFAULT_BYTES


def _fixed(settings: ModelsSettings) -> Iterator[Fixed]:
    """The deployments of the one endpoint that the settings name: "default" for chats, "embedding" for vectors; and
    the offline embedder, where its package is installed."""
    if offline.is_installed():
        from wainao.features.models.offline.backend import DEPLOYMENT

        yield Fixed(deployment=DEPLOYMENT, route=DEPLOYMENT.model, spare=True)
    if settings.model:
        deployment = Deployment(
            name="default",
            model=settings.model,
            provider=provider_at(settings.base_url),
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
            provider=provider_at(settings.base_url),
            base_url=settings.base_url,
            serves=("embed",),
            context_tokens=settings.context_tokens,
            timeout_s=settings.timeout_s,
            usd_per_million_in=settings.usd_per_million_embedded,
            usd_per_million_out=0.0,
        )
        yield Fixed(deployment=deployment, route=settings.embedding_model, key=settings.api_key)
