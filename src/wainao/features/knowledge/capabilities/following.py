"""Vectors for new passages, made beside the work, as calls like any other."""

from __future__ import annotations

import asyncio
import logging
from functools import partial

from wainao.features.knowledge.capabilities.vectors import Embed, EmbedInput
from wainao.features.knowledge.embedding import Embedding
from wainao.kernel import ConflictError, WainaoError
from wainao.kernel.capability import Governor
from wainao.store.rounds import rounds
from wainao.types import system

PATIENCE_S = 5.0
"""A process that ends sooner, such as a command, need not begin."""
LOOK_EVERY_S = 30.0
"""Other processes add passages without telling."""

log = logging.getLogger("wainao.knowledge")


async def follow(embedding: Embedding, kernel: Governor) -> None:
    """Look now and then for tenants with something to do, and do it, until this is cancelled."""
    await rounds(
        partial(_look, embedding, kernel),
        first_s=PATIENCE_S,
        every_s=LOOK_EVERY_S,
        what="Looking for passages without a vector",
        log=log,
    )


async def _look(embedding: Embedding, kernel: Governor) -> None:
    for tenant in await asyncio.to_thread(embedding.due, kernel):
        await _make(embedding, tenant, kernel)


async def _make(embedding: Embedding, tenant: str, kernel: Governor) -> None:
    try:
        await kernel.run(Embed.spec.name, EmbedInput(), actor=system(tenant))
    except ConflictError:
        pass  # another process is at it
    except WainaoError as error:  # on its receipt, and in what `knowledge:vectors` tells
        await asyncio.to_thread(embedding.put_off, tenant, str(error))
