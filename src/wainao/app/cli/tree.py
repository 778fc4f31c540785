"""The whole command tree, in the language of the person who reads it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

from wainao.app.cli import (
    ask,
    budgets,
    call,
    corrections,
    deployments,
    evaluations,
    files,
    fixes,
    keys,
    mcp,
    models,
    people,
    prices,
    receipts,
    releases,
    routes,
    serve,
    tools,
    upkeep,
    usage,
)
from wainao.app.cli.edge import fail, steady_streams
from wainao.app.cli.help_page import ChineseContext
from wainao.app.cli.session import unwritable
from wainao.app.language import language
from wainao.app.zh.help import HELP
from wainao.kernel import UsageError
from wainao.types import Language

_MODULES = (
    serve,
    mcp,
    files,
    ask,
    corrections,
    fixes,
    receipts,
    people,
    keys,
    budgets,
    usage,
    prices,
    models,
    deployments,
    routes,
    evaluations,
    releases,
    tools,
    call,
    upkeep,
)
"""In the order of the help."""


class Commands(TyperGroup):
    """The root of the tree. Wrong words on the command line are told as any other failure is, also as JSON."""

    def main(self, *words: Any, **options: Any) -> NoReturn:
        try:
            code = super().main(*words, **{**options, "standalone_mode": False})
        except _BadWords as error:
            code = _refuse(error, options.get("args") or sys.argv[1:])
        except OSError as error:  # of the help; each command knows what to do about its own
            code = fail(unwritable(error), as_json=False, language=_language())
        sys.exit(code or 0)


# Typer shows the class of its own usage errors only through this one, which derives from it.
_BadWords: Any = typer.BadParameter.__bases__[0]


def _refuse(error: Any, words: Sequence[str]) -> int:
    if type(error).__name__ == "NoArgsIsHelpError":  # no command was given: help is the answer
        error.show()
        return int(error.exit_code)
    told = " ".join(error.format_message().split())
    told = told if told.endswith((".", "?")) else f"{told}."
    path = error.ctx.command_path if error.ctx else "wainao"
    refused = UsageError(f"{told} What it takes is shown by '{path} --help'.")
    return fail(refused, as_json="--json" in words, language=_language())


def build() -> typer.Typer:
    app = typer.Typer(
        name="wainao", cls=Commands, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False
    )
    app.callback()(_about)
    for module in _MODULES:
        module.register(app)
    return app


def run() -> None:
    steady_streams()
    command = typer.main.get_command(build())
    if _language() == "zh":
        translate(command)
    command(prog_name="wainao")


def _about() -> None:
    """Ask your own files, get a cited answer with a receipt, correct it once."""


def _language() -> Language:
    """Help is printed before any settings are read; it goes by --lang and by the system's language."""
    words = sys.argv[1:]
    return language(words[words.index("--lang") + 1] if "--lang" in words[:-1] else "auto", os.environ)


def translate(command: Any) -> None:
    """Put the Chinese words into a command and all below it. What has none stays English; a test finds it."""
    command.context_class = ChineseContext
    command.help = HELP.get(command.help, command.help)
    if option := command.get_help_option(typer.Context(command)):  # made when asked for, then kept
        option.help = HELP.get(option.help, option.help)
    for parameter in command.params:
        if told := getattr(parameter, "help", None):
            parameter.help = HELP.get(told, told)
    for inner in getattr(command, "commands", {}).values():
        translate(inner)
