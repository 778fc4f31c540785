"""What people said in corrections that come close to the question: a model that writes is bound by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from wainao.features.knowledge.support import denials, speaks_of
from wainao.text.wording import Item, conflict, items, may_bear, normalise
from wainao.types import Ruling, Told, Words, joined

VERSION = "facts-1"
"""Goes on a receipt where there were any: change it with what is said of them in `prompt.py`."""
SHARE = 0.9
"""Of the terms of a correction's question: so many must have been asked or said. Fewer are as common among questions
that only look alike as among those that mean the same."""

_CONTRADICTS = Words("与更正 {correction} 矛盾：{how}", "it contradicts the correction {correction}: {how}")
_AGAINST = Words("「{sentence}」对「{answer}」", "{sentence!r} against {answer!r}")
_DENIES = Words("更正否定了「{term}」", "it denies {term!r}")


class Facts:
    """The corrections that may bear on a question. One whose question names another number or date does not."""

    def __init__(self, question: str, related: Sequence[Ruling]) -> None:
        self._question = question
        self.rulings = tuple(one for one in related if may_bear(question, one.question))

    @property
    def texts(self) -> tuple[str, ...]:
        """What a model reads: each question with its right answer."""
        return tuple(f"{one.question}\n{one.answer}" for one in self.rulings)

    @property
    def versions(self) -> dict[str, str]:
        """Which corrections the answer depends on, and since when they say so."""
        told = {f"correction:{one.id}": one.written_at for one in self.rulings}
        return {"facts": VERSION, **told} if told else {}

    def contradicted(self, sentence: str) -> Told:
        """Which correction a sentence contradicts, and how; empty if none.

        Only where question and sentence speak of what the correction's question speaks of, and the sentence says
        another number or date than its answer, or affirms what that denies. No rule can tell what other words say.
        """
        return next(self._contradictions(sentence), "")

    def _contradictions(self, sentence: str) -> Iterator[Words]:
        said, spoken_of = items(normalise(sentence).core), f"{self._question}\n{sentence}"
        for one in self.rulings:
            if speaks_of(spoken_of, one.question, share=SHARE) and (how := _contradiction(sentence, said, one.answer)):
                yield _CONTRADICTS.filled(correction=one.id, how=how)


def _contradiction(sentence: str, said: Counter[Item], answer: str) -> Told:
    told = items(normalise(answer).core)
    if conflict(said, told):
        return _AGAINST.filled(sentence=sentence, answer=answer[:200])
    denied = [_DENIES.filled(term=term) for term in denials(sentence, answer)]
    return joined(denied, Words("，", ", ")) if denied else ""
