"""The whole command tree, in the language of the person who reads it."""

from __future__ import annotations

import os
import sys
from typing import Any

import typer

from wainao.app.cli import ask, call, corrections, files, people, receipts, serve, upkeep
from wainao.app.language import language
from wainao.app.zh import HELP


def build() -> typer.Typer:
    app = typer.Typer(name="wainao", no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.callback()(_about)
    for module in (serve, files, ask, corrections, receipts, people, call, upkeep):
        module.register(app)
    return app


def run() -> None:
    command = typer.main.get_command(build())
    if _speaks_chinese():
        translate(command)
    command(prog_name="wainao")


def _about() -> None:
    """Ask your own files, get a cited answer with a receipt, correct it once."""


def _speaks_chinese() -> bool:
    """Help is printed before any settings are read; it goes by --lang and by the system's language."""
    words = sys.argv[1:]
    chosen = words[words.index("--lang") + 1] if "--lang" in words[:-1] else "auto"
    return language(chosen, os.environ) == "zh"


def translate(command: Any) -> None:
    """Put the Chinese words into a command and all below it. What has none stays English; a test finds it."""
    command.help = HELP.get(command.help, command.help)
    for parameter in command.params:
        if told := getattr(parameter, "help", None):
            parameter.help = HELP.get(told, told)
    for inner in getattr(command, "commands", {}).values():
        translate(inner)
