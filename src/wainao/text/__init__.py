"""What two spellings of the same words have in common: folding and index terms, for Chinese and English alike."""

from wainao.text.fold import fold
from wainao.text.terms import is_cjk, terms

__all__ = ["fold", "is_cjk", "terms"]
