"""An expression cut into numbers, signs and names; Chinese words become the signs they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Literal, NamedTuple

from wainao.kernel import UsageError
from wainao.text import digits
from wainao.text.numbers import chinese_number

LONGEST = 1_000
"""Characters."""
MOST_DIGITS = 4_000
"""Of a number that is written, and of one that comes out; also of numerator and denominator."""

Kind = Literal["number", "sign", "name", "end"]

_DECIMAL = re.compile(r"(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])")
_NUMERALS = re.compile("[零〇一二两三四五六七八九十百千万亿]+(?:点[零〇一二三四五六七八九]+)?")
_SCALE = re.compile("[十百千万亿]+")
_NAME = re.compile(r"[A-Za-zπ][A-Za-z0-9_]*")
_SIGNS = ("**", "//", *"+-*/^%!()√°,")
_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_RAISED = re.compile("[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_LOWERED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_POLITE = re.compile(
    "^(?:[=\\s]|请问|请|计算|算一下|算算|求)+|(?:等于多少|等于几|是多少|是几|得多少|得几|等于|多少|[=?。？\\s])+$"
)
_WORDS = {
    "加上": "+", "加": "+", "减去": "-", "减": "-", "负": "negative", "正": "+", "乘以": "*", "乘上": "*", "乘": "*",
    "除以": "/", "的平方根": "sqrt", "的立方根": "cbrt", "的平方": "squared", "的立方": "cubed", "的阶乘": "!",
    "次方": "power", "次幂": "power", "的": "of", "百分之": "percent", "千分之": "permille", "分之": "parts",
    "根号": "√", "绝对值": "abs", "最大值": "max", "最小值": "min", "平均数": "avg", "平均值": "avg", "取余": "mod",
    "×": "*", "·": "*", "÷": "/", "−": "-", "–": "-", "—": "-", "、": ",", "；": ",", "‰": "permille_after",
}  # fmt: skip
_LONGEST_FIRST = sorted(_WORDS, key=len, reverse=True)
_ENGLISH = {
    "plus": "+", "minus": "-", "times": "*", "multiplied by": "*", "x": "*", "divided by": "/", "over": "/",
    "squared": "squared", "cubed": "cubed", "to the power of": "^", "percent": "%", "per cent": "%", "of": "of",
    "the square root of": "√", "square root of": "√",
}  # fmt: skip
_ENGLISH_WORD = re.compile(
    rf"(?:{'|'.join(sorted(_ENGLISH, key=len, reverse=True))})(?![A-Za-z0-9_(])|(?<!\b0)x(?=[\d(])", re.IGNORECASE
)
"""Between numbers an x is times without blanks, too: 3x4. No 0x10, which is 16 to some."""
_REDUCED = re.compile("打([1-9一二三四五六七八九])[.点]?([1-9一二三四五六七八九])?折")
_BESIDE = re.compile(
    "再(?=[加减乘除])|(?<=[0-9零一二三四五六七八九十百千万亿])(?:块钱|块|元)(?![0-9零一二三四五六七八九])"
)
"""What people say beside the numbers of a sum, and means nothing in it."""


class Token(NamedTuple):
    """`at` is where it begins, in characters, in the expression as it was given."""

    kind: Kind
    text: str
    value: Fraction | None = None
    at: int = 0


def tokens(expression: str) -> Iterator[Token]:
    """Ends with one of the kind "end". Raises UsageError for what is no expression."""
    if len(expression) > LONGEST:
        raise UsageError(
            f"The expression {expression[:40] + '…'!r} has {len(expression)} characters. Expected at most {LONGEST}: "
            "calculate it in parts."
        )
    text = _POLITE.sub("", _folded(expression).strip())
    calls: list[bool] = []
    at, before = 0, ""
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        token, at = _next(text, at, in_call=any(calls))
        if token.text == "(":
            calls.append(before == "name")
        elif token.text == ")" and calls:
            calls.pop()
        before = token.kind
        yield token
    yield Token("end", "", None, at)


def _folded(text: str) -> str:
    """Full-width characters as the plain ones, raised digits as powers; no others: ½ behind a 3 is not 31/2.

    English numbers become digits, and what a shop calls 打八五折 is times 0.85.
    """
    plain = _RAISED.sub(lambda run: f"^({run.group().translate(_LOWERED)})", text.translate(_PLAIN))
    if plain.isascii():
        return digits(plain.lower())
    return _BESIDE.sub("", _REDUCED.sub(_share, plain))


def _share(found: re.Match[str]) -> str:
    return "*0." + "".join(one if one.isascii() else str(chinese_number(one)) for one in found.groups() if one)


def _next(text: str, at: int, *, in_call: bool) -> tuple[Token, int]:
    # Between a function's parentheses a comma always separates: max(1,234) has two arguments.
    grouped = None if in_call else _GROUPED.match(text, at)
    if found := grouped or _DECIMAL.match(text, at):
        return _digits(text, found)
    for word in _LONGEST_FIRST:
        if text.startswith(word, at):
            name = _WORDS[word]
            return Token("name" if name.isalpha() and name in NAMED else "sign", name, None, at), at + len(word)
    if found := _NUMERALS.match(text, at):
        return Token("number", found.group(), _numerals(found.group()), at), found.end()
    if found := _ENGLISH_WORD.match(text, at):
        return Token("sign", _ENGLISH[found.group().lower()], None, at), found.end()
    for sign in _SIGNS:
        if text.startswith(sign, at):
            return Token("sign", {"**": "^"}.get(sign, sign), None, at), at + len(sign)
    if found := _NAME.match(text, at):
        return Token("name", found.group().lower(), None, at), found.end()
    if text[at] == "除":
        raise UsageError(
            "'除' is read both ways: 2除10 is 10/2, and many mean 2/10. Write '除以', as in 10除以2, or the sign ÷."
        )
    raise UsageError(
        f"{text[at]!r} at character {at + 1} of {text!r} is nothing to calculate with. Expected numbers, + - × ÷ ^ "
        "% !, parentheses, functions such as sqrt(2), or Chinese words such as 三加五乘以二."
    )


NAMED = frozenset({"abs", "max", "min", "avg"})
"""Functions that have a Chinese name of the same place: 最大值(1, 2)."""


def _digits(text: str, found: re.Match[str]) -> tuple[Token, int]:
    written, end = found.group(), found.end()
    mantissa, _, exponent = written.lower().partition("e")
    if len(mantissa) > MOST_DIGITS or abs(int(exponent or 0)) > MOST_DIGITS:
        raise UsageError(
            f"The number {written[:20] + '…'!r} has more than {MOST_DIGITS} digits. Expected a shorter one: "
            "work with a part of it."
        )
    value = Fraction(written.replace(",", ""))
    if scale := _SCALE.match(text, end):
        for one in scale.group():
            value *= chinese_number(f"一{one}") or 1
        end = scale.end()
    return Token("number", text[found.start() : end], value, found.start()), end


def _numerals(written: str) -> Fraction:
    whole, _, fraction = written.partition("点")
    value = chinese_number(whole)
    if value is None:
        raise UsageError(
            f"{written!r} may be read as more than one number. Expected one in full, such as 一百零五 or 一百五十; "
            "or write digits."
        )
    tail = "".join(str(chinese_number(numeral)) for numeral in fraction)
    return Fraction(f"{value}.{tail or 0}")
