"""What people said in corrections that come close to the question: a model that writes is bound by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from wainao.features.knowledge.support import denials, speaks_of
from wainao.text.wording import Item, conflict, items, may_bear, normalise
from wainao.types import Ruling

VERSION = "facts-1"
"""Goes on a receipt where there were any: change it with what is said of them in `prompt.py`."""
SHARE = 0.9
"""Of the terms of a correction's question: so many must have been asked or said. Fewer are as common among questions
that only look alike as among those that mean the same."""


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

    def contradicted(self, sentence: str) -> str:
        """Which correction a sentence contradicts, and how; empty if none.

        Only where question and sentence speak of what the correction's question speaks of, and the sentence says
        another number or date than its answer, or affirms what that denies. No rule can tell what other words say.
        """
        return next(self._contradictions(sentence), "")

    def _contradictions(self, sentence: str) -> Iterator[str]:
        said, spoken_of = items(normalise(sentence).core), f"{self._question}\n{sentence}"
        for one in self.rulings:
            if speaks_of(spoken_of, one.question, share=SHARE) and (how := _contradiction(sentence, said, one.answer)):
                yield f"it contradicts the correction {one.id}: {how}"


def _contradiction(sentence: str, said: Counter[Item], answer: str) -> str:
    told = items(normalise(answer).core)
    if conflict(said, told):
        return f"{sentence!r} against {answer[:200]!r}"
    return ", ".join(f"it denies {term!r}" for term in denials(sentence, answer))
