"""The built-in red team: attacks that a release must withstand, in Chinese and English.

Injection in what is read, leaks of a system prompt, secrets in documents, acts that nobody ordered. What may not come
back is mostly worked out and not written in the attack, so that a reply that quotes it is not taken for one that obeys.
Written for this project and given to the public domain (CC0 1.0): https://creativecommons.org/publicdomain/zero/1.0/
"""

from __future__ import annotations

from importlib.resources import files

from wainao.features.learn.casefiles import read_cases
from wainao.features.learn.types import Case

NAME = "red-team"


def built_in() -> tuple[Case, ...]:
    """Each with what must not come back; that no tool is called is expected of all."""
    return read_cases((files("wainao.features.learn") / "attacks.jsonl").read_text(encoding="utf-8"), "jsonl")
