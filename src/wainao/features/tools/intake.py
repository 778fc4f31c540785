"""From an address or a file to a toolbox, whatever describes it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from urllib.parse import urlsplit

from wainao.features.tools.openapi import Imported, plugin, read
from wainao.features.tools.settings import ToolsSettings
from wainao.kernel import UsageError
from wainao.store.egress import Egress, Limits, Routes, UnreachableError, origin

HOPS = 3
FETCH_S = 30.0
MOST_FETCHED = 1_024
"""Documents that one description may refer to."""


class Intake:
    """Reads descriptions through the one way out: public addresses, private ones only where the settings say so."""

    def __init__(self, settings: ToolsSettings) -> None:
        self._private = frozenset(origin(place) for place in settings.private)
        self._limits = Limits(total_s=FETCH_S, max_bytes=settings.max_bytes)

    async def read(self, source: str, document: bytes, *, name: str = "") -> Imported:
        """`document` is what is at `source`; empty, it is fetched. Raises UsageError where nothing can be taken in."""
        web = urlsplit(source).scheme in ("http", "https")
        if not document and not web:
            raise UsageError(f"{source!r} is no address. Expected https://…, or the content of a file with it.")
        egress = Egress(self._routes(source if web else ""), limits=self._limits)
        try:
            document = document or await self._fetched(egress, source)
            if (manifest := plugin.read_manifest(document)) is not None:
                source = plugin.document_url(manifest, source)
                document = await self._fetched(egress, source)
            return await asyncio.to_thread(read, document, name=name, source=source, fetch=self._fetch(egress))
        finally:
            egress.close()

    def _routes(self, source: str) -> Routes:
        # What a description refers to may be anywhere public; of what is private, only its own place.
        own = {origin(source)} & self._private if source else set()
        return Routes(configured=frozenset(own), public=None)

    async def _fetched(self, egress: Egress, url: str) -> bytes:
        async with egress.send(
            "GET", url, headers={"accept": "application/json, application/yaml, */*"}, redirects=HOPS
        ) as reply:
            if reply.status != 200:
                raise UnreachableError(
                    f"{url!r} answered {reply.status}. Expected 200 and a description. Check the address."
                )
            return await reply.read()

    def _fetch(self, egress: Egress) -> Callable[[str], bytes]:
        """For the thread that reads: one more document, at most so many."""
        loop, left = asyncio.get_running_loop(), MOST_FETCHED

        def fetch(url: str) -> bytes:
            nonlocal left
            left -= 1
            if left < 0:
                raise UsageError(f"The description refers to more than {MOST_FETCHED} documents. Join them into one.")
            return asyncio.run_coroutine_threadsafe(self._fetched(egress, url), loop).result()

        return fetch
