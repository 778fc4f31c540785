"""The built-in set: corrected questions with wordings that mean the same, and with some that only look alike.

120 groups in Chinese, English and both mixed, written for this project and given to the public domain (CC0 1.0):
https://creativecommons.org/publicdomain/zero/1.0/
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import msgspec


@dataclass(frozen=True, kw_only=True, slots=True)
class NearMiss:
    """A question that only looks like another. `kind` says what is different: number, date, negation, entity, …"""

    text: str
    kind: str = "other"


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """A corrected question, `paraphrases` that its correction answers, too, and `near_misses` that it must not."""

    question: str
    paraphrases: tuple[str, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()


@lru_cache(maxsize=1)
def built_in() -> tuple[Group, ...]:
    """The set that every judge is measured on."""
    lines = (files("wainao.features.corrections") / "pairs.jsonl").read_bytes().splitlines()
    return tuple(msgspec.json.decode(line, type=Group) for line in lines)
