"""`wainao tools`: take toolboxes in, find a tool, fill it in, call it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from wainao.app.cli import tool_calls, tool_descriptions
from wainao.app.cli.call import ApprovalOption, InputOption, OutOption, WordsArgument, called, tell
from wainao.app.cli.command import command, read_file, read_text, relay, write_file
from wainao.app.cli.session import Session
from wainao.app.cli.show import show_fields, show_rows
from wainao.app.cli.sign_in import sign_in
from wainao.app.cli.tool_output import file_of, show_given
from wainao.app.cli.tool_use import resume, show_found
from wainao.app.cli.tool_vectors import embed, embed_if_possible, vectors
from wainao.kernel import UsageError
from wainao.store.lines import json_lines
from wainao.store.portion import Portion

BOX = ("name", "title", "origin", "version", "state", "server", "source")
TOOL = ("name", "title", "risk", "description")
HELD = ("scheme", "actor", "origin", "set_by", "set_us")

BoxArgument = Annotated[str, typer.Argument(metavar="TOOLBOX", help="The toolbox's name.", show_default=False)]
ToolArgument = Annotated[
    str, typer.Argument(metavar="TOOLBOX:TOOL", help="A toolbox, or one of its tools.", show_default=False)
]
SchemeArgument = Annotated[
    str, typer.Argument(metavar="SCHEME", help="The security scheme, by its name.", show_default=False)
]
OwnOption = Annotated[bool, typer.Option("--own", help="For your own calls only.")]
NameOption = Annotated[str, typer.Option("--name", help="The name of the toolbox.")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True, help="Tools: add any API, find and call tools.")
    commands: dict[str, Callable[..., Any]] = {
        "add": add,
        "list": list_boxes,
        "show": show,
        "find": find,
        "call": call,
        "preview": preview,
        "resume": resume,
        "on": switch_on,
        "off": switch_off,
        "pin": pin,
        "unpin": unpin,
        "rollback": rollback,
        "risk": set_risk,
        "remove": remove,
        "credential": credential,
        "credentials": credentials,
        "forget-credential": forget_credential,
        "sign-in": sign_in,
        "import-catalogue": import_catalogue,
        "embed": embed,
        "vectors": vectors,
        **tool_calls.COMMANDS,
        **tool_descriptions.COMMANDS,
    }
    for name, function in commands.items():
        command(group, name)(function)
    app.add_typer(group, name="tools")


async def add(
    session: Session,
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help="An address, or a file with the description.", show_default=False)
    ],
    name: NameOption = "",
    server: Annotated[str, typer.Option("--server", metavar="URL", help="The server that its calls go to.")] = "",
    mcp: Annotated[bool, typer.Option("--mcp", help="The address is that of an MCP server.")] = False,
    least: Annotated[
        str | None,
        typer.Option("--least", metavar="RISK", help="The minimum risk of all its tools: read, write or act."),
    ] = None,
    risk: Annotated[
        list[str] | None, typer.Option("--risk", metavar="TOOL=RISK", help="The risk of one tool; may be repeated.")
    ] = None,
    accept: Annotated[bool, typer.Option("--accept", help="Let a new version do more than the old one.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be added.")] = False,
) -> None:
    """Add a toolbox from an OpenAPI description, a plugin manifest or an MCP server."""
    if source.endswith(".py") and "://" not in source:
        raise UsageError(
            f"{source!r} is Python: what runs in Wainao itself is no toolbox, and nobody's call adds it. Expected an "
            "address, or a file with an OpenAPI description. Bring functions as a package with the entry point "
            "'wainao.features', or with Wainao.open(…, capabilities=[…]): see 'Write your own' in the guide to tools."
        )
    given: dict[str, Any] = {"name": name, "server": server, "mcp": mcp, "accept": accept, "dry_run": dry_run}
    given |= {"least": least, "risks": dict(map(_tool_and_risk, risk or ()))}
    if not mcp and "://" not in source and not source.startswith("stdio:"):
        given["document"] = read_file(Path(source))
    await relay(session, "tools:add", {"source": source, **given}, show=_say_added)


async def list_boxes(session: Session) -> None:
    """List the toolboxes."""
    await relay(session, "tools:list", columns=BOX)


async def show(session: Session, name: ToolArgument) -> None:
    """Show a toolbox with its tools, or the parameters of one tool."""
    await relay(session, "tools:show", {"name": name}, show=_show)


async def find(
    session: Session,
    request: Annotated[str | None, typer.Argument(help="What is to be done, in any words.", show_default=False)] = None,
    top: Annotated[int, typer.Option("--top", help="The maximum number.")] = 3,
    file: Annotated[
        Path | None,
        typer.Option(
            "--file",
            metavar="REQUESTS.jsonl",
            help='Many requests, one {"id", "request"} on each line; among the catalogues, if there are any.',
        ),
    ] = None,
) -> None:
    """Find the tools that fit a request, and why."""
    if file is None:
        if request is None:
            raise UsageError(
                "There is no request. Write it behind the command, or many of them into a file for --file."
            )
        await relay(session, "tools:find", {"request": request, "top": top}, show=show_found)
        return
    boxes = (await session.call("tools:list", {})).output.boxes
    among = "catalogues" if any(box.origin == "catalogue" for box in boxes) else "callable"
    await embed_if_possible(session)
    for line in read_requests(file):
        found = (await session.call("tools:find", {"request": line["request"], "top": top, "among": among})).output
        tools = [{"name": one.tool, "score": one.score} for one in found.proposals]
        told = {"id": line["id"], "tools": tools, "none_fits": found.none_fits, "embedder": found.embedder}
        session.print_json(told)


async def call(
    session: Session,
    name: ToolArgument,
    words: WordsArgument = None,
    input_file: InputOption = None,
    out: OutOption = None,
    approval: ApprovalOption = None,
) -> int:
    """Call a tool. Its arguments are checked before anything is sent."""
    from wainao.features.tools.types import ToolOutput

    outcome, written = await called(session, name, words, input_file, approval=approval)
    if isinstance(outcome.output, ToolOutput):
        if out is not None:
            write_file(out, await file_of(session, outcome.output))
        return show_given(session, outcome, written=written)
    tell(session, outcome, out)
    return 0


async def preview(session: Session, name: ToolArgument, words: WordsArgument = None) -> None:
    """Show the request that a call would send, without sending it."""
    from wainao.app.cli.call import read_call

    spec, input = read_call(session, name, words, None)
    await relay(session, "tools:preview", {"tool": spec.name, "arguments": dict(input.arguments)})


async def switch_on(session: Session, name: BoxArgument) -> None:
    """Enable a toolbox again."""
    await relay(session, "tools:change", {"name": name, "state": "on"}, show=_say_changed)


async def switch_off(session: Session, name: BoxArgument) -> None:
    """Disable a toolbox without removing it."""
    await relay(session, "tools:change", {"name": name, "state": "off"}, show=_say_changed)


async def pin(session: Session, name: BoxArgument) -> None:
    """Pin a toolbox to its current version."""
    await relay(session, "tools:change", {"name": name, "pinned": True}, show=_say_changed)


async def unpin(session: Session, name: BoxArgument) -> None:
    """Unpin a toolbox, so that it can be updated again."""
    await relay(session, "tools:change", {"name": name, "pinned": False}, show=_say_changed)


async def rollback(
    session: Session,
    name: BoxArgument,
    version: Annotated[int, typer.Argument(metavar="VERSION", help="An earlier version.", show_default=False)],
) -> None:
    """Roll a toolbox back to an earlier version."""
    await relay(session, "tools:change", {"name": name, "version": version}, show=_say_changed)


async def set_risk(
    session: Session,
    name: ToolArgument,
    risk: Annotated[
        str,
        typer.Argument(metavar="RISK", help="read, write, act, or own (what it says of itself).", show_default=False),
    ],
) -> None:
    """Set the risk of a tool, or the minimum risk of a toolbox. No later version lowers it."""
    await relay(session, "tools:risk", {"name": name, "risk": risk}, show=_say_risk)


async def remove(session: Session, name: BoxArgument) -> None:
    """Remove a toolbox and its credentials. Receipts stay."""
    await relay(session, "tools:remove", {"name": name}, show=_say_removed)


async def credential(
    session: Session,
    box: BoxArgument,
    scheme: SchemeArgument,
    secret: Annotated[
        Path, typer.Option("--file", metavar="FILE", help="The file with the key or password; - for standard input.")
    ] = Path("-"),
    username: Annotated[str, typer.Option("--username", help="The user name that goes with a password.")] = "",
    client_id: Annotated[
        str, typer.Option("--client-id", help="The client id that goes with an OAuth client's secret.")
    ] = "",
    own: OwnOption = False,
) -> None:
    """Set the credential of a toolbox. It is encrypted and never shown again."""
    told = read_file(secret).decode(errors="replace").strip()
    field = "password" if username else "client_secret" if client_id else "value"
    given = {"box": box, "scheme": scheme, "username": username, "client_id": client_id, "own": own, field: told}
    await relay(session, "tools:credential", given, show=_say_credential)


async def credentials(session: Session, box: BoxArgument, portion: Portion) -> None:
    """List which credentials a toolbox has. Their contents are not shown."""
    await relay(session, "tools:credentials", {"box": box}, portion=portion, columns=HELD)


async def forget_credential(session: Session, box: BoxArgument, scheme: SchemeArgument, own: OwnOption = False) -> None:
    """Delete a credential at once."""
    await relay(session, "tools:forget-credential", {"box": box, "scheme": scheme, "own": own}, show=_say_forgotten)


async def import_catalogue(
    session: Session,
    file: Annotated[
        Path, typer.Argument(metavar="FILE.jsonl", help='One {"name", "description", "parameters"} on each line.')
    ],
    name: NameOption = "catalogue",
) -> None:
    """Import tools that can be found but not called from here."""
    await relay(session, "tools:import-catalogue", {"name": name, "content": read_file(file)}, show=_say_catalogue)


def read_requests(file: Path) -> Iterator[dict[str, Any]]:
    """The lines of a file of requests. Raises UsageError with the number of a line that is not one."""
    for number, line in json_lines(read_text(file)):
        try:
            asked = json.loads(line)
            yield {"id": asked["id"], "request": next(str(asked[name]) for name in _REQUEST if name in asked)}
        except (ValueError, KeyError, TypeError, StopIteration) as error:
            raise UsageError(f'Line {number} of {file} is {line!r}. Expected {{"id": …, "request": "…"}}.') from error


_REQUEST = ("request", "query", "question")


def _tool_and_risk(word: str) -> tuple[str, str]:
    tool, sign, risk = word.partition("=")
    if not sign:
        raise UsageError(f"{word!r} was given as a risk. Expected TOOL=RISK, such as pay=act. Write it so.")
    return tool, risk


def _say_added(session: Session, told: Any) -> None:
    show_rows(session, [_row(session, one) for one in told.tools], columns=TOOL)
    for one in told.refused:
        session.print(f"- {one.where}: {one.why}", style="yellow")
    for warning in told.warnings:
        session.print(f"- {warning}", style="dim")
    for words in told.wider:
        session.print(f"! {words.in_(session.language)}", style="yellow")
    for words in told.held:
        session.print(f"- {words.in_(session.language)}", style="yellow")
    count, refused = len(told.tools), len(told.refused)
    if not told.version:
        session.say(
            f"试演：会有 {count} 个工具，{refused} 处未能加入。什么也没有改动。",
            f"A rehearsal: there would be {count} tools, {refused} could not be taken in. Nothing was changed.",
        )
        return
    session.say(
        f"工具箱 {told.name}（版本 {told.version}）：{count} 个工具，{refused} 处未能加入。",
        f"The toolbox {told.name}, version {told.version}: {count} tools, {refused} could not be taken in.",
    )
    if told.needs:
        scheme = told.needs[0]
        session.say(
            f"它需要凭据：wainao tools credential {told.name} {scheme} --file 文件",
            f"It needs a credential: wainao tools credential {told.name} {scheme} --file FILE",
        )


def _row(session: Session, tool: Any) -> dict[str, Any]:
    """A tool in one line, in the language of who reads."""
    about = tool.description.in_(session.language).partition("\n")[0]
    return {
        "name": tool.name,
        "title": tool.title.in_(session.language),
        "risk": tool.risk,
        "description": about[:80],
    }


def _show(session: Session, told: Any) -> None:
    from wainao.app.wire import plain

    if told.tool is not None:
        show_fields(session, plain(told.tool))
        return
    show_fields(session, plain(told.box))
    if told.limits:
        show_rows(session, plain(told.limits), columns=tool_calls.LIMIT)
    show_rows(session, [_row(session, one) for one in told.tools], columns=TOOL)


def _say_changed(session: Session, told: Any) -> None:
    session.say(
        f"工具箱 {told.name}：版本 {told.version}，{'启用' if told.state == 'on' else '停用'}。",
        f"The toolbox {told.name} is {told.state}, at version {told.version}.",
    )


def _say_risk(session: Session, told: Any) -> None:
    single = ", ".join(f"{tool}={risk}" for tool, risk in sorted(told.risks.items()))
    session.say(
        f"工具箱 {told.name}：最低风险 {told.least}；单独设定：{single or '无'}。",
        f"The toolbox {told.name}: no risk below {told.least}; set for single tools: {single or 'none'}.",
    )


def _say_removed(session: Session, told: Any) -> None:
    session.say(f"工具箱 {told.name} 已移除。", f"The toolbox {told.name} is gone.")


def _say_credential(session: Session, told: Any) -> None:
    session.say(
        f"{told.box} 的凭据 {told.scheme} 已保存，只发往 {told.origin}。",
        f"The credential {told.scheme} of {told.box} is kept, and goes to {told.origin} alone.",
    )


def _say_forgotten(session: Session, told: Any) -> None:
    session.say(f"{told.box} 的凭据 {told.scheme} 已删除。", f"The credential {told.scheme} of {told.box} is deleted.")


def _say_catalogue(session: Session, told: Any) -> None:
    session.say(
        f"目录 {told.name}：{told.count} 个工具可供查找。",
        f"The catalogue {told.name}: {told.count} tools can be found.",
    )
