"""A beginning of a conversation that a person picks, and whatever model is there goes on with."""

from __future__ import annotations

from dataclasses import dataclass, field

from wainao.types.message import Message
from wainao.types.recording import BY_DIGEST


@dataclass(frozen=True, kw_only=True, slots=True)
class Attached:
    """A file that goes along: a picture, a sound, a page."""

    name: str
    media_type: str
    content: bytes = field(metadata=BY_DIGEST, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Prompt:
    """Turns of text, then what the user hands along. A capability that gives one is a prompt to clients that list them.

    @capability("prompts:review", zh="评审", en="Review")
    def review(text: str) -> Prompt:
        return Prompt(messages=(Message(role="user", content=f"Find what is wrong in this: {text}"),))
    """

    messages: tuple[Message, ...]
    files: tuple[Attached, ...] = ()
