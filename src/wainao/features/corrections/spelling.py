"""When two questions are the same but for a misspelling: a letter too many or too few, or two the wrong way round.

Only one of the two is a word then. Which words there are says SCOWL (see NOTICE), kept as a Bloom filter: it takes one
in a hundred of the words that there are not for one, and whoever misspells a word so is shown the correction instead.

    python -m wainao.features.corrections.spelling american-english british-english

makes the filter of lists with a word on each line.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Collection, Iterator
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from wainao.features.corrections.types import Wording

MOST_SLIPS = 2
"""So many words of one question may be misspelt."""

SHORTEST = 5
"""Letters of the word that is meant: among short ones, another is always near."""

_BITS_PER_WORD, _PLACES = 10, 7
_FILTER = "words.bloom"


def slips(question: str, key: str, wording: Wording) -> tuple[tuple[str, str], ...]:
    """The words of a question, each with that of a wording, where all that differs are misspellings; else none.

    A word that either writes with a capital may be a name, and its neighbour another one.
    """
    ours, theirs = key.split(" "), wording.key.split(" ")
    if len(ours) != len(theirs):
        return ()
    apart = tuple((one, other) for one, other in zip(ours, theirs, strict=True) if one != other)
    forgiven = len(apart) <= MOST_SLIPS and all(
        misspelt(one, other) and _is_small(one, question) and _is_small(other, wording.question) for one, other in apart
    )
    return apart if forgiven else ()


def misspelt(one: str, other: str) -> bool:
    """Whether one of two words is the other one misspelt: `misspelt("suplier", "supplier")`.

    The first two letters and the last are right, and none stands for another: that is what makes `macro` of `micro`, an
    `employee` of an `employer`, and a chlorite of a chlorate.
    """
    return (
        max(len(one), len(other)) >= SHORTEST
        and (one[:2], one[-1]) == (other[:2], other[-1])
        and _is_one_slip(one, other)
        and is_word(one) != is_word(other)
    )


def is_word(text: str) -> bool:
    """Whether there is such an English word or name, in small letters; of one in a hundred it is wrong to say so."""
    bits = _filter()
    return all(bits[place >> 3] >> (place & 7) & 1 for place in _places(text, len(bits) * 8))


def bloom(words: Collection[str]) -> bytes:
    """The filter of some words."""
    bits = bytearray(len(words) * _BITS_PER_WORD // 8 + 1)
    for word in words:
        for place in _places(word, len(bits) * 8):
            bits[place >> 3] |= 1 << (place & 7)
    return bytes(bits)


@lru_cache(maxsize=1)
def _filter() -> bytes:
    return (files("wainao.features.corrections") / _FILTER).read_bytes()


def _places(word: str, size: int) -> Iterator[int]:
    digest = hashlib.blake2b(word.encode(), digest_size=16).digest()
    first, step = int.from_bytes(digest[:8], "big"), int.from_bytes(digest[8:], "big")
    return ((first + at * step) % size for at in range(_PLACES))


def _is_one_slip(one: str, other: str) -> bool:
    """Whether one letter is too many in either, or two neighbours have changed places."""
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if len(one) == len(other):
        return one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    shorter, longer = sorted((one, other), key=len)
    return shorter[at:] == longer[at + 1 :]


def _is_small(word: str, question: str) -> bool:
    return word.isascii() and word.isalpha() and re.search(rf"(?<![A-Za-z]){word}(?![A-Za-z])", question) is not None


def _main() -> None:
    lines = {line.strip().lower() for name in sys.argv[1:] for line in Path(name).read_text("utf-8").splitlines()}
    words = sorted(word for word in lines if re.fullmatch("[a-z]{3,}", word))
    Path(__file__).with_name(_FILTER).write_bytes(bloom(words))


if __name__ == "__main__":
    _main()
