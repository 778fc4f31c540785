"""Answer without a model: up to three sentences of the passages found, word by word, each with its place."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from math import exp

from wainao.features.knowledge.amended import Amended
from wainao.features.knowledge.citing import cite, pinpoint
from wainao.features.knowledge.evidence import Evidence, Said
from wainao.features.knowledge.prepare import unwrap
from wainao.features.knowledge.rerank import Ranked
from wainao.text import fold, language_of
from wainao.types import Amendment, Answer, Sentence, Words

MAX_SENTENCES = 3
PASSAGES = 5
"""Passages that sentences are taken from."""
REFRAIN_PASSAGES = 3
"""In how many of these the same sentence is a refrain of its document."""
MARGIN = 6.0
"""How far below the best a sentence may score and still be quoted: there, hardly one in a hundred answers."""

WEIGHTS = {"standing": 3.2, "share": 9.5, "before": 4.1, "after": 2.0, "fits": 1.7}
"""Learnt by `bench/train_ranking.py` on CMRC 2018 (trial) and XQuAD (zh, en)."""

_NOT_FOUND = Words("在你的文档里没有找到答案。", "Not found in your documents.")
_MARKED = Words(
    "{said}谈到此事的一段，已由 {author} 于 {day} 标为{verdict}{why}。",
    "{said} A person, {author}, marked the passage that speaks of it as {verdict} on {day}{why}.",
)
_VERDICTS = {"wrong": Words("有误", "wrong"), "outdated": Words("过时", "outdated")}
_WHY = Words("（{why}）", " ({why})")


@dataclass(frozen=True, slots=True)
class Quotable:
    """A sentence that may be quoted. `features` are shares, 0 to 1, so that collections can be compared."""

    evidence: Evidence
    said: Said
    features: dict[str, float]

    @property
    def score(self) -> float:
        return sum(WEIGHTS[name] * value for name, value in self.features.items())


def quote(connection: sqlite3.Connection, found: Sequence[Ranked]) -> Answer:
    """The sentences of `found` (best passage first) that answer most likely, the likeliest first."""
    chosen = choose(found)
    citations = tuple(pinpoint(connection, cite(one.evidence.located, one.said.span)) for one in chosen)
    sentences = tuple(
        Sentence(text=_flat(Amended.of(citation).remarked), supported=True, citations=(number,))
        for number, citation in enumerate(citations)
    )
    text = "\n".join(sentence.text for sentence in sentences)
    return Answer(answer=text, origin="documents", sentences=sentences, citations=citations)


def not_found(question: str, mark: Amendment | None = None) -> Answer:
    """What to say when the documents do not carry an answer, in the question's language; and, where all that would have
    carried one was marked by a person, that it was."""
    language = language_of(question)
    said = _NOT_FOUND.in_(language)
    if mark is not None:
        verdict = _VERDICTS[mark.kind].in_(language)
        why = _WHY.in_(language).format(why=mark.why) if mark.why else ""
        said = _MARKED.in_(language).format(said=said, author=mark.author, day=mark.at[:10], verdict=verdict, why=why)
    return Answer(answer=said, origin="none")


def choose(found: Sequence[Ranked]) -> list[Quotable]:
    """At most three sentences worth quoting, the likeliest first; no two with the same words, and no refrain beside
    what answers."""
    ranked = sorted(quotables(found), key=lambda one: -one.score)
    refrains = _refrains(ranked)
    chosen: dict[str, Quotable] = {}
    for one in ranked:
        if len(chosen) == MAX_SENTENCES or one.score < ranked[0].score - MARGIN:
            break
        if not chosen or _words(one) not in refrains:
            chosen.setdefault(_words(one), one)
    return list(chosen.values())


def _refrains(candidates: Sequence[Quotable]) -> set[str]:
    """What one document says again and again, such as a motto or the foot of each page: it answers no one question."""
    places = {(_words(one), one.evidence.located.chunk.document, one.evidence.located.chunk_id) for one in candidates}
    times = Counter((words, document) for words, document, _ in places)
    return {words for (words, _), count in times.items() if count >= REFRAIN_PASSAGES}


def _words(one: Quotable) -> str:
    return fold(_flat(one.evidence.text(one.said)))


def quotables(found: Sequence[Ranked]) -> list[Quotable]:
    """Every sentence of the best passages, in their order."""
    top = found[:PASSAGES]
    return [one for passage in top for one in _sentences(passage.evidence, exp(passage.score - top[0].score))]


def _sentences(evidence: Evidence, standing: float) -> Iterator[Quotable]:
    query, said = evidence.query, evidence.said
    heard: Set[str] = frozenset()  # what a heading or a question said before its answer
    for at, one in enumerate(said):
        text = evidence.text(one)
        if at + 1 < len(said) and _only_announces(evidence, text):
            heard = one.found
            continue
        share = query.part(one.found)
        before = heard | said[at - 1].found if at else heard
        after: Set[str] = said[at + 1].found if at + 1 < len(said) else frozenset()
        yield Quotable(
            evidence,
            one,
            {
                "standing": standing,
                "share": share,
                "before": query.part(one.found | before) - share,
                "after": query.part(one.found | after) - share,
                "fits": float(query.question.fits(text)),
            },
        )


def _only_announces(evidence: Evidence, text: str) -> bool:
    """Whether `text` is a question or a heading: what answers stands after it."""
    return text.rstrip("\"'”’」』)） ").endswith(("?", "？")) or text in (evidence.located.chunk.section or "")


def _flat(text: str) -> str:
    return " ".join(unwrap(text).split())
