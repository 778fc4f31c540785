"""Errors over HTTP and on the command line, in the language of whoever reads them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner, Result

from wainao.app.cli.tree import build

CHINESE = {"accept-language": "zh-CN,zh;q=0.9,en;q=0.5"}


@pytest.fixture
def message(server_url: str) -> Callable[..., str]:
    """What the server says is wrong with a request."""

    def ask(path: str, *, headers: dict[str, str] = CHINESE, method: str = "POST", **sent: object) -> str:
        answer = httpx.request(method, f"{server_url}{path}", headers=headers, **sent)
        assert answer.json()["error"]["code"] in ("usage", "not_found")
        return answer.json()["error"]["message"]

    return ask


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.5", "没有能力 'tools:ecko'。是不是想写 'tools:echo'？"),
        ("en-GB,zh;q=0.9", "There is no capability 'tools:ecko'. Did you mean 'tools:echo'?"),
        ("fr", "There is no capability 'tools:ecko'. Did you mean 'tools:echo'?"),
        ("", "There is no capability 'tools:ecko'. Did you mean 'tools:echo'?"),
    ],
)
def test_the_language_that_a_client_prefers(message, language, said):
    assert message("/api/tools/ecko", headers={"accept-language": language}, json={}) == said


def test_who_says_no_language_gets_english(message):
    assert message("/api/tools/ecko", headers={}, json={}).startswith("There is no capability")


def test_what_never_reached_a_capability(message):
    assert message("/nowhere", method="GET") == "'/nowhere' 这里什么也没有。GET /api/openapi.json 列出全部接口。"
    assert message("/api/tools/echo", method="GET") == "GET /api/tools/echo 无法处理：能力要用 POST 调用。"
    assert message("/api/tools/echo", content=b"{", headers={**CHINESE, "content-type": "application/json"}) == (
        "请求不是 UTF-8 的 JSON：内容被截断了。请发送一个 JSON 对象。"
    )


def test_an_error_in_a_stream(server_url):
    headers = {**CHINESE, "accept": "text/event-stream"}
    told = httpx.post(f"{server_url}/api/tools/broken", json={}, headers=headers).text
    error = json.loads(told.rpartition("event: error\ndata: ")[2])["error"]
    assert (error["code"], error["message"]) == (
        "engine",
        "'tools:broken' 失败了：LookupError：the drawer is empty",
    )


def test_the_formats_of_others_speak_english(server_url):
    answer = httpx.post(f"{server_url}/v1/chat/completions", json={"model": "none", "messages": []}, headers=CHINESE)
    assert "There is no model" in answer.json()["error"]["message"]


def test_the_receipt_holds_the_english_sentence(server_url):
    failed = httpx.post(f"{server_url}/api/tools/broken", json={}, headers=CHINESE).json()["error"]
    shown = httpx.post(f"{server_url}/api/receipts/show", json={"receipt": failed["receipt"]}).json()
    assert "failed: LookupError" in json.dumps(shown)


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("WAINAO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")

    def run(*words: str) -> Result:
        monkeypatch.setattr("sys.argv", ["wainao", *words])
        return CliRunner().invoke(build(), list(words))

    return run


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["call", "knowledge:aks"], "not_found: 没有能力 'knowledge:aks'。是不是想写 'knowledge:ask'？"),
        (["receipt", "r1"], "没有你看得到的回执 'r1'。应为随回答给出的编号。"),
        (["documents", "remove"], "没有说要移除什么。请给出文档编号，或用 --base 指定知识库。"),
        (["docments"], "没有命令 'docments'。是不是想写 'documents', 'deployments'？用法见 wainao --help。"),
        (["ask", "--tpo"], "没有选项 --tpo。"),
        (["receipt"], "缺少参数 'RECEIPT'。用法见 wainao receipt --help。"),
        (["budgets", "list", "--lang", "en", "more"], "Got unexpected extra argument(s) (more)."),
    ],
)
def test_a_mistake_on_the_command_line(typed, words, said):
    assert said in "".join(typed(*words).stderr.splitlines())


def test_settings_that_cannot_be_read_are_told_of_in_the_language_of_the_system(typed, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "wainao.toml").write_text("[server]\nprot = 1\n", encoding="utf-8")
    told = "".join(typed("documents", "list").stderr.splitlines())
    assert "没有这项设置。是不是想写 'port'？" in told
