"""What an administrator says of a tool in place of the words that it came with."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass, replace

import msgspec

from wainao.features.tools.openapi.wording import plain
from wainao.features.tools.types import Tool
from wainao.kernel import UsageError
from wainao.store.copies import AMONG, Keeper, Traces, counted
from wainao.types import Words

NOTHING = Words("", "")

LONGEST_TITLE = 120
LONGEST_DESCRIPTION = 4_000
LONGEST_SAMPLE = 300
MOST_SAMPLES = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Description:
    """A tool's title and description in both languages, and requests in a person's words that it serves.

    What is empty, in either language, leaves what the tool says of itself; `samples` come before its own.
    """

    title: Words = NOTHING
    description: Words = NOTHING
    samples: tuple[str, ...] = ()

    def of(self, tool: Tool) -> Tool:
        """`tool`, described so."""
        return replace(
            tool,
            title=_filled(self.title, tool.title),
            description=_filled(self.description, tool.description),
            samples=tuple(dict.fromkeys((*self.samples, *tool.samples))),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Described:
    """A description that stands: who wrote it, when (microseconds since 1970, UTC), and the tool's own words then."""

    words: Description
    by: str
    at_us: int
    own: str

    def is_outdated(self, tool: Tool) -> bool:
        """Whether the tool, as it was taken in, says something else of itself than when this was written."""
        return self.own != own_words(tool)


def own_words(tool: Tool) -> str:
    """A digest of what a tool, as it was taken in, says of itself."""
    return hashlib.sha256(msgspec.json.encode((tool.title, tool.description, tool.samples))).hexdigest()


def checked(given: Description) -> Description:
    """`given` as plain text: what is hidden in it is taken out. Raises UsageError for what is too long."""
    _refuse_long("title", LONGEST_TITLE, given.title.zh, given.title.en)
    _refuse_long("description", LONGEST_DESCRIPTION, given.description.zh, given.description.en)
    _refuse_long("sample", LONGEST_SAMPLE, *given.samples)
    if len(given.samples) > MOST_SAMPLES:
        raise UsageError(
            f"{len(given.samples)} samples were given. Expected at most {MOST_SAMPLES}: keep those that differ most."
        )
    return cut(given)


def cut(given: Description) -> Description:
    """`given` as plain text, and no more of it than a description may have."""
    samples = (plain(sample, limit=LONGEST_SAMPLE) for sample in given.samples)
    return Description(
        title=Words(*(plain(one, limit=LONGEST_TITLE) for one in (given.title.zh, given.title.en))),
        description=Words(
            *(plain(one, limit=LONGEST_DESCRIPTION) for one in (given.description.zh, given.description.en))
        ),
        samples=tuple(dict.fromkeys(filter(None, samples)))[:MOST_SAMPLES],
    )


def _filled(words: Words, own: Words) -> Words:
    return Words(words.zh or own.zh, words.en or own.en)


def _refuse_long(what: str, limit: int, *texts: str) -> None:
    longest = max(map(len, texts), default=0)
    if longest > limit:
        raise UsageError(f"A {what} has {longest} characters. Expected at most {limit}. Shorten it.")


class DescriptionKeeper(Keeper):
    """A `Keeper` that forgets nothing, and says so: a description stands until somebody takes it back."""

    name = "descriptions"

    def trace(self, connection: sqlite3.Connection, tenant: str, receipts: Collection[str]) -> Traces:
        sql = f"SELECT COUNT(*) FROM tools_descriptions WHERE +tenant = :tenant AND receipt {AMONG}"
        return Traces(stays={self.name: counted(connection, sql, receipts, tenant=tenant)})
