"""Words shared by two or more features. Imports nothing of ours, does nothing but hold values."""

from wainao.types.actor import ALL_RIGHTS, Actor, Right, owner, system
from wainao.types.answer import Amendment, AmendmentKind, Answer, Box, Citation, Delta, Origin, Passage, Sentence
from wainao.types.asking import Asking, Form, Want
from wainao.types.correction import Ruling
from wainao.types.embedding import EmbedInput, EmbedOutput
from wainao.types.message import ChatInput, ChatOutput, Choice, Json, Message, Role, ToolCall
from wainao.types.progress import Progress
from wainao.types.prompt import Attached, Prompt
from wainao.types.recording import AS_IT_IS, BY_DIGEST
from wainao.types.usage import Usage
from wainao.types.words import Language, Told, Words, joined, told_in

__all__ = [
    "ALL_RIGHTS",
    "AS_IT_IS",
    "BY_DIGEST",
    "Actor",
    "Amendment",
    "AmendmentKind",
    "Answer",
    "Asking",
    "Attached",
    "Box",
    "ChatInput",
    "ChatOutput",
    "Choice",
    "Citation",
    "Delta",
    "EmbedInput",
    "EmbedOutput",
    "Form",
    "Json",
    "Language",
    "Message",
    "Origin",
    "Passage",
    "Progress",
    "Prompt",
    "Right",
    "Role",
    "Ruling",
    "Sentence",
    "Told",
    "ToolCall",
    "Usage",
    "Want",
    "Words",
    "joined",
    "owner",
    "system",
    "told_in",
]
