"""What of a chat is a question that a person may have answered once and for all."""

from __future__ import annotations

from wainao.types import ChatInput, ChatOutput, Message, Ruling

INSTRUCTIONS = ("system", "developer")
"""The roles of what is told a model before anything is asked."""


def question(chat: ChatInput) -> str:
    """What a chat asks, if that stands by itself and is to be answered in words; else "".

    What is said later in a conversation may lean on what was said before, and a tool's call, a format, several replies
    or the likelihood of each token are nothing that a person gives.
    """
    turns = [message for message in chat.messages if message.role not in INSTRUCTIONS]
    if len(turns) != 1 or not _is_words(turns[0]) or not _wants_words(chat):
        return ""
    return turns[0].text


def ruled(ruling: Ruling) -> ChatOutput:
    """A person's answer as a reply. No model gave it, so none is named."""
    return ChatOutput(text=ruling.answer, model="", origin="human")


def _is_words(turn: Message) -> bool:
    if turn.role != "user":
        return False
    return isinstance(turn.content, str) or all(part.get("type") == "text" for part in turn.content)


def _wants_words(chat: ChatInput) -> bool:
    if chat.tools or (chat.response_format or {}).get("type", "text") != "text":
        return False
    return chat.more.get("n") in (None, 1) and not chat.more.get("logprobs")
