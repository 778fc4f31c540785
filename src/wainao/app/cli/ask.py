"""`wainao ask` and `wainao search`: questions to the documents."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from wainao.app.cli.command import command, read_text, split
from wainao.app.cli.session import Session
from wainao.app.faces import body
from wainao.kernel import UsageError
from wainao.store.lines import json_lines
from wainao.types import Delta

QuestionArgument = Annotated[str | None, typer.Argument(help="The question, in any words.", show_default=False)]
FileOption = Annotated[
    Path | None,
    typer.Option("--file", metavar="QUESTIONS.jsonl", help='Many questions, one {"id", "question"} on each line.'),
]
BaseOption = Annotated[list[str] | None, typer.Option("--base", help="Only this knowledge base; may be repeated.")]


def register(app: typer.Typer) -> None:
    command(app, "ask")(ask)
    command(app, "search")(search)


async def ask(
    session: Session,
    question: QuestionArgument = None,
    file: FileOption = None,
    base: BaseOption = None,
    strict: Annotated[bool, typer.Option("--strict", help="Leave out sentences that no document supports.")] = False,
    tools: Annotated[
        str | None,
        typer.Option(
            "--tools", metavar="auto|NAMES", help="Use tools: auto for those that fit, or the names of tools."
        ),
    ] = None,
) -> None:
    """Ask your documents, or your tools; get an answer and a receipt."""
    fields: dict[str, Any] = {"bases": base or None, "strict": strict}
    if tools is not None:
        from wainao.app.cli.tool_use import use

        await use(session, {"request": _needed(question), "tools": [] if tools == "auto" else split(tools)})
    elif file is not None:
        nothing: dict[str, Any] = {"answer": "", "origin": "none", "sentences": [], "citations": []}
        await _ask_each(session, "knowledge:ask", read_questions(file, question), fields, nothing, _answer_json)
    elif session.json:
        session.print_json(_answer_json(await session.call("knowledge:ask", {"question": _needed(question), **fields})))
    else:
        await _ask_aloud(session, _needed(question), fields)


async def search(
    session: Session,
    question: QuestionArgument = None,
    top: Annotated[int, typer.Option("--top", help="The number of passages.")] = 10,
    file: FileOption = None,
    base: BaseOption = None,
) -> None:
    """Find the passages that best match a question."""
    from wainao.app.wire import plain

    fields: dict[str, Any] = {"top": top, "bases": base or None}
    if file is not None:
        lines = read_questions(file, question)
        await _ask_each(session, "knowledge:search", lines, fields, {"passages": []}, lambda found: plain(found.output))
        return
    outcome = await session.call("knowledge:search", {"question": _needed(question), **fields})
    if session.json:
        session.print_json(plain(outcome.output))
    else:
        from wainao.app.cli.answers import show_passages

        show_passages(session, outcome.output.passages)


async def _ask_each(
    session: Session,
    name: str,
    lines: Iterator[dict[str, Any]],
    fields: dict[str, Any],
    nothing: dict[str, Any],
    shown: Callable[[Any], dict[str, Any]],
) -> None:
    """One object for each line. A question that cannot be asked says so in `error`, and stops no other."""
    for line in lines:
        try:
            found = shown(await session.call(name, {"question": line["question"], **fields}))
        except UsageError as error:
            found = {**nothing, "receipt": error.receipt, **body(error)}
        session.print_json({"id": line["id"], **found})


def read_questions(file: Path, question: str | None) -> Iterator[dict[str, Any]]:
    """The lines of a file of questions. Raises UsageError with the number of a line that is not one."""
    if question is not None:
        raise UsageError("Both a question and --file were given. Leave one of them out.")
    for number, line in json_lines(read_text(file)):
        try:
            asked = json.loads(line)
            yield {"id": asked["id"], "question": asked["question"]}
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(f'Line {number} of {file} is {line!r}. Expected {{"id": …, "question": "…"}}.') from error


def _needed(question: str | None) -> str:
    if question is None:
        raise UsageError("There is no question. Write it behind the command, or many of them into a file for --file.")
    return question


async def _ask_aloud(session: Session, question: str, fields: dict[str, Any]) -> None:
    from wainao.app.cli.answers import show_answer

    written = ""
    async with session.brain.stream("knowledge:ask", question=question, **fields) as stream:
        async for item in stream:
            if isinstance(item, Delta):
                written += item.text
                session.write(item.text)
    if written:
        session.print()
    show_answer(session, stream.outcome, question=question, already=written)
    if stream.outcome.output.origin == "none":
        await _say_what_next(session, question)


async def _say_what_next(session: Session, question: str) -> None:
    """Nothing was found: say whether there is anything to find, and how to look."""
    if not (await session.call("knowledge:bases", {})).output.bases:
        session.say(
            "还没有读过任何文档。先运行：wainao add 文件夹", "Nothing has been read yet. Begin with: wainao add FOLDER"
        )
        return
    search = f"wainao search {shlex.quote(question)}"
    session.say(f"最接近的段落可以这样看：{search}", f"To see the nearest passages: {search}")


def _answer_json(outcome: Any) -> dict[str, Any]:
    from wainao.app.wire import envelope

    return envelope(outcome)
