"""Write numbers one way: `digits("三天") == "3天"`, `digits("three days") == "3 days"`."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {numeral: value for value, numeral in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}

_D = "[一二两三四五六七八九]"
_TENS = f"{_D}?十{_D}?"
_HUNDREDS = f"{_D}百(?:零{_D}|{_TENS})?"
_THOUSANDS = f"{_D}千(?:零(?:{_TENS}|{_D})|{_HUNDREDS})?"
_SECTION = f"(?:{_THOUSANDS}|{_HUNDREDS}|{_TENS}|{_D})"
_TEN_THOUSANDS = f"{_SECTION}万(?:零{_SECTION}|{_THOUSANDS})?"
# Only full forms: 一百五 may mean 105 or 150, and 三五 means "three to five", so those stay as they are.
_CHINESE = re.compile(f"(?:{_SECTION}亿(?:零?{_TEN_THOUSANDS}|零{_SECTION})?|{_TEN_THOUSANDS}|{_SECTION})")
_RUN = re.compile(r"(?<![\d.])[〇零一二两三四五六七八九十百千万亿]+")
_SCALED = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)([百千万亿]+)(?![\d〇零一二两三四五六七八九十百千万亿])")
_YEAR = re.compile(r"[〇零一二三四五六七八九]{4}(?=年)")
_PERCENT = re.compile(r"百分之(\d+(?:\.\d+)?)(?!\d)")

# A single numeral is a number only beside one of these; elsewhere it is part of a word (一般, 四川, 统一).
_MEASURES = frozenset(
    "个位名人口天日年月周号点时分秒次回遍件台部张份本套只条间层楼级届期章节页行列步倍元块角斤克吨米里升瓶杯盒箱袋包组队班"
    "排岁胎孩代种类项门款型版轮批场季刻成折栋座室厅辆架家户把根颗粒片枚枝支头群双对副句字段篇首集局盘公英毫厘平立小工星礼"
)
_BEFORE_ONE = re.compile(r"(?:第|周|星期|礼拜|初|分之)$")
_NOT_ONE = re.compile(r"(?:统|唯)一|一(?:点(?!钟|半|整)|家人|块儿|门心思|对一)|十(?:分(?!钟)|字|足)")

_TO_NINETEEN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_UNITS = {word: value for value, word in enumerate(_TO_NINETEEN.split())}
_TENS_EN = "twenty thirty forty fifty sixty seventy eighty ninety"
_TIES = {word: 10 * value for value, word in enumerate(_TENS_EN.split(), start=2)}
_BIG = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_WORD = "|".join([*_UNITS, *_TIES, *_BIG])
_WORDS = re.compile(rf"\b(?:{_WORD})(?:(?:\s+|-)(?:{_WORD}))*\b")
_TY = rf"(?:{'|'.join(_TIES)})(?:[\s-]+(?:{'|'.join(w for w, n in _UNITS.items() if 0 < n < 10)}))?"
_SMALL = rf"(?:{_TY}|{'|'.join(_UNITS)})"
_UNDER_1000 = rf"(?:(?:{'|'.join(_UNITS)})\s+hundred(?:\s+{_SMALL})?|{_SMALL})"
_ENGLISH = re.compile(
    rf"(?:{_UNDER_1000}\s+million(?:\s+{_UNDER_1000}\s+thousand)?|{_UNDER_1000}\s+thousand)"
    rf"(?:\s+{_UNDER_1000})?|{_UNDER_1000}"
)
# "one" after these is a pronoun: "which one".
_PRONOUN = re.compile(r"\b(?:which|this|that|the|any|no|each|every|some|another|right)\s+$")


def digits(text: str) -> str:
    """Write Chinese and English number words in `text`, which has been folded, as digits.

    What is not surely one number stays as it is, so that two different numbers never become the same.
    """
    return _WORDS.sub(_english, text if text.isascii() else _chinese_digits(text))


def _chinese_digits(text: str) -> str:
    text = _YEAR.sub(lambda run: "".join(str(_DIGITS[numeral]) for numeral in run.group()), text)
    text = _SCALED.sub(_scaled, text)
    text = _RUN.sub(_chinese, text)
    return _PERCENT.sub(r"\1%", text)


def chinese_number(run: str) -> int | None:
    """What Chinese numerals say in full form, or digit by digit: 二百零五, 二〇二六; None if that is not surely one."""
    if _CHINESE.fullmatch(run):
        return _chinese_value(run)
    return int("".join(str(_DIGITS[one]) for one in run)) if set(run) <= _DIGITS.keys() else None


def _scaled(match: re.Match[str]) -> str:
    value = Decimal(match[1])
    for scale in match[2]:
        value *= _SCALES[scale]
    return str(int(value)) if value == int(value) else match.group()


def _chinese(match: re.Match[str]) -> str:
    run, before = match.group(), match.string[: match.start()]
    after = match.string[match.end() : match.end() + 2]
    if not _CHINESE.fullmatch(run) or _NOT_ONE.search(before[-1:] + run + after):
        return run
    if len(run) == 1 and run != "十" and not (after[:1] in _MEASURES or _BEFORE_ONE.search(before)):
        return run
    return f"{_chinese_value(run)}{' ' * after[:1].isdigit()}"


def _chinese_value(run: str) -> int:
    for scale in "亿万":
        high, found, low = run.partition(scale)
        if found:
            return _chinese_value(high) * _SCALES[scale] + _chinese_value(low)
    value, digit = 0, None
    for numeral in run:
        if numeral in _DIGITS:
            digit = _DIGITS[numeral]
        else:
            value += (1 if digit is None else digit) * _SCALES[numeral]
            digit = None
    return value + (digit or 0)


def _english(match: re.Match[str]) -> str:
    run = match.group()
    if not _ENGLISH.fullmatch(run) or (run == "one" and _PRONOUN.search(match.string[: match.start()])):
        return run
    total = below = 0
    for word in re.split(r"[\s-]+", run):
        if word in _BIG and word != "hundred":
            total, below = total + below * _BIG[word], 0
        elif word == "hundred":
            below *= 100
        else:
            below += _UNITS.get(word, 0) + _TIES.get(word, 0)
    return str(total + below)
