"""Run guards over every text of a value, at once or while it streams."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from wainao.kernel.capability import Call
from wainao.kernel.errors import BlockedError
from wainao.kernel.ports import Guard


def map_text(value: Any, change: Callable[[str], str]) -> Any:
    """`value` with `change` applied to every string in it; the same object when nothing changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, (list, tuple)):
        mapped = [map_text(item, change) for item in value]
        same = all(new is old for new, old in zip(mapped, value, strict=True))
        return value if same else type(value)(mapped)
    if isinstance(value, dict):
        changed = {key: map_text(item, change) for key, item in value.items()}
        return value if all(changed[key] is value[key] for key in value) else changed
    if is_dataclass(value) and not isinstance(value, type):
        new_fields = {
            name: new
            for name in (item.name for item in fields(value))
            if (new := map_text(old := getattr(value, name), change)) is not old
        }
        return replace(value, **new_fields) if new_fields else value
    return value


class Guarding:
    """The guards of one side (input or output) at work on one call."""

    def __init__(self, call: Call, guards: Sequence[Guard]) -> None:
        self._call = call
        self._guards = guards
        self._seen: set[tuple[str, str]] = set()

    def text(self, text: str) -> str:
        """`text` as the guards let it pass; raises BlockedError where one does not."""
        for guard in self._guards:
            finding = guard.check(text)
            if finding is None:
                continue
            if (guard.name, finding.rule) not in self._seen:
                self._seen.add((guard.name, finding.rule))
                self._call.noted(f"guard:{guard.name}", finding.say, f"{finding.rule}: {finding.why}")
            if finding.say == "block":
                raise BlockedError(f"The guard {guard.name!r} stopped this call ({finding.rule}): {finding.why}")
            text = finding.text
        return text

    def value(self, value: Any) -> Any:
        return map_text(value, self.text) if self._guards else value

    def holdback(self, text: str) -> int:
        return max((guard.holdback(text) for guard in self._guards), default=0)


class Window:
    """Lets a streamed text pass once no guard can still object to it."""

    def __init__(self, guarding: Guarding) -> None:
        self._guarding = guarding
        self._waiting = ""

    def push(self, text: str) -> str:
        """Take the next piece; return what may leave now."""
        checked = self._guarding.text(self._waiting + text)
        keep = min(self._guarding.holdback(checked), len(checked))
        cut = len(checked) - keep
        self._waiting = checked[cut:]
        return checked[:cut]

    def flush(self) -> str:
        rest, self._waiting = self._guarding.text(self._waiting), ""
        return rest
