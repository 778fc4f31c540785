"""Measure a judge: on corrected questions, how often does it find them again, and how often does it fire wrongly?"""

from __future__ import annotations

import asyncio
import hashlib
import sqlite3
import time
from collections.abc import AsyncGenerator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from wainao.features.corrections.crowd import counted
from wainao.features.corrections.grades import Grade, Report, graded
from wainao.features.corrections.judge import VERSION, judge, pair, same
from wainao.features.corrections.matcher import approached, fired
from wainao.features.corrections.pairs import Group
from wainao.features.corrections.types import Verdict, Wording
from wainao.kernel import Call, ConflictError, EngineError, StoreError, UsageError
from wainao.store.sqlite import Database
from wainao.text.wording import normalise
from wainao.types import Ruling, Usage

FEW_FAILURES = 5
"""So many calls may fail before it is asked whether most of them do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """How many of the questions have been decided."""

    done: int
    total: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """What a judge made of one question: `found` is the correction that it would have had answer."""

    question: str
    by: str = ""
    found: str | None = None
    failed: str = ""
    usage: Usage = field(default_factory=Usage)
    seconds: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class _Question:
    """`kind` is "" for a paraphrase of the correction `own`, else in what it differs from it."""

    text: str
    own: str
    corrected: str
    kind: str = ""


class Exam:
    """One judge before one set of questions, all of whose corrections stand at once.

    Whatever was asked is kept until the end, so that whoever was interrupted goes on where it stopped.
    """

    def __init__(self, database: Database, groups: Sequence[Group], *, route: str, patience_s: float) -> None:
        self._database = database
        self._route = route
        self._patience_s = patience_s
        self._wordings = [_wording(at, group.question) for at, group in enumerate(groups)]
        self._counts = counted(wording.key for wording in self._wordings)
        self._questions = list(_questions(groups))
        self._id = hashlib.sha256(msgspec.json.encode([route, VERSION, groups])).hexdigest()

    async def sit(self, call: Call, *, at_once: int) -> AsyncGenerator[Progress | Report, None]:
        """Ask what has not been asked before, then give the report. Raises EngineError when most calls fail."""
        papers = _Papers(await asyncio.to_thread(self._kept))
        kept, places = len(papers), asyncio.Semaphore(at_once)
        asking = [
            asyncio.ensure_future(self._asked(call, one.text, places))
            for one in self._questions
            if one.text not in papers
        ]
        try:
            for coming in asyncio.as_completed(asking):
                papers.take(await coming)
                yield Progress(done=len(papers), total=len(self._questions))
        finally:
            for one in asking:
                one.cancel()
            await asyncio.gather(*asking, return_exceptions=True)
        yield graded([_grade(question, papers[question.text]) for question in self._questions], kept=kept)

    def forget(self, connection: sqlite3.Connection) -> None:
        """Drop what was kept: the next one begins anew."""
        connection.execute("DELETE FROM corrections_exams WHERE exam = ?", (self._id,))

    def _kept(self) -> list[Paper]:
        with self._database.read() as connection:
            rows = connection.execute("SELECT paper FROM corrections_exams WHERE exam = ?", (self._id,))
            return [msgspec.json.decode(paper, type=Paper) for (paper,) in rows]

    async def _asked(self, call: Call, text: str, places: asyncio.Semaphore) -> Paper:
        async with places:
            verdict = await asyncio.to_thread(self._met, text)
            if verdict.say != "beside":
                return Paper(question=text, found=None if verdict.ruling is None else verdict.ruling.id)
            paper = await self._judged(call, text, verdict)
            if not paper.failed:
                await self._database.async_write(lambda connection: self._keep(connection, paper))
            return paper

    def _keep(self, connection: sqlite3.Connection, paper: Paper) -> None:
        connection.execute(
            "INSERT OR REPLACE INTO corrections_exams (exam, question, paper) VALUES (?, ?, ?)",
            (self._id, paper.question, msgspec.json.encode(paper)),
        )

    def _met(self, text: str) -> Verdict:
        """What the question would meet among these corrections without a judge."""
        asked = normalise(text)
        equal = fired(text, asked, [wording for wording in self._wordings if wording.key == asked.key])
        return equal or approached(text, asked, self._wordings, self._counts)

    async def _judged(self, call: Call, text: str, verdict: Verdict) -> Paper:
        began = time.monotonic()
        try:
            judgement = await judge(call, text, verdict.wordings, route=self._route, patience_s=self._patience_s)
        except StoreError:
            raise
        except (EngineError, UsageError, TimeoutError) as error:
            return Paper(question=text, failed=str(error) or f"no opinion within {self._patience_s:g} s")
        opinion = same(judgement)
        return Paper(
            question=text,
            by=judgement.by,
            found=None if opinion is None else opinion.wording.ruling.id,
            usage=judgement.usage,
            seconds=time.monotonic() - began,
        )


class _Papers(dict[str, Paper]):
    """The papers of one judge, by question."""

    def __init__(self, kept: Iterable[Paper]) -> None:
        self._asked = self._failed = 0
        self._judges = set[str]()
        for paper in kept:
            self.take(paper)

    def take(self, paper: Paper) -> None:
        """Raises EngineError when most fail, ConflictError when not all are of the same judge."""
        self[paper.question] = paper
        self._asked += bool(paper.by or paper.failed)
        self._failed += bool(paper.failed)
        if self._failed >= FEW_FAILURES and self._failed * 2 > self._asked:
            raise EngineError(
                f"{self._failed} of {self._asked} calls to the judge failed, the last with {paper.failed!r}. See to "
                "the model, then do this again: it goes on where it stopped."
            )
        self._judges |= {paper.by} if paper.by else set()
        if len(self._judges) > 1:
            raise ConflictError(
                f"More than one model answered: {sorted(self._judges)}. One judge is measured at a time: name a route "
                "with one deployment; if it was changed on the way, begin anew with fresh."
            )


def _grade(question: _Question, paper: Paper) -> Grade:
    own = None if question.kind else question.own
    return Grade(
        language=pair(question.text, question.corrected),
        kind=question.kind,
        right=paper.found is not None and paper.found == own,
        wrong=paper.found is not None and paper.found != own,
        failed=bool(paper.failed),
        by=paper.by,
        usage=paper.usage,
        seconds=paper.seconds,
    )


def _questions(groups: Sequence[Group]) -> Iterator[_Question]:
    """Each wording once: the same one under two corrections could not be graded."""
    seen = set[str]()
    for at, group in enumerate(groups):
        texts = [(text, "") for text in group.paraphrases] + [(miss.text, miss.kind) for miss in group.near_misses]
        for text, kind in texts:
            if text not in seen:
                yield _Question(text=text, own=str(at), corrected=group.question, kind=kind)
                seen.add(text)


def _wording(at: int, question: str) -> Wording:
    ruling = Ruling(id=str(at), question=question, answer="", author="", written_at="", scope="everyone")
    return Wording(id=at, question=question, key=normalise(question).key, original=True, ruling=ruling)
