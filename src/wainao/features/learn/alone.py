"""Work that only one may be at, in all processes together."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from pathlib import Path

from wainao.kernel import ConflictError
from wainao.store.lock import open_locked

PATIENCE_S = 60.0
LOOK_AGAIN_S = 0.02


@contextmanager
def alone(folder: Path, name: str, *, busy: str) -> Iterator[None]:
    """Raises ConflictError, with `busy`, while another is at it."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.lock"
    file = open_locked(path, wait=False)
    if file is None:
        raise ConflictError(busy)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(file)


@asynccontextmanager
async def in_turn(folder: Path, name: str, *, busy: str) -> AsyncIterator[None]:
    """`alone`, after waiting for whoever is at it; raises ConflictError only if that takes a minute."""
    deadline_s = asyncio.get_running_loop().time() + PATIENCE_S
    with ExitStack() as held:
        while True:
            try:
                held.enter_context(alone(folder, name, busy=busy))
                break
            except ConflictError:
                if asyncio.get_running_loop().time() > deadline_s:
                    raise
            await asyncio.sleep(LOOK_AGAIN_S)
        yield
