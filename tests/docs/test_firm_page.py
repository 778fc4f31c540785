"""The part about a firm: its unit, settings and proxy agree with each other and the server, and the proxy works."""

from __future__ import annotations

import configparser
import re
import shutil
import socket
import subprocess
import time
import tomllib
from pathlib import Path

import httpx
import pytest

from wainao import Wainao
from wainao.app.http.serve import KEEP_ALIVE_S, OPEN_FILES
from wainao.app.settings import ServerSettings
from wainao.testing import running

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
NAME = "brain.example.org"


@pytest.fixture(params=["en", "zh"])
def told(request: pytest.FixtureRequest) -> dict[str, str]:
    """The first block of each kind."""
    page = (ROOT / "docs" / request.param / "operations.md").read_text(encoding="utf-8")
    return dict(reversed(BLOCK.findall(page)))


def test_the_settings_the_unit_and_the_proxy_agree(told: dict[str, str]) -> None:
    settings = ServerSettings(**tomllib.loads(told["toml"])["server"])
    assert (settings.local_owner, list(settings.allowed_hosts)) == (False, [NAME])
    unit = configparser.ConfigParser(interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign] # how the module has it
    unit.read_string(told["ini"])
    assert int(unit["Service"]["TimeoutStopSec"]) > settings.shutdown_grace_s
    assert int(unit["Service"]["LimitNOFILE"]) == OPEN_FILES
    assert f"client_max_body_size {settings.max_body_bytes >> 20}m;" in told["nginx"]
    (idle,) = map(int, re.findall(r"keepalive_timeout (\d+)s;", told["nginx"]))
    assert idle < KEEP_ALIVE_S
    assert f"server 127.0.0.1:{settings.port};" in told["nginx"]


@pytest.mark.skipif(not (shutil.which("nginx") and shutil.which("openssl")), reason="runs nginx itself")
def test_the_proxy_lets_nobody_in_without_a_key_and_holds_no_stream_back(told: dict[str, str], tmp_path: Path) -> None:
    server = tomllib.loads(told["toml"])["server"]
    with Wainao.open(tmp_path / "home", server=server) as brain, running(brain) as url:
        brain.call("actors:add", id="ana", rights=["read"])
        key = brain.call("keys:add", actor="ana").output.key
        port = _free_port()
        proxy = _start_nginx(told["nginx"], tmp_path, port=port, to=url.removeprefix("http://"))
        try:
            address = f"https://127.0.0.1:{port}"
            with httpx.Client(base_url=address, verify=False, headers={"Host": NAME}) as client:
                _wait_for(client)
                body = {"question": "Who?"}
                assert client.post("/api/knowledge/ask", json=body).status_code == 401
                client.headers["Authorization"] = f"Bearer {key}"
                with client.stream(
                    "POST", "/api/knowledge/ask", json=body, headers={"Accept": "text/event-stream"}
                ) as s:
                    assert "event: done" in s.read().decode()
                asked = client.post("/api/knowledge/ask", json=body, headers={"Host": "evil.example.net"})
                assert asked.status_code == 400
        finally:
            proxy.terminate()
            proxy.wait(10)


def _start_nginx(site: str, folder: Path, *, port: int, to: str) -> subprocess.Popen[bytes]:
    key, certificate = folder / "brain.key", folder / "brain.pem"
    making = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={NAME}"]
    subprocess.run([*making, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    site = site.replace("listen 443", f"listen 127.0.0.1:{port}").replace("127.0.0.1:8321", to)
    site = site.replace("/etc/nginx/brain", str(folder / "brain"))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    here = f"daemon off; pid {folder}/pid; error_log {folder}/errors; events {{}}"
    whole = f"{here} http {{ access_log off; {places}\n{site}}}"
    (folder / "nginx.conf").write_text(whole)
    return subprocess.Popen(["nginx", "-c", folder / "nginx.conf", "-e", folder / "errors"])


def _wait_for(client: httpx.Client) -> None:
    for _ in range(100):
        try:
            assert client.get("/readyz").status_code == 200
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("nginx did not start")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
