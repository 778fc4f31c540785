"""Whether a request is accounted for: each word of it is the form's, the tool's, or nobody's business.

It is what lets a tool be called at once without a model. "What time is it in London?" has nothing beside what was
filled in and what the tool says of itself; in "my flight leaves London at 9:30" a flight is left over, so that a person
has a look first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from wainao.features.tools.choosing.described import Described, parameter_words
from wainao.features.tools.choosing.filling.mentions import even
from wainao.features.tools.choosing.lexicon import Word, lexicon
from wainao.features.tools.types import Filled
from wainao.text import is_cjk

_IDLE_EN = (
    "a an the of in to for is are was be it its it's that this there i you we me us my can could would will shall may "
    "please pls tell give show get let know need want like work out find just ok okay hi hello hey thanks thank so and "
    "or if on at by with from as do does did what what's whats which how many much s t m re exactly quick quickly now "
    "right currently about equal equals result answer make have has got one would help calculate compute convert im"
)
_IDLE_ZH = (
    "请问帮我你您给一下把的了吗呢啊呀吧嘛哦嘞是有要能可以想知道告诉看查算多少几等于什么怎么那这哪里个些"
    "和跟与到从得再还现在大概一共总共麻烦谢谢就都为成换折合边忙"
)
"""What people say around what they want; a Chinese word of nothing but these says nothing."""


def left_over(request: str, filled: Iterable[Filled], tool: Described) -> tuple[str, ...]:
    """The words of a request that neither what was filled in nor the tool itself accounts for, as they were written."""
    rest = _without(request, [one.said for one in filled])
    own = "\n".join((tool.label, tool.description, *tool.samples, *parameter_words(tool.parameters)))
    return tuple(
        word.written for word in lexicon().words(rest) if not _is_idle(word.written) and not _is_said(word, own)
    )


def _is_said(word: Word, own: str) -> bool:
    """Whether the tool says it, too; a Chinese word may be cut otherwise there."""
    return word.form in _vocabulary(own) or (len(word.form) > 1 and is_cjk(word.form[0]) and word.form in own)


def _without(request: str, said: Iterable[str]) -> str:
    for piece in sorted(filter(None, set(said)), key=len, reverse=True):
        first = r"(?<![a-zA-Z0-9])" if piece[0].isascii() and piece[0].isalnum() else ""
        last = r"(?![a-zA-Z0-9])" if piece[-1].isascii() and piece[-1].isalnum() else ""
        request = re.sub(first + re.escape(piece) + last, " ", request)
    return request


@lru_cache(maxsize=1024)
def _vocabulary(text: str) -> frozenset[str]:
    """A number in a sample is one of that sample's."""
    return frozenset(word.form for word in lexicon().words(text) if not word.form.isdigit())


def _is_idle(written: str) -> bool:
    if is_cjk(written[0]):
        return set(written) <= _IDLE_CHARACTERS
    return written in _IDLE_WORDS


_IDLE_WORDS = frozenset(re.split(r"\s+", even(_IDLE_EN)))
_IDLE_CHARACTERS = frozenset(_IDLE_ZH)
