"""What a call to a model is worth: tokens, counted or estimated, and their price."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wainao.kernel import UsageError
from wainao.types import Usage

LIKELY_REPLY_TOKENS = 512
"""What to set aside for a reply whose length nobody limits."""


def estimated_tokens(text: str) -> int:
    """A guess for any tokenizer: four bytes each, which is four Latin letters or one Chinese character and a third."""
    return -(-len(text.encode()) // 4)


def refuse_longer(texts: Iterable[str], limit: int) -> None:
    """Raises UsageError when the texts hold more than `limit` characters together."""
    chars = sum(map(len, texts))
    if chars > limit:
        raise UsageError(
            f"The request holds {chars} characters; the model takes {limit}. Send less, or raise [models] "
            "context_chars if the model takes more."
        )


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
