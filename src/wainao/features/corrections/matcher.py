"""Does a standing correction answer this question? Fire where nothing is left to doubt, else show, or be silent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import starmap
from typing import Protocol

from wainao.features.corrections import index, store
from wainao.features.corrections.apart import apart
from wainao.features.corrections.crowd import LEAST, Counts, Crowd
from wainao.features.corrections.spelling import slips
from wainao.features.corrections.types import PRECEDENCE, Asker, Verdict, Wording
from wainao.kernel import now_us
from wainao.store.sqlite import Database
from wainao.text.wording import Item, Normal, conflict, items, normalise
from wainao.types import Told, Words, joined

MAX_QUESTION = 2_000
"""Characters. A longer text is not a question that anybody could ask again."""

CANDIDATES = 16
SHOWN = 3

_TOO_LONG = Words(
    f"超过了问题的上限 {MAX_QUESTION} 字", f"longer than the {MAX_QUESTION} characters that a question may have"
)
_NONE = Words("还没有更正", "there are no corrections")
_SAME = Words("同一个问题", "the same question")
_CONFIRMED = Words("有人确认过「{wording}」是同一个意思", "a person confirmed that {wording!r} means the same")
_MISSPELT = Words("「{asked}」即「{meant}」", "{asked!r} is {meant!r}")
_FAR = Words("没有足够接近的：{score:.2f}，至少要 {least:.2f}", "nothing stands out: {score:.2f} of {least:.2f}")
_ALIKE = Words("相似度 {near:.0%}", "{near:.0%} alike")
_OTHER = Words("「{wording}」是另一个问题：{differs}", "{wording!r} is another question: {differs}")


class Matcher(Protocol):
    """Decides on what the database says at this moment. Raises StoreError when it cannot be read."""

    def match(self, question: str, asker: Asker) -> Verdict: ...


class WordingMatcher:
    """Fires on an equal wording or a confirmed alias, and shows wordings that come close. Needs no model.

    Equal means: the same key after normalisation, but for misspellings, and the same typed items. Comparing bags of
    words was tried, and fired on other questions: see docs/design/corrections.md.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def match(self, question: str, asker: Asker) -> Verdict:
        if len(question) > MAX_QUESTION:
            return Verdict(say="silent", why=_TOO_LONG)
        asked, at_us = normalise(question), now_us()
        with self._database.read() as connection:
            spaces = store.spaces(connection, asker)
            if not spaces:
                return Verdict(say="silent", why=_NONE)
            equal = store.with_key(connection, spaces=spaces, key=asked.key, now_us=at_us, trial=asker.trial)
            if verdict := fired(question, asked, equal):
                return verdict
            places = index.places(spaces, trial=asker.trial)
            near = index.nearest(connection, tenant=asker.tenant, places=places, key=asked.key, limit=CANDIDATES)
            candidates = store.with_ids(connection, wordings=near.wordings, now_us=at_us, trial=asker.trial)
            return approached(question, asked, candidates, near.counts)


def approached(question: str, asked: Normal, wordings: Sequence[Wording], counts: Counts) -> Verdict:
    """What a question meets among wordings that come close: the one that it is, misspelt, or those to show."""
    meant = [wording for wording in wordings if slips(question, asked.key, wording)]
    return fired(question, asked, meant) or shown(asked, Crowd(question, asked.key, wordings, counts))


def fired(question: str, asked: Normal, equal: Sequence[Wording]) -> Verdict | None:
    """The verdict if there are wordings that only spelling tells from the question: that of the nearest scope, then the
    newest.

    In a preview, one on trial goes before those that stand, as if it were approved now.
    """
    asked_items = items(asked.core) if equal else None
    agreeing = [wording for wording in equal if items_of(wording) == asked_items]
    if not agreeing:
        return None
    newest_first = sorted(agreeing, key=lambda wording: (wording.ruling.written_at, wording.id), reverse=True)
    wording = min(newest_first, key=lambda wording: (PRECEDENCE[wording.ruling.scope], wording.state != "trial"))
    why = joined([_meaning(wording), *starmap(_misspelt, slips(question, asked.key, wording))])
    return Verdict(say="fire", why=why, score=1.0, ruling=replace(wording.ruling, why=why))


def _meaning(wording: Wording) -> Words:
    return _SAME if wording.original else _CONFIRMED.filled(wording=wording.question)


def _misspelt(asked: str, meant: str) -> Words:
    return _MISSPELT.filled(asked=asked, meant=meant)


def shown(asked: Normal, crowd: Crowd) -> Verdict:
    """Show what stands out, unless its numbers or dates say that it is another question."""
    out_of_crowd = [(crowd.standing_out(near), near) for near in crowd.nearest[: 2 * SHOWN]]
    best = sorted(out_of_crowd, key=lambda pair: -pair[0])
    score = max(best[0][0], 0.0) if best else 0.0
    standing = [near for out, near in best if out >= LEAST]
    if not standing:
        return Verdict(say="silent", why=_FAR.filled(score=score, least=LEAST), score=score)
    asked_items, showing = items(asked.core), list[Wording]()
    why: Told = ""
    for near in standing:
        wording, theirs = near.wording, items_of(near.wording)
        differs = apart(asked_items, theirs)
        if not conflict(asked_items, theirs):
            alike = joined(filter(None, [_ALIKE.filled(near=near.closeness), differs]))
            showing.append(replace(wording, ruling=replace(wording.ruling, why=alike)))
        elif not showing:
            why = _OTHER.filled(wording=wording.question, differs=differs)
    if not showing:
        return Verdict(say="silent", why=why, score=score)
    wordings = tuple(showing[:SHOWN])
    first, *related = [wording.ruling for wording in wordings]
    return Verdict(say="beside", why=first.why, score=score, ruling=first, related=tuple(related), wordings=wordings)


def items_of(wording: Wording) -> Counter[Item]:
    """The numbers, dates and negations of a wording."""
    return items(normalise(wording.question).core)
