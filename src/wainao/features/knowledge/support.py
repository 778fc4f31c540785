"""Whether quoted text carries a sentence: checks that need no model, in Chinese and English.

A sentence passes when its numbers, dates and names stand in the evidence, it denies what the evidence denies and
affirms what that affirms, and most of its words are there. This catches what was added or turned around, and refuses
what is said in quite other words; it cannot tell who does what to whom. A model may judge in addition, never instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wainao.text import CJK, digits, fold, is_cjk, terms
from wainao.types import Told, Words

COVER_WORDS = 0.6
COVER_CHINESE = 0.5
"""Share of the sentence's words (pairs of characters) that must stand in the evidence. Chinese pairs that straddle two
words are lost as soon as one of them changes, so less can be asked of them."""
NEGATED_TERMS = 2
"""So many terms after a negation are taken as denied."""

_UNSAID = Words("依据里没有「{what}」", "the evidence does not say {what!r}")
_UNCOUNTED = Words("依据不以「{what}」计", "the evidence does not count in {what!r}")
_UNNAMED = Words("依据里没有提到「{what}」", "the evidence does not name {what!r}")
_UNDENIED = Words("依据没有否定「{what}」", "the evidence does not deny {what!r}")
_DENIED = Words("依据否定了「{what}」", "the evidence denies {what!r}")
_UNSPOKEN = Words("依据没有说到 {what}", "the evidence does not speak of {what}")

_MONTHS = {
    name: str(number)
    for number, names in enumerate(
        (
            *("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug"),
            *("september sept sep", "october oct", "november nov", "december dec"),
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = re.compile(
    rf"\b({'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b(?=\.?,? ?\d)|(?<=\d )({'|'.join(_MONTHS)})\b"
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_UNIT = re.compile(rf"\s?(%|[{CJK}]|[a-z]+)")
_NAME = re.compile(r"(?<![\w.])[A-Z][\w&-]*[A-Za-z0-9](?:[.]\w+)*")
_LATIN = re.compile(r"[A-Za-z][\w&.-]*\w")
_NEGATION = re.compile(
    r"(?:不得|不能|不可|不会|不再|没有|并非|无须|无需|不用|不必|禁止|不|没|未|无|非|勿|莫)"
    r"|\b(?:cannot|can't|not|no|never|without|nor|neither|none)\b|n't\b"
)
_SEPARATOR = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_HARMLESS = re.compile(
    r"不超过|不多于|不少于|不低于|不过|不仅|不但|不论|不管|无论|不同|非常|除非|不少|不久|未来"
    r"|no\. ?(?=\d)|not only|no later than|(?:no|not) (?:more|less|fewer) than"
)
_STOP = frozenset(
    terms(
        """a an the of in on at to for from by with about as into and or but so if than that this these those it its
        is are was were be been being am do does did have has had can could will would shall should may might must
        which who whom whose what when where why how there they them their he him his she her we us our you your i me
        my also"""
    )
)


@dataclass(frozen=True, slots=True)
class Support:
    """What the checks found; `reason` says what is wrong, and is empty when nothing is."""

    supported: bool
    reason: Told = ""


def check(claim: str, evidence: str) -> Support:
    """Whether `evidence` carries `claim`.

    >>> check("Up to five days may be carried over.", "Up to 5 days of leave may be carried over.").supported
    True
    >>> check("最多可以顺延 10 天。", "最多顺延 5 天。").reason.zh
    '依据里没有「10」'
    """
    for problem in _problems(claim, evidence):
        return Support(False, problem)
    return Support(True)


def _problems(claim: str, evidence: str) -> Iterator[Words]:
    said, there = _plain(claim), _plain(evidence)
    for number in sorted(_numbers(said) - _numbers(there)):
        yield _UNSAID.filled(what=number)
    for unit in sorted(_units(said) - _units(there) - _words(there)):
        yield _UNCOUNTED.filled(what=unit)
    for name in _names(claim):
        if fold(name) not in fold(evidence):
            yield _UNNAMED.filled(what=name)
    denied, affirmed = _polarity(said)
    denied_there, affirmed_there = _polarity(there)
    for term in sorted((denied & affirmed_there) - denied_there):
        yield _UNDENIED.filled(what=term)
    for term in sorted((affirmed & denied_there) - affirmed_there - denied):
        yield _DENIED.filled(what=term)
    wanted = _content(said)
    missing = wanted - _words(there)
    chinese = sum(map(is_cjk, claim)) * 2 > len(claim)
    if wanted and 1 - len(missing) / len(wanted) < (COVER_CHINESE if chinese else COVER_WORDS):
        yield _UNSPOKEN.filled(what=", ".join(sorted(missing)[:5]))


def _plain(text: str) -> str:
    """Folded, numbers in digits without separators."""
    return _SEPARATOR.sub("", digits(fold(text)))


def _numbers(text: str) -> set[str]:
    """The values in `text`, months among them."""
    months = {_MONTHS[found[1] or found[2]] for found in _MONTH.finditer(text)}
    return months | {_value(found.group()) for found in _NUMBER.finditer(text)}


def _value(number: str) -> str:
    whole, point, fraction = number.partition(".")
    fraction = fraction.rstrip("0")
    return (whole.lstrip("0") or "0") + (point + fraction if fraction else "")


def _units(text: str) -> set[str]:
    """What is counted: the term right after each number."""
    found = (_UNIT.match(text, number.end()) for number in _NUMBER.finditer(text))
    units = {term for unit in found if unit is not None and unit[1] != "%" for term in terms(unit[1])}
    return units - _STOP - set(terms(" ".join(_MONTHS)))


def _names(text: str) -> list[str]:
    """Names as their spelling shows them: Latin words in Chinese, capitals inside an English sentence."""
    if any(map(is_cjk, text)):
        return _LATIN.findall(text)
    return [
        found.group()
        for found in _NAME.finditer(text)
        if found.start() and text[: found.start()].rstrip()[-1:] not in ".!?:"
    ]


def _polarity(text: str) -> tuple[set[str], set[str]]:
    """The content terms that `text` denies, and those that it does not."""
    text = _HARMLESS.sub(" ", text)
    denied: set[str] = set()
    affirmed: set[str] = set()
    pieces = _NEGATION.split(text)
    for at, piece in enumerate(pieces):
        content = [term for term in terms(piece) if term not in _STOP and not term.isdigit()]
        cut = NEGATED_TERMS if at else 0
        denied.update(content[:cut])
        affirmed.update(content[cut:])
    return denied, affirmed


def _words(text: str) -> set[str]:
    """Every term of `text`, single characters too: a unit is one."""
    return set(terms(text)) | {character for character in text if is_cjk(character)}


def _content(text: str) -> set[str]:
    return set(terms(text)) - _STOP


def speaks_of(text: str, matter: str, *, share: float) -> bool:
    """Whether `text` has at least so great a share of the terms that `matter` is about."""
    wanted = _content(_plain(matter))
    return bool(wanted) and len(wanted & _words(_plain(text))) >= share * len(wanted)


def denials(claim: str, evidence: str) -> list[str]:
    """The terms that `claim` affirms and `evidence` denies.

    >>> denials("Leave can be carried over.", "Leave cannot be carried over.")
    ['carri', 'over']
    """
    denied, affirmed = _polarity(_plain(claim))
    denied_there, affirmed_there = _polarity(_plain(evidence))
    return sorted((affirmed & denied_there) - affirmed_there - denied)
