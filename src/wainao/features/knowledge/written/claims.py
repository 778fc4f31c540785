"""Read a model's text while it comes: cut it into sentences, and take its citation marks out of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wainao.features.knowledge.sentences import Span, sentences

MAX_RANGE = 20

_MARK = re.compile(r"[^\S\n]*[\[【［][^\S\n]*(?:none|\^?\d{1,3}(?:[\s,，、;；^–~-]{1,3}\d{1,3}){0,20})[^\S\n]*[\]】］]")
_NUMBER = re.compile(r"(\d+)(?:\s*[–~-]\s*(\d+))?")
_UNFINISHED = re.compile(r"[^\S\n]*(?:[\[【［](?:[^\S\n]*(?:n(?:o(?:ne?)?)?|[\d\s,，、;；^–~-]{0,80})[^\S\n]*)?)?\Z")
_NONE = "none"


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """One sentence of a model: `gap` is the white space before it, `cited` the numbers in its marks."""

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
            spans = sentences(self._line)
            claims += self._complete(spans if line.endswith("\n") else spans[:-1])
            if line.endswith("\n"):
                self._gap, self._line, self._marks = self._gap + self._line, "", []
        return claims

    def _complete(self, spans: list[Span]) -> list[Claim]:
        """Take these sentences off the line, each with the marks inside it and right after it."""
        claims, taken = [], 0
        for start, end in spans:
            cited = [number for at, numbers in self._marks if at <= end for number in numbers]
            gap = self._gap + self._line[taken:start]
            claims.append(Claim(gap=gap, text=self._line[start:end], cited=tuple(dict.fromkeys(cited))))
            self._marks = [(at, numbers) for at, numbers in self._marks if at > end]
            self._gap, taken = "", end
        self._line = self._line[taken:]
        self._marks = [(at - taken, numbers) for at, numbers in self._marks]
        return claims


def _numbers(mark: str) -> list[int]:
    found: list[int] = []
    for number in _NUMBER.finditer(mark):
        first = int(number[1])
        last = int(number[2] or first)
        found += range(first, min(last, first + MAX_RANGE) + 1) if last > first else [first]
    return found
