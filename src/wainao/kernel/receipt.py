"""What a call leaves behind: a draft while it runs, a receipt when it has ended, a proof that the log holds it."""

from __future__ import annotations

import itertools
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Literal

from wainao.types import Delta, Ruling, Told, Usage

Status = Literal["ok", "denied", "waiting", "blocked", "budget", "failed", "cancelled", "timed_out", "crashed"]

ONE_CALL = Usage(calls=1)

_ALPHABET = "0123456789abcdefghijklmnopqrstuv"
_LETTERS = bytes(ord(_ALPHABET[byte % 32]) for byte in range(256))
_seed = secrets.token_bytes(32)
_count = itertools.count()


def new_id() -> str:
    """26 characters that sort by time.

    48 bits of milliseconds and 80 bits that nobody can guess, in base 32 with the extended hex alphabet
    (RFC 4648, section 7), lower case.
    """
    now_ns = time.time_ns()
    # Not from the system's random numbers: that call hands the interpreter to another thread, in every call's way.
    unique = blake2b(b"%d %d" % (now_ns, next(_count)), digest_size=16, key=_seed).digest()
    return _moment(now_ns // 1_000_000) + unique.translate(_LETTERS).decode()


@lru_cache(maxsize=1)
def _moment(milliseconds: int) -> str:
    bits = milliseconds << 2  # 48 bits, filled up to ten characters of 5
    return "".join(_ALPHABET[bits >> 5 * place & 31] for place in reversed(range(10)))


def now_us() -> int:
    """UTC in microseconds since 1970."""
    return time.time_ns() // 1_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What one layer, guard or check said about a call, and why."""

    by: str
    said: str
    why: Told = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Proof:
    """Enough to show later that a receipt is in the log: its leaf and a signed checkpoint that covers it (RFC 6962).

    `leaf` and `root` are SHA-256 in hex, `signature` is Ed25519 in hex over the checkpoint's text.
    """

    index: int
    leaf: str
    size: int
    root: str
    origin: str
    signature: str


@dataclass(kw_only=True, slots=True)
class Draft:
    """A receipt while its call runs. Layers and the capability itself write into it; sealing freezes it.

    `team` is charged for it, `key` is what the actor came in with. `versions` names what the answer depends on, such as
    {"model": "qwen3-8b", "document:d1": "sha256..."}.
    """

    id: str = field(default_factory=new_id)
    capability: str
    capability_version: str
    risk: str
    actor: str
    tenant: str
    team: str | None = None
    key: str | None = None
    parent: str | None
    root: str
    started_us: int = field(default_factory=now_us)
    input: Any
    status: Status = "ok"
    error: str | None = None
    output: Any = None
    finished_us: int = 0
    verdicts: list[Verdict] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    correction: str | None = None
    usage: Usage = ONE_CALL


@dataclass(frozen=True, kw_only=True, slots=True)
class Unfinished:
    """The output of a call that ended early while it was read as a stream: what had left by then, pieces joined."""

    shown: tuple[Delta, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """A whole answer with what belongs to it. `related` holds corrections of questions that only look alike.

    `proof` is None where nobody asked for one at once; the receipt can be proved later. `versions` is what the answer
    depends on, as on the receipt.
    """

    output: Any
    receipt: str
    proof: Proof | None
    versions: Mapping[str, str] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    correction: Ruling | None = None
    related: tuple[Ruling, ...] = ()
    usage: Usage = field(default_factory=Usage)
