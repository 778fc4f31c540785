"""units:convert: from one unit of measure to another."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from wainao.features.tools.builtin.amounts import equals, exact
from wainao.store.function import capability, means
from wainao.types import Language, Words


@dataclass(frozen=True, kw_only=True, slots=True)
class Converted:
    """`result` in the `unit` asked for, all its digits if `exact`, else the first 30; `read` is what was converted."""

    result: str
    unit: str
    exact: bool
    read: str

    def sentence(self, language: Language) -> str:
        return f"{self.read} {equals(self.result, exact=self.exact)} {self.unit}"


@capability(
    "units:convert",
    zh="单位换算",
    en="Convert units",
    about=Words(
        "换算计量单位：长度、重量、面积、体积、温度、速度、压强、能量、数据量等；也认得斤、两、亩、里、尺等市制单位。",
        "Convert units of measure: length, mass, area, volume, temperature, speed, pressure, energy, data and more, "
        "Chinese market units (jin, mu, li) among them.",
    ),
    example={"amount": Decimal("5"), "from_": "斤", "to": "kg"},
    samples=(
        "5斤等于多少公斤",
        "三亩地是多少平方米",
        "华氏100度是多少摄氏度",
        "把10英里换算成公里",
        "一小时有几分钟",
        "How many miles is 10 km?",
        "convert 72 kg to pounds",
        "how many feet is 180 cm",
        "how many MB are there in 1.5 GB",
        "30 mpg in l/100km",
    ),
)
def convert(
    amount: Annotated[Decimal, means("数量", "How much", reads="conversion.amount")],
    from_: Annotated[
        str,
        means(
            "原来的单位，如 公里、斤、lb、km/h、摄氏度",
            "The unit it is in, such as km, lb, km/h, °C, 斤",
            reads="conversion.from",
        ),
    ],
    to: Annotated[str, means("要换成的单位", "The unit wanted", reads="conversion.to")],
) -> Converted:
    from wainao.features.tools.builtin.calculator.values import is_exact, shown
    from wainao.features.tools.builtin.measures.conversion import convert as converted

    given = exact(amount)
    value = converted(given, from_, to)
    return Converted(result=shown(value), exact=is_exact(value), unit=to, read=f"{shown(given)} {from_}")


CAPABILITIES = (convert,)
