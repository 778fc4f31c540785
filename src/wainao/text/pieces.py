"""Cut text into the word pieces of an uncased BERT model."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from wainao.text.terms import CJK, is_cjk

_MAX_WORD_CHARS = 100
_TOKEN = re.compile(rf"[{CJK}]|[^\W_{CJK}]+|[^\w\s]|_")


class WordPieces:
    """`vocabulary` in the order of the model's ids."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._ids = {piece: number for number, piece in enumerate(vocabulary)}
        self.first, self.last, self.unknown = (self._ids[mark] for mark in ("[CLS]", "[SEP]", "[UNK]"))
        self._word = lru_cache(maxsize=65_536)(self._cut)

    def ids(self, text: str, *, most: int) -> list[int]:
        """At most `most` ids, the marks for beginning and end among them."""
        found = [number for word in _words(text) for number in self._word(word)]
        return [self.first, *found[: most - 2], self.last]

    def foreign_share(self, text: str) -> float:
        """Share of the words that the model cannot read: outside its vocabulary, or single Chinese characters."""
        words = list(_words(text))
        foreign = sum(is_cjk(word) or self.unknown in self._word(word) for word in words)
        return foreign / len(words) if words else 1.0

    def _cut(self, word: str) -> tuple[int, ...]:
        """The longest piece that begins the word, then the longest that goes on, to its end."""
        if len(word) > _MAX_WORD_CHARS:
            return (self.unknown,)
        pieces: list[int] = []
        start = 0
        while start < len(word):
            mark = "##" if start else ""
            ends = range(len(word), start, -1)
            end = next((end for end in ends if mark + word[start:end] in self._ids), None)
            if end is None:
                return (self.unknown,)
            pieces.append(self._ids[mark + word[start:end]])
            start = end
        return tuple(pieces)


def _words(text: str) -> Iterator[str]:
    """Words, punctuation marks and Chinese characters, lower case, without accents."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(c) != "Mn")
    return (match.group() for match in _TOKEN.finditer(plain))
