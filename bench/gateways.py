"""The gateways that `gateway.py` compares: each in front of the same model endpoint, on a core of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from load import SERVER_CORE, on_core
from serving import WAINAO, free_port

START_TIMEOUT_S = 120.0
LITELLM = "litellm[proxy]>=1.100,<2"
LITELLM_KEY = "sk-bench-0123456789abcdef"

NGINX = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 8192; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s; client_body_buffer_size 4m; client_max_body_size 8m;
  keepalive_requests 1000000000;
  upstream model {{ server 127.0.0.1:{upstream}; keepalive 256; keepalive_requests 1000000000; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://model; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off;
    }}
  }}
}}
"""

LITELLM_YAML = """
model_list:
  - model_name: mock
    litellm_params: {{model: openai/mock, api_base: "http://127.0.0.1:{upstream}/v1", api_key: sk-none}}
general_settings: {{master_key: {key}}}
litellm_settings: {{telemetry: false}}
"""

WAINAO_TOML = """
[server]
local_owner = false
workers = {workers}

[store]
durability = "{durability}"

[models]
base_url = "http://127.0.0.1:{upstream}/v1"
model = "mock"
context_tokens = 1000000
usd_per_million_in = 1.0
usd_per_million_out = 2.0

[safety]
rules = [
  {{name = "id-card", pattern = '\\b\\d{{17}}[\\dXx]\\b', on = "input"}},
  {{name = "bank-card", pattern = '\\b(?:\\d[ -]?){{15,18}}\\d\\b', on = "input"}},
  {{name = "mail", pattern = '[\\w.+-]+@[\\w-]+\\.[\\w.-]+', on = "input"}},
  {{name = "key", pattern = '\\bsk-[A-Za-z0-9]{{20,}}', on = "input"}},
  {{name = "project", pattern = '(?i)project\\s+falcon|猎鹰计划', say = "block", on = "input"}},
]
"""


@dataclass(frozen=True, kw_only=True)
class Running:
    """A gateway that answers: where, by which process (None: nobody stands between), with which headers."""

    name: str
    port: int
    pid: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    started_s: float = 0.0


@contextmanager
def direct(upstream: int, folder: Path) -> Iterator[Running]:
    yield Running(name="direct", port=upstream)


@contextmanager
def nginx(upstream: int, folder: Path) -> Iterator[Running]:
    port = free_port()
    config = folder / "nginx.conf"
    config.write_text(NGINX.format(folder=folder, port=port, upstream=upstream))
    with _started("nginx", ["nginx", "-c", str(config)], port) as running:
        yield running


@contextmanager
def litellm(upstream: int, folder: Path, *, environment: Path) -> Iterator[Running]:
    """DB-less with a master key, as its tutorial starts it."""
    program = _installed(environment, LITELLM, "litellm")
    port = free_port()
    config = folder / "litellm.yaml"
    config.write_text(LITELLM_YAML.format(upstream=upstream, key=LITELLM_KEY))
    command = [str(program), "--config", str(config), "--host", "127.0.0.1", "--port", str(port)]
    headers = {"Authorization": f"Bearer {LITELLM_KEY}"}
    with _started("LiteLLM", command, port, headers=headers) as running:
        yield running


@contextmanager
def wainao(upstream: int, folder: Path, *, durability: str = "batched", workers: int = 1) -> Iterator[Running]:
    """With everything on: key, budget, guards, prices, receipts with bodies."""
    home, port = folder / "home", free_port()
    home.mkdir(mode=0o700)
    (home / "wainao.toml").write_text(WAINAO_TOML.format(upstream=upstream, durability=durability, workers=workers))
    _told(home, "actors", "add", "load", "--rights", "read,write")
    key = _told(home, "keys", "add", "load")["key"]

    command = [WAINAO, "up", "--home", str(home), "--port", str(port)]
    name = f"Wainao, {durability}" + (f", {workers} workers" if workers > 1 else "")
    headers = {"Authorization": f"Bearer {key}"}
    with _started(name, command, port, headers=headers, anywhere=workers > 1) as running:
        yield running


@contextmanager
def _started(
    name: str, command: list[str], port: int, *, headers: dict[str, str] | None = None, anywhere: bool = False
) -> Iterator[Running]:
    began = time.perf_counter()
    placed = command if anywhere else on_core(command, SERVER_CORE)
    process = subprocess.Popen(placed, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(process, port, headers or {})
        took = time.perf_counter() - began
        yield Running(name=name, port=port, pid=process.pid, headers=headers or {}, started_s=took)
    finally:
        process.terminate()
        process.wait(timeout=60)


def _wait(process: subprocess.Popen[bytes], port: int, headers: dict[str, str]) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    ask = {"model": "mock", "messages": [{"role": "user", "content": "hello"}]}
    while time.monotonic() < deadline and process.poll() is None:
        try:
            url = f"http://127.0.0.1:{port}/v1/chat/completions"
            if httpx.post(url, json=ask, headers=headers, trust_env=False, timeout=30).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise SystemExit(f"{process.args!r} did not answer a chat on port {port} within {START_TIMEOUT_S:g} s.")


def _installed(environment: Path, requirement: str, program: str) -> Path:
    found = environment / "bin" / program
    if not found.exists():
        print(f"installing {requirement} into {environment} ...", file=sys.stderr, flush=True)
        venv.create(environment, with_pip=True)
        subprocess.run([environment / "bin" / "pip", "install", "-q", requirement], check=True)
    return found


def _told(home: Path, *words: str) -> dict[str, Any]:
    command = [WAINAO, *words, "--home", str(home), "--json"]
    told: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return told
