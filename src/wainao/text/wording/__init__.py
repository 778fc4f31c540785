"""When two wordings are the same question: manners, spelling and number words may differ; what carries content may not.

Numbers, dates, negations and opposites tell questions apart that look alike. What counts as equal here fires a
correction and answers out of a cache, so it errs on the side of "another question".
"""

from wainao.text.wording.items import Item, conflict, differences, items, veto
from wainao.text.wording.normalise import VERSION, Normal, normalise

__all__ = ["VERSION", "Item", "Normal", "conflict", "differences", "items", "may_bear", "normalise", "same", "veto"]


def may_bear(question: str, other: str) -> bool:
    """Whether what is right of one question may be right of the other: neither names a number, date or negation of its
    own."""
    return not veto(items(normalise(question).core), items(normalise(other).core))


def same(question: str) -> str:
    """What all wordings of one question share, and no others: `same("請問年假幾天?") == same("年假几天")`."""
    normal = normalise(question)
    return "\n".join([normal.key, *sorted(map(str, items(normal.core).elements()))])
