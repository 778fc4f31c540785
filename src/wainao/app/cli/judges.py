"""`wainao corrections judge-eval` and `judges`: may this model judge that two questions are the same?"""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from pathlib import Path
from typing import Annotated, Any

import typer

from wainao.app.cli.command import read_file, relay
from wainao.app.cli.session import Session
from wainao.app.cli.show import show_output, show_rows
from wainao.kernel import Stream, UsageError

JUDGE = ("judge", "language", "passed", "at_us", "receipt")
LANGUAGE = ("language", "passed", "recall", "wrong", "near_misses", "wrong_upper", "why")
KIND = ("kind", "asked", "wrong", "upper")


async def judge_eval(
    session: Session,
    route: Annotated[str, typer.Option("--route", help="The route to the model; by default that of the judge.")] = "",
    file: Annotated[
        Path | None,
        typer.Option("--file", help='A set of your own, one {"question", "paraphrases", "near_misses"} on each line.'),
    ] = None,
    at_once: Annotated[int, typer.Option("--at-once", help="The number of calls made at the same time.")] = 4,
    fresh: Annotated[bool, typer.Option("--fresh", help="Discard an unfinished run and start again.")] = False,
) -> int:
    """Measure whether a model may judge that two questions are the same."""
    fields: dict[str, Any] = {"route": route, "at_once": at_once, "fresh": fresh}
    if file is not None:
        fields["groups"] = _groups(file)
    async with session.brain.stream("corrections:judge-eval", **fields) as stream:
        await _show_bar(session, stream)
    if session.json:
        show_output(session, stream.outcome)
    else:
        _show(session, stream.outcome.output)
    return 0 if all(found.passed for found in stream.outcome.output.languages) else 1


async def judges(session: Session) -> None:
    """Show which models were measured as judges, and where each may judge."""
    await relay(session, "corrections:judges", columns=JUDGE)


def _groups(file: Path) -> list[dict[str, Any]]:
    """The groups of a file of JSON lines; what else stands in them is left out."""
    groups = []
    for number, line in enumerate(read_file(file).removeprefix(BOM_UTF8).splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            groups.append({name: row[name] for name in ("question", "paraphrases", "near_misses") if name in row})
        except (ValueError, TypeError) as error:
            raise UsageError(
                f'Line {number} of {file} is {line[:80]!r}. Expected {{"question", "paraphrases", "near_misses"}} in '
                "each line."
            ) from error
    return groups


async def _show_bar(session: Session, stream: Stream) -> None:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        asking = bar.add_task(session.word("提问", "Asking"), total=None)
        async for item in stream:
            bar.update(asking, completed=item.done, total=item.total)


def _show(session: Session, report: Any) -> None:
    from wainao.app.wire import plain

    told = plain(report)
    show_rows(session, told["languages"], LANGUAGE)
    for found in told["languages"]:
        session.print(f"\n{found['language']}", style="bold")
        show_rows(session, found["kinds"], KIND)
    cost = "?" if report.cost_microusd is None else f"{report.cost_microusd / 1e6:.4f}"
    session.say(
        f"\n{report.judge}：问了 {report.asked} 次（其中 {report.kept} 次是此前问的），{report.failed} 次失败，"
        f"输入 {report.input_tokens}、输出 {report.output_tokens} 个词元，{cost} 美元，通常 {report.usual_s} 秒，"
        f"慢时 {report.late_s} 秒。",
        f"\n{report.judge}: asked {report.asked} times ({report.kept} of them before), failed {report.failed} times, "
        f"{report.input_tokens} tokens in and {report.output_tokens} out, {cost} USD, usually {report.usual_s} s, "
        f"{report.late_s} s when slow.",
    )
    passed = [found.language for found in report.languages if found.passed]
    session.say(
        f"可以触发更正的语言：{'、'.join(passed) or '无'}。",
        f"May let a correction fire in: {', '.join(passed) or 'no language'}.",
        style="green" if passed else "yellow",
    )
