"""Finds the sentences with which the sources tell a person what went wrong: what has to be said in Chinese, too."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SOURCES = Path(__file__).parents[1] / "src" / "wainao"

_ERROR = re.compile(r"\w*(Error|Fault)$")
"""What is called so takes what it says as its arguments."""

HELPERS = {"_cannot", "_refused", "_refuted", "_wrong", "archive", "broken", "missing", "too_large", "unsupported"}
"""Functions that put a phrase into an error: their arguments are phrases."""

_BILINGUAL = {"Words", "word", "say", "means", "filled"}
"""What stands in calls of these is there in both languages, or is typed by nobody."""

_ELSEWHERE = {"Option", "Argument", "Typer", "compile", "execute"}
"""Help texts have their own table; patterns and SQL are no sentences."""

_EXAMPLES = {"example", "examples", "help", "title", "description"}

_SQL = re.compile(r"(SELECT|UPDATE|DELETE|INSERT|WITH|CREATE|WHERE|AND)\b|.*([=<>] \?|OFFSET \?|\} \?$)", re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """`template` has `{name}` where a value stands, `{name!r}` where its `repr`; `place` is file and line."""

    template: str
    place: str

    @property
    def has_words(self) -> bool:
        """Whether anything of it is said, and not only filled in."""
        return re.search("[a-z]{2}", re.sub(r"\{\w+(!r)?\}", "", self.template)) is not None

    @property
    def is_question(self) -> bool:
        """Whether it is an example of what a person asks."""
        return self.template.endswith("?") and not self.template.startswith("Did you mean ")


def sentences() -> Iterator[Said]:
    """Of all sources, in the order of their files."""
    for file in sorted(SOURCES.rglob("*.py")):
        inside = file.relative_to(SOURCES)
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for found in _Finder().of(tree):
            yield Said(template=template(found), place=f"{inside.as_posix()}:{found.lineno}")


def literals(file: Path) -> Iterator[ast.expr]:
    """Every text of a file, whatever it is for."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr | ast.BinOp) or (
            isinstance(node, ast.Constant) and isinstance(node.value, str)
        ):
            yield node


def blank(text: str) -> str:
    """A template without the names of its values: what the sentence and its translation are matched by."""
    return re.sub(r"(?<!\{)((?:\{\{)*)\{\w+(!r)?\}", r"\1{\2}", text)


def template(node: ast.expr) -> str:
    """A literal, formatted or joined, as a template."""
    names: list[str] = []
    return "".join(_pieces(node, names))


def _pieces(node: ast.expr, names: list[str]) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            is_template = not names and re.search(r"\{[a-z_]+\}", text)  # for `.format`
            yield text if is_template else text.replace("{", "{{").replace("}", "}}")
        case ast.JoinedStr(values=values):
            for value in values:
                yield from _pieces(value, names)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            yield from _pieces(left, names)
            yield from _pieces(right, names)
        case ast.FormattedValue(value=value, conversion=conversion):
            yield _value(value, names, is_repr=conversion == ord("r"))
        case _:
            yield _value(node, names, is_repr=False)


def _value(node: ast.expr, names: list[str], *, is_repr: bool) -> str:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "repr":
        is_repr = True
    name = wanted = _name(node)
    number = 1
    while name in names:
        number += 1
        name = f"{wanted}{number}"
    names.append(name)
    return f"{{{name}{'!r' * is_repr}}}"


def _name(node: ast.expr) -> str:
    known = [one.id if isinstance(one, ast.Name) else one.attr for one in ast.walk(node) if _is_named(one)]
    telling = [name for name in known if name not in _DULL] or [name for name in known if name != "self"] or ["value"]
    return telling[0].strip("_").lower() or "value"


_DULL = {"self", "str", "repr", "len", "sorted", "map", "list", "join", "given", "input", "name", "id", "type", "_"}
"""Names that say little where another is there."""


def _is_named(node: ast.AST) -> bool:
    return isinstance(node, ast.Name | ast.Attribute)


class _Finder(ast.NodeVisitor):
    """Walks a file; `said` collects the literals that are sentences."""

    def of(self, tree: ast.Module) -> list[ast.expr]:
        self.said: list[ast.expr] = []
        self._named: dict[str, list[ast.expr]] = {}
        self.visit(tree)
        return self.said

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        outside, self._named = self._named, {}
        for inner in ast.walk(node):
            if isinstance(inner, ast.Assign) and isinstance(inner.targets[0], ast.Name):
                self._named.setdefault(inner.targets[0].id, []).append(inner.value)
        self.generic_visit(node)
        self._named = outside

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self.visit_FunctionDef(node)

    def visit_Call(self, node: ast.Call) -> None:
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in _BILINGUAL | _ELSEWHERE:
            return
        is_told = called in HELPERS or _ERROR.fullmatch(called)
        for given in (*node.args, *(keyword.value for keyword in node.keywords if keyword.arg not in _EXAMPLES)):
            if is_told:
                self._phrase(given)
            else:
                self.visit(given)
        self.visit(node.func)

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # else a docstring
            self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_arguments(self, node: ast.arguments) -> None:
        pass

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self.visit(node.value)

    def visit_Dict(self, node: ast.Dict) -> None:
        for value in node.values:
            self.visit(value)

    def visit_match_case(self, node: ast.match_case) -> None:
        for statement in node.body:
            self.visit(statement)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and _is_sentence(node.value):
            self.said.append(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        if _is_sentence("".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)):
            self.said.append(node)
            self._within(node)

    def _phrase(self, node: ast.expr) -> None:
        """What an error is given: also where it is no whole sentence."""
        match node:
            case ast.IfExp(body=one, orelse=other):
                self._phrase(one)
                self._phrase(other)
            case ast.BoolOp(values=values):
                for value in values:
                    self._phrase(value)
            case ast.BinOp(op=ast.Add()) | ast.JoinedStr():
                self.said.append(node)
                self._within(node)
            case ast.Constant(value=str(text)):
                if " " in text and re.search("[a-z]", text):
                    self.said.append(node)
            case _:
                self.visit(node)

    def _within(self, node: ast.expr) -> None:
        """Words in the place of a value, where they stand in the one case and not in the other, or have a name."""
        match node:
            case ast.Name(id=name):
                for value in self._named.pop(name, ()):
                    self._words(value)
            case ast.JoinedStr(values=parts):
                for part in parts:
                    if isinstance(part, ast.FormattedValue):
                        self._within(part.value)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                self._within(left)
                self._within(right)
            case ast.IfExp(body=one, orelse=other):
                self._words(one)
                self._words(other)
            case ast.BoolOp(values=values):
                for value in values[1:]:
                    self._words(value)

    def _words(self, node: ast.expr) -> None:
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if isinstance(node, ast.JoinedStr) or (is_text and re.search("[a-z]{2}", node.value)):
            self.said.append(node)
        self._within(node)


def _is_sentence(text: str) -> bool:
    told = text.strip()
    return (
        len(told.split()) >= 3
        and told[-1] in ".?!"
        and "\n" not in told
        and not _SQL.match(told)
        and not re.search("[\u3400-\u9fff]", told)
    )
