"""What a field of a form wants, read from its schema: type, format, name and description."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Any, Literal

from wainao.features.tools.choosing.described import fields_of, split_name
from wainao.features.tools.choosing.filling.mentions import Kind, Mention
from wainao.features.tools.choosing.lexicon import lexicon

Type = Literal["string", "number", "integer", "boolean", "array", "object", ""]
Direction = Literal["from", "to", ""]

_TYPES: dict[str, Type] = {
    "string": "string",
    "str": "string",
    "number": "number",
    "float": "number",
    "double": "number",
    "integer": "integer",
    "int": "integer",
    "long": "integer",
    "boolean": "boolean",
    "bool": "boolean",
    "array": "array",
    "list": "array",
    "tuple": "array",
    "object": "object",
    "dict": "object",
}
"""JSON Schema's, and what people write instead."""

_ROLES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("email", re.compile("e?mail|邮箱|邮件地址")),
    ("url", re.compile("ur[li]|link|website|webpage|网址|链接")),
    ("currency", re.compile("currenc(?:y|ies)|货币|币种")),
    ("path", re.compile("file|path|filename|filepath|directory|folder|文件|路径|目录")),
    ("day", re.compile("date|day|birthday|deadline|dob|日期|日")),
    ("time", re.compile("time|clock|时间|时刻")),
    (
        "code",
        re.compile("ids?|codes?|numbers?|no|sku|key|identifier|uuid|ticker|symbol|isbn|imei|vin|编号|代码|号"),
    ),
    (
        "name",
        re.compile(
            "city|location|place|country|state|region|area|address|destination|origin|departure|arrival|venue|town|person"
            "|artist|author|actor|player|team|company|brand|name|title|stadium|airport|station|hotel|restaurant|island"
            "|museum|organi[sz]ation|league|university|school|religion|language|book|movie|song|album|band|celebrity|sender"
            "|recipient|user|username|customer|owner|president|war|painting|county|court|城市|地点|国家"
        ),
    ),
)
"""Words that say what kind of text a field wants: English ones in its name, Chinese ones in its description."""

_PLACE = re.compile("city|location|country|place|state|province|region|area|address|destination|origin|town|venue")
_WIDE_PLACE = re.compile("country|state|province|region")
_FIRST = re.compile("from|source|origin|start|departure|base|begin|lower|min|minimum|initial|first")
_SECOND = re.compile("to|target|destination|end|arrival|finish|upper|max|maximum|final|last|second")
_PORTION = re.compile(
    "percent|%|rate|ratio|yield|return|probab|share|discount|margin|efficien|level|humid|百分|率|度|量|比",
    re.IGNORECASE,
)
_NO_MONEY = re.compile(
    r"\b(?:rate|years?|months?|weeks?|days?|nights|period|time|duration|count|number|percent|yield|age)\b",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"percent|%|百分|例如[:：]?\s*'?[1-9]", re.IGNORECASE)
_SHARE = re.compile(r"decimal|fraction|(?<![\d.])0\.\d|小数", re.IGNORECASE)
_DATE = re.compile(r"(?:YYYY|yyyy|MM|mm|DD|dd)([-/.])(?:MM|mm|DD|dd)\1(?:YYYY|yyyy|DD|dd)")
_STRFTIME = {"yyyy": "%Y", "mm": "%m", "dd": "%d"}


@dataclass(frozen=True)
class Field:
    name: str
    schema: Mapping[str, Any]
    required: bool

    @cached_property
    def type(self) -> Type:
        said = self.schema.get("type")
        kinds = said if isinstance(said, list) else [said]
        return next((_TYPES[kind] for kind in kinds if isinstance(kind, str) and kind in _TYPES), "")

    @cached_property
    def description(self) -> str:
        return str(self.schema.get("description") or "")

    @cached_property
    def name_words(self) -> tuple[str, ...]:
        return tuple(split_name(self.name).lower().split())

    @cached_property
    def words(self) -> dict[str, float]:
        """Forms of its words and what each counts for: those of the name whole, of the description half."""
        found = {word.form: 0.5 for word in lexicon().words(self.description)[:14]}
        return found | {word.form: 1.0 for word in lexicon().words(split_name(self.name))}

    @cached_property
    def reads(self) -> str:
        """Which part of a sentence it takes, "conversion.amount", where its schema says so."""
        return str(self._ours.get("reads") or "")

    @cached_property
    def names(self) -> Mapping[str, Any]:
        """What people call its choices, "|" between names, where its schema says so."""
        names = self._ours.get("names")
        return names if isinstance(names, Mapping) else {}

    @cached_property
    def _ours(self) -> Mapping[str, Any]:
        ours = self.schema.get("x-wainao")
        return ours if isinstance(ours, Mapping) else {}

    @cached_property
    def choices(self) -> tuple[Any, ...]:
        choices = self.schema.get("enum")
        return tuple(choices) if isinstance(choices, list) else ()

    @cached_property
    def direction(self) -> Direction:
        """Whether it is the first or the second of two ends."""
        for word in self.name_words:
            if _FIRST.fullmatch(word):
                return "from"
            if _SECOND.fullmatch(word):
                return "to"
        return ""

    @cached_property
    def is_place(self) -> bool:
        return any(map(_PLACE.fullmatch, self.name_words))

    @cached_property
    def is_wide(self) -> bool:
        """Whether it is a place that other places lie in."""
        return any(map(_WIDE_PLACE.fullmatch, self.name_words))

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of mentions that it takes; those that its name asks for, the last word of it first."""
        if self.type in ("number", "integer"):
            return ("number",)
        if self.type == "array":
            return ("list",)
        if self.type not in ("string", ""):
            return ()
        asked = _FORMATS.get(str(self.schema.get("format")), ())
        return tuple(dict.fromkeys((*asked, *self._roles(), "quoted")))

    def _roles(self) -> Iterator[Kind]:
        if _DATE.search(self.description):
            yield "day"
        for word in reversed([*self.name_words, *self.name.split()]):
            yield from (kind for kind, pattern in _ROLES if pattern.fullmatch(word))
        if not self.description.isascii():
            chinese = "".join(character for character in self.description if not character.isascii())
            yield from (kind for kind, pattern in _ROLES if pattern.search(chinese))
        if re.search(r"\bcurrency\b", self.description, re.IGNORECASE):
            yield "currency"

    def value(self, mention: Mention) -> Any:
        """What goes into the field, or None where the mention is nothing for it."""
        if mention.unit and not self._takes(mention.unit):
            return None
        if self.type == "integer":
            return mention.value if isinstance(mention.value, int) else None
        if self.type == "number":
            return self._share(mention) if mention.unit == "%" else mention.value
        value = mention.value
        if isinstance(value, datetime | date):
            return value.strftime(self._date_format())
        if isinstance(value, time):
            return value.strftime("%H:%M")
        return str(value) if self.type == "string" else value

    def _takes(self, unit: str) -> bool:
        """Whether a percentage, or an amount of money, makes sense in a field of numbers."""
        if unit == "%":
            return bool(_PORTION.search(f"{split_name(self.name)} {self.description}"))
        return not _NO_MONEY.search(split_name(self.name))

    def _share(self, mention: Mention) -> Any:
        """5 % is 5 where percent is asked for, else 0.05."""
        about = f"{split_name(self.name)} {self.description}"
        share = not _PERCENT.search(about) and self.description.isascii()
        return round(mention.value / 100, 10) if share or _SHARE.search(about) else mention.value

    def _date_format(self) -> str:
        match = _DATE.search(self.description)
        if match is None:
            return "%Y-%m-%d"
        return re.sub("yyyy|mm|dd", lambda part: _STRFTIME[part.group()], match.group().lower())


_FORMATS: dict[str, tuple[Kind, ...]] = {
    "email": ("email",),
    "uri": ("url",),
    "url": ("url",),
    "date": ("day",),
    "date-time": ("day",),
    "decimal": ("number",),
    "time": ("time",),
}


def fields(schema: Mapping[str, Any]) -> list[Field]:
    required = schema.get("required")
    needed = set(required) if isinstance(required, list) else set()
    return [
        Field(str(name), about if isinstance(about, Mapping) else {}, name in needed)
        for name, about in fields_of(schema).items()
    ]
