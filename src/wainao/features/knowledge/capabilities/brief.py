"""The evidence for a question, as a prompt: whatever model a person uses elsewhere answers from these documents."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from wainao.features.knowledge.capabilities.search import PassageList, Search, SearchInput, check_question
from wainao.features.knowledge.written.facts import Facts
from wainao.features.knowledge.written.prompt import VERSION, prompt
from wainao.kernel import Call, Correctable, Spec
from wainao.types import Passage, Prompt, Ruling, Words

TOP = 8
"""How many passages are handed along."""

PASSAGE_CHARS = 12_000


@dataclass(frozen=True, kw_only=True, slots=True)
class BriefInput:
    """`base` "": every knowledge base that the caller may see."""

    question: str
    base: str = ""


def _prompt(question: str, passages: Sequence[Passage], facts: Facts) -> Prompt:
    asked, _ = prompt(question, passages, max_chars=PASSAGE_CHARS, facts=facts.texts)
    return Prompt(messages=asked.messages)


def _ruled(ruling: Ruling) -> Prompt:
    """What a person said is right takes the place of the passages."""
    return _prompt(ruling.question, (), Facts(ruling.question, (ruling,)))


class Brief:
    """`knowledge:brief`."""

    spec = Spec(
        name="knowledge:brief",
        title=Words("据文档作答", "Answer from the documents"),
        description=Words(
            "为一个问题备好相关的段落、更正和作答规则，交给你自己的模型，让它据此作答并注明出处。",
            "Prepare a question for a model of your own: with the relevant passages and corrections, "
            "and the rules for answering.",
        ),
        input=BriefInput,
        output=Prompt,
        correctable=Correctable(
            question=lambda given: given.question,
            answer=_ruled,
            bases=lambda given: (given.base,) if given.base else None,
        ),
        example=BriefInput(question="年假可以顺延到下一年吗？ Can leave be carried over?"),
    )

    async def invoke(self, call: Call) -> AsyncIterator[Prompt]:
        given: BriefInput = call.input
        check_question(given.question)
        wanted = SearchInput(question=given.question, top=TOP, bases=(given.base,) if given.base else None)
        found: PassageList = (await call.run(Search.spec.name, wanted)).output
        facts = Facts(given.question, call.related)
        call.depends(prompt=VERSION, **facts.versions)
        yield _prompt(given.question, found.passages, facts)
