"""Which models are in memory: started on first use, kept while used, within a budget that all processes share."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from wainao.features.models.errors import ModelBusyError, ModelError
from wainao.features.models.local.shelf import LocalModel, Shelf
from wainao.features.models.local.tenancy import Address, Tenancy, tenancies
from wainao.kernel import NotFoundError, UsageError
from wainao.store.home import Home
from wainao.store.lock import locked

RECENT_S = 5.0
"""Whoever works with a model says so more often than this; one that was silent for longer may give its place away."""

MIN_BYTES = 64 * 1024 * 1024
ENGINE_BYTES = {"llama": MIN_BYTES, "openvino": 3 * MIN_BYTES}
"""What a process takes beside its weights: with a model of half a megabyte llama.cpp has 60 MB, OpenVINO 155."""
START_TIMEOUT_S = 600.0
MAX_TOLD_CHARS = 300


class Residents:
    """Starts models and ends those that others need the room of. Safe from any thread and any process.

    `memory_bytes` is what all of them may take together. One that nobody used for `idle_s` ends by itself.
    """

    def __init__(self, home: Home, *, memory_bytes: int, idle_s: float) -> None:
        self.shelf = Shelf(home)
        self._folder = home.path / "serving"
        self._memory_bytes = memory_bytes
        self._idle_s = idle_s
        self._starting = threading.Lock()
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def tenancy(self, name: str) -> Tenancy:
        return Tenancy(self._folder, name)

    def reach(self, name: str) -> Address:
        """Where the model is served, starting it if nobody does yet: seconds for a large one, not for an event loop.

        Raises NotFoundError, ModelBusyError when there is no room now, ModelError when it does not start.
        """
        tenancy = self.tenancy(name)
        if (address := tenancy.address()) is not None:
            return address
        model = self.shelf.get(name)
        with self._starting, locked(self._folder / ".starting"):
            if (address := tenancy.address()) is not None:
                return address
            self._make_room(model)
            return self._start(model, tenancy)

    def running(self) -> dict[str, Address]:
        """The models in memory now."""
        found = {tenancy.name: tenancy.address() for tenancy in tenancies(self._folder)}
        return {name: address for name, address in found.items() if address is not None}

    def stop(self, name: str) -> bool:
        """End a model's process; whether there was one."""
        tenancy = self.tenancy(name)
        address = tenancy.address()
        if address is None:
            return False
        with suppress(ProcessLookupError):
            os.kill(address.pid, signal.SIGTERM)
        deadline = time.monotonic() + RECENT_S
        while tenancy.taken() and time.monotonic() < deadline:
            time.sleep(0.02)
        tenancy.leave()
        return True

    def _make_room(self, model: LocalModel) -> None:
        needed = self._bytes(model)
        if needed > self._memory_bytes:
            raise UsageError(
                f"The model {model.name!r} needs about {needed / 1e9:.1f} GB, and models here may take "
                f"{self._memory_bytes / 1e9:.1f} GB together. Choose a smaller quantisation, or raise [models] "
                "local_memory_gb."
            )
        others = [tenancy for tenancy in tenancies(self._folder) if tenancy.name != model.name]
        taken = sum(self._taken(tenancy) for tenancy in others)
        for tenancy in sorted(others, key=Tenancy.unused_s, reverse=True):
            if taken + needed <= self._memory_bytes:
                return
            if tenancy.unused_s() > RECENT_S:
                taken -= self._taken(tenancy)
                self.stop(tenancy.name)
        if taken + needed > self._memory_bytes:
            raise ModelBusyError(
                f"There is no room for {model.name!r} ({needed / 1e9:.1f} GB) beside {', '.join(self.running())}, at "
                "work. Try again soon, or raise [models] local_memory_gb.",
                retry_after_s=RECENT_S,
            )

    def _taken(self, tenancy: Tenancy) -> int:
        address = tenancy.address()
        with suppress(NotFoundError, OSError):  # it may have left the shelf while it still runs
            return max(self._bytes(self.shelf.get(tenancy.name)), address.bytes if address else 0)
        return address.bytes if address else 0

    def _bytes(self, model: LocalModel) -> int:
        folder = self.shelf.folder(model.name)
        files = (model.weights, model.projector, *model.adapters.values())
        return ENGINE_BYTES[model.engine] + sum((folder / file).stat().st_size for file in files if file)

    def _start(self, model: LocalModel, tenancy: Tenancy) -> Address:
        tenancy.leave()  # what a process left that was killed
        command = [sys.executable, "-m", "wainao.features.models.local.child"]
        told = [str(self.shelf.folder(model.name)), str(self._folder), str(self._idle_s)]
        with tenancy.log.open("wb") as log:
            child = subprocess.Popen(
                [*command, *told], stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        threading.Thread(target=child.wait, daemon=True).start()  # so that it leaves no zombie
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            if (address := tenancy.address()) is not None:
                return address
            if child.poll() is not None:
                break
            time.sleep(0.02)
        child.kill()
        raise ModelError(
            f"The model {model.name!r} did not start: {_tail(tenancy.log)}. Check its file and its settings."
        )


def _tail(log: Path) -> str:
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
    return lines[-1][:MAX_TOLD_CHARS] if lines else "it said nothing"
