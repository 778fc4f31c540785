"""An event loop in a thread of its own, so that plain code (a script, a notebook) can call what is async."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")

log = logging.getLogger("wainao.app")


class Loop:
    """Started at the first call, ended by `close`. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Wait for `work`. Interrupting the wait (Ctrl-C) cancels it; `close` waits until it has ended in order."""
        future = asyncio.run_coroutine_threadsafe(work, self._started())
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin `work` and wait for nothing; `close` cancels it and waits until it has ended in order.

        Nobody asks what became of it, so that what it fails with is logged.
        """
        asyncio.run_coroutine_threadsafe(work, self._started()).add_done_callback(_tell_failure)

    def close(self) -> None:
        with self._lock:
            if self._loop is None or self._thread is None:
                return
            asyncio.run_coroutine_threadsafe(_end_tasks(), self._loop).result()
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()
            self._loop = self._thread = None

    def _started(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._loop.run_forever, name="wainao", daemon=True)
                self._thread.start()
            return self._loop


def _tell_failure(work: Future[None]) -> None:
    if not work.cancelled() and (failed := work.exception()):
        log.error("Work in the background has ended, until the next start: %s", failed, exc_info=failed)


async def _end_tasks() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.get_running_loop().shutdown_asyncgens()
    await asyncio.get_running_loop().shutdown_default_executor()
