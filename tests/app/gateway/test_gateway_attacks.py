"""What strangers send to the gateway, and who may see which model."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import httpx
import pytest
from gateway_world import ASK, Served

from wainao.app.gateway.formats import FORMATS
from wainao.kernel import ConflictError

CHAT = "/v1/chat/completions"

BOMBS = {
    "deep lists": b'{"model": "small", "messages": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "deep objects": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "deeper than any schema": b'{"model": "small", "x": ' + b"[" * 70 + b"]" * 70 + b"}",
    "no UTF-8": b'{"model": "\xff\xfe"}',
    "half a pair": b'{"model": "small", "messages": [{"role": "user", "content": "\\ud800"}]}',
    "a NUL": b'{"model": "small", "messages": [{"role": "user", "content": "a\\u0000b"}]}',
    "nothing": b"",
    "a list": b"[]",
    "half": b'{"model": "small", "mess',
    "two": b'{"model": "small"} {"model": "small"}',
}


def key_of(served: Served, **bound: Any) -> str:
    """A key of Ann's."""
    with suppress(ConflictError):
        served.brain.call("actors:add", id="ann", rights=["read"])
    key: str = served.brain.call("keys:add", actor="ann", **bound).output.key
    return key


@pytest.mark.parametrize("path", [CHAT, "/v1/messages", "/v1/responses", "/api/chat", "/v1/embeddings"])
@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_in_the_words_of_its_format(served, path, bomb):
    before = len(served.upstream.received)
    answer = httpx.post(served.url + path, content=bomb, headers={"content-type": "application/json"}, timeout=20)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert len(served.upstream.received) == before
    assert httpx.get(f"{served.url}/healthz").status_code == 200


@pytest.mark.parametrize("path", FORMATS)
def test_every_format_refuses_what_it_does_not_understand(served, path):
    answer = httpx.post(served.url + path, json={"model": "small", "messages": 7, "input": 7, "prompt": 7, "query": 7})
    assert answer.status_code == 400
    assert answer.json()["error"]


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1/messages", "/api/chat"])
def test_a_page_from_elsewhere_does_not_get_in(served, path):
    before = len(served.upstream.received)
    body = {"model": "small", "max_tokens": 9, "messages": ASK}
    for headers in ({"origin": "https://evil.example"}, {"host": "evil.example"}, {"x-forwarded-for": "1.2.3.4"}):
        assert httpx.post(served.url + path, json=body, headers=headers).status_code == 401
    assert len(served.upstream.received) == before


@pytest.mark.parametrize("header", ["authorization", "x-api-key", "api-key"])
def test_a_key_works_wherever_its_client_puts_it(served, header):
    key = key_of(served)
    shown = f"Bearer {key}" if header == "authorization" else key
    answer = httpx.post(served.url + CHAT, json={"model": "small", "messages": ASK}, headers={header: shown})
    assert served.receipt(answer.headers["wainao-receipt"]).actor == "ann"
    wrong = httpx.post(served.url + CHAT, json={"model": "small", "messages": ASK}, headers={header: shown + "x"})
    assert wrong.status_code == 401


def test_a_key_that_is_bound_to_a_model_opens_no_other(served):
    key = key_of(served, routes=["small"])
    headers = {"authorization": f"Bearer {key}"}

    def post(path: str, **fields: Any) -> httpx.Response:
        return httpx.post(served.url + path, json=fields, headers=headers)

    assert post(CHAT, model="small", messages=ASK).status_code == 200
    assert post("/v1/embeddings", model="vectors", input="x").status_code == 403
    assert (
        post("/v1/messages", model="everything", max_tokens=9, messages=ASK).json()["error"]["type"]
        == "permission_error"
    )
    names = [row["id"] for row in httpx.get(f"{served.url}/v1/models", headers=headers).json()["data"]]
    assert "small" in names
    assert "vectors" not in names


def test_a_form_may_not_be_endless_and_names_in_it_end_no_line(served):
    many = {f"field{n}": "x" for n in range(100)}
    url = f"{served.url}/v1/audio/transcriptions"
    answer = httpx.post(url, data={"model": "everything", **many}, files={"file": ("a.mp3", b"sound")})
    assert (answer.status_code, "more than 64 fields" in answer.text) == (400, True)
    evil = 'a"\r\nx-evil: 1\r\n\r\n--.mp3'
    answer = httpx.post(url, data={"model": "everything"}, files={"file": (evil, b"sound")})
    assert answer.status_code == 200
    sent = served.upstream.received[-1]
    assert "x-evil" not in sent.headers
    assert sent.raw.count(b"content-disposition") == 3
    for broken in (b"", b"--x", b"no form at all"):
        kind = {"content-type": "multipart/form-data; boundary=x"}
        assert httpx.post(url, content=broken, headers=kind).status_code == 400


@pytest.mark.parametrize("tokens", [10**9, 10**20, 10**400])
def test_a_wish_for_more_than_there_is_meets_the_budget(served, tokens):
    headers = {"authorization": f"Bearer {key_of(served)}"}
    served.brain.call("budgets:set", actor="ann", period="day", tokens=1_000_000)
    content = f'{{"model": "small", "messages": [{{"role": "user", "content": "x"}}], "max_tokens": {tokens}}}'
    answer = httpx.post(served.url + CHAT, content=content, headers=headers)
    assert answer.status_code in (400, 429)


def test_logprobs_do_not_spell_out_what_a_guard_took_away():
    from wainao.app.gateway.sent import logprobs
    from wainao.types import ChatOutput

    rows = {"content": [{"token": "sk-", "bytes": None}, {"token": "123", "bytes": [49, 50, 51]}]}
    assert logprobs(ChatOutput(text="sk-123", model="m", logprobs=rows)) == rows
    assert logprobs(ChatOutput(text="***", model="m", logprobs=rows)) is None
    cut = {"content": [{"token": "好", "bytes": [229, 165, 189]}, {"token": "\ufffd", "bytes": [229]}]}
    assert logprobs(ChatOutput(text="好\ufffd", model="m", logprobs=cut)) == cut


def test_an_answer_names_no_header_of_its_own(served):
    """A deployment's name goes into a header: it can hold nothing that ends one."""
    answer = httpx.post(
        f"{served.url}/api/deployments/add",
        content=json.dumps({"name": "a\r\nx-evil: 1", "model": "m", "base_url": served.upstream.url}),
        headers={"content-type": "application/json"},
    )
    assert answer.status_code == 400
