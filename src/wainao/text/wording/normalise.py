"""Bring a question to the form in which "equal" means equal.

Width, case, 简/繁, punctuation, spaces, politeness, number words and contractions may differ. A number, date, negation,
name or unit may not: wherever a mark could carry content (1.5, C++, -5 °C, f(x), 10²), it stays.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from wainao.text import CJK, digits, fold, is_cjk
from wainao.text.wording.courtesy import without_courtesy

VERSION = 1
"""Raise it whenever a key may come out differently: keys are stored, and are made anew when this has changed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Normal:
    """A question without its manners: `core` still reads as text, `key` is what two equal questions share."""

    core: str
    key: str


def normalise(question: str) -> Normal:
    """`normalise("請問年假可以順延三天嗎?謝謝").key == normalise("年假可以顺延 3 天").key == "年假可以顺延3天"`."""
    core = without_courtesy(fold(_guarded(question.translate(_NARROW))).translate(_MARKS))
    core = _same_phrases(digits(core))
    return Normal(core=core, key=_key(core))


# Folding would turn 10² into 102 and 1½ into 11⁄2, and lose what tells MW from mW and Mb from MB.
_UNITS = (
    (re.compile(r"(?<=\d)(\s*[KMGT])b(?=ps\b|/s\b|\b)"), r"\1bit"),
    (re.compile(r"(?<=\d)(\s*[kKMGT])B(?=ps\b|/s\b)"), r"\1byte"),
    (re.compile(r"(?<=\d)(\s*)m(?=(?:[WVAJΩ]|Pa|Hz)\b)"), r"\1milli"),
)
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def _guarded(text: str) -> str:
    for pattern, spelled in _UNITS:
        text = pattern.sub(spelled, text)
    return text if text.isascii() else "".join(map(_guarded_character, text))


@lru_cache(maxsize=16_384)  # every chat is looked at: nearly all of its characters were seen before
def _guarded_character(character: str) -> str:
    if unicodedata.category(character) in ("Cf", "Cs"):  # zero-width and direction marks; halves of surrogate pairs
        return ""
    form, _, _ = unicodedata.decomposition(character).partition(" ")
    plain = unicodedata.normalize("NFKC", character)
    if form in ("<super>", "<sub>") and len(plain) == 1:
        return f" {'^' if form == '<super>' else '_'} {character}"
    if form in ("", "<font>") or not any(map(str.isdigit, plain)):
        return character
    return f" {character} "  # ①② is not 12


_MARKS = str.maketrans(dict.fromkeys("‘’", "'") | dict.fromkeys("–−‐‑", "-") | {"〜": "~", "―": "—"})


# Ways of putting the same yes-or-no question, contractions, and 请问 in the middle. Before each stands a sign that it
# takes: looking for that costs next to nothing, and most texts have few of them.
_PHRASES = (
    ("请问", re.compile(r"(?<=[,。;:!?\s])请问(?:一下|下)?"), ""),
    ("能", re.compile("能不能|能否"), "能"),
    ("可", re.compile("可不可以|可否"), "可以"),
    ("不", re.compile(r"(是|会|要|用)不\1"), r"\1"),
    ("需不需要", re.compile("需不需要"), "需要"),
    ("有没有", re.compile("有没有"), "有"),
    ("是否", re.compile("是否(?=可以|能|需要|要|会|有|应该|必须|允许)"), ""),
    ("", re.compile("(?:星期|礼拜)(?=[一二三四五六日天1-6])"), "周"),
    ("周天", re.compile("(?<=周)天(?![气数内后])"), "日"),
    ("季度", re.compile("第(?=[一二三四1-4]季度)"), ""),
    ("can", re.compile(r"\bcan(?:no|')t\b|\bcant\b"), "can not"),
    ("won't", re.compile(r"\bwon't\b"), "will not"),
    ("shan't", re.compile(r"\bshan't\b"), "shall not"),
    ("", re.compile(r"\b(do|does|did|is|are|was|were|has|have|had|would|should|could|must|need)n'?t\b"), r"\1 not"),
    ("'s", re.compile(r"\b(what|where|how|who|when|that|it|there|here|he|she)'s\b"), r"\1 is"),
    ("whats", re.compile(r"\bwhats\b"), "what is"),
    ("i'm", re.compile(r"\b(i)'m\b"), r"\1 am"),
    ("'re", re.compile(r"(?<=[a-z])'re\b"), " are"),
    ("'ve", re.compile(r"(?<=[a-z])'ve\b"), " have"),
    ("'ll", re.compile(r"(?<=[a-z])'ll\b"), " will"),
    ("'d", re.compile(r"(?<=[a-z])'d\b"), " would"),
    ("cent", re.compile(r"\bper ?cent\b"), "%"),
    ("个", re.compile(r"(?<=\d)个(?=小时|工作日|钟头)"), ""),
)


def _same_phrases(text: str) -> str:
    for sign, pattern, same in _PHRASES:
        if sign in text:
            text = pattern.sub(same, text)
    return text


_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_PIECE = re.compile(rf"\d+(?:[.,:/'-]\d+)*|(?P<chinese>[{CJK}]+)|[^\W\d_{CJK}]+|(?P<mark>_|[^\w\s])")
_PUNCTUATION = frozenset(",.;:?!。、…'\"“”`「」『』《》〈〉【】()[]{}—-·~")
# Beside an operator, brackets group and a dash subtracts: 2*(3+4), x-5=0.
_FORMULA = re.compile(r"[=+*/^<>\\]")
_IN_FORMULA = frozenset("()[]{}-!")


def _key(core: str) -> str:
    text = _GROUPED.sub(lambda match: match.group().replace(",", ""), core)
    empty = _PUNCTUATION - _IN_FORMULA if _FORMULA.search(text) else _PUNCTUATION
    pieces: list[str] = []
    was_chinese = True
    for match in _PIECE.finditer(text):
        piece, sort = match.group(), match.lastgroup
        if sort == "mark" and piece in empty and not _says(piece, text, match.start()):
            continue
        is_chinese = sort == "chinese"
        if not (was_chinese or is_chinese):
            pieces.append(" ")
        pieces.append(piece)
        was_chinese = is_chinese
    return "".join(pieces)


def _says(mark: str, text: str, at: int) -> bool:
    """Whether a punctuation mark carries content where it stands."""
    left, right = text[at - 1 : at], text[at + 1 : at + 2]
    if left.isdigit() and right.isdigit():
        return True
    match mark:
        case ".":
            return right.isalnum() and not is_cjk(right)
        case "?":
            return left.isascii() and left.isalnum() and right.isascii() and right.isalnum()
        case "!":
            return left.isdigit() or (right.isalnum() and not is_cjk(right))
        case "'" | '"':  # feet and inches, unless it closes a quotation
            return left.isdigit() and not right.isalpha() and text.count(mark, 0, at) % 2 == 0
        case "(":
            return left.isascii() and left.isalnum()
        case "-" | "~":
            return right.isdigit()
        case _:
            return False
