"""The page about watching: its metrics are those that there are, its configurations are configurations."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families as parsed

from wainao import Wainao
from wainao.app.http.metrics import PATH, SCOPE
from wainao.features.telemetry.settings import TelemetrySettings
from wainao.testing import ModelServer, running

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
METRIC = re.compile(r"`((?:wainao|gen_ai|process)_\w+)`")
ONLY_SOMETIMES = {"wainao_approvals_waiting", "wainao_calls_in_progress"}
"""Nothing waits on the page of the test, and nothing is under way for long."""

pytestmark = pytest.mark.parametrize("language", ["en", "zh"])


def page(language: str) -> str:
    return (ROOT / "docs" / language / "operations.md").read_text(encoding="utf-8")


def blocks(language: str, kind: str) -> list[str]:
    return [code for found, code in BLOCK.findall(page(language)) if found == kind]


@pytest.mark.skipif(sys.platform != "linux", reason="what processes use is told on Linux only")
def test_the_metrics_of_the_page_are_those_that_are_told(language, tmp_path):
    with ModelServer() as upstream:
        models = {"base_url": upstream.url, "model": "m", "usd_per_million_in": 3.0, "usd_per_million_out": 6.0}
        telemetry = {"endpoint": "http://127.0.0.1:9", "every_s": 60.0}
        with Wainao.open(tmp_path, models=models, telemetry=telemetry) as brain, running(brain) as url:
            brain.call("teams:add", id="sales")
            brain.call("budgets:set", team="sales", period="day", calls=10)
            brain.call("models:chat", model="m", messages=[{"role": "user", "content": "Hello"}])
            brain.call("deployments:add", name="unpriced", model="m", base_url=upstream.url)
            brain.call("models:chat", model="unpriced", messages=[{"role": "user", "content": "Hello"}])
            (command,) = blocks(language, "bash")
            asked = command.replace("http://127.0.0.1:8321", url).split()
            text = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    told = {family.name + "_total" * (family.type == "counter") for family in parsed(text)}
    names = [line.split("|")[1] for line in page(language).splitlines() if line.startswith("| `")]
    table = {name for cell in names for name in METRIC.findall(cell)}
    assert told <= table
    assert table - told <= ONLY_SOMETIMES


def test_prometheus_asks_where_we_answer(language):
    (scrape, collector) = map(yaml.safe_load, blocks(language, "yaml"))
    (job,) = scrape["scrape_configs"]
    assert (job["metrics_path"], job["authorization"]["type"]) == (PATH, "Bearer")
    (_, telemetry) = map(tomllib.loads, blocks(language, "toml"))
    settings = TelemetrySettings(**telemetry["telemetry"])
    assert settings.url == f"http://{collector['receivers']['otlp']['protocols']['http']['endpoint']}/v1/traces"
    assert f"--capabilities {SCOPE}\n" in page(language)
