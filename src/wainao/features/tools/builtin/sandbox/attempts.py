"""Runs inside the sandbox and tries to break out of it: prints what succeeded, then "done".

`room.py` hands its text in as a program; it is never imported. Each attempt must fail for the sandbox to be used, and
none does harm where it succeeds.
"""

import ctypes
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path


def succeeds(attempt: Callable[[], object]) -> bool:
    """An attempt that ends in an error, or in nothing, is the sandbox at work."""
    try:
        return bool(attempt())
    except (OSError, MemoryError, RuntimeError):
        return False


def connect(family: str, address: object) -> bool:
    with socket.socket(getattr(socket, family), socket.SOCK_DGRAM) as made:
        made.connect(address)  # type: ignore[arg-type]  # of whatever kind that family has
        return True


def fork() -> bool:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return True


def start_thread() -> bool:
    threading.Thread(target=int).start()
    return True


def make_folder() -> bool:
    folder = Path(f"/tmp/wainao-sandbox-{os.getpid()}")
    folder.mkdir()
    folder.rmdir()
    return True


def write(file: Path) -> bool:
    file.write_bytes(b"x")
    file.unlink()
    return True


def signal_by_pipe() -> bool:
    import fcntl

    return fcntl.fcntl(1, fcntl.F_SETOWN, os.getppid()) == 0


def signal_parent() -> bool:
    os.kill(os.getppid(), 0)
    return True


def libc() -> ctypes.CDLL:
    return ctypes.CDLL(None)


ATTEMPTS: dict[str, Callable[[], object]] = {
    "reach-the-network": lambda: connect("AF_INET", ("127.0.0.1", 9)),
    "reach-a-local-socket": lambda: connect("AF_UNIX", "/run/systemd/notify"),
    "read-/etc/passwd": lambda: Path("/etc/passwd").read_bytes(),
    "read-/proc": lambda: Path("/proc/self/environ").read_bytes() or True,
    "list-/": lambda: list(Path("/").iterdir()),
    "list-/home": lambda: list(Path("/home").iterdir()) or True,
    "list-/root": lambda: list(Path("/root").iterdir()) or True,
    "read-what-runs-it": lambda: Path(sys.argv[0]).read_bytes(),
    "list-what-was-installed": lambda: list(Path(sys.argv[0]).parent.iterdir()),
    "write-to-/tmp": lambda: write(Path(f"/tmp/wainao-sandbox-{os.getpid()}")),
    "write-here": lambda: write(Path(f"wainao-sandbox-{os.getpid()}")),
    "make-a-folder": make_folder,
    "make-a-file-in-memory": lambda: os.memfd_create("x"),
    "fork": fork,
    "start-a-thread": start_thread,
    "run-a-program": lambda: subprocess.run(["/bin/true"], check=True),
    "signal-its-parent": signal_parent,
    "signal-its-parent-by-a-pipe": signal_by_pipe,
    "read-its-parent's-memory": lambda: libc().process_vm_readv(os.getppid(), None, 0, None, 0, 0) == 0,
    "take-much-memory": lambda: bytearray(1 << 30),
    "make-a-namespace": lambda: libc().unshare(0x10000000) == 0,
    # Python itself sets this one where there is no locale.
    "see-an-environment": lambda: os.environ.keys() - {"LC_CTYPE"},
}

if __name__ == "__main__":
    for name, attempt in ATTEMPTS.items():
        if succeeds(attempt):
            print(name)
    print("done")
