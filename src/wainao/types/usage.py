"""What a call used."""

from __future__ import annotations

from dataclasses import dataclass

MOST = 10**12
"""Of anything, in one call: a million million tokens, a million dollars. Who says more is wrong, and a store that adds
up calls by the million must still be able to hold the sum."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Usage:
    """Calls, tokens and money of one call or of many. `cost_microusd` is None when a price is unknown, never 0."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_microusd: int | None = 0

    def __add__(self, other: Usage) -> Usage:
        known = self.cost_microusd is not None and other.cost_microusd is not None
        return Usage(
            calls=self.calls + other.calls,
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            cost_microusd=(self.cost_microusd or 0) + (other.cost_microusd or 0) if known else None,
        )

    def bounded(self) -> Usage:
        """This usage with every amount limited to the range from 0 to `MOST`."""
        cost = self.cost_microusd
        if 0 <= self.input_tokens <= MOST and 0 <= self.output_tokens <= MOST and 0 <= (cost or 0) <= MOST:
            return self
        return Usage(
            calls=self.calls,
            input_tokens=_between(self.input_tokens),
            output_tokens=_between(self.output_tokens),
            cost_microusd=None if cost is None else _between(cost),
        )


def _between(amount: int) -> int:
    return min(max(0, amount), MOST)
