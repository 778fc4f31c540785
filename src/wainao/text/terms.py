"""Split text into index terms: stemmed words for alphabetic scripts, bigrams for Chinese, Japanese and Korean."""

from __future__ import annotations

import re
from functools import lru_cache
from threading import local

import Stemmer

from wainao.text.fold import fold

CJK = (
    "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3100-\u312f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
"""What may stand between the brackets of a regular expression to mean one Chinese, Japanese or Korean character."""

_RUN = re.compile(rf"[{CJK}]+|[^\W_{CJK}]+")
_IS_CJK = re.compile(f"[{CJK}]")

_per_thread = local()


def is_cjk(character: str) -> bool:
    return _IS_CJK.match(character) is not None


def _stemmer() -> Stemmer.Stemmer:
    # A stemmer object is not safe to share between threads.
    if not hasattr(_per_thread, "stemmer"):
        _per_thread.stemmer = Stemmer.Stemmer("english", 0)
    return _per_thread.stemmer


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


def terms(text: str) -> list[str]:
    """Index terms of `text` in order: `terms("年假 policies") == ["年假", "polici"]`.

    A run of n Chinese characters gives its n - 1 bigrams; a single character stands for itself.
    """
    found: list[str] = []
    for match in _RUN.finditer(fold(text)):
        run = match.group()
        if not is_cjk(run[0]):
            found.append(_stem(run))
        elif len(run) == 1:
            found.append(run)
        else:
            found.extend(run[i : i + 2] for i in range(len(run) - 1))
    return found
