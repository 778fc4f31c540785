"""Ask the documents: quotes, or what a model writes from them, each sentence with its place."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass

from wainao.features.knowledge.capabilities.search import check_question, note
from wainao.features.knowledge.citing import pinpoint
from wainao.features.knowledge.meaning import Meaning
from wainao.features.knowledge.retrieval import Retriever
from wainao.features.knowledge.scope import ANY, Filters
from wainao.features.knowledge.written import MODEL, written
from wainao.kernel import Call, Correctable, Spec
from wainao.store.sqlite import Database
from wainao.types import Answer, Citation, Delta, Ruling, Sentence, Words


@dataclass(frozen=True, kw_only=True, slots=True)
class AskInput:
    """`bases` None: every knowledge base that the caller may see. `strict` leaves out what is not supported. `route`
    names the model that writes the answer; empty: the default one."""

    question: str
    bases: tuple[str, ...] | None = None
    strict: bool = False
    filters: Filters = ANY
    route: str = ""


def _ruled(ruling: Ruling) -> Answer:
    return Answer(answer=ruling.answer, origin="human", sentences=(Sentence(text=ruling.answer),))


class Ask:
    """`knowledge:ask`. Streams `Delta` while a model writes."""

    spec = Spec(
        name="knowledge:ask",
        title=Words("提问", "Ask"),
        description=Words(
            "根据知识库中的文档回答问题，逐句注明出处；证据不足时如实说明。",
            "Answer a question from the documents, with a source for each sentence, or say that they "
            "do not contain the answer.",
        ),
        input=AskInput,
        output=Answer,
        correctable=Correctable(
            question=lambda given: given.question, answer=_ruled, bases=lambda given: given.bases or None
        ),
        example=AskInput(question="年假可以顺延到下一年吗？ Can leave be carried over?"),
    )

    def __init__(self, retriever: Retriever, meaning: Meaning, database: Database, *, judge: bool = False) -> None:
        self._retriever = retriever
        self._meaning = meaning
        self._database = database
        self._judge = judge

    async def invoke(self, call: Call) -> AsyncIterator[Delta | Answer]:
        given = call.input
        check_question(given.question)
        found = await asyncio.to_thread(
            self._retriever.answer,
            given.question,
            actor=call.actor,
            bases=given.bases or (),
            filters=given.filters,
            meant=await self._meaning.of(call, given.question, given.bases or ()),
            overlay=call.overlay is not False,
        )
        note(call, found)
        quoted, passages = found.answer, found.passages
        if not passages or MODEL not in call.kernel:
            yield _on_record(call, quoted)
            return
        # Where the evidence is thin, a model may still see an answer in it, but only what is checked is shown.
        strict = given.strict or quoted.origin == "none"
        writing = written(
            call,
            given.question,
            passages,
            strict=strict,
            pinpoint=self._pinpoint,
            quoted=quoted,
            judge=self._judge,
            route=given.route,
        )
        async with aclosing(writing) as items:
            async for item in items:
                yield _on_record(call, item) if isinstance(item, Answer) else item

    def _pinpoint(self, citation: Citation) -> Citation:
        with self._database.read() as connection:
            return pinpoint(connection, citation)


def _on_record(call: Call, answer: Answer) -> Answer:
    call.draft.versions.update({f"document:{cited.document}": cited.version for cited in answer.citations})
    return answer
