"""texts:compare: what changed from one text to another."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Literal, TypeAlias

from wainao.kernel import UsageError
from wainao.store.function import capability, means
from wainao.types import BY_DIGEST, Words

Unit: TypeAlias = Literal["lines", "words", "characters"]
Kind: TypeAlias = Literal["same", "added", "removed", "changed"]

LONGEST = 1_000_000
"""Characters of both texts together."""
MOST_PAIRS = 5_000_000
"""Of equal pieces, one on each side, that are looked at: so the time has an end."""
_PIECES: dict[Unit, re.Pattern[str]] = {
    "lines": re.compile(r"[^\n]*\n|[^\n]+"),
    "words": re.compile(r"[^\W\u3400-\u9fff]+|\s+|."),
    "characters": re.compile(r".", re.DOTALL),
}
_COARSER: tuple[Unit, ...] = ("characters", "words", "lines")


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """`before` and `after` are the text on both sides; `line` is where it begins in the earlier text, from 1."""

    kind: Kind
    before: str
    after: str
    line: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """`changes` put together are both texts, whole, what is the same among them. `similarity` is 1.0 for equal texts.

    `by` is what was compared; `added`, `removed` and `kept` count characters.
    """

    by: Unit
    similarity: float
    added: int
    removed: int
    kept: int
    changes: tuple[Change, ...] = field(metadata=BY_DIGEST)


@capability(
    "texts:compare",
    zh="比较文本",
    en="Compare texts",
    about=Words(
        "逐行、逐词或逐字比较两段文本，列出增加、删除与改动之处；中文按字比较。",
        "Compare two texts by lines, words or characters (Chinese by characters), and list what was added, removed and "
        "changed.",
    ),
    example={"before": "年假可顺延五天。", "after": "年假可顺延十天。"},
    samples=(
        "比较这两段文字有什么不同",
        "两个版本的合同改了哪里",
        "compare these two texts",
        "what changed between these versions?",
    ),
)
def compare(
    before: Annotated[str, means("原来的文本", "The earlier text")],
    after: Annotated[str, means("现在的文本", "The later text")],
    by: Annotated[
        Literal["auto", "lines", "words", "characters"],
        means("按行、词或字；auto：自行选择", "By lines, words or characters; auto: whatever fits"),
    ] = "auto",
) -> Compared:
    if len(before) + len(after) > LONGEST:
        raise UsageError(
            f"Texts of {len(before)} and {len(after)} characters were given. Expected at most {LONGEST} together: "
            "compare them in parts."
        )
    unit, one, other = _cut(before, after, _fitting(before, after) if by == "auto" else by)
    changes = tuple(_changes(one, other))
    kept = sum(len(change.before) for change in changes if change.kind == "same")
    return Compared(
        by=unit,
        similarity=round(2 * kept / (len(before) + len(after)), 4) if before or after else 1.0,
        added=len(after) - kept,
        removed=len(before) - kept,
        kept=kept,
        changes=changes,
    )


def _fitting(before: str, after: str) -> Unit:
    if "\n" in before.strip() or "\n" in after.strip():
        return "lines"
    return "words" if (before + after).isascii() else "characters"


def _cut(before: str, after: str, unit: Unit) -> tuple[Unit, list[str], list[str]]:
    """In pieces, coarser ones than asked for where the texts are too long for those.

    Raises UsageError where they are too long for the coarsest.
    """
    for coarser in _COARSER[_COARSER.index(unit) :]:
        one, other = _PIECES[coarser].findall(before), _PIECES[coarser].findall(after)
        counted = Counter(other)
        if sum(number * counted[piece] for piece, number in Counter(one).items()) <= MOST_PAIRS:
            return coarser, one, other
    raise UsageError(
        f"Texts of {len(before)} and {len(after)} characters repeat themselves too much to be compared. Expected "
        "shorter ones, or more different lines: compare them in parts."
    )


def _changes(one: Sequence[str], other: Sequence[str]) -> list[Change]:
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    kinds: dict[str, Kind] = {"equal": "same", "insert": "added", "delete": "removed", "replace": "changed"}
    found, line = [], 1
    for tag, start, end, begins, ends in matcher.get_opcodes():
        before, after = "".join(one[start:end]), "".join(other[begins:ends])
        found.append(Change(kind=kinds[tag], before=before, after=after, line=line))
        line += before.count("\n")
    return found


CAPABILITIES = (compare,)
