"""What a call used."""

from __future__ import annotations

from dataclasses import dataclass


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
