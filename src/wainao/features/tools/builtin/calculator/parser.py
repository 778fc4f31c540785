"""From tokens to nodes, by binding powers."""

from __future__ import annotations

from fractions import Fraction

from wainao.features.tools.builtin.calculator.nodes import Apply, Binary, Literal, Node, Unary
from wainao.features.tools.builtin.calculator.tokens import Token, tokens
from wainao.kernel import UsageError

DEEPEST = 50
"""Parentheses and signs within one another."""

_INFIX = {"+": 1, "-": 1, "*": 3, "/": 3, "//": 3, "mod": 3, "^": 7, "of": 7, "parts": 9}
_NEGATION = 5
_AFTER = {"!": "!", "°": "°", "permille_after": "‰"}
_CALLED = {"sqrt": "sqrt", "cbrt": "cbrt"}
"""What follows its argument in Chinese: 九的平方根."""
_POWERS = {"squared": 2, "cubed": 3}


def parse(expression: str) -> Node:
    """Raises UsageError that says where the expression breaks off or goes wrong."""
    parser = _Parser(expression)
    node = parser.expression(0)
    parser.end()
    return node


class _Parser:
    def __init__(self, expression: str) -> None:
        self._expression = expression
        self._tokens = list(tokens(expression))
        self._at = 0
        self._depth = 0

    @property
    def _now(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._now
        self._at += token.kind != "end"
        return token

    def _takes(self, text: str) -> bool:
        found = self._now.text == text and self._now.kind != "end"
        self._at += found
        return found

    def end(self) -> None:
        if self._now.kind != "end":
            raise self._wrong("an operator such as + or ×, or the end")

    def expression(self, least: int) -> Node:
        left = self._after(self._bare())
        self._deeper()
        while (rank := _INFIX.get(self._sign(), 0)) > least:
            left = self._after(self._joined(left, rank))
        self._depth -= 1
        return left

    def _bare(self) -> Node:
        """One operand without what follows it: 三分之二的平方 is the square of two thirds."""
        self._deeper()
        operand = self._operand()
        self._depth -= 1
        return operand

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise UsageError(
                f"{self._expression[:40]!r} nests deeper than {DEEPEST} levels. Expected a flatter expression: "
                "calculate it in parts."
            )

    def _sign(self) -> str:
        token = self._now
        if token.text == "%":
            return "mod"
        return token.text if token.kind == "sign" or token.text == "mod" else ""

    def _joined(self, left: Node, rank: int) -> Node:
        sign = self._sign()
        self._take()
        if sign == "parts":
            return Binary(sign="/", left=self._bare(), right=left)
        # A power takes what is right of it first, and a minus there: 2^-3^2.
        right = self.expression(rank - 1 if sign == "^" else rank)
        if sign == "of":
            return Binary(sign="^" if self._takes("power") else "*", left=left, right=right)
        if sign in ("+", "-") and isinstance(right, Unary) and right.sign == "%":
            return Binary(sign=f"{sign}%", left=left, right=right)
        return Binary(sign=sign, left=left, right=right)

    def _after(self, node: Node) -> Node:
        while True:
            text = self._now.text
            if text == "%" and not self._begins(self._tokens[self._at + 1]):
                node = Unary(sign="%", of=node)
            elif text in _AFTER:
                node = Unary(sign=_AFTER[text], of=node)
            elif text in _POWERS:
                node = Binary(sign="^", left=node, right=_whole(_POWERS[text]))
            elif text in _CALLED and self._now.kind == "sign":
                node = Apply(name=_CALLED[text], arguments=(node,))
            else:
                return node
            self._take()

    def _begins(self, token: Token) -> bool:
        """Whether an operand begins here: 7 % 3 is what remains, 7 % + 3 a percentage."""
        return (token.kind in ("number", "name") and token.text != "mod") or token.text in ("(", "√")

    def _operand(self) -> Node:
        token = self._take()
        if token.value is not None:
            return Literal(value=token.value, text=token.text)
        match token.text:
            case "-":
                return Unary(sign="-", of=self.expression(_NEGATION))
            case "negative":
                return Unary(sign="-", of=self._bare())
            case "+":
                return self.expression(_NEGATION)
            case "√":
                return Apply(name="sqrt", arguments=(self.expression(_NEGATION),))
            case "percent" | "permille":
                sign = "%" if token.text == "percent" else "‰"
                return Unary(sign=sign, of=self._bare())
            case "(":
                inner = self.expression(0)
                self._closed()
                return inner
        if token.kind == "name" and token.text != "mod":
            return Apply(name=token.text, arguments=self._arguments())
        self._at -= token.kind != "end"
        raise self._wrong("a number, a function or '('")

    def _arguments(self) -> tuple[Node, ...]:
        if not self._takes("("):
            return ()
        found = [self.expression(0)]
        while self._takes(","):
            found.append(self.expression(0))
        self._closed()
        return tuple(found)

    def _closed(self) -> None:
        if not self._takes(")"):
            raise self._wrong("')'")

    def _wrong(self, expected: str) -> UsageError:
        token = self._now
        what = "ends" if token.kind == "end" else f"has {token.text!r}"
        return UsageError(
            f"{self._expression!r} {what} at character {token.at + 1}. Expected {expected} there. "
            "Correct it and try again."
        )


def _whole(value: int) -> Literal:
    return Literal(value=Fraction(value), text=str(value))
