"""Run guards over every text of a value, at once or while it streams."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cache
from operator import is_
from typing import Any, Literal, get_origin, get_type_hints

from wainao.kernel.capability import Call
from wainao.kernel.errors import BlockedError
from wainao.kernel.ports import Guard
from wainao.types import Delta


def map_text(value: Any, change: Callable[[str], str]) -> Any:
    """`value` with `change` applied to every text in it; the same object when nothing changed.

    What is empty, a number or one of a few fixed words is no text.
    """
    if not value or value.__class__ in _WORDLESS:  # most fields of most inputs
        return value
    if isinstance(value, str):
        return change(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        if _WORDLESS.issuperset(map(type, value)):  # vectors: thousands of numbers
            return value
        mapped = [map_text(item, change) for item in value]
        if all(map(is_, mapped, value)):
            return value
        return type(value)(*mapped) if hasattr(value, "_fields") else type(value)(mapped)
    if isinstance(value, dict):
        changed = {map_text(key, change): map_text(item, change) for key, item in value.items()}
        same = all(key in changed and changed[key] is item for key, item in value.items())
        return value if same else changed
    kind: Any = type(value)
    if names := _fields(kind):
        changed = {}
        for name in names:
            item = getattr(value, name)
            if not item or item.__class__ in _WORDLESS:
                continue
            if (new := map_text(item, change)) is not item:
                changed[name] = new
        return replace(value, **changed) if changed else value
    return value


_FIXED = (Literal, int, float, bool)
_WORDLESS = frozenset({float, int, bool, type(None)})


@cache
def _fields(kind: Any) -> tuple[str, ...]:
    """The names of a dataclass's fields that may hold a text; none for any other type."""
    if not is_dataclass(kind):
        return ()
    try:
        hints = get_type_hints(kind)
    except NameError:  # its module imports some of its types only to be checked
        hints = {}
    kinds = {name: get_origin(hint) or hint for name, hint in hints.items()}
    return tuple(item.name for item in fields(kind) if kinds.get(item.name) not in _FIXED)


class Guarding:
    """The guards of one side (input or output) at work on one call."""

    def __init__(self, call: Call, guards: Sequence[Guard]) -> None:
        self._call = call
        self.guards = guards
        self._seen: set[tuple[str, str]] = set()

    def text(self, text: str) -> str:
        """`text` as the guards let it pass; raises BlockedError where one does not."""
        for guard in self.guards:
            text = self.passed(guard, text)
        return text

    def passed(self, guard: Guard, text: str) -> str:
        finding = guard.check(text)
        if finding is None:
            return text
        if (guard.name, finding.rule) not in self._seen:
            self._seen.add((guard.name, finding.rule))
            self._call.noted(f"guard:{guard.name}", finding.say, f"{finding.rule}: {finding.why}")
        if finding.say == "block":
            raise BlockedError(f"The guard {guard.name!r} stopped this call ({finding.rule}): {finding.why}")
        return finding.text

    def value(self, value: Any) -> Any:
        return map_text(value, self.text) if self.guards else value


class Leaving:
    """What the guards on the output let out of a call, item by item.

    Each of the texts that are streamed at once (the answer, the thought before it, tool calls) has a window of its own.
    """

    __slots__ = ("_guarding", "_output", "_windows")

    def __init__(self, call: Call, guards: Sequence[Guard]) -> None:
        self._output = call.spec.output
        self._guarding = Guarding(call, guards) if guards else None
        self._windows: dict[str, Window] = {}

    def value(self, value: Any) -> Any:
        return value if self._guarding is None else self._guarding.value(value)

    def pass_on(self, item: Any) -> Iterable[Any]:
        """What may leave now that `item` has come; before the output, whatever was still waiting."""
        if self._guarding is None:
            return (item,)
        if isinstance(item, Delta):
            return self._piece(self._guarding, item)
        rest = self._rest() if isinstance(item, self._output) else ()
        return (*rest, self._guarding.value(item))

    def _piece(self, guarding: Guarding, piece: Delta) -> Iterable[Delta]:
        window = self._windows.get(piece.of)
        if window is None:
            window = self._windows[piece.of] = Window(guarding)
        text, tool = window.push(piece.text), guarding.value(piece.tool)
        if text == piece.text and tool is piece.tool:
            return (piece,)
        return (Delta(text=text, of=piece.of, tool=tool),) if text or tool else ()

    def _rest(self) -> Iterable[Delta]:
        # Not earlier, where one text follows another: a thought may go on, and what left of it cannot be taken back.
        rests = {of: window.flush() for of, window in self._windows.items()}
        return [Delta(text=text, of=of) for of, text in rests.items() if text]


class Window:
    """Lets a streamed text pass once no guard can still object to it.

    Each guard looks through a pane of its own at what the one before it let pass, as it would at a whole text.
    """

    def __init__(self, guarding: Guarding) -> None:
        self._panes = tuple(_Pane(guarding, guard) for guard in guarding.guards)

    def push(self, text: str) -> str:
        """Take the next piece; return what may leave now."""
        for pane in self._panes:
            text = pane.push(text)
        return text

    def flush(self) -> str:
        """Return what was still waiting: nothing more is coming."""
        rest = ""
        for pane in self._panes:
            rest = pane.flush(rest)
        return rest


class _Pane:
    def __init__(self, guarding: Guarding, guard: Guard) -> None:
        self._guarding = guarding
        self._guard = guard
        self._waiting = ""

    def push(self, text: str) -> str:
        text = self._waiting + text
        passed = self._guarding.passed(self._guard, text)
        cut = len(text) - min(self._guard.holdback(text), len(text))
        head, self._waiting = text[:cut], text[cut:]
        if passed is text:
            return head
        head = self._redacted(head)
        if head + self._redacted(self._waiting) == passed:
            return head
        self._waiting = text  # the cut would go through a finding, and neither half looks like one
        return ""

    def flush(self, text: str) -> str:
        rest, self._waiting = self._guarding.passed(self._guard, self._waiting + text), ""
        return rest

    def _redacted(self, text: str) -> str:
        finding = self._guard.check(text)
        return text if finding is None else finding.text
