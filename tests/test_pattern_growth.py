"""No regular expression of ours takes more than its share of time for a longer text, whatever somebody writes into it.

Twice the text may take twice the time and a little. A pattern that goes back and forth takes four times, or never ends.
What is measured is how the time grows, in this thread alone, and only what looks suspicious is measured again.
"""

from __future__ import annotations

import ast
import importlib
import re
import signal
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import wainao
from pattern_strings import Hard, hard

SOURCES = Path(wainao.__file__).parent

OURS = {
    "app/cli/help_page.py": "reads the help of our own commands",
    "app/reference.py": "makes pages of our own words",
}
"""What no stranger's text comes to."""

BUILT = {
    "app/mcp/resources.py": "of our own addresses",
    "features/corrections/spelling.py": "of one word",
    "features/safety/engines/patterns.py": "an administrator's",
    "features/tools/builtin/calendars/festivals.py": "of names",
    "features/tools/choosing/accounting.py": "of one piece of what was said, escaped",
    "features/tools/leaving/verbatim.py": "of values that were said, escaped",
    "features/tools/openapi/schema/patterns.py": "a stranger's, which an engine of its own matches in linear time",
    "text/values.py": "of words, with blanks between them",
}
"""Where patterns are made out of what is only known at work."""

SHORT_TEXTS = {
    "features/tools/builtin/calculator/tokens.py:_POLITE": "an expression has at most 1,000 characters",
    "features/tools/builtin/measures/names.py:_BETWEEN": "a unit has at most 60",
    "text/wording/courtesy.py:_CLOSING": "it looks at the last 120",
    "text/wording/courtesy.py:_RUN_ON": "it looks at the last 120",
}
"""What only short texts come to."""

_SEARCHING = {"search", "sub", "subn", "split", "findall", "finditer"}
_METHODS = {"compile", "match", "fullmatch", *_SEARCHING}

GROWTH = 2.5
"""Of the time, where the text is twice as long: at most, over three doublings."""
SHORT = 500
NOISE_S = 5e-5
LATE_S = 0.5
"""Where Python's own engine is stopped, so that the test tells which pattern never ends."""


class Used(NamedTuple):
    """A pattern, where it stands (its name, or its line), and how a text is held against it."""

    place: str
    how: str
    pattern: re.Pattern[Any]


def test_no_pattern_takes_more_than_its_share_for_a_longer_text():
    slow = {used.place: (used.pattern.pattern[:80], worst) for used in _patterns() if (worst := _slow(used))}
    ours = {place for place in slow if place.partition(":")[0] in OURS or place in SHORT_TEXTS}
    assert {place: slow[place] for place in slow.keys() - ours} == {}, (
        "let no two parts of a pattern take the same characters, make one possessive, or look behind first"
    )


def test_every_pattern_is_looked_at():
    assert len({used.place for used in _patterns()}) > 300
    assert {place.partition(":")[0] for place in _at_work()} == set(BUILT)


@pytest.mark.parametrize(
    ("pattern", "how"),
    [(r"\s+$", "search"), (r"(a|aa)*b", "match"), (r"(\w+\s?)*!", "fullmatch"), (r".*,.*,x", "match")],
)
def test_what_grows_is_found(pattern, how):
    assert _slow(Used("here", how, re.compile(pattern)))


@pytest.mark.parametrize(("pattern", "how"), [(r"(?<!\s)\s++$", "search"), (r"a*+b", "match"), (r"\d{1,9}x", "search")])
def test_what_does_not_grow_is_left_in_peace(pattern, how):
    assert not _slow(Used("here", how, re.compile(pattern)))


def _slow(used: Used) -> Hard | None:
    """A string that takes too long if there is more of it."""
    run: Callable[[Any], object] = getattr(used.pattern, used.how)
    is_bytes = isinstance(used.pattern.pattern, bytes)

    def cost_s(one: Hard, length: int, times: int = 1) -> float:
        text = one.string(length)
        return min(_cost_s(run, text.encode() if is_bytes else text) for _ in range(times))

    for one in hard(used.pattern):
        short, long = cost_s(one, SHORT), cost_s(one, 4 * SHORT)
        if short >= LATE_S or (long > NOISE_S and long > GROWTH**2 * short and _grows(cost_s, one)):
            return one
    return None


def _grows(cost_s: Callable[[Hard, int, int], float], one: Hard) -> bool:
    """Measured with care, and once more, for the machine has other things to do, too."""
    return all(cost_s(one, 8 * SHORT, 3) > GROWTH**3 * cost_s(one, SHORT, 5) for _ in range(2))


def _cost_s(run: Callable[[Any], object], text: str | bytes) -> float:
    began = time.thread_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, LATE_S)
    try:
        run(text)
    except TimeoutError:
        return LATE_S
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.thread_time() - began


@pytest.fixture(autouse=True)
def _impatient() -> Iterator[None]:
    def late(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, late)
    yield
    signal.signal(signal.SIGVTALRM, before)


@cache
def _patterns() -> tuple[Used, ...]:
    """All that can be known before the work begins, each once."""
    found: dict[tuple[Any, int, str], Used] = {}
    for path, call in _calls():
        if (pattern := _pattern(path, call)) is not None:
            for how in _ways(path, call):
                used = Used(f"{_relative(path)}:{_name(path, call) or call.lineno}", how, pattern)
                found.setdefault((pattern.pattern, pattern.flags, how), used)
    return tuple(found.values())


def _at_work() -> set[str]:
    return {_relative(path) for path, call in _calls() if _pattern(path, call) is None}


@cache
def _trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text("utf-8")) for path in sorted(SOURCES.rglob("*.py"))}


def _calls() -> Iterator[tuple[Path, ast.Call]]:
    for path, tree in _trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {f"re.{name}" for name in _METHODS}:
                yield path, node


def _pattern(path: Path, call: ast.Call) -> re.Pattern[Any] | None:
    """None where it is made of what its function is given."""
    flags = [one.value for one in call.keywords if one.arg == "flags"]
    given = [call.args[0], *(call.args[1:2] if ast.unparse(call.func) == "re.compile" else ()), *flags]
    try:
        return re.compile(*(_value(path, one) for one in given))
    except NameError:
        return None


def _value(path: Path, node: ast.expr) -> Any:
    name = ".".join(("wainao", *path.relative_to(SOURCES).with_suffix("").parts)).removesuffix(".__init__")
    return eval(compile(ast.Expression(node), str(path), "eval"), dict(vars(importlib.import_module(name))))


def _name(path: Path, call: ast.Call) -> str | None:
    """What a module calls a pattern of its own."""
    for node in _trees()[path].body:
        if isinstance(node, ast.Assign) and node.value is call:
            return ast.unparse(node.targets[0])
    return None


def _ways(path: Path, call: ast.Call) -> set[str]:
    """How a pattern is used: "search" stands for all that look everywhere, and for what cannot be seen here."""
    method, name = ast.unparse(call.func).removeprefix("re."), _name(path, call)
    uses = {method} if method != "compile" else _uses(path, name) if name else {"search"}
    return {one if one in ("match", "fullmatch") else "search" for one in uses}


def _uses(path: Path, name: str) -> set[str]:
    """Which methods of a module's pattern are called, where it is private to the module and handed to nobody."""
    nodes = list(ast.walk(_trees()[path]))
    methods = {node.attr for node in nodes if isinstance(node, ast.Attribute) and ast.unparse(node.value) == name}
    named = sum(isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load) for node in nodes)
    held = sum(isinstance(node, ast.Attribute) and ast.unparse(node.value) == name for node in nodes)
    return methods if name.startswith("_") and named == held else {"search"}


def _relative(path: Path) -> str:
    return path.relative_to(SOURCES).as_posix()
