"""Currencies by code, sign and name: 美元, dollars, $ and USD are one."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NAMES = {
    "USD": "us dollars|us dollar|dollars|dollar|美元|美金|美刀|$",
    "CNY": "rmb|renminbi|chinese yuan|yuan|人民币|¥|￥",
    "EUR": "euros|euro|欧元|€",
    "GBP": "british pounds|pounds sterling|british pound|英镑|£",
    "JPY": "japanese yen|yen|日元|日圆",
    "HKD": "hong kong dollars|hong kong dollar|港币|港元|hk$",
    "TWD": "new taiwan dollars|new taiwan dollar|新台币|台币",
    "KRW": "korean won|韩元|韩币|₩",
    "INR": "indian rupees|indian rupee|rupees|rupee|卢比|印度卢比|₹",
    "AUD": "australian dollars|australian dollar|澳元|澳币",
    "CAD": "canadian dollars|canadian dollar|加元|加币",
    "CHF": "swiss francs|swiss franc|瑞士法郎|瑞郎",
    "SGD": "singapore dollars|singapore dollar|新加坡元|新币",
    "THB": "thai baht|baht|泰铢",
    "RUB": "russian rubles|rubles|ruble|卢布",
    "NZD": "new zealand dollars|new zealand dollar|新西兰元|纽元",
    "MYR": "malaysian ringgit|ringgit|马来西亚林吉特|林吉特|令吉",
    "MXN": "mexican pesos|mexican peso|墨西哥比索",
    "BRL": "brazilian reais|brazilian real|巴西雷亚尔|雷亚尔",
    "SEK": "swedish kronor|swedish krona|瑞典克朗",
    "NOK": "norwegian kroner|norwegian krone|挪威克朗",
    "DKK": "danish kroner|danish krone|丹麦克朗",
    "PHP": "philippine pesos|philippine peso|菲律宾比索",
    "IDR": "indonesian rupiah|rupiah|印尼盾|印尼卢比",
    "VND": "vietnamese dong|越南盾",
    "TRY": "turkish lira|土耳其里拉|里拉",
    "ZAR": "south african rand|南非兰特|兰特",
    "AED": "uae dirham|dirhams|dirham|迪拉姆",
}
_CODES = {name: code for code, names in _NAMES.items() for name in names.split("|")}
_CODES |= {code.lower(): code for code in _NAMES}
_CODE_OF_WORD = {"try"}
"""Codes that are words of everyday, too: read only in capitals."""

_NAME = re.compile(
    "|".join(
        rf"(?<![a-z]){re.escape(name)}(?![a-z])" if name[0].isalpha() and name.isascii() else re.escape(name)
        for name in sorted(_CODES.keys() - _CODE_OF_WORD, key=len, reverse=True)
    )
)


def currencies(text: str) -> Iterator[tuple[int, int, str]]:
    """Where in `text`, in small letters, a currency is named, and its ISO 4217 code."""
    for match in _NAME.finditer(text):
        yield match.start(), match.end(), _CODES[match.group()]
