"""The process in which one model runs: `python -m wainao.features.models.local.child MODEL_FOLDER RUN_FOLDER IDLE_S`.

Its engine serves OpenAI's protocol on a loopback port, behind a key of its own, and both are told in `RUN_FOLDER/NAME`.
While it lives it holds the lock beside that file. It ends by itself when nobody used it for a while, or when no process
has the home open any more: a native crash in here costs one model's answers, never the server.
"""

from __future__ import annotations

import os
import secrets
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from wainao.features.models.local.shelf import NOTE, Engine, LocalModel
from wainao.features.models.local.tenancy import Address, Tenancy
from wainao.store.process import anyone

LOOK_S = 1.0
"""How often it asks itself whether it is still needed."""

Start = Callable[[Path, LocalModel, str], tuple[int, object]]
"""Puts a model in a folder at work behind a key; gives the port, and what must be kept for as long as it is used."""


def main() -> None:
    folder, run, idle_s = Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])
    model = msgspec.json.decode((folder / NOTE).read_bytes(), type=LocalModel)
    tenancy = Tenancy(run, model.name)
    if not tenancy.take():
        return  # somebody else was quicker
    key = secrets.token_hex(32)
    port, _served = _engine(model.engine)(folder, model, key)
    tenancy.tell(Address(port=port, key=key, pid=os.getpid(), bytes=memory_bytes()))
    while tenancy.unused_s() < idle_s and anyone(run.parent / "run"):
        time.sleep(LOOK_S)
    tenancy.leave()
    os._exit(0)  # the engine's threads have no other end


def _engine(name: Engine) -> Start:
    """Only the engine that is needed is loaded."""
    if name == "openvino":
        from wainao.features.models.local.openvino.start import start
    else:
        from wainao.features.models.local.llamacpp import start
    return start


def memory_bytes() -> int:
    """What this process takes now, weights that are mapped from their file included."""
    pages = Path("/proc/self/statm")
    if pages.exists():
        return int(pages.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0


if __name__ == "__main__":
    main()
