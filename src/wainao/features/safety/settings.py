"""What the safety feature can be told."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

Side = Literal["input", "output", "both"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One thing to look for in every text that goes in or comes out.

    `pattern` is a regular expression in RE2's syntax (no look-around, no back-references, so that no text can make it
    slow). `say` is what happens to a finding: "redact" puts *** in its place, "block" ends the call. `longest` bounds a
    finding in characters: a streamed answer lags behind by as much, so that nothing leaves before it was seen whole.
    """

    name: str
    pattern: str
    say: Literal["redact", "block"] = "redact"
    on: Side = "both"
    why: str = ""
    longest: int = 64

    def __post_init__(self) -> None:
        if not self.name or not self.pattern:
            raise ValueError(f"the rule {self.name!r} needs a name and a pattern. Say what to look for.")
        if not 1 <= self.longest <= 1024:
            raise ValueError(f"the rule {self.name!r} has longest = {self.longest!r}. Expected 1 to 1024 characters.")


@dataclass(frozen=True, kw_only=True, slots=True)
class SafetySettings:
    """Rules that every call is checked against.

    - `rules`: the rules, in the order in which they are applied. Each has a `name`, a `pattern` in RE2's syntax,
      `say` ("redact" replaces a match with ***, "block" ends the call), `on` ("input", "output" or "both"), `why`,
      and `longest`, the maximum length of a match in characters, by which streamed answers lag behind.
    """

    rules: tuple[Rule, ...] = ()

    def __post_init__(self) -> None:
        name, count = Counter(rule.name for rule in self.rules).most_common(1)[0] if self.rules else ("", 0)
        if count > 1:
            raise ValueError(f"{count} rules are called {name!r}. Give each a name of its own: receipts tell it.")
