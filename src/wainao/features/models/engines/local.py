"""A model of our own shelf, run by llama.cpp or OpenVINO in a process of its own.

That process speaks OpenAI's protocol, so all that is ours here is to have it there: started on first use, kept awake
while somebody reads, started again after a crash; and to ask each engine in the words that it understands.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from wainao.features.models.engines import llama, openvino
from wainao.features.models.engines.backend import Piece, Result
from wainao.features.models.engines.openai_compatible import Endpoint
from wainao.features.models.engines.quirks import LLAMA_CPP
from wainao.features.models.local.residents import RECENT_S, Residents
from wainao.features.models.local.shelf import Engine
from wainao.features.models.local.tenancy import Address, Tenancy
from wainao.features.models.types import CompleteInput, RerankInput, RerankOutput
from wainao.kernel import SettingsError
from wainao.store.egress import Egress, Limits, Routes, UnreachableError, origin
from wainao.types import ChatInput, EmbedInput, EmbedOutput

ENGINES: dict[Engine, ModuleType] = {"llama": llama, "openvino": openvino}
"""How each is asked. Which one runs a model is decided by the files that the model is made of."""


class LocalBackend:
    """Every model on the shelf, by its name. `timeout_s` bounds the silence before and between two words."""

    def __init__(self, residents: Residents, *, timeout_s: float = 120.0) -> None:
        self._residents = residents
        self._timeout_s = timeout_s
        self.quirks = LLAMA_CPP
        self._reached: dict[str, tuple[Address, Endpoint, Egress]] = {}

    async def chat(self, model: str, input: ChatInput) -> AsyncGenerator[Piece, None]:
        here = self._residents.shelf.get(model)
        input = ENGINES[here.engine].chat(here, input)
        async for piece in self._streamed(model, lambda endpoint: endpoint.chat(model, input)):
            yield piece

    async def complete(self, model: str, input: CompleteInput) -> AsyncGenerator[Piece, None]:
        here = self._residents.shelf.get(model)
        input = ENGINES[here.engine].complete(here, input)
        async for piece in self._streamed(model, lambda endpoint: endpoint.complete(model, input)):
            yield piece

    async def embed(self, model: str, input: EmbedInput) -> Result[EmbedOutput]:
        async with self._in_use(model) as endpoint:
            return await endpoint.embed(model, input)

    async def rerank(self, model: str, input: RerankInput) -> Result[RerankOutput]:
        async with self._in_use(model) as endpoint:
            return await endpoint.rerank(model, input)

    async def models(self) -> tuple[str, ...]:
        return self._residents.shelf.names()

    def close(self) -> None:
        """The processes end by themselves once nobody has the home open."""
        for _, _, egress in self._reached.values():
            egress.close()
        self._reached.clear()

    async def _streamed(self, model: str, ask: Any) -> AsyncGenerator[Piece, None]:
        async with self._in_use(model) as endpoint, aclosing(ask(endpoint)) as pieces:
            async for piece in pieces:
                yield piece

    @asynccontextmanager
    async def _in_use(self, model: str) -> AsyncIterator[Endpoint]:
        """The model's endpoint, awake; for as long as the block lasts nobody takes its room."""
        endpoint = await self._endpoint(model)
        awake = asyncio.create_task(_keep_awake(self._residents.tenancy(model)))
        try:
            yield endpoint
        except UnreachableError:
            self._forget(model)  # it crashed: the next request starts it again
            raise
        finally:
            awake.cancel()

    async def _endpoint(self, model: str) -> Endpoint:
        known = self._reached.get(model)
        if known is not None and self._residents.tenancy(model).address() == known[0]:
            return known[1]
        _require(self._residents.shelf.get(model).engine)
        address = await asyncio.to_thread(self._residents.reach, model)
        known = self._reached.get(model)
        if known is not None and known[0] == address:
            return known[1]  # others waited for it, too, and have begun to use it
        self._forget(model)
        limits = Limits(silence_s=self._timeout_s)
        egress = Egress(Routes(configured=frozenset({origin(address.url)})), limits=limits)
        endpoint = Endpoint(address.url, egress=egress, api_key=address.key, quirks=self.quirks)
        self._reached[model] = (address, endpoint, egress)
        return endpoint

    def _forget(self, model: str) -> None:
        if (known := self._reached.pop(model, None)) is not None:
            known[2].close()


async def _keep_awake(tenancy: Tenancy) -> None:
    while True:
        tenancy.touch()
        await asyncio.sleep(RECENT_S / 3)


def _require(engine: Engine) -> None:
    if find_spec(ENGINES[engine].PACKAGE) is None:
        raise SettingsError(
            "Models on this machine need an engine, which is not installed. Run: "
            f"pip install 'wainao[{ENGINES[engine].EXTRA}]'"
        )
