"""What people call units, in Pint's words; Chinese market units are defined here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from wainao.kernel import UsageError

DEFINITIONS = (
    "jin = 500 * gram",
    "liang = 50 * gram",
    "qian = 5 * gram",
    "dan = 50 * kilogram",
    "chi = meter / 3",
    "cun = meter / 30",
    "zhang = 10 * meter / 3",
    "li = 500 * meter",
    "mu = 2000 / 3 * meter ** 2",
    "qing = 200000 / 3 * meter ** 2",
    "fen_of_land = 200 / 3 * meter ** 2",
    "liter_per_100_kilometers = 0.01 * liter / kilometer",
    "ten_years = 10 * year",
)
"""市制, as the State Council's order of 1959 and the law of 1984 relate it to the metric system."""

_CHINESE: Mapping[str, str] = {
    # lengths
    "千米": "kilometer", "公里": "kilometer", "米": "meter", "公尺": "meter", "分米": "decimeter", "厘米": "centimeter",
    "公分": "centimeter", "毫米": "millimeter", "微米": "micrometer", "纳米": "nanometer", "里": "li", "市里": "li",
    "华里": "li", "丈": "zhang", "尺": "chi", "市尺": "chi", "寸": "cun", "市寸": "cun", "英里": "mile", "英尺": "foot",
    "英寸": "inch", "吋": "inch", "呎": "foot", "码": "yard", "海里": "nautical_mile", "光年": "light_year",
    "天文单位": "astronomical_unit", "秒差距": "parsec",
    # masses
    "公斤": "kilogram", "千克": "kilogram", "克": "gram", "毫克": "milligram", "微克": "microgram", "吨": "metric_ton",
    "公吨": "metric_ton", "斤": "jin", "市斤": "jin", "两": "liang", "钱": "qian", "担": "dan", "磅": "pound",
    "盎司": "ounce", "克拉": "carat", "美吨": "short_ton", "短吨": "short_ton", "英吨": "long_ton", "长吨": "long_ton",
    # areas and volumes
    "平方米": "meter ** 2", "平米": "meter ** 2", "平方公里": "kilometer ** 2", "平方千米": "kilometer ** 2",
    "平方厘米": "centimeter ** 2", "平方毫米": "millimeter ** 2", "平方英尺": "foot ** 2", "平方英里": "mile ** 2",
    "平方尺": "chi ** 2", "亩": "mu", "市亩": "mu", "公顷": "hectare", "英亩": "acre", "顷": "qing",
    "立方米": "meter ** 3", "立方厘米": "centimeter ** 3", "立方英尺": "foot ** 3", "升": "liter", "公升": "liter",
    "毫升": "milliliter", "加仑": "gallon", "美制加仑": "gallon", "英制加仑": "imperial_gallon", "品脱": "pint",
    "夸脱": "quart", "杯": "cup", "汤匙": "tablespoon", "茶匙": "teaspoon", "液盎司": "fluid_ounce", "桶": "oil_barrel",
    # times
    "纳秒": "nanosecond", "微秒": "microsecond", "毫秒": "millisecond", "秒": "second", "秒钟": "second",
    "分": "minute", "分钟": "minute", "小时": "hour", "时": "hour", "钟头": "hour", "天": "day", "日": "day",
    "周": "week",
    "星期": "week", "年": "year", "世纪": "century",
    # temperatures
    "摄氏度": "degree_Celsius", "摄氏": "degree_Celsius", "华氏度": "degree_Fahrenheit", "华氏": "degree_Fahrenheit",
    "开尔文": "kelvin", "开": "kelvin",
    # forces, pressures, energies, powers
    "牛": "newton", "牛顿": "newton", "千克力": "kilogram_force", "公斤力": "kilogram_force", "帕": "pascal",
    "帕斯卡": "pascal", "百帕": "hectopascal", "千帕": "kilopascal", "兆帕": "megapascal", "巴": "bar",
    "大气压": "standard_atmosphere", "毫米汞柱": "millimeter_Hg", "焦": "joule", "焦耳": "joule", "千焦": "kilojoule",
    "卡": "calorie", "卡路里": "calorie", "大卡": "kilocalorie", "千卡": "kilocalorie", "千瓦时": "kilowatt_hour",
    "度电": "kilowatt_hour", "电子伏": "electron_volt", "瓦": "watt", "瓦特": "watt", "千瓦": "kilowatt",
    "兆瓦": "megawatt", "马力": "metric_horsepower", "英制马力": "horsepower",
    # electricity, frequency, angles, data, speeds
    "伏": "volt", "伏特": "volt", "安": "ampere", "安培": "ampere", "毫安": "milliampere",
    "毫安时": "milliampere * hour", "欧": "ohm", "欧姆": "ohm", "法拉": "farad", "库仑": "coulomb", "赫": "hertz",
    "赫兹": "hertz",
    "千赫": "kilohertz",
    "兆赫": "megahertz", "吉赫": "gigahertz", "角度": "degree", "弧度": "radian", "角分": "arcminute",
    "比特": "bit", "字节": "byte", "千字节": "kilobyte", "兆字节": "megabyte", "吉字节": "gigabyte", "节": "knot",
    "光速": "speed_of_light", "流明": "lumen", "勒克斯": "lux",
    "升每百公里": "liter_per_100_kilometers", "百公里油耗": "liter_per_100_kilometers",
}  # fmt: skip

_ENGLISH: Mapping[str, str] = {
    "c": "degree_Celsius", "f": "degree_Fahrenheit", "k": "kelvin", "celsius": "degree_Celsius",
    "kph": "kilometer / hour", "fahrenheit": "degree_Fahrenheit", "mpg": "mile / gallon", "mph": "mile / hour",
    "kb": "kilobyte",
    "l/100km": "liter_per_100_kilometers", "sqm": "meter ** 2", "sqft": "foot ** 2", "cc": "centimeter ** 3",
    "lbs": "pound", "hp": "horsepower", "kcal": "kilocalorie", "tonnes": "metric_ton", "kwh": "kilowatt_hour",
    "kilo": "kilogram", "kilos": "kilogram", "kmh": "kilometer / hour", "mmhg": "millimeter_Hg",
    "nauticalmile": "nautical_mile", "nauticalmiles": "nautical_mile", "shortton": "short_ton",
    "shorttons": "short_ton", "longton": "long_ton", "longtons": "long_ton", "metricton": "metric_ton",
    "metrictons": "metric_ton", "fluidounce": "fluid_ounce", "fluidounces": "fluid_ounce", "lightyear": "light_year",
    "lightyears": "light_year", "°c": "degree_Celsius", "°f": "degree_Fahrenheit", "khz": "kilohertz",
    "decade": "ten_years", "decades": "ten_years", "centigrade": "degree_Celsius",
}  # fmt: skip

_IN_SMALL_LETTERS: Mapping[str, str] = {
    "mb": "megabyte", "gb": "gigabyte", "tb": "terabyte", "kib": "kibibyte", "mib": "mebibyte", "gib": "gibibyte",
    "tib": "tebibyte", "kj": "kilojoule", "kw": "kilowatt", "kpa": "kilopascal", "hpa": "hectopascal", "hz": "hertz",
    "mhz": "megahertz", "ghz": "gigahertz", "mpa": "megapascal", "j": "joule", "w": "watt", "v": "volt",
    "mah": "milliampere * hour", "pa": "pascal", "a": "ampere", "ma": "milliampere", "mbit": "megabit",
    "gbit": "gigabit", "mbps": "megabit / second", "gbps": "gigabit / second",
}  # fmt: skip
"""What is hardly ever meant otherwise, though capitals would be right: to Pint, a is a year and mbps a thousandth of a
bit. Not mw, which is as often the thousandth of a watt."""

_IN_FULL = (
    *(
        "millimeter",
        "centimeter",
        "meter",
        "kilometer",
        "millimetre",
        "centimetre",
        "metre",
        "kilometre",
        "inch",
        "yard",
    ),
    *("mile", "micron", "micrometer", "nanometer", "gram", "kilogram", "milligram", "kilo", "tonne", "pound", "ounce"),
    *("stone", "carat", "liter", "milliliter", "litre", "millilitre", "gallon", "pint", "quart", "cup", "tablespoon"),
    *(
        "teaspoon",
        "acre",
        "hectare",
        "millisecond",
        "second",
        "minute",
        "hour",
        "day",
        "week",
        "year",
        "decade",
        "joule",
    ),
    *("kilojoule", "calorie", "kilocalorie", "watt", "kilowatt", "megawatt", "volt", "ampere", "ohm", "pascal", "bar"),
    *("kilopascal", "atmosphere", "newton", "bit", "byte", "kilobyte", "megabyte", "gigabyte", "terabyte", "knot"),
    *("radian", "degree", "kelvin", "barrel", "nautical mile", "light year", "short ton", "long ton", "metric ton"),
    *("fluid ounce", "square meter", "square metre", "square kilometer", "square mile", "square inch", "cubic meter"),
    *("degree celsius", "degree fahrenheit", "mile per hour", "meter per second"),
)
_OTHERWISE = (
    *("feet", "foot", "inches", "century", "centuries", "hertz", "kilohertz", "megahertz", "gigahertz", "celsius"),
    *("fahrenheit", "horsepower", "square feet", "square foot", "square inches", "cubic feet", "degrees celsius"),
    *("degrees fahrenheit", "miles per hour", "kilometers per hour", "kilometres per hour", "meters per second"),
    *("miles per gallon", "公里/小时", "千米/小时", "米/秒", "公里每小时", "千米每小时", "米每秒"),
)
_IN_SHORT = (
    *("mm", "cm", "dm", "m", "km", "um", "nm", "ft", "yd", "mi", "g", "kg", "mg", "lb", "lbs", "oz", "l", "ml", "gal"),
    *("qt", "pt", "tbsp", "tsp", "ha", "s", "ms", "min", "h", "hr", "hrs", "sec", "secs", "mins", "j", "kj", "cal"),
    *(
        "kcal",
        "w",
        "kw",
        "mw",
        "kwh",
        "hp",
        "v",
        "a",
        "ma",
        "mah",
        "hz",
        "khz",
        "mhz",
        "ghz",
        "pa",
        "kpa",
        "mpa",
        "hpa",
    ),
    *("psi", "atm", "mmhg", "kb", "mb", "gb", "tb", "kib", "mib", "gib", "tib", "mph", "kph", "km/h", "kmh", "m/s"),
    *("mpg", "l/100km", "sqm", "sqft", "cc", "c", "f", "k", "°c", "°f", "℃", "℉", "m2", "m²", "km2", "km²", "cm2"),
    *("cm²", "ft2", "ft²", "m3", "m³", "cm3", "cm³"),
)

SPOKEN: tuple[str, ...] = (*_CHINESE, *_IN_FULL, *(f"{one}s" for one in _IN_FULL), *_OTHERWISE, *_IN_SHORT)
"""Names, in small letters, by which a sentence may mean a unit."""

_DOUBTFUL: Mapping[str, str] = {
    "ton": "'tonne' (1000 kg), 'short_ton' or 'long_ton'",
    "tons": "'tonne' (1000 kg), 'short_ton' or 'long_ton'",
    "度": "'摄氏度', '华氏度', '角度' or '度电'",
    "月": "a number of days: '天'",
    "month": "a number of days: 'day'",
}
"""Names that mean different things to different people, with what to say instead."""

LONGEST = 60
_PART = re.compile(r"(?P<name>°?[^\W\d_]\w*?)(?:\^?(?P<power>-?[1-9]))?")
_BETWEEN = re.compile(r"\s*(?:/|÷|每|\bper\b)\s*|\s*[*·⋅×]\s*|(?<=\w)\s+(?=\w)")
_DEGREES = re.compile(r"\bdeg(?:rees?)?\s+(?=[cfk]\b|celsius|fahrenheit|kelvin|centigrade)", re.IGNORECASE)
_SQUARED = re.compile(r"(?:\b(?:square|sq)\s+|平方)([^\s*/每^]+)", re.IGNORECASE)
_CUBED = re.compile(r"(?:\b(?:cubic|cu)\s+|立方)([^\s*/每^]+)", re.IGNORECASE)


def in_pints_words(unit: str) -> str:
    """`unit` as Pint reads it: names, products, quotients and powers, and nothing else.

    Raises UsageError for what is written otherwise, or may mean more than one thing.
    """
    text = unicodedata.normalize("NFKC", unit.replace("²", "^2").replace("³", "^3")).strip()
    text = _DEGREES.sub("", text)  # else an angle times a temperature
    if not text or len(text) > LONGEST:
        raise _unread(unit)
    if text.lower() in _DOUBTFUL:
        raise UsageError(f"{unit!r} may mean several things. Expected {_DOUBTFUL[text.lower()]}. Say which.")
    if whole := _known(text):
        return whole
    return "".join(_piece(piece, unit) for piece in _pieces(text))


def _pieces(text: str) -> list[str]:
    """Names, with "*" or "/" between them."""
    text = _CUBED.sub(r"\1^3", _SQUARED.sub(r"\1^2", text.replace("**", "^")))
    found, at = [], 0
    for between in _BETWEEN.finditer(text):
        sign = "/" if between.group().strip() in ("/", "÷", "每", "per") else "*"
        found += [text[at : between.start()], sign]
        at = between.end()
    return [*found, text[at:]]


def _piece(piece: str, unit: str) -> str:
    if piece in ("*", "/"):
        return f" {piece} "
    found = _PART.fullmatch(piece)
    if found is None:
        raise _unread(unit)
    power = f" ** {found['power']}" if found["power"] else ""
    name = _known(found["name"]) or found["name"]
    return f"({name}){power}" if " " in name else f"{name}{power}"


def _known(name: str) -> str | None:
    return _CHINESE.get(name) or _IN_SMALL_LETTERS.get(name) or _ENGLISH.get(name.lower().replace(" ", ""))


def _unread(unit: str) -> UsageError:
    return UsageError(
        f"{unit[:LONGEST]!r} is no unit. Expected names, with / or * between them and whole powers, such as 'km/h', "
        "'斤', 'm^2', '公里每小时'. Correct it."
    )
