"""How much a call to a model will be, before anybody says so."""

from __future__ import annotations

LIKELY_REPLY_TOKENS = 512
"""What to set aside for a reply whose length nobody limits."""


def estimated_tokens(text: str) -> int:
    """A guess for any tokenizer: four bytes each, which is four Latin letters or one Chinese character and a third."""
    return -(-len(text.encode()) // 4)
