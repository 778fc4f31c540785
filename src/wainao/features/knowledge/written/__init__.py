"""Answers that a model writes from passages: `answer.py` is the way through, the other files are its steps."""

from wainao.features.knowledge.written.answer import written
from wainao.features.knowledge.written.grounds import Check, Support

__all__ = ["Check", "Support", "written"]
