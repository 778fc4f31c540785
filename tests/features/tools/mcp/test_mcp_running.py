"""Programs that go on between calls: for one person, one call at a time, as long as they are used, and no longer."""

from __future__ import annotations

import asyncio
import hashlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wainao import Wainao
from wainao.features.tools.mcp.errors import ProgramError, ServerError
from wainao.features.tools.types import ToolInput
from wainao.types import Actor, owner

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks for processes in /proc")

SERVER = """
import json, os, sys, time
heard = []
NAMES = ("hear", "slow", "die")
for line in sys.stdin:
    message = json.loads(line)
    if "id" not in message:
        continue
    params = message.get("params") or {}
    if message["method"] == "initialize":
        about = {"name": "p", "version": "1"}
        result = {"protocolVersion": "2025-11-25", "capabilities": {"tools": {}}, "serverInfo": about}
    elif message["method"] == "tools/list":
        tool = {"inputSchema": {"type": "object"}, "annotations": {"readOnlyHint": True}}
        result = {"tools": [{**tool, "name": name} for name in NAMES]}
    elif message["method"] != "tools/call":
        error = {"code": -32601, "message": "no"}
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], "error": error}), flush=True)
        continue
    elif params["name"] == "die":
        sys.exit("out of memory")
    else:
        time.sleep(0.5 if params["name"] == "slow" else 0)
        heard.append(params["arguments"].get("word"))
        told = json.dumps({"pid": os.getpid(), "heard": heard})
        result = {"content": [{"type": "text", "text": told}]}
    print(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": result}), flush=True)
"""

Open = Callable[..., Wainao]


@pytest.fixture
def opened(tmp_path: Path) -> Open:
    """A home that may start the program."""
    script = tmp_path / "server.py"
    script.write_text(SERVER)
    pinned = {path: hashlib.sha256(Path(path).read_bytes()).hexdigest() for path in (sys.executable, str(script))}
    entry = {"name": "ear", "command": sys.executable, "arguments": [str(script)], "sha256": pinned}

    def home(**more: Any) -> Wainao:
        brain = Wainao.open(tmp_path / "home", tools={"stdio": [entry | more]})
        brain.call("tools:add", source="stdio:ear")
        return brain

    return home


def told(brain: Wainao, tool: str = "hear", **arguments: Any) -> Any:
    return json.loads(brain.call(f"ear:{tool}", **arguments).output.text)


def gone(pid: int) -> bool:
    """Whether it ends within some seconds."""
    deadline = time.monotonic() + 15
    while (alive := Path(f"/proc/{pid}").exists()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not alive


def test_the_next_call_meets_what_the_last_one_left_and_all_ends_with_us(opened):
    with opened() as brain:
        first, second = told(brain, word="a"), told(brain, word="b")
        assert (second["pid"], second["heard"]) == (first["pid"], ["a", "b"])
    assert gone(first["pid"])


def test_nobody_meets_what_another_left(opened):
    bob = Actor(id="bob", rights=frozenset({"read", "write"}))
    with opened() as brain:

        async def both() -> list[Any]:
            outcomes = [
                await brain.kernel.run("ear:hear", ToolInput(arguments={"word": actor.id}), actor=actor)
                for actor in (owner(), bob, owner())
            ]
            return [json.loads(outcome.output.text) for outcome in outcomes]

        mine, his, again = asyncio.run(both())
    assert (mine["heard"], his["heard"], again["heard"]) == (["owner"], ["bob"], ["owner", "owner"])
    assert mine["pid"] == again["pid"] != his["pid"]


def test_calls_at_once_have_a_program_each_and_one_of_them_goes_on(opened):
    with opened() as brain:

        async def at_once() -> list[Any]:
            calls = [brain.kernel.run("ear:slow", ToolInput(), actor=owner()) for _ in range(3)]
            pids = [json.loads(outcome.output.text)["pid"] for outcome in await asyncio.gather(*calls)]
            kept = json.loads((await brain.kernel.run("ear:hear", ToolInput(), actor=owner())).output.text)
            return [*pids, kept["pid"]]

        *three, kept = asyncio.run(at_once())
        assert len(set(three)) == 3
        assert kept in three
    assert all(gone(pid) for pid in three)


@pytest.mark.parametrize("idle_s", [0, 0.2])
def test_one_that_nobody_uses_ends(opened, idle_s):
    with opened(idle_s=idle_s) as brain:
        first = told(brain, word="a")
        assert gone(first["pid"])
        assert told(brain, word="b")["heard"] == ["b"]


def test_one_that_ended_by_itself_says_why_and_the_next_call_has_another(opened):
    with opened() as brain:
        first = told(brain, word="a")
        with pytest.raises(ServerError, match=r"ended by itself\. The last it said is 'out of memory'"):
            brain.call("ear:die")
        assert gone(first["pid"])
        assert told(brain, word="b")["heard"] == ["b"]


def test_a_call_that_is_given_up_ends_its_program(opened):
    with opened() as brain:

        async def given_up() -> int:
            first = await brain.kernel.run("ear:hear", ToolInput(), actor=owner())
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.2):
                    await brain.kernel.run("ear:slow", ToolInput(), actor=owner())
            return int(json.loads(first.output.text)["pid"])

        assert gone(asyncio.run(given_up()))


def test_a_file_that_has_changed_serves_nobody_any_more(opened, tmp_path):
    with opened() as brain:
        first = told(brain, word="a")
        (tmp_path / "server.py").write_text(SERVER + "# other\n")
        with pytest.raises(ProgramError, match="it was pinned to"):
            told(brain, word="b")
        assert gone(first["pid"])


def test_its_tools_can_be_taken_in_again_once_they_are_others(opened, tmp_path):
    with opened() as brain:
        told(brain, word="a")
    (tmp_path / "server.py").write_text(SERVER.replace('"die")', '"die", "more")'))
    pinned = {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in (tmp_path / "server.py",)}
    pinned[sys.executable] = hashlib.sha256(Path(sys.executable).read_bytes()).hexdigest()
    with opened(sha256=pinned) as brain:
        box = brain.call("tools:show", name="ear").output.box
        assert (box.version, "ear:more" in [spec.name for spec in brain.kernel.specs(owner())]) == (2, True)
