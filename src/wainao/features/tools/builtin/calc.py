"""calc:evaluate: sums that are exact."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from wainao.features.tools.builtin.amounts import equals
from wainao.store.function import capability, means
from wainao.types import Language, Words


@dataclass(frozen=True, kw_only=True, slots=True)
class Calculated:
    """`result` in decimals, all of them if `exact`, else the first 30 significant ones; `fraction` is the value itself
    where it is one, such as "1/3". `read` is the expression as it was understood."""

    result: str
    exact: bool
    fraction: str
    read: str

    def sentence(self, language: Language) -> str:
        value = equals(self.result, exact=self.exact)
        return f"{self.read} {f'= {self.fraction} {value}' if self.fraction else value}"


@capability(
    "calc:evaluate",
    zh="计算",
    en="Calculate",
    about=Words(
        "精确计算算式：加减乘除、乘方、百分数、括号、阶乘、排列组合、三角与对数；可用数字，"
        "也可用中文（三加五乘以二）。",
        "Calculate exactly: + − × ÷, powers, percentages, parentheses, factorials, combinations, roots, trigonometry "
        "and logarithms; in digits or in Chinese words.",
    ),
    example={"expression": "1299 × 0.85 + 12"},
    samples=(
        "1299打八五折再加12块运费是多少",
        "三百六十五乘以二十四等于多少",
        "(3+5)×2 等于几",
        "17 * 23 得多少",
        "12.5 加 7.25 的和",
        "What is 15% of 2,340?",
        "Calculate 2^64 - 1",
        "what is 17 * 23",
        "how much is 12 times 15 plus 3, divided by 4",
        "do the sum 12.5 + 30 - 7",
        "square root of 2",
    ),
)
def evaluate(
    expression: Annotated[
        str,
        means(
            "算式，如 (3+5)×2、200的15%、sqrt(2)", "A sum, such as (3+5)*2, 200+15%, sqrt(2)", reads="sum.expression"
        ),
    ],
) -> Calculated:
    from wainao.features.tools.builtin.calculator.evaluate import evaluate as value_of
    from wainao.features.tools.builtin.calculator.nodes import written
    from wainao.features.tools.builtin.calculator.parser import parse
    from wainao.features.tools.builtin.calculator.values import is_exact, shown

    node = parse(expression)
    value = value_of(node)
    fraction = str(value) if isinstance(value, Fraction) and value.denominator != 1 else ""
    return Calculated(result=shown(value), exact=is_exact(value), fraction=fraction, read=written(node))


CAPABILITIES = (evaluate,)
