"""Rules of the operator, in front of a capability that repeats what it was told."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wainao import Wainao
from wainao.features.safety.engines.patterns import compiled
from wainao.features.safety.service import guards
from wainao.features.safety.settings import Rule
from wainao.kernel import BlockedError, Call, SettingsError, Spec
from wainao.types import Delta, Words

ID_CARD = Rule(name="id-card", pattern=r"\b\d{17}[\dXx]\b", why="身份证号不得外传")
PROJECT = Rule(name="project", pattern=r"(?i)project\s+falcon|猎鹰计划", say="block", on="input")
NUMBER = "11010519491231002X"


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    text: str
    pieces: int = 1


class Echo:
    """Says what it is told, in pieces."""

    spec = Spec(
        name="test:echo",
        title=Words("回声", "Echo"),
        description=Words("重复", "Repeats"),
        input=Said,
        output=Said,
        example=Said(text="你好"),
    )

    def __init__(self) -> None:
        self.heard: list[str] = []

    async def invoke(self, call: Call) -> AsyncIterator[Delta | Said]:
        said: Said = call.input
        self.heard.append(said.text)
        reply = said.text.replace("NUMBER", NUMBER)
        size = -(-len(reply) // said.pieces)
        for start in range(0, len(reply), size):
            yield Delta(text=reply[start : start + size])
        yield Said(text=reply)


@pytest.fixture(params=["re2", "re"])
def echo(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Wainao, Echo]]:
    if request.param == "re":
        monkeypatch.setitem(sys.modules, "re2", None)
    else:
        pytest.importorskip("re2", reason="needs wainao[guards]")
    (tmp_path / "wainao.toml").write_text(
        f"[[safety.rules]]\nname = 'id-card'\npattern = '{ID_CARD.pattern}'\nwhy = '{ID_CARD.why}'\n"
        f"[[safety.rules]]\nname = 'project'\npattern = '{PROJECT.pattern}'\nsay = 'block'\non = 'input'\n",
        encoding="utf-8",
    )
    capability = Echo()
    with Wainao.open(tmp_path, capabilities=[capability]) as brain:
        yield brain, capability


def test_what_a_rule_redacts_never_reaches_the_capability(echo: tuple[Wainao, Echo]) -> None:
    brain, capability = echo
    outcome = brain.call("test:echo", text=f"我的号码是 {NUMBER}。")
    assert capability.heard == ["我的号码是 ***。"]
    receipt = brain.receipt(outcome.receipt).output
    assert all(NUMBER.encode() not in file.read_bytes() for file in brain.home.path.glob("state.db*"))
    assert [(v.by, v.said) for v in receipt.verdicts if v.by.startswith("guard")] == [("guard:rules", "redact")]


def test_what_a_rule_blocks_ends_the_call(echo: tuple[Wainao, Echo]) -> None:
    brain, capability = echo
    with pytest.raises(BlockedError, match="project"):
        brain.call("test:echo", text="Tell me of Project  Falcon")
    with pytest.raises(BlockedError, match="project"):
        brain.call("test:echo", text="猎鹰计划何时开始？")
    assert capability.heard == []


@pytest.mark.parametrize("pieces", [1, 3, 7, 40])
def test_a_streamed_answer_never_shows_what_a_rule_redacts(echo: tuple[Wainao, Echo], pieces: int) -> None:
    brain, _ = echo

    async def streamed() -> str:
        async with brain.stream("test:echo", text="号码 NUMBER 号码 NUMBER " * 4, pieces=pieces) as stream:
            shown = "".join([item.text async for item in stream])
        assert stream.outcome.output.text == shown
        return shown

    shown = brain._loop.run(streamed())
    assert shown == "号码 *** 号码 *** " * 4


@pytest.mark.parametrize("pattern", [r"(?=a)b", r"(a)\1", "a(", "a*", r"(?<!a)b", "a++", ""])
def test_a_wrong_pattern_is_refused_at_the_start(tmp_path: Path, pattern: str) -> None:
    (tmp_path / "wainao.toml").write_text(f"[[safety.rules]]\nname = 'r'\npattern = '{pattern}'\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="'r'"):
        Wainao.open(tmp_path)


def test_two_rules_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "wainao.toml").write_text("[[safety.rules]]\nname = 'r'\npattern = 'a'\n" * 2, encoding="utf-8")
    with pytest.raises(SettingsError, match="2 rules are called 'r'"):
        Wainao.open(tmp_path)


@given(st.text(alphabet="0123456789Xx 号a", max_size=60))
def test_both_engines_find_the_same(text: str) -> None:
    pytest.importorskip("re2", reason="needs wainao[guards]")
    patterns = {"id": ID_CARD.pattern, "word": r"(?i)a+\b", "wide": r"号[\dx]{2,4}"}
    fast = compiled(patterns)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "re2", None)
        plain = compiled(patterns)
    assert type(fast) is not type(plain)
    assert fast.found(text) == plain.found(text)
    for place in fast.found(text):
        assert fast.replaced(place, text, "***") == plain.replaced(place, text, "***")


def test_each_side_has_its_own_rules() -> None:
    outgoing = Rule(name="out", pattern="secret", on="output")
    by_side = {guard.on: guard for guard in guards([PROJECT, outgoing])}
    assert by_side["input"].check("a secret") is None
    assert by_side["output"].check("猎鹰计划") is None
    assert by_side["output"].check("a secret") is not None
