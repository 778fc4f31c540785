"""What a node comes to."""

from __future__ import annotations

from decimal import localcontext
from fractions import Fraction

from wainao.features.tools.builtin.calculator.elementary import CONTEXT
from wainao.features.tools.builtin.calculator.functions import called, degrees, factorial
from wainao.features.tools.builtin.calculator.nodes import Apply, Binary, Literal, Node, Unary
from wainao.features.tools.builtin.calculator.values import Value, combined, power


def evaluate(node: Node) -> Value:
    """Raises UsageError where there is no result, or none that is short enough."""
    with localcontext(CONTEXT):  # a sign, too, rounds a Decimal to the context that is in force
        return _value(node)


def _value(node: Node) -> Value:
    match node:
        case Literal():
            return node.value
        case Apply():
            return called(node.name, [_value(argument) for argument in node.arguments])
        case Unary():
            return _signed(node.sign, _value(node.of))
        case Binary():
            return _joined(node.sign, _value(node.left), _value(node.right))


def _signed(sign: str, value: Value) -> Value:
    match sign:
        case "-":
            return -value
        case "%":
            return combined("/", value, Fraction(100))
        case "‰":
            return combined("/", value, Fraction(1000))
        case "°":
            return degrees(value)
        case _:
            return factorial(value)


def _joined(sign: str, left: Value, right: Value) -> Value:
    if sign == "^":
        return power(left, right)
    if sign in ("+%", "-%"):
        return combined(sign[0], left, combined("*", left, right))
    return combined(sign, left, right)
