"""Currencies by their codes (ISO 4217), or as people call them."""

from __future__ import annotations

import re

from wainao.kernel import UsageError

_BY_CODE = {
    "AED": "uae dirham|dirhams|dirham|迪拉姆",
    "AUD": "australian dollars|australian dollar|澳元|澳币|澳大利亚元",
    "BRL": "brazilian reais|brazilian real|巴西雷亚尔|雷亚尔",
    "CAD": "canadian dollars|canadian dollar|加元|加币|加拿大元",
    "CHF": "swiss francs|swiss franc|瑞士法郎|瑞郎",
    "CNY": "rmb|renminbi|chinese yuan|yuan|人民币|元人民币",
    "DKK": "danish kroner|danish krone|丹麦克朗",
    "EUR": "euros|euro|欧元|€",
    "GBP": "british pounds|british pound|pounds sterling|pound sterling|英镑|£",
    "HKD": "hong kong dollars|hong kong dollar|港币|港元|hk$",
    "IDR": "indonesian rupiah|rupiah|印尼盾|印尼卢比",
    "INR": "indian rupees|indian rupee|印度卢比|₹",
    "JPY": "japanese yen|yen|日元|日圆",
    "KRW": "korean won|won|韩元|韩币|₩",
    "MOP": "macanese pataca|pataca|patacas|澳门元|澳门币",
    "MXN": "mexican pesos|mexican peso|墨西哥比索",
    "MYR": "malaysian ringgit|ringgit|马来西亚林吉特|林吉特|令吉",
    "NOK": "norwegian kroner|norwegian krone|挪威克朗",
    "NZD": "new zealand dollars|new zealand dollar|新西兰元|纽元",
    "PHP": "philippine pesos|philippine peso|菲律宾比索",
    "RUB": "russian rubles|rubles|ruble|卢布",
    "SAR": "saudi riyals|saudi riyal|沙特里亚尔",
    "SEK": "swedish kronor|swedish krona|瑞典克朗",
    "SGD": "singapore dollars|singapore dollar|新加坡元|新币",
    "THB": "thai baht|baht|泰铢|฿",
    "TRY": "turkish lira|土耳其里拉|里拉",
    "TWD": "new taiwan dollars|new taiwan dollar|新台币|台币",
    "USD": "us dollars|us dollar|美元|美金|美刀",
    "VND": "vietnamese dong|越南盾",
    "ZAR": "south african rand|南非兰特|兰特",
}
NAMES = {name: code for code, names in _BY_CODE.items() for name in names.split("|")}
"""What is surely one currency, in small letters."""
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
    found = NAMES.get(asked.lower()) or asked.upper()
    if not _CODE.fullmatch(found):
        raise UsageError(f"{name!r} is no currency that is known. Expected a code such as USD, CNY or EUR. Correct it.")
    return found


def places(currency: str) -> int:
    """Digits after the point in which it is counted."""
    return 0 if currency in _WITHOUT_CENTS else 3 if currency in _WITH_MILS else 2
