"""Words shared by two or more features. Imports nothing of ours, does nothing but hold values."""

from wainao.types.actor import ALL_RIGHTS, Actor, Right, owner
from wainao.types.answer import Answer, Box, Citation, Delta, Origin, Passage, Sentence
from wainao.types.correction import Ruling
from wainao.types.embedding import EmbedInput, EmbedOutput
from wainao.types.message import ChatInput, ChatOutput, Message, Role
from wainao.types.usage import Usage
from wainao.types.words import Language, Words

__all__ = [
    "ALL_RIGHTS",
    "Actor",
    "Answer",
    "Box",
    "ChatInput",
    "ChatOutput",
    "Citation",
    "Delta",
    "EmbedInput",
    "EmbedOutput",
    "Language",
    "Message",
    "Origin",
    "Passage",
    "Right",
    "Role",
    "Ruling",
    "Sentence",
    "Usage",
    "Words",
    "owner",
]
