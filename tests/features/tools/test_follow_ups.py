"""Questions that results bring: shown to a person, led to the same toolbox, sent as a call like any other."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from obedient import obeys, order
from spoken import Spoken, said, speaking
from wainao import Wainao, capability
from wainao.features.tools.follow_up import KEY, follow_up
from wainao.features.tools.types import FollowUp
from wainao.testing import ModelServer
from wainao.types import Words

SCHEMA = {"type": "object", "properties": {"seat": {"enum": ["aisle", "window"]}}, "required": ["seat"]}
ASKS = {"message": "Which <b>seat</b>?\u200b", "tool": "Book", "schema": SCHEMA, "arguments": {"train": "ICE 9"}}
TOOLS = [
    {"name": "Trains", "annotations": {"readOnlyHint": True}},
    {"name": "Book", "annotations": {"readOnlyHint": False}, "inputSchema": {"type": "object"}},
]
QUESTION = FollowUp(
    message=Words("Which seat ?", "Which seat ?"), tool="rail:book", schema=SCHEMA, arguments={"train": "ICE 9"}
)

At = Callable[..., Wainao]


@pytest.fixture
def at(tmp_path: Path) -> Iterator[At]:
    """A home with a railway whose list of trains brings that question."""
    with ExitStack() as stack:

        def opened(form: Any, **sections: Any) -> Wainao:
            def call(params: dict[str, Any]) -> Any:
                told = {"trains": ["ICE 9"], KEY: form} if params["name"] == "Trains" else {"booked": True}
                return said(params["name"]) | {"structuredContent": told}

            url = stack.enter_context(speaking(Spoken(TOOLS, tools_call=call)))
            tools = {"private": [url.removesuffix("/mcp")]}
            brain = stack.enter_context(Wainao.open(tmp_path / "home", tools=tools, **sections))
            brain.call("tools:add", source=url, name="rail")
            return brain

        yield opened


def test_a_question_leads_to_a_call_of_the_same_toolbox(at):
    brain = at(ASKS)
    form = brain.call("rail:trains").output.form
    assert form == QUESTION
    answered = brain.call(form.tool, **form.arguments, seat="aisle")
    assert (answered.output.data, answered.output.form) == ({"booked": True}, None)


def test_a_model_hands_the_question_on_to_the_person(at):
    with ModelServer(obeys) as model:
        brain = at(ASKS, models={"base_url": model.url, "model": "m"})
        told = brain.call("tools:use", request=order("rail:trains"), tools=["rail:trains"]).output
    assert [step.form for step in told.steps] == [QUESTION]


@pytest.mark.parametrize(
    "form",
    [
        "Which seat?",
        {**ASKS, "message": ""},
        {**ASKS, "message": 7},
        {**ASKS, "tool": None},
        {**ASKS, "tool": "／"},
        {**ASKS, "schema": {"type": "string"}},
        {**ASKS, "schema": {"properties": {"a": {"description": "x" * 20_000}}}},
        {**ASKS, "arguments": ["a"]},
        {**ASKS, "arguments": {"a": "x" * 20_000}},
    ],
)
def test_what_is_no_question_is_a_result_like_any_other(at, form):
    output = at(form).call("rail:trains").output
    assert (output.form, output.data["trains"]) == (None, ["ICE 9"])


@given(tool=some.text() | some.sampled_from(["bank:pay", "../pay", "rail:book", "grants:give", "Book\nnow"]))
def test_whatever_it_names_is_in_its_own_toolbox(tool):
    asked = follow_up({KEY: {**ASKS, "tool": tool}}, "rail")
    assert asked is None or (asked.tool.startswith("rail:") and asked.tool.count(":") == 1)


@dataclass(frozen=True, kw_only=True)
class Regions:
    country: str
    form: FollowUp | None = None


@dataclass(frozen=True, kw_only=True)
class Fees:
    country: str
    region: str = ""
    notes: tuple[str, ...] = field(default=())


def test_a_function_of_ones_own_asks_by_a_field(tmp_path):
    @capability("fees:regions", zh="地区", en="Regions")
    def regions(country: str) -> Regions:
        "Which regions there are."
        schema = {"type": "object", "properties": {"region": {"enum": ["BY", "NW"]}}}
        form = FollowUp(
            message=Words("哪个地区？", "Which region?"), tool="fees:of", schema=schema, arguments={"country": country}
        )
        return Regions(country=country, form=form)

    @capability("fees:of", zh="费用", en="Fees")
    def of(country: str, region: str) -> Fees:
        "What it costs there."
        return Fees(country=country, region=region)

    with Wainao.open(tmp_path / "home", capabilities=[regions, of]) as brain:
        form = brain.call("fees:regions", country="DE").output.form
        assert brain.call(form.tool, **form.arguments, region="BY").output == Fees(country="DE", region="BY")


def test_the_command_that_answers_reads_no_file_and_has_no_option_of_a_strangers(tmp_path):
    names = ["seat", "--out=x", "@file", "a b", "x;id", "$(id)"]
    form = {
        "message": "Which?",
        "tool": "Book",
        "schema": {"type": "object", "properties": {name: {"type": "string"} for name in names}},
        "arguments": {"note": "@/etc/passwd", "--input": "/etc/passwd", "to": "'; id #", "n": 3, "all": True},
    }

    def call(params: dict[str, Any]) -> Any:
        return said("x") | {"structuredContent": {KEY: form}}

    home = tmp_path / "home"
    with speaking(Spoken(TOOLS, tools_call=call)) as url, ModelServer(obeys) as model:
        home.mkdir()
        (home / "wainao.toml").write_text(
            f'[tools]\nprivate = ["{url.removesuffix("/mcp")}"]\n[models]\nbase_url = "{model.url}"\nmodel = "m"\n'
        )
        with Wainao.open(home) as brain:
            brain.call("tools:add", source=url, name="rail")
        words = [sys.executable, "-m", "wainao", "ask", order("rail:trains"), "--tools", "rail:trains"]
        environment = {**os.environ, "WAINAO_HOME": str(home)}
        run = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    (command,) = [line.strip() for line in run.stdout.splitlines() if "tools call" in line]
    assert shlex.split(command)[3:] == [
        *("rail:book", 'note:="@/etc/passwd"', "to='; id #", "n=3", "all=true"),
        *("seat=…", "x;id=…", "$(id)=…"),
    ]
