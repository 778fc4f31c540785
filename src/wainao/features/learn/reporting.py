"""A gate's report for a person (Markdown) and for a build server (JUnit XML)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal
from xml.etree import ElementTree

from wainao.features.learn.comparing import Comparison, Pair
from wainao.features.learn.gating import GateReport
from wainao.features.learn.types import Result
from wainao.types import Language, Words, joined, told_in

Style = Literal["markdown", "junit"]

MOST_ROWS = 100
"""Cases in one table of the Markdown report; the rest is counted."""


def junit(report: GateReport, results: Sequence[Result]) -> str:
    """One test for each case: failed if it blocks, skipped if the running release fails it, too."""
    blocking = {pair.case: pair for pair in (*report.broken, *report.worse)}
    suite = ElementTree.Element(
        "testsuite",
        name=f"wainao gate {report.release}",
        tests=str(len(results)),
        failures=str(len(blocking)),
        errors=str(report.unsettled),
        skipped=str(sum(not one.passed and one.settled and one.case not in blocking for one in results)),
        time=f"{sum(one.reply.seconds for one in results):.3f}",
    )
    for one in results:
        set, _, name = _xml(one.case).partition("/")
        test = ElementTree.SubElement(suite, "testcase", classname=set, name=name, time=f"{one.reply.seconds:.3f}")
        if not one.passed:
            kind = "error" if not one.settled else "failure" if one.case in blocking else "skipped"
            told = ElementTree.SubElement(test, kind, message=_xml(joined(one.why).en))
            told.text = _xml(f"{one.reply.text or one.reply.error}\nreceipt {one.reply.receipt}")
    return ElementTree.tostring(suite, encoding="unicode", xml_declaration=True) + "\n"


_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _xml(text: str) -> str:
    """Without the characters that XML 1.0 cannot hold."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def markdown(report: GateReport, language: Language) -> str:
    """What a person reads: the verdict, the figures, the cases that got worse."""
    return "\n\n".join(part for part in _parts(report, language) if part) + "\n"


def _parts(report: GateReport, language: Language) -> Iterator[str]:
    def say(zh: str, en: str) -> str:
        return Words(zh, en).in_(language)

    verdict = {
        "passed": say("通过", "passed"),
        "blocked": say("未通过", "blocked"),
        "planned": say("只是预演", "planned only"),
    }[report.verdict]
    trial = say("（带试用中的更正）", " with corrections on trial") if report.trial else ""
    yield f"# {report.release}{trial}{say('：', ': ')}{verdict}"
    yield "\n".join(f"- {told_in(language, reason)}" for reason in report.why)
    yield say(
        f"{report.cases} 个用例，通过 {report.passed} 个，新问 {report.asked} 个。回执 `{report.gate}`。",
        f"{report.cases} cases, {report.passed} passed, {report.asked} asked now. Receipt `{report.gate}`.",
    )
    if report.comparison is not None:
        yield _compared(report, report.comparison, language)
    yield _table(say("必须通过而未通过", "Must pass and fail"), report.broken, language)
    yield _table(say("变差", "Got worse"), report.worse, language)
    if report.comparison is not None:
        yield _table(say("变好", "Got better"), report.comparison.better, language)
    if report.retire:
        listed = ", ".join(f"`{one}`" for one in report.retire)
        yield say(f"不靠更正也已答对，可以退役：{listed}", f"Right without their correction, may retire: {listed}")
    if report.changed:
        listed = ", ".join(f"`{one}`" for one in report.changed)
        yield say(f"建立之后变化的：{listed}", f"Changed since it was made: {listed}")


def _compared(report: GateReport, told: Comparison, language: Language) -> str:
    head = Words("与运行中的 {} 相比", "Beside the running {}").in_(language).format(report.running)
    names = Words("用例|之前|之后|差（95% 区间）|偶然的概率", "cases|before|after|difference (95 % interval)|chance")
    cells = (
        str(told.cases),
        f"{told.passed_before:.1%}",
        f"{told.passed_after:.1%}",
        f"{told.difference:+.1%} ({told.low:+.1%} … {told.high:+.1%})",
        f"{told.chance:.3f}",
    )
    return "\n".join([f"{head}", "", _row(names.in_(language).split("|")), _row(["---"] * 5), _row(cells)])


def _table(title: str, pairs: Sequence[Pair], language: Language) -> str:
    if not pairs:
        return ""
    names = Words("用例|问题|之前|之后|原因", "case|question|before|after|why").in_(language).split("|")
    rows = [
        _row(map(_cell, (pair.case, pair.question, pair.before, pair.after, joined(pair.why).in_(language))))
        for pair in pairs[:MOST_ROWS]
    ]
    more = len(pairs) - MOST_ROWS
    rest = [Words(f"\n另有 {more} 个。", f"\n{more} more.").in_(language)] if more > 0 else []
    return "\n".join([f"## {title} ({len(pairs)})", "", _row(names), _row(["---"] * 5), *rows, *rest])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    one_line = " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
    return one_line if len(one_line) <= 160 else one_line[:159] + "…"
