"""What two spellings of the same words have in common: folding, numbers and index terms, for Chinese and English."""

from wainao.text.fold import fold
from wainao.text.numbers import digits
from wainao.text.terms import CJK, is_cjk, terms

__all__ = ["CJK", "digits", "fold", "is_cjk", "terms"]
