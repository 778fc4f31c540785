"""How an answer, the passages of a search and the places they come from read in a terminal."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from typing import TYPE_CHECKING

from wainao.app.cli.cells import local_time, path_from_here
from wainao.app.cli.session import printable
from wainao.app.cli.show import short, show_receipt

if TYPE_CHECKING:
    from wainao.app.cli.session import Session
    from wainao.kernel import Outcome
    from wainao.types import Amendment, Answer, Citation, Passage, Ruling, Sentence

QUOTE_CHARACTERS = 160


def show_answer(session: Session, outcome: Outcome, *, question: str, already: str = "") -> None:
    """The answer unless it was printed while it came, who wrote it, where it stands, its receipt."""
    answer: Answer = outcome.output
    if answer.origin == "documents":
        for sentence in answer.sentences:
            _show_sentence(session, sentence)
    elif answer.answer.strip() != already.strip():
        session.print(answer.answer)
    for sentence in answer.sentences:
        if sentence.supported is False:
            session.say(f"! 文档未支撑：{sentence.text}", f"! No document supports: {sentence.text}", style="yellow")
    if outcome.correction:
        _show_author(session, outcome.correction)
    _show_places(session, answer)
    for near in outcome.related:
        _show_related(session, near, question)
    show_receipt(session, outcome)


def show_passages(session: Session, passages: Iterable[Passage]) -> None:
    """Each passage with its place and how well it fits."""
    passages = tuple(passages)
    if not passages:
        session.say("没有找到。", "Nothing was found.")
    for number, passage in enumerate(passages, 1):
        session.print(f"{number}. {place(session, passage)}  ({passage.score:.1f})", style="cyan")
        session.print(short(passage.text, QUOTE_CHARACTERS), indent=3)


def place(session: Session, citation: Citation) -> str:
    """Where a citation stands: file, page, lines."""
    parts = [path_from_here(citation.path)]
    if citation.page is not None:
        parts.append(session.word(f"第 {citation.page} 页", f"page {citation.page}"))
    if citation.line_start is not None:
        one = citation.line_end in (None, citation.line_start)
        lines = str(citation.line_start) if one else f"{citation.line_start}–{citation.line_end}"
        parts.append(session.word(f"第 {lines} 行", f"{'line' if one else 'lines'} {lines}"))
    return session.word("，", ", ").join(parts)


def _show_sentence(session: Session, sentence: Sentence) -> None:
    from rich.text import Text

    marks = "".join(f" [{at + 1}]" for at in sentence.citations)
    session.show(Text.assemble(printable(sentence.text), (marks, "cyan")))


def _show_author(session: Session, ruling: Ruling) -> None:
    when = local_time(ruling.written_at)
    session.say(
        f"—— 由人写下：{ruling.author}，{when}", f"-- written by a person: {ruling.author}, {when}", style="green"
    )


def _show_places(session: Session, answer: Answer) -> None:
    """Every source; what it says, too, where the answer does not say it in the same words."""
    if answer.citations:
        session.print()
    said = {_spaceless(sentence.text) for sentence in answer.sentences}
    for number, citation in enumerate(answer.citations, 1):
        session.print(f"[{number}] {place(session, citation)}", style="cyan", indent=2)
        if _spaceless(citation.quote) not in said:
            session.print(short(citation.quote, QUOTE_CHARACTERS), style="dim", indent=6)
        for one in citation.amendments:
            _show_amendment(session, citation, one)


def _show_amendment(session: Session, citation: Citation, one: Amendment) -> None:
    was = citation.quote[one.char_start - citation.char_start : one.char_end - citation.char_start]
    what = f"{was} → {one.text}" if one.text else f"{session.word(*_MARKS[one.kind])}{session.word('：', ': ')}{was}"
    who = session.word("，", ", ").join([one.author, local_time(one.at), *filter(None, [one.why])])
    session.print(
        f"{session.word('订正', 'set right')}  {short(what, QUOTE_CHARACTERS)}  ({who})", style="green", indent=6
    )


_MARKS = {"wrong": ("有误", "wrong"), "outdated": ("过时", "outdated")}


def _show_related(session: Session, near: Ruling, question: str) -> None:
    command = f"wainao corrections alias {near.id} {shlex.quote(question)}"
    session.say(
        f"\n有人更正过一个相似的问题：{near.question} → {near.answer}\n是同一个问题吗？是的话运行：{command}",
        f"\nA person corrected a similar question: {near.question} -> {near.answer}\nIs it the same? Then: {command}",
        style="green",
    )


def _spaceless(text: str) -> str:
    return "".join(text.split())
