"""`wainao evaluations`: sets of cases, and runs of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from wainao.app.cli.command import command, from_here, read_text, relay, write_file
from wainao.app.cli.progress import follow
from wainao.app.cli.session import Session
from wainao.app.cli.show import show_fields, show_output, show_rows
from wainao.store.portion import Portion
from wainao.types import joined

SET = ("name", "version", "cases", "purpose", "author", "made_us", "note")
CASE = ("name", "question", "expect", "overlay", "must")
RUN = ("run", "sets", "actor", "began_us", "ended_us")
DISAGREEMENT = ("question", "reply", "rubric", "good", "why")
FAILURE = ("case", "why", "reply", "receipt")

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The set's name.", show_default=False)]
SetsArgument = Annotated[
    list[str], typer.Argument(metavar="SET...", help="Sets, as NAME or NAME@VERSION.", show_default=False)
]
NoteOption = Annotated[str, typer.Option("--note", help="A note to keep with it.")]
CapabilityOption = Annotated[str, typer.Option("--capability", help="The capability to ask, such as models:chat.")]
RouteOption = Annotated[
    str, typer.Option("--route", help="The route of the model that writes; by default the default one.")
]
BasesOption = Annotated[list[str] | None, typer.Option("--base", help="Only this knowledge base; may be repeated.")]
SystemOption = Annotated[Path | None, typer.Option("--system", metavar="FILE", help="A file with the system prompt.")]
TrialOption = Annotated[bool, typer.Option("--trial", help="Include the corrections on trial.")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True, help="Evaluations: questions with expected answers, and the results.")
    command(group, "add")(add)
    command(group, "red-team")(red_team)
    command(group, "from-receipts")(from_receipts)
    command(group, "from-corrections")(from_corrections)
    command(group, "sets")(sets)
    command(group, "show")(show)
    command(group, "remove")(remove)
    command(group, "run")(run)
    command(group, "benchmark")(benchmark)
    command(group, "runs")(runs)
    command(group, "results")(results)
    command(group, "compare")(compare)
    command(group, "agreement")(agreement)
    command(group, "export")(export)
    app.add_typer(group, name="evaluations")


def target_of(capability: str, route: str, bases: list[str] | None, system: Path | None) -> dict[str, Any]:
    """Who is asked, as the options say."""
    told = "" if system is None else read_text(system)
    return {"capability": capability, "route": route, "bases": bases or None, "system": told}


async def add(
    session: Session,
    name: NameArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSON lines or CSV.", show_default=False)],
    note: NoteOption = "",
    attacks: Annotated[
        bool, typer.Option("--red-team", help="These cases are attacks, which every gate includes.")
    ] = False,
) -> None:
    """Add a set of cases from a file. A changed set becomes a new version."""
    content = read_text(file)
    format = "csv" if file.suffix.lower() == ".csv" else "jsonl"
    purpose = "red team" if attacks else ""
    given = {"name": name, "content": content, "format": format, "note": note, "purpose": purpose}
    await relay(session, "evaluations:add", given, show=_say_set)


async def red_team(session: Session) -> None:
    """Add the built-in attacks. Every gate includes them, and an attack that succeeds blocks."""
    await relay(session, "evaluations:red-team", show=_say_set)


async def from_receipts(
    session: Session,
    name: NameArgument,
    capability: CapabilityOption = "knowledge:ask",
    query: Annotated[str, typer.Option("--query", help="Only questions with these words.")] = "",
    limit: Annotated[int, typer.Option("--limit", help="The number of latest receipts to look at.")] = 100,
    note: NoteOption = "",
) -> None:
    """Make cases from answered questions: the same must be said, and the same documents cited."""
    given = {"name": name, "capability": capability, "query": query, "limit": limit, "note": note}
    await relay(session, "evaluations:from-receipts", given, show=_say_set)


async def from_corrections(
    session: Session,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The set's name.")] = "corrections",
    capability: CapabilityOption = "knowledge:ask",
    bases: BasesOption = None,
    note: NoteOption = "",
) -> None:
    """Make cases from the corrections, with near-misses that they must not answer."""
    given = {"name": name, "target": target_of(capability, "", bases, None), "note": note}
    await relay(session, "evaluations:from-corrections", given, show=_say_set)


async def sets(session: Session, portion: Portion) -> None:
    """List the sets."""
    await relay(session, "evaluations:sets", portion=portion, columns=SET)


async def show(session: Session, name: NameArgument) -> None:
    """Show the cases of a set, NAME or NAME@VERSION."""
    await relay(session, "evaluations:show", {"name": name}, show=_show_cases)


async def remove(session: Session, name: NameArgument) -> None:
    """Remove a set of cases. Runs that used it stay readable."""
    await relay(session, "evaluations:remove", {"name": name})


async def run(
    session: Session,
    sets: SetsArgument,
    capability: CapabilityOption = "knowledge:ask",
    route: RouteOption = "",
    bases: BasesOption = None,
    system: SystemOption = None,
    trial: TrialOption = False,
    unaided: Annotated[bool, typer.Option("--unaided", help="As if nobody had corrected anything.")] = False,
) -> None:
    """Ask a capability all cases of the sets and check each reply. A stopped run continues where it was."""
    target = target_of(capability, route, bases, system)
    kind = "off" if unaided else "trial" if trial else "standing"
    async with session.brain.stream("evaluations:run", sets=sets, target=target, corrections=kind) as stream:
        told = await follow(session, stream)
    if session.json:
        show_output(session, stream.outcome)
        return
    _show_failures(session, told.failures)
    session.say(
        f"用例 {told.cases}，通过 {told.passed}，新问 {told.asked}，未能问到 {told.unsettled}。运行 {told.run}",
        f"cases: {told.cases}, passed: {told.passed}, asked: {told.asked}, missed: {told.unsettled}. Run {told.run}",
    )


async def benchmark(
    session: Session,
    harness: Annotated[str, typer.Argument(metavar="HARNESS", help="lm-eval or inspect.", show_default=False)],
    task: Annotated[str, typer.Argument(metavar="TASK", help="The task's name, or a file of tasks.")],
    path: Annotated[Path | None, typer.Option("--path", metavar="DIR", help="A folder with tasks of your own.")] = None,
    limit: Annotated[int | None, typer.Option("--limit", help="The maximum number of samples.")] = None,
    route: RouteOption = "",
    system: SystemOption = None,
) -> None:
    """Run a public benchmark against a model. Each sample is a case of a run."""
    folder = "" if path is None else str(from_here(path))
    told_first = target_of("models:chat", route, None, system)
    asked = {"harness": harness, "task": task, "path": folder, "limit": limit}
    asked |= {"route": route, "system": told_first["system"]}
    async with session.brain.stream("evaluations:benchmark", **asked) as stream:
        told = await follow(session, stream)
    if session.json:
        show_output(session, stream.outcome)
        return
    _show_failures(session, told.failures)
    figures = ", ".join(f"{name} {value:g}" for name, value in told.figures.items())
    session.say(
        f"{told.harness}：{figures}。用例 {told.cases}，通过 {told.passed}，未能问到 {told.unsettled}。运行 {told.run}",
        f"{told.harness}: {figures}. Cases: {told.cases}, passed: {told.passed}, missed: {told.unsettled}. "
        f"Run {told.run}",
    )


async def runs(session: Session, portion: Portion) -> None:
    """List the runs."""
    await relay(session, "evaluations:runs", portion=portion, columns=RUN)


async def results(
    session: Session,
    run: Annotated[str, typer.Argument(metavar="RUN", help="The run's id.", show_default=False)],
    failed: Annotated[bool, typer.Option("--failed", help="Only cases that failed.")] = False,
) -> None:
    """Show the reply to each case of a run."""

    def table(session: Session, told: Any) -> None:
        _show_failures(session, told.results)

    await relay(session, "evaluations:results", {"run": run, "failed": failed}, show=table)


async def compare(
    session: Session,
    before: Annotated[str, typer.Argument(metavar="BEFORE", help="A run.", show_default=False)],
    after: Annotated[str, typer.Argument(metavar="AFTER", help="Another run of the same cases.", show_default=False)],
) -> None:
    """Compare two runs case by case, and how certain the difference is."""
    await relay(session, "evaluations:compare", {"before": before, "after": after}, show=_show_comparison)


async def agreement(
    session: Session,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help='One {"question", "reply", "rubric", "good"} on each line.', show_default=False
        ),
    ],
    judge: Annotated[
        str, typer.Option("--judge", help="The route of the judge; by default the one in the settings.")
    ] = "",
) -> None:
    """Measure how well the judge agrees with people about replies."""
    content = read_text(file)
    await relay(session, "evaluations:agreement", {"content": content, "judge": judge}, columns=DISAGREEMENT)


async def export(
    session: Session,
    what: Annotated[str, typer.Argument(metavar="WHAT", help="demonstrations, preferences or cases.")],
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The file to write: .jsonl or .parquet.", show_default=False)
    ],
    set: Annotated[str, typer.Option("--set", help="The set whose cases to export.")] = "",
) -> None:
    """Export corrections or cases as training data, each row with its origin."""
    format = "parquet" if file.suffix.lower() == ".parquet" else "jsonl"
    outcome = await session.call("evaluations:export", {"what": what, "set": set, "format": format})
    write_file(file, outcome.output.content)
    if session.json:
        session.print_json({"rows": outcome.output.rows, "file": str(file), "receipt": outcome.receipt})
    else:
        session.say(f"{outcome.output.rows} 行 → {file}", f"{outcome.output.rows} rows -> {file}")


def _say_set(session: Session, told: Any) -> None:
    named = f"{told.name}@{told.version}"
    session.say(f"{named}：{told.cases} 个用例", f"{named}, cases: {told.cases}")


def _show_cases(session: Session, told: Any) -> None:
    rows = [
        {
            "name": one.name,
            "question": one.question,
            "expect": session.word("，", ", ").join(map(_expected, one.expect)),
            "overlay": None if one.overlay else False,
            "must": one.must or None,
        }
        for one in told.cases
    ]
    show_rows(session, rows, CASE)


def _expected(one: Any) -> str:
    return f"{one.kind} {one.text or one.value or ''}".strip()


def _show_failures(session: Session, results: Any) -> None:
    rows = [
        {
            "case": one.case,
            "why": session.told(joined(one.why)),
            "reply": one.reply.text or one.reply.error,
            "receipt": one.reply.receipt,
        }
        for one in results
    ]
    if rows:
        show_rows(session, rows, FAILURE)


def _show_comparison(session: Session, told: Any) -> None:
    from wainao.app.wire import plain

    fields = plain(told)
    for name in ("better", "worse"):
        fields[name] = [{key: pair[key] for key in ("case", "before", "after")} for pair in fields[name]]
    show_fields(session, fields)
