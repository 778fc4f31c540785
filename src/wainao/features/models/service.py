"""How much a call to a model will be, before anybody says so."""

from __future__ import annotations

LIKELY_REPLY_TOKENS = 512
"""What to set aside for a reply whose length nobody limits."""


def likely_reply(max_tokens: int | None) -> int:
    """How long a reply may be, as far as its limit is one: -1 is none to some servers, and less would be a reserve
    that makes room for others."""
    return max_tokens if max_tokens is not None and max_tokens > 0 else LIKELY_REPLY_TOKENS


def estimated_tokens(text: str) -> int:
    """A guess for any tokenizer: four bytes each, which is four Latin letters or one Chinese character and a third."""
    return -(-len(text.encode()) // 4)
