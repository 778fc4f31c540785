"""Rules as the guards that the kernel asks."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Literal

from wainao.features.safety.engines.patterns import compiled
from wainao.features.safety.settings import Rule
from wainao.kernel import Finding

HIDDEN = "***"


def guards(rules: Sequence[Rule]) -> tuple[RulesGuard, ...]:
    """One guard for each side that has rules. Raises SettingsError for a pattern that is none."""
    sides: tuple[Literal["input", "output"], ...] = ("input", "output")
    of = {side: tuple(rule for rule in rules if rule.on in (side, "both")) for side in sides}
    return tuple(RulesGuard(side, chosen) for side, chosen in of.items() if chosen)


class RulesGuard:
    """Looks for all rules at once; only a text in which one is found is looked at again."""

    name = "rules"

    def __init__(self, on: Literal["input", "output"], rules: Sequence[Rule]) -> None:
        self.on: Literal["input", "output"] = on
        self.version = sha256(repr(rules).encode()).hexdigest()
        self._rules = rules
        self._patterns = compiled({rule.name: rule.pattern for rule in rules})
        self._longest = max(rule.longest for rule in rules)

    def check(self, text: str) -> Finding | None:
        found = self._patterns.found(text)
        if not found:
            return None
        rules = [self._rules[place] for place in found]
        blocking = next((rule for rule in rules if rule.say == "block"), None)
        rule = blocking or rules[0]
        if blocking is None:
            for place in found:
                text = self._patterns.replaced(place, text, HIDDEN)
        return Finding(say=rule.say, rule=rule.name, why=rule.why or "a rule of this installation", text=text)

    def holdback(self, text: str) -> int:
        return min(len(text), self._longest)
