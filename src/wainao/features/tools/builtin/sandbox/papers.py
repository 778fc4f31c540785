"""What goes into the sandbox and comes out of it, beside what is printed: files by name, in one piece of bytes."""

from __future__ import annotations

import json
import mimetypes
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

PACKAGES = ("numpy", "PIL")
"""What a program may import beside the standard library: they come with Wainao."""
MOST_FILES = 20
MOST_BYTES = 16 * 1024 * 1024
"""Of all files that go in, and of all that come out."""
LONGEST_NAME = 100

_NAME = re.compile(r"[^\x00-\x1f\x7f/\\\u200b-\u200f\u2028-\u202e\u2066-\u2069]+")


def is_name(name: str) -> bool:
    """Whether a file may be called so: no path, nothing that cannot be seen."""
    return len(name) <= LONGEST_NAME and _NAME.fullmatch(name) is not None and name not in (".", "..")


def handed_in(program: str, files: Mapping[str, bytes]) -> bytes:
    """The program with its files. A program that holds a NUL would end there: it is none."""
    head = {"files": [[name, len(content)] for name, content in files.items()], "packages": _folders()}
    source = program.replace("\0", "\ufffd").encode("utf-8", errors="replace")
    return b"\0".join((source, json.dumps(head).encode(), b"".join(files.values())))


def handed_out(gave: bytes) -> dict[str, bytes] | None:
    """The files that a program wrote; None for what is not as it should be: a program may give what it likes."""
    if not gave:
        return {}
    head, _, contents = gave.partition(b"\0")
    try:
        told = [(str(name), int(size)) for name, size in json.loads(head)]
    except (ValueError, TypeError, RecursionError):
        return None
    sizes = [size for _, size in told]
    if len(told) > MOST_FILES or min(sizes, default=0) < 0 or sum(sizes) != len(contents):
        return None
    files, at = {}, 0
    for name, size in told:
        if not is_name(name):
            return None
        files[name] = contents[at : at + size]
        at += size
    return files


def media_type(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


@lru_cache(maxsize=1)
def _folders() -> dict[str, str]:
    specs = {name: find_spec(name) for name in PACKAGES}
    return {name: str(Path(spec.origin).parent) for name, spec in specs.items() if spec is not None and spec.origin}
