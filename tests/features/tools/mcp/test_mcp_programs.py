"""Programs as servers of tools: only those that an administrator pinned, with nothing of ours, and none outlives us."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest

from wainao.features.tools.mcp.calling import called
from wainao.features.tools.mcp.errors import ProgramError, ServerError
from wainao.features.tools.mcp.listing import described
from wainao.features.tools.mcp.places import opened
from wainao.features.tools.mcp.programs import Program, named
from wainao.store.egress import Limits

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks for processes in /proc"),
]

SERVER = """
import json, os, subprocess, sys, time

def answer(method, params):
    if method == "initialize":
        about = {"name": "p", "version": "1"}
        return {"protocolVersion": "2025-11-25", "capabilities": {"tools": {}}, "serverInfo": about}
    if method == "tools/list":
        return {"tools": [{"name": name, "inputSchema": {"type": "object"}} for name in TOOLS]}
    return {"content": [{"type": "text", "text": json.dumps(TOOLS[params["name"]](), default=str)}]}

def child():
    return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"]).pid

def stray():
    return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"], start_new_session=True).pid

TOOLS = {
    "about": lambda: {"pid": os.getpid(), "environment": dict(os.environ), "folder": os.getcwd()},
    "child": child,
    "stray": stray,
    "hang": lambda: time.sleep(300),
    "long": lambda: "x" * 300_000,
    "chatter": lambda: print("this is no message", flush=True),
    "die": lambda: os._exit(3),
}

for line in sys.stdin:
    message = json.loads(line)
    if "id" in message:
        reply = {"jsonrpc": "2.0", "id": message["id"]}
        if message["method"] == "server/discover":
            reply["error"] = {"code": -32601, "message": "no such method"}
        else:
            reply["result"] = answer(message["method"], message.get("params"))
        print(json.dumps(reply), flush=True)
while "--stubborn" in sys.argv:
    time.sleep(1)
"""


def sha256(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


@pytest.fixture
def program(tmp_path: Path) -> Program:
    script = tmp_path / "server.py"
    script.write_text(SERVER)
    files = (sys.executable, str(script))
    return Program(name="files", command=files[0], arguments=files[1:], sha256={path: sha256(path) for path in files})


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def gone(*pids: int) -> bool:
    """Whether they end within some seconds."""
    deadline = time.monotonic() + 15
    while any(map(alive, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not any(map(alive, pids))


async def told(program: Program, *tools: str, **more: Any) -> list[Any]:
    async with opened(program, **more) as server:
        offered = {tool.name: tool for tool in (await described(server, source="stdio:files")).toolbox.tools}
        return [json.loads((await called(server, offered[tool], {}))[0].text) for tool in tools]


async def test_a_program_is_a_toolbox_and_sees_nothing_of_ours(program, monkeypatch):
    monkeypatch.setenv("WAINAO_MODELS__API_KEY", "s3cret")
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    (about,) = await told(program, "about")
    assert set(about["environment"]) <= {"PATH", "LANG", "LC_CTYPE"}
    assert about["folder"] != str(Path.cwd())
    given = Program(**{name: getattr(program, name) for name in Program.__slots__} | {"environment": {"TOKEN": "t"}})
    assert (await told(given, "about"))[0]["environment"]["TOKEN"] == "t"
    assert "'t'" not in repr(given)


async def test_only_what_was_pinned_is_started(program, tmp_path):
    with changed(program.arguments[0]) as now, pytest.raises(ProgramError, match=f"{now}, and it was pinned to"):
        await told(program)
    assert await told(program) == []
    loose = Program(name="loose", command=program.command, arguments=program.arguments)
    with pytest.raises(ProgramError, match="and it is not pinned"):
        await told(loose)
    halfway = Program(
        name="halfway",
        command=program.command,
        arguments=program.arguments,
        sha256={program.command: program.sha256[program.command]},
    )
    with pytest.raises(ProgramError, match=r"server\.py"):
        await told(halfway)
    with pytest.raises(ProgramError, match="cannot be read"):
        await told(Program(name="none", command=str(tmp_path / "none"), sha256={}))
    with pytest.raises(ValueError, match="absolute path"):
        Program(name="relative", command="python3")


@contextmanager
def changed(path: str) -> Iterator[str]:
    """A file that is not what it was; yields what it is now."""
    was = Path(path).read_text()
    Path(path).write_text(was + "\n# more\n")
    yield sha256(path)
    Path(path).write_text(was)


def test_only_an_administrators_programs_have_a_name(program):
    assert named("files", [program]) is program
    for name in ("python3", "/bin/sh", "files; rm -rf /", ""):
        with pytest.raises(ProgramError, match=r"Expected one of \['files'\]"):
            named(name, [program])


async def test_a_program_ends_with_its_session_and_so_does_what_it_started(program):
    about, child = await told(program, "about", "child")
    assert gone(about["pid"], child)
    stubborn = Program(
        name="stubborn", command=program.command, arguments=(*program.arguments, "--stubborn"), sha256=program.sha256
    )
    about, child = await told(stubborn, "about", "child")
    assert gone(about["pid"], child)


async def test_what_has_left_its_group_does_not_hold_us_up(program):
    with anyio.fail_after(20):
        (stray,) = await told(program, "stray")
    os.kill(stray, signal.SIGKILL)
    assert gone(stray)


async def test_a_call_that_is_given_up_ends_the_program(program):
    about: dict[str, Any] = {}
    with anyio.move_on_after(5) as scope:
        async with opened(program) as server:
            offered = {tool.name: tool for tool in (await described(server, source="x")).toolbox.tools}
            about = json.loads((await called(server, offered["about"], {}))[0].text)
            scope.deadline = anyio.current_time() + 0.3
            await called(server, offered["hang"], {})
    assert scope.cancelled_caught
    assert gone(about["pid"])


async def test_a_file_that_it_works_on_may_change_and_no_other(program, tmp_path):
    database = tmp_path / "notes.db"
    database.write_text("before")
    entry = {"name": "notes", "command": program.command, "sha256": program.sha256}
    arguments = (*program.arguments, str(database))
    with pytest.raises(ProgramError, match="belongs into data") as refused:
        await told(Program(**entry, arguments=arguments))
    assert all(sha256(path) in str(refused.value) for path in (*program.arguments, program.command)), "all at once"
    noting = Program(**entry, arguments=arguments, data=(str(database),))
    await told(noting, "about")
    database.write_text("after")
    await told(noting, "about")
    with pytest.raises(ValueError, match="files among its arguments"):
        Program(**entry, arguments=program.arguments, data=(str(database),))


async def test_one_that_cannot_begin_says_why_without_its_secrets(program, tmp_path):
    script = tmp_path / "broken.py"
    script.write_text("import os\nraise SystemExit(f'Traceback\\nno module for {os.environ[\"TOKEN\"]}\\n')")
    files = (sys.executable, str(script))
    pinned = {path: sha256(path) for path in files}
    broken = Program(
        name="broken", command=files[0], arguments=files[1:], sha256=pinned, environment={"TOKEN": "s3cret"}
    )
    with pytest.raises(ServerError, match=r"ended by itself\. The last it said is 'no module for \*\*\*'"):
        await told(broken)


@pytest.mark.parametrize("tool", ["die", "long"])
async def test_one_that_dies_or_does_not_stop_talking_is_an_error_of_its_own(program, tool):
    with pytest.raises(ServerError):
        await told(program, tool, limits=Limits(max_bytes=200_000))


async def test_what_it_says_beside_the_protocol_does_no_harm(program):
    assert await told(program, "chatter") == [None]


OURS = """
import json, sys
import anyio
from wainao.features.tools.mcp.calling import called
from wainao.features.tools.mcp.listing import described
from wainao.features.tools.mcp.places import opened
from wainao.features.tools.mcp.programs import Program

async def main():
    async with opened(Program(**json.loads(sys.argv[1]))) as server:
        offered = {tool.name: tool for tool in (await described(server, source="x")).toolbox.tools}
        pids = [json.loads((await called(server, offered[name], {}))[0].text) for name in ("about", "child")]
        print(json.dumps([pids[0]["pid"], pids[1]]), flush=True)
        await anyio.sleep(300)

anyio.run(main)
"""


def test_when_we_are_killed_nothing_of_it_is_left(program):
    given = {name: getattr(program, name) for name in Program.__slots__}
    command = [sys.executable, "-c", textwrap.dedent(OURS), json.dumps(given)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as ours:
        assert ours.stdout is not None
        pids = json.loads(ours.stdout.readline())
        assert all(map(alive, pids))
        os.kill(ours.pid, signal.SIGKILL)
    assert gone(*pids)
