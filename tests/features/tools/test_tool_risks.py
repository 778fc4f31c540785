"""What a tool may do is what an administrator says; an update alone makes none of them safer."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from bank_server import Bank
from wainao import Wainao
from wainao.kernel import ConflictError, DeniedError, UsageError
from wainao.types import Actor, owner

CLERK = Actor(id="clerk", rights=frozenset({"read", "write", "act"}))


def described(**risks: str) -> bytes:
    """A description of tools, each with the risk that it says of itself."""
    paths = {
        f"/{name}": {"get": {"operationId": name, "x-wainao-risk": risk, "responses": {"200": {"description": "ok"}}}}
        for name, risk in risks.items()
    }
    told = {"openapi": "3.1.0", "info": {"title": "Box", "version": "1"}, "paths": paths}
    return json.dumps(told | {"servers": [{"url": "https://box.example"}]}).encode()


def added(brain: Wainao, document: bytes, **more: Any) -> Any:
    return brain.call("tools:add", source="box.json", document=document, name="box", **more).output


def risks(brain: Wainao) -> dict[str, str]:
    """By tool, as the kernel has it: what decides whether a person is asked."""
    specs = brain.kernel.specs(Actor(id="owner", rights=frozenset({"read", "write", "act", "admin"})))
    return {spec.name: spec.risk for spec in specs if spec.name.startswith("box:")}


def test_no_tool_is_below_the_least_and_one_is_what_was_said_of_it(brain):
    told = added(brain, described(look="read", note="write", pay="act"), least="write", risks={"look": "read"})
    assert {tool.name: tool.risk for tool in told.tools} == risks(brain)
    assert risks(brain) == {"box:look": "read", "box:note": "write", "box:pay": "act"}
    row = brain.call("tools:risk", name="box", risk="act").output
    assert (row.least, row.risks) == ("act", {"look": "read"})
    assert risks(brain) == {"box:look": "read", "box:note": "act", "box:pay": "act"}
    brain.call("tools:risk", name="box:look", risk="own")
    brain.call("tools:risk", name="box", risk="own")
    assert risks(brain) == {"box:look": "read", "box:note": "write", "box:pay": "act"}


def test_a_word_outlives_updates_and_roll_back(brain):
    added(brain, described(look="read"))
    brain.call("tools:risk", name="box:look", risk="act")
    added(brain, described(look="read", note="read"))
    assert risks(brain) == {"box:look": "act", "box:note": "read"}
    brain.call("tools:change", name="box", version=1)
    assert risks(brain) == {"box:look": "act"}


def test_of_words_that_are_said_at_once_none_is_lost(brain):
    names = [f"tool{at}" for at in range(6)]
    added(brain, described(**dict.fromkeys(names, "read")))

    async def say() -> None:
        spec = brain.kernel.spec("tools:risk")
        said = [spec.input(name=f"box:{name}", risk="act") for name in names]
        await asyncio.gather(*(brain.kernel.run(spec.name, one, actor=owner()) for one in said))

    asyncio.run(say())
    assert risks(brain) == {f"box:{name}": "act" for name in names}


def test_an_update_makes_no_tool_safer_and_says_so(brain):
    added(brain, described(pay="act", look="read"))
    rehearsed = added(brain, described(pay="read", look="read"), dry_run=True)
    assert [words.en for words in rehearsed.held] == [
        "pay says of itself read, and stays act; an administrator lowers it: 'wainao tools risk'"
    ]
    assert {tool.name: tool.risk for tool in rehearsed.tools}["box:pay"] == "act"
    for _ in range(2):
        assert added(brain, described(pay="read", look="read")).version > 1
        assert risks(brain)["box:pay"] == "act"
    brain.call("tools:risk", name="box:pay", risk="read")
    assert risks(brain)["box:pay"] == "read"


def test_what_rises_is_seen_by_a_person_even_where_a_word_holds_it_down(brain):
    added(brain, described(look="read"), risks={"look": "read"})
    with pytest.raises(ConflictError, match="look is of risk act, up from read"):
        added(brain, described(look="act"))
    added(brain, described(look="act"), accept=True)
    assert risks(brain)["box:look"] == "read", "the word of an administrator who has seen it"


def test_only_an_administrator_says_and_only_of_tools_that_are_there(brain, bank: Bank):
    added(brain, described(look="read"))
    with pytest.raises(DeniedError):
        brain._loop.run(brain.kernel.run("tools:risk", _input(brain, name="box:look", risk="read"), actor=CLERK))
    for name in ("box:nothing", "box:look:look"):
        with pytest.raises(UsageError, match="no tool of 'box'"):
            brain.call("tools:risk", name=name, risk="act")
    with pytest.raises(UsageError, match="'nothing', which is no tool of 'box'"):
        added(brain, described(look="read"), risks={"nothing": "act"})


def _input(brain: Wainao, **given: str) -> Any:
    return brain.kernel.spec("tools:risk").input(**given)
