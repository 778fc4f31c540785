"""What two spellings of the same words have in common, and how a text of others is quoted: for Chinese and English."""

from wainao.text.fold import fold
from wainao.text.injection import speaks_to_model
from wainao.text.numbers import digits
from wainao.text.quoting import fenced, harmless, language_of
from wainao.text.terms import CJK, is_cjk, terms

__all__ = ["CJK", "digits", "fenced", "fold", "harmless", "is_cjk", "language_of", "speaks_to_model", "terms"]
