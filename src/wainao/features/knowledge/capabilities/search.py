"""Find passages without answering."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

from wainao.features.knowledge.meaning import Meaning
from wainao.features.knowledge.retrieval import Found, Retriever
from wainao.features.knowledge.scope import ANY, Filters
from wainao.kernel import Call, Spec, UsageError
from wainao.types import Passage, Words

MAX_TOP = 100
MAX_QUESTION_CHARS = 10_000


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchInput:
    """`bases` None: every knowledge base that the caller may see."""

    question: str
    top: int = 10
    bases: tuple[str, ...] | None = None
    filters: Filters = ANY


@dataclass(frozen=True, kw_only=True, slots=True)
class PassageList:
    """The best first."""

    passages: tuple[Passage, ...]


class Search:
    """`knowledge:search`."""

    spec = Spec(
        name="knowledge:search",
        title=Words("检索段落", "Search passages"),
        description=Words(
            "在知识库中检索与问题最相关的段落，给出出处。",
            "Find the passages in the knowledge bases that best match a question, with their sources.",
        ),
        input=SearchInput,
        output=PassageList,
        example=SearchInput(question="年假可以顺延吗？ Can leave be carried over?", top=3),
    )

    def __init__(self, retriever: Retriever, meaning: Meaning) -> None:
        self._retriever = retriever
        self._meaning = meaning

    async def invoke(self, call: Call) -> AsyncIterator[PassageList]:
        given = call.input
        check_question(given.question)
        if not 1 <= given.top <= MAX_TOP:
            raise UsageError(f"top is {given.top!r}. A number from 1 to {MAX_TOP} was expected.")
        found = await asyncio.to_thread(
            self._retriever.search,
            given.question,
            actor=call.actor,
            bases=given.bases or (),
            filters=given.filters,
            meant=await self._meaning.of(call, given.question, given.bases or ()),
            top=given.top,
            overlay=call.overlay is not False,
        )
        note(call, found)
        call.draft.versions.update({f"document:{passage.document}": passage.version for passage in found.passages})
        yield PassageList(passages=found.passages)


def note(call: Call, found: Found) -> None:
    """Put on record which source fixes had a part in what was found."""
    for fix, did in found.fixes.items():
        call.noted("fix", did, fix)
    call.depends(**{f"fix:{fix}": did for fix, did in found.fixes.items()})


def check_question(question: str) -> None:
    """Raises UsageError for one that nothing can be found for, or only in far too long a time."""
    if not question.strip() or len(question) > MAX_QUESTION_CHARS:
        raise UsageError(
            f"A question of {len(question)} characters cannot be answered. "
            f"Expected words, at most {MAX_QUESTION_CHARS} characters: ask one thing at a time."
        )
