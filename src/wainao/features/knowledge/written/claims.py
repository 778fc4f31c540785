"""Read a model's text while it comes: cut it into sentences, and take its citation marks out of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wainao.features.knowledge.sentences import Span, sentences

MAX_RANGE = 20

# A run of blanks is looked at once, from its beginning, and never given back: a model that writes nothing else for
# thousands of tokens would hold up everybody while each of them was tried.
_BLANKS = r"(?<![^\S\n])[^\S\n]*+"
_MARK = re.compile(
    _BLANKS + r"[\[【［][^\S\n]*+(?:none|\^?\d{1,3}(?:[\s,，、;；^–~-]{1,3}\d{1,3}){0,20})[^\S\n]*+[\]】］]"
)
_NUMBER = re.compile(r"(\d+)(?:\s*[–~-]\s*(\d+))?")
_UNFINISHED = re.compile(
    _BLANKS + r"(?:[\[【［](?:[^\S\n]*+(?:n(?:o(?:ne?)?)?|[\d\s,，、;；^–~-]{0,80}+)[^\S\n]*+)?)?\Z"
)
_NONE = "none"
_ITEM = re.compile(r"[^\S\n]*(?:[-*+•·]\s+|(\d{1,2})(?:\.\s+|[)、]\s*))(?=\S)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """One sentence of a model: `gap` is what stands before it, white space and the sign of a list's item perhaps, and
    `cited` the numbers in its marks."""

    gap: str
    text: str
    cited: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """What a piece of text brought: text without marks that may be shown, and the claims that are now complete."""

    shown: str
    claims: tuple[Claim, ...]


class ClaimReader:
    """Gives the same text and the same claims however the text is cut into pieces.

    A sentence is complete when the next one has begun, since its marks may stand after its full stop. `gave_up` tells
    that the model said, before anything else, that the passages hold no answer.
    """

    def __init__(self) -> None:
        self.gave_up = False
        self._held = ""  # the beginning of what may become a mark
        self._blank = ""  # white space that is shown once something follows it
        self._gap = ""
        self._line = ""  # what is left of the current line when the complete sentences are taken off
        self._marks: list[tuple[int, tuple[int, ...]]] = []
        self._item = 0  # the number of the last item of a list
        self._fresh = True  # nothing was taken off the current line yet
        self._begun = False

    def feed(self, text: str) -> Read:
        text = self._held + text
        unfinished = _UNFINISHED.search(text)
        cut = unfinished.start() if unfinished else len(text)
        self._held = text[cut:]
        return self._read(text[:cut])

    def end(self) -> Read:
        """Nothing more is coming."""
        rest, self._held = self._held, ""
        read = self._read(rest)
        return Read(shown=read.shown, claims=(*read.claims, *self._complete(sentences(self._line))))

    def _read(self, text: str) -> Read:
        shown, at = "", 0
        claims: list[Claim] = []
        for mark in _MARK.finditer(text):
            piece = text[at : mark.start()]
            shown, claims, at = shown + self._show(piece), claims + self._take(piece), mark.end()
            self._cite(mark.group())
        return Read(shown=shown + self._show(text[at:]), claims=(*claims, *self._take(text[at:])))

    def _cite(self, mark: str) -> None:
        if _NONE in mark:
            self.gave_up = self.gave_up or not self._begun
        else:
            self._marks.append((len(self._line), tuple(_numbers(mark))))

    def _show(self, text: str) -> str:
        text = self._blank + text
        text = text if self._begun else text.lstrip()
        shown = text.rstrip()
        self._blank = text[len(shown) :]
        return shown

    def _take(self, text: str) -> list[Claim]:
        text = text if self._begun else text.lstrip()
        self._begun = self._begun or bool(text)
        claims: list[Claim] = []
        for line in text.splitlines(keepends=True):
            self._line += line
            self._skip_item_sign()
            spans = sentences(self._line)
            claims += self._complete(spans if line.endswith("\n") else spans[:-1])
            if line.endswith("\n"):
                self._gap, self._line, self._marks, self._fresh = self._gap + self._line, "", [], True
        return claims

    def _skip_item_sign(self) -> None:
        """Items are numbered 1, 2, 3: any other number is part of what is claimed."""
        sign = _ITEM.match(self._line) if self._fresh else None
        if sign is None:
            return
        if sign[1]:
            if int(sign[1]) not in (1, self._item + 1):
                return
            self._item = int(sign[1])
        self._gap += self._take_off(sign.end())

    def _complete(self, spans: list[Span]) -> list[Claim]:
        """Take these sentences off the line, each with the marks inside it and right after it."""
        claims, taken = [], 0
        for start, end in spans:
            here = end - taken
            cited = dict.fromkeys(number for at, numbers in self._marks if at <= here for number in numbers)
            self._marks = [(at, numbers) for at, numbers in self._marks if at > here]
            text = self._take_off(here)
            claims.append(Claim(gap=self._gap + text[: start - taken], text=text[start - taken :], cited=tuple(cited)))
            self._gap, taken = "", end
        return claims

    def _take_off(self, count: int) -> str:
        taken, self._line = self._line[:count], self._line[count:]
        self._marks = [(max(at - count, 0), numbers) for at, numbers in self._marks]
        self._fresh = False
        return taken


def _numbers(mark: str) -> list[int]:
    found: list[int] = []
    for number in _NUMBER.finditer(mark):
        first = int(number[1])
        last = int(number[2] or first)
        found += range(first, min(last, first + MAX_RANGE) + 1) if last > first else [first]
    return found
