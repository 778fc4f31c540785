"""Sends receipts as they come into the ledger, from where the last one left off, each at least once."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from wainao.features.telemetry import otlp
from wainao.features.telemetry.engines.collector import Collector
from wainao.features.telemetry.errors import CollectorError
from wainao.features.telemetry.settings import TelemetrySettings
from wainao.features.telemetry.spans import encoded
from wainao.features.telemetry.store import Sent, Stand
from wainao.kernel import WainaoError, now_us
from wainao.kernel.capability import Governor
from wainao.store.egress import origin
from wainao.store.home import Home
from wainao.store.ledger.book import read_head
from wainao.store.ledger.reading import following
from wainao.store.lock import open_locked
from wainao.store.rounds import rounds

MOST_RECEIPTS, MOST_BYTES = 256, 1 << 20
"""What one request holds: so many receipts, or fewer where they say a lot."""

log = logging.getLogger("wainao.telemetry")


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch:
    """Spans of the receipts before number `until` of the log."""

    spans: Sequence[bytes]
    until: int


class Sending:
    """Any process of a home may; one at a time does. An open call is sent once it has ended, however it ends: its
    receipt is in the log only then. A collector that is away costs nothing but time: the ledger is the queue."""

    def __init__(self, home: Home, settings: TelemetrySettings, sent: Sent) -> None:
        self._database = home.ledger.database
        self._settings = settings
        self._sent = sent
        self._lock = home.path / "run" / "telemetry.lock"
        self._collector: Collector | None = None

    async def work(self, kernel: Governor) -> None:
        """Until this is cancelled. Nothing at all where no endpoint is set."""
        if not self._settings.endpoint:
            return
        self._collector = Collector(self._settings.url)
        try:
            await rounds(self._look, every_s=self._settings.every_s, first_s=0.0, what="Sending traces", log=log)
        finally:
            self._collector.close()

    async def _look(self) -> None:
        if (file := open_locked(self._lock, wait=False)) is None:
            return
        try:
            await self._send_all()
        finally:
            os.close(file)

    async def _send_all(self) -> None:
        while (stand := self._sent.stand()) is None:
            await self._sent.begin()
        while stand is not None and stand.again_us <= now_us():
            batch = await asyncio.to_thread(self._next, stand.position)
            if not batch.spans or not await self._went(stand, batch):
                return
            stand = self._sent.stand()

    def _next(self, position: int) -> Batch:
        spans: list[bytes] = []
        size = 0
        with self._database.read() as connection:
            for receipt in following(connection, position, limit=MOST_RECEIPTS, contents=self._settings.contents):
                spans.append(encoded(receipt))
                size += len(spans[-1])
                if size > MOST_BYTES:
                    break
        return Batch(spans=spans, until=position + len(spans))

    async def _went(self, stand: Stand, batch: Batch) -> bool:
        try:
            headers = await asyncio.to_thread(self._sent.headers, origin(self._settings.url))
            refused, why = await self._deliver(batch.spans, headers)
        except WainaoError as error:
            if not stand.failures:
                log.warning("Traces cannot be sent, and will be tried again: %s", error)
            retry_after_s = getattr(error, "retry_after_s", None)
            await self._sent.failed(str(error), failures=stand.failures + 1, retry_after_s=retry_after_s)
            return False
        await self._sent.advance(batch.until, spans=len(batch.spans) - refused, refused=refused, error=why or None)
        return True

    async def _deliver(self, spans: Sequence[bytes], headers: dict[str, str]) -> tuple[int, str]:
        """How many of them were not taken, and why. What cannot be taken is looked for by halves, and left behind.

        Raises CollectorError where none was: then it is not the spans that are wrong.
        """
        assert self._collector is not None
        try:
            return await self._collector.send(_request(spans, self._origin), headers)
        except CollectorError as error:
            if not error.hopeless or len(spans) == 1:
                raise
            hopeless = error
        half = len(spans) // 2
        refused, why = 0, ""
        for part in (spans[:half], spans[half:]):
            try:
                more, told = await self._deliver(part, headers)
            except CollectorError as error:
                if not error.hopeless:
                    raise
                more, told = len(part), str(error)
            refused, why = refused + more, told or why
        if refused == len(spans):
            raise hopeless
        return refused, why

    @property
    def _origin(self) -> str:
        with self._database.read() as connection:
            return read_head(connection).origin


def _request(spans: Sequence[bytes], instance: str) -> bytes:
    ours = {"service.name": "wainao", "service.version": _version(), "service.instance.id": instance}
    return otlp.request(spans, resource=ours, scope={"name": "wainao", "version": _version()})


@cache
def _version() -> str:
    try:
        return version("wainao")
    except PackageNotFoundError:  # a bare source tree
        return ""
