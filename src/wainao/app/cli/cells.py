"""How one value reads to a person: local time, money, a path from here, the word for a state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from wainao.app.zh.values import VALUES

if TYPE_CHECKING:
    from wainao.app.cli.session import Session

LONGEST_PATH = 60
HASH_CHARACTERS = 12
NOTHING: tuple[Any, ...] = (None, "", [], (), {})
STATES = frozenset(
    {"said", "state", "status", "outcome", "verdict", "health", "kind", "scope", "period", "right", "rights", "risk"}
    | {"beyond", "blame", "commercial", "if_unpriced"}
)
"""Fields whose values are words of ours, which have a Chinese one each."""
_WORDS = {"zh", "en"}
"""The fields of what is said in both languages."""


def cell(session: Session, name: str, value: Any) -> str:
    """The value of a field of this name."""
    if value in NOTHING:
        return ""
    if isinstance(value, bool):
        return session.word("是", "yes") if value else session.word("否", "no")
    if isinstance(value, int) and name.endswith("_us"):
        return local_time(value, "minutes")
    if isinstance(value, int) and "microusd" in name:
        return money(value)
    if isinstance(value, str):
        return _words(session, name, value)
    if isinstance(value, Sequence):
        return session.word("、", ", ").join(cell(session, name, one) for one in value)
    if isinstance(value, Mapping) and value.keys() == _WORDS:
        return session.word(value["zh"], value["en"])
    if isinstance(value, Mapping):
        pairs = ((inner, cell(session, inner, one)) for inner, one in value.items())
        return session.word("，", ", ").join(f"{inner}={one}" for inner, one in pairs if one)
    return str(value)


def local_time(moment: int | str, until: Literal["minutes", "seconds"] = "seconds") -> str:
    """Microseconds since 1970, or ISO 8601, as the clock on the reader's wall had it."""
    at = datetime.fromtimestamp(moment / 1e6) if isinstance(moment, int) else datetime.fromisoformat(moment)
    return at.astimezone().replace(tzinfo=None).isoformat(" ", until)


def money(microusd: int) -> str:
    return f"${microusd / 1e6:,.2f}" if microusd % 10_000 == 0 else f"${microusd / 1e6:,.6f}".rstrip("0")


def path_from_here(path: str) -> str:
    """A file's path as one would type it here; the front of a long one is left out."""
    told = Path(path)
    for start, prefix in ((Path.cwd, Path()), (Path.home, Path("~"))):
        # The working directory may be gone, and a container's user may be nobody whom the system knows.
        with suppress(OSError, RuntimeError, ValueError):
            if told.is_absolute():
                told = prefix / told.relative_to(start())
                break
    return str(told) if len(str(told)) <= LONGEST_PATH else str(Path("…", *told.parts[-3:]))


def model_told(session: Session, name: str | None) -> str:
    """Which model is connected, or what it means that none is."""
    return name or session.word("未接入（回答引用文档原文）", "none (answers quote the documents)")


def short_hash(hash: str) -> str:
    return hash[:HASH_CHARACTERS]


def _words(session: Session, name: str, value: str) -> str:
    if name in STATES:
        return session.word(VALUES.get(value, value), value)
    if name == "path":
        return path_from_here(value)
    if name == "at" or name.endswith("_at"):
        return local_time(value, "minutes")
    return value
