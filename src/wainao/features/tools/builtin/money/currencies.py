"""Currencies by their codes (ISO 4217), or as people call them."""

from __future__ import annotations

import re

from wainao.kernel import UsageError

_NAMES = {
    "人民币": "CNY", "rmb": "CNY", "元人民币": "CNY", "yuan": "CNY", "美元": "USD", "美金": "USD", "us dollar": "USD",
    "us dollars": "USD", "欧元": "EUR", "euro": "EUR", "euros": "EUR", "€": "EUR", "日元": "JPY", "日圆": "JPY",
    "yen": "JPY", "英镑": "GBP", "pound sterling": "GBP", "£": "GBP", "港币": "HKD", "港元": "HKD", "澳门元": "MOP",
    "新台币": "TWD", "台币": "TWD", "韩元": "KRW", "won": "KRW", "新加坡元": "SGD", "新币": "SGD", "澳元": "AUD",
    "澳大利亚元": "AUD", "加元": "CAD", "加拿大元": "CAD", "瑞士法郎": "CHF", "瑞郎": "CHF", "卢布": "RUB",
    "泰铢": "THB",
    "印度卢比": "INR", "越南盾": "VND", "马来西亚林吉特": "MYR", "林吉特": "MYR", "印尼盾": "IDR", "菲律宾比索": "PHP",
    "新西兰元": "NZD", "瑞典克朗": "SEK", "挪威克朗": "NOK", "丹麦克朗": "DKK", "迪拉姆": "AED", "巴西雷亚尔": "BRL",
    "南非兰特": "ZAR", "土耳其里拉": "TRY", "墨西哥比索": "MXN", "沙特里亚尔": "SAR", "₩": "KRW", "₹": "INR",
    "฿": "THB",
}  # fmt: skip
_DOUBTFUL = {
    "$": "USD, HKD, CAD, AUD or another dollar",
    "dollar": "USD, HKD, CAD, AUD or another dollar",
    "dollars": "USD, HKD, CAD, AUD or another dollar",
    "¥": "CNY or JPY",
    "￥": "CNY or JPY",
    "元": "CNY, or another currency that is counted so",
    "卢比": "INR, PKR, LKR or NPR",
    "比索": "PHP, MXN or another peso",
    "克朗": "SEK, NOK, DKK or CZK",
}
_CODE = re.compile("[A-Z]{3}")
_WITHOUT_CENTS = frozenset({"JPY", "KRW", "VND", "CLP", "ISK", "UGX", "XAF", "XOF", "XPF", "PYG", "RWF", "GNF", "KMF"})
_WITH_MILS = frozenset({"BHD", "KWD", "OMR", "JOD", "TND", "IQD", "LYD"})


def code(name: str) -> str:
    """Raises UsageError for what is no currency, or may be several."""
    asked = name.strip()
    if asked.lower() in _DOUBTFUL:
        raise UsageError(f"{name!r} may mean several currencies. Expected {_DOUBTFUL[asked.lower()]}. Say which.")
    found = _NAMES.get(asked.lower()) or asked.upper()
    if not _CODE.fullmatch(found):
        raise UsageError(f"{name!r} is no currency that is known. Expected a code such as USD, CNY or EUR. Correct it.")
    return found


def places(currency: str) -> int:
    """Digits after the point in which it is counted."""
    return 0 if currency in _WITHOUT_CENTS else 3 if currency in _WITH_MILS else 2
