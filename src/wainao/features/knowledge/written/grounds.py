"""Check what a model claims against what it cites, and cite exactly the sentences that carry it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wainao.features.knowledge.amended import Amended, cited_from
from wainao.features.knowledge.prepare import unwrap
from wainao.features.knowledge.sentences import Span, sentences
from wainao.features.knowledge.support import check
from wainao.features.knowledge.written.claims import Claim
from wainao.text import speaks_to_model, terms
from wainao.types import Citation, Passage, Told, Words

MAX_SENTENCES = 3
"""A claim may rest on so many neighbouring sentences; more would support almost anything."""
MAX_TRIES = 4
"""How many places of a passage are tried for each length, the likeliest first."""

_UNCITED = Words("没有引用任何段落", "it cites no passage")
_INSTRUCTS = Words("它引用的段落在指使模型", "the passage it cites speaks to the model")


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """`supported` is None for what claims nothing; `why` says what is wrong with a claim that is not supported. `facts`
    are the texts of corrections that carry it."""

    supported: bool | None
    citations: tuple[Citation, ...] = ()
    facts: tuple[str, ...] = ()
    why: Told = ""

    @property
    def evidence(self) -> str:
        """All that the claim rests on, as people set it right."""
        return "\n".join([*(Amended.of(citation).text for citation in self.citations), *self.facts])


class Grounds:
    """The passages that a model was given, and the texts of corrections, whose numbers follow theirs."""

    def __init__(self, passages: Sequence[Passage], facts: Sequence[str] = ()) -> None:
        self._passages = [_Split(passage) for passage in passages]
        self._facts = dict(enumerate(facts, start=len(passages) + 1))

    def judge(self, claim: Claim) -> Judgement:
        """Whether what the claim cites carries it. A claim that cites nothing is not supported."""
        said = claim.text.replace(
            "**", ""
        )  # Markdown's emphasis would hide where the first word is and what is counted
        if not any(map(str.isalnum, said)):
            return Judgement(supported=None)
        cited = [self._passages[number - 1] for number in claim.cited if 0 < number <= len(self._passages)]
        places = [(split, self._place(said, split)) for split in cited]
        carrying = [place for place in places if self._carries(said, [place])]
        if not carrying and len(places) > 1 and self._carries(said, places):
            carrying = places
        citations = tuple(split.citation(span) for split, span in carrying or places)
        facts = tuple(fact for fact in self._cited_facts(claim) if check(said, fact).supported)
        if carrying or facts:
            return Judgement(supported=True, citations=citations if carrying else (), facts=facts)
        return Judgement(supported=False, citations=citations, why=self._why_not(said, places))

    def _cited_facts(self, claim: Claim) -> list[str]:
        cited = [self._facts[number] for number in claim.cited if number in self._facts]
        return [fact for fact in cited if not speaks_to_model(fact)]

    def _place(self, claim: str, split: _Split) -> Span:
        """The shortest run of sentences that carries the claim, or else the likeliest sentence."""
        for length in range(1, MAX_SENTENCES + 1):
            for span in split.likeliest(claim, length)[:MAX_TRIES]:
                if check(claim, unwrap(split.text(span))).supported:
                    return span
        return split.likeliest(claim, 1)[0]

    def _carries(self, claim: str, places: Sequence[_Place]) -> bool:
        trusted = not any(split.speaks_to_model for split, _ in places)
        return trusted and check(claim, _joined(places)).supported

    def _why_not(self, claim: str, places: Sequence[_Place]) -> Told:
        if not places:
            return _UNCITED
        if any(split.speaks_to_model for split, _ in places):
            return _INSTRUCTS
        return check(claim, _joined(places)).reason


_Place = tuple["_Split", Span]


def _joined(places: Sequence[_Place]) -> str:
    return "\n".join(unwrap(split.text(span)) for split, span in places)


class _Split:
    """A passage, cut into sentences."""

    def __init__(self, passage: Passage) -> None:
        self.speaks_to_model = speaks_to_model(passage.text)
        self._passage = passage
        self._spans = sentences(passage.text) or [(0, len(passage.text))]

    def text(self, span: Span) -> str:
        return self._passage.text[slice(*span)]

    def likeliest(self, claim: str, length: int) -> list[Span]:
        """The runs of `length` sentences, those that share most terms with the claim first."""
        wanted = set(terms(claim))
        spans = self._spans
        runs = [(spans[at][0], spans[at + length - 1][1]) for at in range(len(spans) - length + 1)]
        return sorted(runs, key=lambda span: -len(wanted.intersection(terms(self.text(span)))))

    def citation(self, span: Span) -> Citation:
        return cited_from(self._passage, span)
