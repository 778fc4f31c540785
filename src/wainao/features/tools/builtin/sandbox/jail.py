"""Shut all doors of this process for good.

`inside.py` loads this file by its path, in an interpreter without site packages: it imports nothing but the standard
library. Doors are shut by the kernel (Landlock for files, seccomp for everything else, limits for time and memory), so
it does not matter what the program does to the interpreter. A door that cannot be shut ends the child before the
program runs.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from typing import NamedTuple

NO_JAIL = 97
"""The exit status that says: not all doors could be shut."""

_PR_SET_NO_NEW_PRIVS, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 38, 4, 22, 2
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446  # the same number on every machine
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_RIGHTS_BY_ABI = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""How many kinds of access to files that version of Landlock governs."""


class _Machine(NamedTuple):
    """The numbers of one kind of machine: its own, those of two calls that need a look at an argument, the rest."""

    architecture: int
    fcntl: int
    prlimit: int
    allowed: tuple[int, ...]


# fmt: off
_MACHINES = {
    "x86_64": _Machine(architecture=0xC000003E, fcntl=72, prlimit=302, allowed=(
        0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24, 25, 28, 32, 33, 34, 35, 36, 37,
        38, 39, 60, 79, 96, 97, 98, 100, 102, 104, 107, 108, 110, 115, 131, 137, 138, 186, 201, 202, 204, 217, 218,
        228, 229, 230, 231, 257, 262, 269, 270, 271, 273, 292, 318, 324, 332, 334, 439,
    )),
    "aarch64": _Machine(architecture=0xC00000B7, fcntl=25, prlimit=261, allowed=(
        17, 23, 24, 43, 44, 48, 56, 57, 61, 62, 63, 64, 65, 66, 67, 68, 72, 73, 79, 80, 93, 94, 96, 98, 99, 101, 102,
        103, 113, 114, 115, 123, 124, 132, 134, 135, 139, 153, 165, 169, 172, 173, 174, 175, 176, 177, 178, 214, 215,
        216, 222, 226, 233, 278, 283, 291, 293, 439,
    )),
}
# fmt: on
"""What a program that reckons and prints asks the kernel for: memory, clocks, files that are open or may be read.

Not among it: sockets, processes and threads, signals to others, anything that makes, changes or links a file.
"""
_CLONE3 = 435
_LOAD, _EQUAL, _RETURN, _KILL = 0x20, 0x15, 0x06, 0x80000000
_ALLOW = struct.pack("=HBBI", _RETURN, 0, 0, 0x7FFF0000)
_FCNTL_ALLOWED = (0, 1, 2, 3, 1030)
"""Duplicate, and ask; not F_SETOWN, by which a pipe sends signals to other processes."""


def shut(*, memory_bytes: int, cpu_s: int, readable: list[str]) -> None:
    """No way back. Raises OSError where the kernel does not do its part."""
    import resource

    for kind, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, cpu_s),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 32),
    ):
        resource.setrlimit(kind, (most, most))
    _checked(_libc().prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0))
    _checked(_libc().prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    _shut_files(readable)
    _shut_calls()


def _shut_files(readable: list[str]) -> None:
    """Only what is below `readable` can be opened, to be read."""
    abi = _checked(_libc().syscall(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), 1))
    files = (1 << _RIGHTS_BY_ABI.get(abi, 16)) - 1
    network = 0b11 if abi >= 4 else 0
    scoped = 0b11 if abi >= 6 else 0
    attributes = struct.pack("=QQQ", files, network, scoped)[: 24 if abi >= 6 else 16 if abi >= 4 else 8]
    rules = _checked(_libc().syscall(_LANDLOCK_CREATE, attributes, ctypes.c_size_t(len(attributes)), 0))
    for path in readable:
        try:
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except FileNotFoundError:
            continue
        access = _READ_FILE | _READ_DIR if os.path.isdir(path) else _READ_FILE  # noqa: PTH112  # nothing more is loaded
        _checked(_libc().syscall(_LANDLOCK_ADD, rules, 1, struct.pack("=Qi", access, place), 0))
        os.close(place)
    _checked(_libc().syscall(_LANDLOCK_RESTRICT, rules, 0))
    os.close(rules)


def _shut_calls() -> None:
    """Whatever is not in the list above fails with EPERM."""
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        raise OSError(errno.ENOSYS, f"no list of system calls for {platform.machine()!r}")
    program = b"".join(_filter(machine))
    buffer = ctypes.create_string_buffer(program, len(program))
    head = struct.pack("@HxxxxxxQ", len(program) // 8, ctypes.addressof(buffer))
    _checked(_libc().prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, head, 0, 0))


def _filter(machine: _Machine) -> list[bytes]:
    """Instructions of the kernel's packet filter: load, compare, return. Jumps are relative and only forward."""
    return [
        _load(4),
        _unless(machine.architecture, 1),
        _op(_RETURN, value=_KILL),  # another machine's numbers
        _load(0),  # the number of the call
        # The flags of clone3 cannot be seen: told that there is none, the C library asks for clone, and is refused.
        *_if(_CLONE3, _refuse(errno.ENOSYS)),
        *_only(machine.fcntl, argument=1, values=_FCNTL_ALLOWED),
        # A new limit is the third argument of prlimit: without one it only asks.
        *_only(machine.prlimit, argument=2, values=(0,)),
        *(one for number in machine.allowed for one in _if(number, _ALLOW)),
        _refuse(errno.EPERM),
    ]


def _only(number: int, *, argument: int, values: tuple[int, ...]) -> list[bytes]:
    """That call, only where its argument is one of `values`, and the upper half of it 0."""
    refuse = _refuse(errno.EPERM)
    body = [
        _load(20 + 8 * argument),
        *(_unless(0, 1), refuse),
        _load(16 + 8 * argument),
        *(one for value in values for one in _if(value, _ALLOW)),
        refuse,
    ]
    return [_op(_EQUAL, 0, len(body), number), *body]


def _op(code: int, true: int = 0, false: int = 0, value: int = 0) -> bytes:
    return struct.pack("=HBBI", code, true, false, value)


def _load(offset: int) -> bytes:
    return _op(_LOAD, value=offset)


def _if(value: int, then: bytes) -> tuple[bytes, bytes]:
    return _op(_EQUAL, 0, 1, value), then


def _unless(value: int, skipped: int) -> bytes:
    """Go over so many instructions where that value is loaded."""
    return _op(_EQUAL, skipped, 0, value)


def _refuse(code: int) -> bytes:
    return _op(_RETURN, value=0x00050000 | code)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _checked(result: int) -> int:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result
