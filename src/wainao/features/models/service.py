"""What a call to a model is worth: tokens, counted or estimated, and their price."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wainao.types import Usage

LIKELY_REPLY_TOKENS = 512
"""What to set aside for a reply whose length nobody limits."""


def estimated_tokens(text: str) -> int:
    """A guess for any tokenizer: four bytes each, which is four Latin letters or one Chinese character and a third."""
    return -(-len(text.encode()) // 4)


@dataclass(frozen=True, kw_only=True, slots=True)
class Prices:
    """US dollars for a million tokens, which is also microdollars for one; None where nobody said."""

    into: float | None
    out: float | None

    def usage(self, *, input_tokens: int, output_tokens: int = 0, calls: int = 0) -> Usage:
        cost = None
        if self.into is not None and self.out is not None:
            cost = round(input_tokens * self.into + output_tokens * self.out)
        return Usage(calls=calls, input_tokens=input_tokens, output_tokens=output_tokens, cost_microusd=cost)


def dearest(prices: Iterable[Prices]) -> Prices:
    """The highest of each; None as soon as one is unknown."""
    into, out = [], []
    for one in prices:
        into.append(one.into)
        out.append(one.out)
    return Prices(into=_highest(into), out=_highest(out))


def _highest(prices: list[float | None]) -> float | None:
    known = [price for price in prices if price is not None]
    return max(known) if known and len(known) == len(prices) else None
