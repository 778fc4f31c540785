"""code:run: what a program can do, what it cannot, and that nothing runs where that is not proved."""

from __future__ import annotations

import asyncio
import base64
import json
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from builtin_bench import Bench, bench
from PIL import Image

from wainao.features.tools.builtin.sandbox import jail, room
from wainao.features.tools.builtin.sandbox.child import Child, ended
from wainao.features.tools.builtin.sandbox.room import Room
from wainao.kernel import DeniedError, SettingsError, UsageError
from wainao.types import Actor

with TemporaryDirectory() as folder:
    FLAW = Room(Path(folder) / "sandbox.json").flaw

proved = pytest.mark.skipif(bool(FLAW), reason=FLAW)


def run(tools: Bench, program: str, seconds: int = 5) -> tuple[str, str, int, str]:
    told = tools.call("code:run", program=program, seconds=seconds)
    return told.output, told.errors, told.status, told.stopped


@proved
def test_a_program_prints_and_its_last_value_is_shown(tools):
    assert run(tools, "import math, json, decimal, statistics\nprint('你好')\nmath.factorial(10)") == (
        "你好\n3628800\n",
        "",
        0,
        "",
    )


@proved
def test_a_fault_is_shown_where_it_is(tools):
    output, errors, status, _ = run(tools, "def f():\n    return 1 / 0\nprint(1)\nf()")
    assert (output, status) == ("1\n", 1)
    assert errors.startswith('Traceback (most recent call last):\n  File "<program>", line 4')
    assert errors.rstrip().endswith("ZeroDivisionError: division by zero")
    assert run(tools, "def f(:")[2] == 1
    assert run(tools, "raise SystemExit(3)")[2] == 3
    assert run(tools, f"raise SystemExit({jail.NO_JAIL})")[2] == 1


ESCAPES = {
    "a file of the system": "open('/etc/passwd').read()",
    "a file of this repository": f"open({str(Path(__file__))!r}).read()",
    "the home": "import os; os.listdir('/root')",
    "the root": "import os; os.listdir('/')",
    "its own memory by /proc": "open('/proc/self/maps').read()",
    "a device": "open('/dev/null', 'w')",
    "a file to write": "open('/tmp/escaped', 'w')",
    "a file in Python's library": "import os; open(os.path.dirname(os.__file__) + '/escaped.py', 'w')",
    "a link": "import os; os.symlink('/etc/passwd', '/tmp/escaped')",
    "a removal": "import os; os.unlink('/tmp/escaped')",
    "a folder": "import os; os.mkdir('/tmp/escaped')",
    "another folder": "import os; os.chdir('/tmp')",
    "a name resolved": "import socket; socket.getaddrinfo('localhost', 80)",
    "a connection": "import socket; socket.create_connection(('127.0.0.1', 80))",
    "a local socket": "import socket; socket.socketpair()",
    "a request": "import urllib.request; urllib.request.urlopen('http://127.0.0.1/')",
    "a process": "import os; os.fork()",
    "a shell": "import subprocess; subprocess.run('id', shell=True, check=True)",
    "another program": "import os; os.execv('/bin/true', ['true'])",
    "a thread": "import threading; threading.Thread(target=int).start()",
    "a signal": "import os; os.kill(os.getppid(), 9)",
    "a signal by a pipe": "import fcntl, os; fcntl.fcntl(1, fcntl.F_SETOWN, os.getppid())",
    "more processor time": "import resource; resource.setrlimit(resource.RLIMIT_CPU, (99, 99))",
    "more memory": "import resource; resource.setrlimit(resource.RLIMIT_AS, (1 << 40, 1 << 40))",
    "memory": "bytearray(1 << 30)",
    "memory in small pieces": "a = []\nwhile True: a.append('x' * 1_000_000)",
    "memory beside Python": "import mmap; mmap.mmap(-1, 1 << 30)",
    "a file in memory": "import os; os.memfd_create('x')",
    "shared memory": "from multiprocessing import shared_memory; shared_memory.SharedMemory(create=True, size=10)",
    "the C library": "import ctypes; assert ctypes.CDLL(None).open(b'/etc/passwd', 0) >= 0",
    "a system call": "import ctypes; assert ctypes.CDLL(None).syscall(41, 2, 1, 0) >= 0",
    "the other numbers of x86": "import ctypes; assert ctypes.CDLL(None).syscall(0x40000000 + 41, 2, 1, 0) >= 0",
    "a ring of requests": "import ctypes; assert ctypes.CDLL(None).syscall(425, 8, b' ' * 120) >= 0",
    "a packet filter": "import ctypes; assert ctypes.CDLL(None).syscall(321, 0, 0, 0) >= 0",
    "a namespace": "import ctypes; assert ctypes.CDLL(None).unshare(0x10000000) == 0",
    "a weaker sandbox": "import ctypes; assert ctypes.CDLL(None).prctl(22, 0, 0, 0, 0) == 0",
    "an open door left": "import os\nfor n in range(4, 32):\n    try: os.fstat(n)\n    except OSError: pass\n"
    "    else: break\nelse: raise OSError",
    "what was installed": "try: import msgspec\nexcept ModuleNotFoundError as error: raise RuntimeError from error",
    "a way round the interpreter": "().__class__.__base__.__subclasses__()[0]; import io; io.FileIO('/etc/passwd')",
    "a start before ours": "import sys; sys.modules.clear(); open('/etc/hostname')",
    "the environment": "import os; assert set(os.environ) - {'LC_CTYPE'}",
    "where we are": "import os; assert os.getcwd() != '/'",
}


@proved
@pytest.mark.parametrize("what", ESCAPES)
def test_no_program_breaks_out(tools, what):
    _, errors, status, _ = run(tools, ESCAPES[what])
    assert status == 1, errors
    assert errors.rstrip().splitlines()[-1].startswith(
        ("PermissionError", "OSError", "MemoryError", "RuntimeError", "AssertionError", "ImportError",
         "ModuleNotFoundError", "Value", "urllib", "socket.gaierror")
    )  # fmt: skip
    assert not Path("/tmp/escaped").exists()


@proved
@pytest.mark.parametrize(
    ("program", "why"),
    [
        ("while True: pass", "time"),
        ("import time; time.sleep(60)", "time"),
        ("while True: print('x' * 1000)", "output"),
        ("import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\nwhile True: pass", "time"),
        ("[0] * (1 << 40)", "memory"),
    ],
)
def test_what_does_not_end_is_ended(tools, program, why):
    *_, stopped = run(tools, program, seconds=1)
    assert stopped == why


@proved
@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_who_gives_up_waiting_ends_it(tmp_path):
    child = Room(tmp_path / "kept").child(cpu_s=30)
    task = asyncio.create_task(ended(child, b"while True: pass", within_s=30, most_bytes=100))
    await asyncio.sleep(0.2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert child._process.returncode is not None


def test_a_program_that_does_not_read_and_says_much_is_no_trouble():
    child = Child(["/bin/sh", "-c", "exec 0<&-; head -c 300000 /dev/zero >&2; exit 7"])
    told = child.run(b"x" * 1_000_000, within_s=10, most_bytes=400_000)
    assert (len(told.err), told.status, told.stopped) == (300_000, 7, "")


@proved
def test_the_proof_is_kept_until_something_changes(tmp_path, monkeypatch):
    kept = tmp_path / "sandbox.json"
    assert Room(kept).flaw == ""
    kept.write_text(json.dumps(json.loads(kept.read_text()) | {"flaw": "a program could fly"}))
    assert Room(kept).flaw == "a program could fly"
    monkeypatch.setattr(room.platform, "release", lambda: "another kernel")
    assert Room(kept).flaw == ""


def _broken(**_: object) -> Child:
    """A sandbox that is none: the plain interpreter."""
    return Child([room.sys.executable, "-I", "-S", "-c", "import sys; exec(sys.stdin.read())"])


def test_a_sandbox_that_lets_something_through_is_not_used(monkeypatch):
    monkeypatch.setattr(Room, "child", lambda _, **more: _broken(**more))
    with bench() as tools:
        assert "code:run" not in tools.kernel
        with pytest.raises(SettingsError, match=r"did not prove itself: a program could .*read-/etc/passwd"):
            run(tools, "print(1)")


def test_where_the_kernel_does_not_shut_all_doors_nothing_runs(monkeypatch):
    refusing = f"import sys, os; sys.stdin.read(); print('no Landlock', file=sys.stderr); sys.exit({jail.NO_JAIL})"
    monkeypatch.setattr(Room, "child", lambda _, **__: Child([room.sys.executable, "-I", "-S", "-c", refusing]))
    with bench() as tools, pytest.raises(SettingsError, match="does not shut all doors: no Landlock"):
        run(tools, "print(1)")


def test_elsewhere_than_on_linux_it_sleeps(monkeypatch):
    monkeypatch.setattr(room.sys, "platform", "darwin")
    with bench() as tools, pytest.raises(SettingsError, match="this machine is darwin"):
        run(tools, "print(1)")


def test_it_can_be_switched_off():
    with bench(code=False) as tools:
        assert "code:run" not in tools.kernel
        with pytest.raises(SettingsError, match="code is false"):
            run(tools, "print(1)")


@proved
def test_files_go_in_and_come_out(tools):
    program = (
        "import csv, json\n"
        "rows = list(csv.DictReader(open('sales.csv', encoding='utf-8')))\n"
        "json.dump({'总额': sum(int(row['amount']) for row in rows)}, open('sum.json', 'w'), ensure_ascii=False)\n"
        "open('log.txt', 'a').write('done')\n"
        "from pathlib import Path\n"
        "Path('copy.bin').write_bytes(open('sales.csv', 'rb').read()[:4])"
    )
    told = tools.call(
        "code:run", program=program, files=[{"name": "sales.csv", "content": b64("city,amount\n上海,3\n北京,4\n")}]
    )
    assert (told.errors, told.status) == ("", 0)
    made = {one.name: (one.media_type, one.content) for one in told.files}
    assert made == {
        "sum.json": ("application/json", '{"总额": 7}'.encode()),
        "log.txt": ("text/plain", b"done"),
        "copy.bin": ("application/octet-stream", b"city"),
    }


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@proved
def test_numpy_and_pillow_are_there_and_nothing_else_that_was_installed(tools):
    program = (
        "import numpy as np\nfrom PIL import Image\n"
        "wave = np.sin(np.linspace(0, 6, 64))\n"
        "Image.fromarray(((wave[:, None] * wave + 1) * 127).astype('uint8')).save('wave.png')\n"
        "float(np.linalg.solve([[2.0, 0], [0, 4]], [1, 1]).sum())"
    )
    told = tools.call("code:run", program=program)
    assert (told.output, told.errors) == ("0.75\n", "")
    (picture,) = told.files
    assert (picture.name, picture.media_type) == ("wave.png", "image/png")
    with Image.open(BytesIO(picture.content)) as opened:
        assert opened.size == (64, 64)
    _, errors, status, _ = run(tools, "import pandas")
    assert status == 1
    assert errors.endswith(
        "ModuleNotFoundError: No module named 'pandas'\nHere are Python's own modules and numpy, PIL; nothing can be "
        "installed.\n"
    )


@proved
@pytest.mark.parametrize(
    "program",
    [
        "import os; os.write(3, b'[[\"../../etc/passwd\", 1]]\\0x')",
        'import os; os.write(3, b\'[["a", -1], ["b", 2]]\\0x\')',
        "import os; os.write(3, b'[' * 5000 + b'\\0')",
        "open('a\\nb', 'w').write('x')",
        "for n in range(21): open(f'{n}.txt', 'w').write('x')",
    ],
)
def test_files_that_are_not_what_they_should_be_are_not_taken(tools, program):
    told = tools.call("code:run", program=program)
    assert told.files == ()
    assert "cannot be taken" in told.errors


@proved
def test_too_much_is_not_taken(tools):
    told = tools.call("code:run", program="open('a', 'wb').write(b'x' * (17 << 20))")
    assert (told.files, told.stopped) == ((), "output")
    for files in ([("../a", "x")], [("a", "x"), ("a", "y")], [(str(n), "x") for n in range(21)]):
        with pytest.raises(UsageError, match="Expected"):
            tools.call("code:run", program="1", files=[{"name": name, "content": b64(text)} for name, text in files])


@proved
def test_who_may_only_read_runs_nothing(tools):
    with pytest.raises(DeniedError):
        tools.call("code:run", actor=Actor(id="ann"), program="print(1)")
    with pytest.raises(UsageError, match="at most 100000"):
        run(tools, "#" * 100_001)
