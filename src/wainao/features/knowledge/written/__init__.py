"""Answers that a model writes from passages: `answer.py` is the way through, the other files are its steps."""

from wainao.features.knowledge.written.answer import MODEL, written

__all__ = ["MODEL", "written"]
