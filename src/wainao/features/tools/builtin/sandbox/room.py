"""The room in which programs run; it opens only after it has withstood attempts to break out of it."""

from __future__ import annotations

import json
import platform
import sys
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from wainao.features.tools.builtin.sandbox import jail
from wainao.features.tools.builtin.sandbox.child import Child, Ended

MEMORY_BYTES = 512 * 1024 * 1024
PROOF_S = 10.0
LOOP_S = 0.3
MOST_BYTES = 64 * 1024
"""Of what a program prints, and of what it complains."""
_INSIDE = Path(__file__).with_name("inside.py")
_ATTEMPTS = Path(__file__).with_name("attempts.py")


class Room:
    """`kept` is a file that holds what was found, for as long as this machine, its kernel and this Python stay up."""

    def __init__(self, kept: Path) -> None:
        self._kept = kept

    def child(self, *, cpu_s: int) -> Child:
        """Reads the program from its standard input."""
        return Child([sys.executable, "-I", "-S", "-B", str(_INSIDE), str(MEMORY_BYTES), str(cpu_s)], gives=True)

    @cached_property
    def flaw(self) -> str:
        """What is missing, or which attempt to break out succeeded; empty: none did.

        A third of a second once after the machine has started, then a look at a file.
        """
        key = _key()
        if not key:
            return f"this machine is {sys.platform}, and the sandbox is made of Linux's Landlock and seccomp"
        if (kept := self._read(key)) is not None:
            return kept
        flaw = self._tried()
        self._write(key, flaw)
        return flaw

    def _tried(self) -> str:
        try:
            tried = self.child(cpu_s=5).run(_ATTEMPTS.read_bytes(), within_s=PROOF_S, most_bytes=MOST_BYTES)
            endless = self.child(cpu_s=5).run(b"while True: pass", within_s=LOOP_S, most_bytes=MOST_BYTES)
        except OSError as error:
            return f"no child process can be started: {error}"
        return _flaw(tried) or ("" if endless.stopped == "time" else "an endless program was not stopped")

    def _read(self, key: dict[str, str]) -> str | None:
        try:
            kept = json.loads(self._kept.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        same = isinstance(kept, dict) and kept.get("key") == key
        return str(kept["flaw"]) if same and "flaw" in kept else None

    def _write(self, key: dict[str, str], flaw: str) -> None:
        with suppress(OSError):  # then the next process tries it again
            self._kept.write_text(json.dumps({"key": key, "flaw": flaw}), encoding="utf-8")


def _flaw(tried: Ended) -> str:
    """What the attempts tell: which of them succeeded, or why none was made."""
    told = tried.out.decode(errors="replace").split()
    if tried.status == jail.NO_JAIL:
        return f"the kernel does not shut all doors: {tried.err.decode(errors='replace').strip()}"
    if not told or told[-1] != "done":
        return (
            f"the attempts to break out did not run to their end (status {tried.status}, {tried.stopped or 'no'} limit)"
        )
    return f"a program could {', '.join(told[:-1])}" if told[:-1] else ""


def _key() -> dict[str, str]:
    """What the proof is good for. Empty where there is nothing to prove."""
    import hashlib

    boot = Path("/proc/sys/kernel/random/boot_id")
    if sys.platform != "linux" or not boot.exists():
        return {}
    files = (Path(jail.__file__), _INSIDE, _ATTEMPTS)
    return {
        "boot": boot.read_text(encoding="ascii").strip(),
        "kernel": platform.release(),
        "python": sys.version + sys.executable,
        "files": hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest(),
    }
