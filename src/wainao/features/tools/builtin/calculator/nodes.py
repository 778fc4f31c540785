"""What an expression is made of, and how it is written back: so that a reader sees what was understood."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

Node: TypeAlias = "Literal | Unary | Binary | Apply"


@dataclass(frozen=True, kw_only=True, slots=True)
class Literal:
    value: Fraction
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Unary:
    """`sign` is "-" before, or "%", "‰", "°" and "!" after."""

    sign: str
    of: Node


@dataclass(frozen=True, kw_only=True, slots=True)
class Binary:
    """`sign` is one of + - * / // mod ^, or of +% and -%: so much of the left side more, or less."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, kw_only=True, slots=True)
class Apply:
    """A function, or a constant where there are no `arguments`."""

    name: str
    arguments: tuple[Node, ...] = ()


_RANK = {"+": 1, "-": 1, "+%": 1, "-%": 1, "*": 2, "/": 2, "//": 2, "mod": 2, "^": 4}
_SHOWN = {"*": "×", "/": "÷", "//": "//", "-": "−", "+%": "+", "-%": "−"}
_ATOM = 5
_NEGATION = 3


def written(node: Node) -> str:
    """In ordinary signs, with the parentheses that it needs."""
    return _written(node, 0)


def _written(node: Node, above: int) -> str:
    match node:
        case Literal():
            return node.text
        case Apply(name=name, arguments=()):
            return name
        case Apply():
            return f"{node.name}({', '.join(map(written, node.arguments))})"
        case Unary(sign="-"):
            return _closed(f"−{_written(node.of, _NEGATION)}", _NEGATION, above)
        case Unary():
            return f"{_written(node.of, _ATOM)}{node.sign}"
    rank = _RANK[node.sign]
    left = _written(node.left, rank + (node.sign == "^"))
    right = _written(node.right, rank + (node.sign != "^"))
    if node.sign in ("+%", "-%"):
        right = f"{right} × {_written(node.left, 2)}"
    text = f"{left}^{right}" if node.sign == "^" else f"{left} {_SHOWN.get(node.sign, node.sign)} {right}"
    return _closed(text, rank, above)


def _closed(text: str, rank: int, above: int) -> str:
    return f"({text})" if rank < above else text
