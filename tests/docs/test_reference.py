"""The reference says what the code says, in both languages, and leaves nothing out."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from wainao import Wainao
from wainao.app.cli.tree import build, translate
from wainao.app.extensions import discover
from wainao.app.faces import FACES, MEANS
from wainao.app.reference import LANGUAGES, WITH_A_MODEL, render
from wainao.app.settings import CORE
from wainao.app.zh.help import HELP
from wainao.app.zh.settings import SETTINGS

DOCS = Path(__file__).parents[2] / "docs"

SECTIONS = {**CORE, **{feature.name: feature.settings for feature in discover().features}}


@pytest.fixture(scope="module", params=LANGUAGES)
def told(request: pytest.FixtureRequest) -> str:
    """All that the documentation says in one language."""
    return "\n".join(path.read_text(encoding="utf-8") for path in (DOCS / request.param).glob("**/*.md"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reference_is_fresh(language):
    written = (DOCS / language / "reference.md").read_text(encoding="utf-8")
    assert written == render(language), "run: python -m wainao.app.reference docs"


def commands(command: Any, path: str = "wainao") -> Iterator[tuple[str, Any]]:
    yield path, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, f"{path} {name}")


def tree() -> Any:
    return typer.main.get_command(build())


def test_every_command_is_in_the_docs(told):
    leaves = [path for path, command in commands(tree()) if not hasattr(command, "commands")]
    assert [path for path in leaves if path not in told] == []


def test_every_setting_is_in_the_docs(told):
    names = [f"[{name}]" for name, kind in SECTIONS.items() if dataclasses.fields(kind)]
    names += [f"`{field.name}`" for kind in SECTIONS.values() for field in dataclasses.fields(kind)]
    assert [name for name in names if name not in told] == []


def test_every_error_code_is_in_the_docs(told):
    assert set(FACES) == set(MEANS)
    assert [kind.code for kind in FACES if f"`{kind.code}`" not in told] == []


def test_every_capability_is_in_the_docs(told, tmp_path):
    with Wainao.open(tmp_path, models=WITH_A_MODEL) as brain:
        assert [spec.name for spec in brain.kernel if f"`{spec.name}`" not in told] == []


def test_everything_on_the_command_line_exists_in_chinese():
    words = {command.help for _, command in commands(tree())}
    for _, command in commands(tree()):
        words |= {getattr(one, "help", None) for one in command.params if not getattr(one, "hidden", False)}
    words -= {None, ""}
    assert sorted(words - set(HELP)) == []
    # The words of --help itself come from the library, once it is asked for.
    assert sorted(set(HELP) - words - {"Show this message and exit."}) == [], "nobody says this any more"


def test_every_section_of_settings_exists_in_chinese():
    described = {name for name, kind in SECTIONS.items() if dataclasses.fields(kind)}
    assert set(SETTINGS) == described


def test_the_whole_tree_can_be_translated():
    command = tree()
    translate(command)
    assert [path for path, one in commands(command) if one.help is None or one.help.isascii()] == []
