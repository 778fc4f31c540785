"""Every list that grows with what people do is read in portions: over HTTP, on the command line, in Python."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from wainao import Wainao
from wainao.app.cli.tree import build
from wainao.kernel import UsageError
from wainao.store.portion import Portion
from wainao.types import owner

SET_UP = {
    "corrections:judges",
    "deployments:list",
    "knowledge:bases",
    "knowledge:vectors",
    "models:list",
    "models:running",
    "providers:list",
    "routes:list",
    "telemetry:show",
    "tools:list",
    "tools:vectors",
}
"""Lists of what an administrator has set up, whole: there are as many as somebody can look after."""


CASE = {"name": "a", "question": "Q?", "expect": [{"kind": "contains", "text": "x"}]}


@pytest.fixture
def brain(wainao_home: Path) -> Iterator[Wainao]:
    with Wainao.open(wainao_home) as opened:
        yield opened


def test_what_is_asked_for_nothing_lists_only_what_was_set_up(brain):
    def gives_a_list(output: type) -> bool:
        kinds = typing.get_type_hints(output).values() if dataclasses.is_dataclass(output) else ()
        return any(typing.get_origin(kind) is tuple for kind in kinds)

    specs = (spec for spec in brain.kernel.specs(owner()) if spec.risk == "read" and spec.schema is None)
    assert {spec.name for spec in specs if not dataclasses.fields(spec.input) and gives_a_list(spec.output)} == SET_UP


def test_a_list_can_be_read_in_portions_that_make_up_the_whole(brain, tmp_path):
    for number in range(5):
        name = f"n{number}"
        brain.call("actors:add", id=name)
        brain.call("teams:add", id=name)
        brain.call("keys:add", actor=name)
        brain.call("budgets:set", actor=name, calls=number + 1)
        brain.call("limits:set", actor=name, calls_per_minute=9, calls_at_once=3)
        brain.call("grants:give", actor=name, capability="tools:*", until_at="2999-01-01")
        brain.call("plans:set", id=name)
        brain.call("prices:set", model=f"maker/{name}", usd_per_million_in=1.0)
        brain.call("evaluations:add", name=name, cases=[CASE])
        (tmp_path / f"{name}.md").write_text(f"# {name}\n\nHere is a paragraph.\n")
    brain.add(tmp_path)
    lists = ("actors", "teams", "keys", "budgets", "limits", "grants", "plans", "prices")
    for capability in (*(f"{kind}:list" for kind in lists), "evaluations:sets", "knowledge:documents"):
        assert _in_twos(brain, capability) == _rows(brain, capability), capability


def _rows(brain: Wainao, capability: str, **portion: int) -> list[object]:
    told = brain.call(capability, **portion).output
    return list(getattr(told, dataclasses.fields(told)[0].name))


def _in_twos(brain: Wainao, capability: str) -> list[object]:
    found: list[object] = []
    while portion := _rows(brain, capability, limit=2, skip=len(found)):
        assert len(portion) <= 2, capability
        found += portion
    assert len(found) >= 5, capability
    return found


def test_documents_are_found_by_words_of_their_path_or_title(brain, tmp_path):
    for name in ("Leave", "travel", "%"):
        (tmp_path / f"{name}.md").write_text(f"# About {name}\n\nHere is a paragraph.\n")
    brain.add(tmp_path)

    def found(query: str) -> list[str]:
        return [Path(one.path).stem for one in brain.call("knowledge:documents", query=query).output.documents]

    assert (found("LEAVE"), found("about t"), found("%"), found("nothing")) == (["Leave"], ["travel"], ["%"], [])


@pytest.mark.parametrize("wrong", [{"limit": 0}, {"limit": 1001}, {"skip": -1}, {"skip": 10**18}])
def test_a_portion_that_cannot_be_is_refused(brain, wrong):
    for capability in ("teams:list", "knowledge:documents", "corrections:list", "corrections:queue"):
        with pytest.raises(UsageError, match="a skip of 0"):
            brain.call(capability, **wrong)
    assert len(Portion().of(range(1000))) == 100


def test_the_command_line_says_how_to_see_the_rest(brain):
    for number in range(3):
        brain.call("teams:add", id=f"n{number}")
    home = str(brain.home.path)
    brain.close()

    def listed(*more: str) -> str:
        given = ["teams", "list", "--home", home, "--lang", "en", "--limit", "2", *more]
        return CliRunner().invoke(build(), given, catch_exceptions=False).output

    assert "n1" in listed()
    assert "There may be more: --skip 2" in listed()
    assert "n2" in listed("--skip", "2")
    assert "may be more" not in listed("--skip", "2")
    assert "may be more" not in listed("--json")
