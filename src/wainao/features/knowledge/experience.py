"""What a knowledge base can learn from its people: from their corrections, and from what they asked.

A correction says whether the base has the answer. If one of the passages found carries what the person wrote, it had;
if the person wrote that it is not in the documents, or something of which the passages say next to nothing, it had not.
Anything between says nothing, and neither does a question that nobody corrected: it may count as either (`learning`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wainao.features.knowledge.engines.fts5 import Base
from wainao.features.knowledge.evidence import Query, hear
from wainao.features.knowledge.learning import Seen
from wainao.features.knowledge.question import Question
from wainao.features.knowledge.refusal import RIGHT, Calibration, Refusal, script_of
from wainao.features.knowledge.rerank import DEPTH, Ranked
from wainao.features.knowledge.retrieval import Retriever
from wainao.features.knowledge.support import check
from wainao.kernel.errors import NotFoundError
from wainao.store.sqlite import Database
from wainao.text import fold
from wainao.types import Actor

PASSAGES = 3
"""Of those found, how many may carry a person's answer. (On XQuAD and CMRC 2018 they carry a short answer 97 times in
100 where the base has it, 9 times where not, and the sentence that it is from 98 times and once.)"""
NEXT_TO_NOTHING = 0.3
"""Share of the answer's words that a passage has by chance."""
MAX_ANSWER_CHARS = 2_000

_Outcome = tuple[bool | None, float]
"""Whether the base has the answer, where that is known, and how much of the question its best passage covers."""

_ABSENT = re.compile(
    r"没有找到答案|(?:文档|资料|文件|手册|知识库|材料)[^。;；,，]{0,8}(?:没有|并未|未|没|不)[^。;；,，]{0,4}"
    r"(?:提到|提及|写|说明|规定|涉及|包含|收录|答案|相关|记载|说)"
    r"|not found in (?:your|the|our|these) documents"
    r"|(?:documents?|handbook|manuals?|files|texts?|sources?|knowledge base) (?:do|does|did)(?: not|n't) "
    r"(?:say|mention|cover|contain|state|tell|answer|include|have)"
    r"|not (?:in|covered|mentioned|stated|answered|said|written|documented)(?: \w+){0,2} "
    r"(?:documents?|handbook|manuals?|files|texts?|sources?|knowledge base)"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A question and what a person said is the answer."""

    question: str
    answer: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Lesson:
    """What was learnt for questions in one script: the calibration, the one before, and from what."""

    now: Calibration
    before: Calibration | None
    seen: Seen


class Experience:
    """Lets knowledge bases learn from what their people said and asked."""

    def __init__(self, *, database: Database, retriever: Retriever, refusal: Refusal) -> None:
        self._database = database
        self._retriever = retriever
        self._refusal = refusal

    def learn(self, base: str, *, actor: Actor, told: Sequence[Told], asked: Iterable[str]) -> list[Lesson]:
        """Calibrate `base` by its own text and by people's questions. Takes a moment for each of them.

        Raises NotFoundError for one that is empty or that the actor does not see.
        """
        known = self._base(base, actor)
        with self._database.read() as connection:
            before = self._refusal.known(connection, known)
        seen = self._seen(base, actor, told, asked)
        fresh = self._refusal.learn(known, seen)
        return [Lesson(now=one, before=before.get(one.script), seen=seen[one.script]) for one in fresh]

    def _base(self, base: str, actor: Actor) -> Base:
        with self._database.read() as connection:
            found = self._retriever.visible(connection, actor, (base,))
        if not found:
            raise NotFoundError(f"There is no knowledge base {base!r} with anything in it. See knowledge:bases.")
        return found[0]

    def _seen(self, base: str, actor: Actor, told: Sequence[Told], asked: Iterable[str]) -> dict[str, Seen]:
        answers = {fold(one.question): one for one in reversed(told)}
        others = {fold(question): question for question in asked if fold(question) not in answers}
        outcomes: dict[str, list[_Outcome]] = {script: [] for script in RIGHT}
        for one in answers.values():
            found = self._found(base, actor, one.question)
            passages = [ranked.evidence.located.chunk.text for ranked in found[:PASSAGES]]
            outcomes[script_of(one.question)].append((has_answer(one.answer, passages), _cover(found)))
        for question in others.values():
            outcomes[script_of(question)].append((None, _cover(self._found(base, actor, question))))
        return {script: _sorted(known) for script, known in outcomes.items()}

    def _found(self, base: str, actor: Actor, question: str) -> list[Ranked]:
        # A snapshot for each: hundreds of questions would keep the write-ahead log from being emptied meanwhile.
        with self._database.read() as connection:
            return self._retriever.find(connection, question, actor=actor, bases=(base,), top=DEPTH)


def has_answer(answer: str, passages: Sequence[str]) -> bool | None:
    """Whether `passages` carry what a person answered; None where that cannot be told.

    >>> has_answer("Up to 5 days.", ["At most 5 days may be carried over, up to March."])
    True
    >>> has_answer("That is not in the documents.", ["At most 5 days may be carried over."])
    False
    """
    answer = answer[:MAX_ANSWER_CHARS]
    if _ABSENT.search(fold(answer)):
        return False
    if any(check(answer, passage).supported for passage in passages):
        return True
    words = Question(answer)
    query = Query(words, dict.fromkeys(words.terms, 1.0), 1.0)
    held = max((len(hear(query, passage).found) for passage in passages), default=0)
    return False if held < NEXT_TO_NOTHING * len(words.terms) else None


def _sorted(outcomes: Sequence[_Outcome]) -> Seen:
    return Seen(
        answerable=tuple(cover for outcome, cover in outcomes if outcome is True),
        unanswerable=tuple(cover for outcome, cover in outcomes if outcome is False),
        unsure=tuple(cover for outcome, cover in outcomes if outcome is None),
    )


def _cover(found: Sequence[Ranked]) -> float:
    return max((ranked.evidence.cover for ranked in found), default=0.0)
