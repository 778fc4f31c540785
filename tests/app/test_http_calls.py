"""Every capability over HTTP: at once, as events, with a file, as bytes; and every failure in one shape."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from types import SimpleNamespace

import httpx
import pytest
from small_tools import Wait

from wainao.app.faces import FACES
from wainao.kernel import WainaoError
from wainao.testing import running


@pytest.fixture
def client(server_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server_url) as opened:
        yield opened


def events(response: httpx.Response) -> list[tuple[str, dict]]:
    blocks = [
        dict(line.split(": ", 1) for line in block.splitlines()) for block in response.text.split("\n\n") if block
    ]
    return [(block["event"], json.loads(block["data"])) for block in blocks]


def test_an_answer_carries_its_receipt(client):
    answer = client.post("/api/tools/echo", json={"text": "你好", "times": 2})
    told = answer.json()
    assert (answer.status_code, told["result"]) == (200, "你好你好")
    assert told["receipt"] == answer.headers["wainao-receipt"]
    assert set(told) == {"result", "receipt", "proof", "labels", "related", "correction"}


def test_a_call_without_input_needs_no_body(client):
    assert client.post("/api/tools/whoami").json()["result"] == "owner"


@pytest.mark.parametrize(
    ("path", "sent", "status", "code", "told"),
    [
        ("tools/echo", {"json": {"txt": "a"}}, 400, "usage", "Did you mean 'text'"),
        ("tools/echo", {"json": [1]}, 400, "usage", "JSON object"),
        ("tools/echo", {"content": b"{", "headers": {"content-type": "application/json"}}, 400, "usage", "not JSON"),
        ("tools/echo", {"content": b"text=a"}, 400, "usage", "Send application/json"),
        ("tools/ecko", {"json": {}}, 404, "not_found", "Did you mean 'tools:echo'"),
        ("tools/broken", {"json": {}}, 502, "engine", "LookupError: the drawer is empty"),
    ],
)
def test_failures_have_one_shape(client, path, sent, status, code, told):
    answer = client.post(f"/api/{path}", **sent)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (status, code)
    assert told in error["message"]
    assert set(error) == {"code", "message", "receipt"}


def test_a_failed_call_says_its_receipt(client):
    answer = client.post("/api/tools/broken", json={})
    assert answer.json()["error"]["receipt"] == answer.headers["wainao-receipt"] != ""


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/api/tools/echo", 405), ("GET", "/api/nothing", 404)])
def test_what_is_not_there_is_told_in_the_same_shape(client, method, path, status):
    answer = client.request(method, path)
    assert answer.status_code == status
    assert answer.json()["error"]["message"]


def test_a_stream_is_its_pieces_then_the_whole(client):
    answer = client.post("/api/tools/count", json={"to": 2}, headers={"accept": "text/event-stream"})
    told = events(answer)
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert told[:-1] == [("delta", {"text": "0 "}), ("delta", {"text": "1 "})]
    assert told[-1][0] == "done"
    assert told[-1][1]["text"] == "done"
    assert told[-1][1]["receipt"] == answer.headers["wainao-receipt"]


def test_a_stream_that_fails_half_way_says_so(client):
    answer = client.post("/api/tools/count", json={"fail": True}, headers={"accept": "text/event-stream"})
    name, told = events(answer)[-1]
    assert (name, told["error"]["code"]) == ("error", "engine")
    assert told["error"]["receipt"] == answer.headers["wainao-receipt"]


def test_a_stream_that_is_refused_has_a_status(client):
    answer = client.post("/api/tools/count", json={"too": 1}, headers={"accept": "text/event-stream"})
    assert answer.status_code == 400


def test_a_file_comes_as_a_form_or_as_base64(client):
    form = client.post("/api/tools/measure", files={"content": ("大.bin", b"\xff" * 3_000_000)}, data={"unit": "B"})
    assert form.json()["result"] == "大.bin: 3000000 B"
    coded = client.post("/api/tools/measure", json={"name": "n", "content": "AAEC"})
    assert coded.json()["result"] == "n: 3 bytes"


def test_bytes_leave_as_bytes(client):
    answer = client.post("/api/tools/draw", json={})
    assert (answer.content, answer.headers["content-type"]) == (b"\x89PNG", "image/png")
    assert answer.headers["wainao-receipt"]


def test_openapi_describes_every_capability(client, brain):
    told = client.get("/api/openapi.json").json()
    assert {f"/api/{spec.name.replace(':', '/')}" for spec in brain.kernel} == set(told["paths"])
    echo = told["paths"]["/api/tools/echo"]["post"]
    assert echo["requestBody"]["content"]["application/json"]["example"] == {"text": "你好", "times": 1}
    assert echo["x-wainao"]["title"] == {"zh": "回声", "en": "Echo"}
    assert "multipart/form-data" in told["paths"]["/api/tools/measure"]["post"]["requestBody"]["content"]
    codes = " ".join(answer["description"] for answer in echo["responses"].values())
    assert [kind.code for kind in FACES if kind.code not in codes] == []
    _check_references(told, told["components"]["schemas"])


def _check_references(value, schemas) -> None:
    if isinstance(value, dict):
        assert value.get("$ref", "#/components/schemas/Envelope").rpartition("/")[2] in schemas
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            _check_references(inner, schemas)


def test_every_error_family_has_a_face():
    def families(kind):
        yield kind
        for inner in kind.__subclasses__():
            if inner.__module__.startswith("wainao.kernel"):
                yield from families(inner)

    assert [kind for kind in families(WainaoError) if kind is not WainaoError and kind not in FACES] == []


def test_status_says_who_is_asking_and_what_there_is(client):
    told = client.get("/api/status").json()
    assert told["actor"]["id"] == "owner"
    assert "tools:echo" in told["capabilities"]
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").status_code == 200


def test_a_disk_that_is_nearly_full_is_told_before_calls_are_refused(client, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=1000))
    told = client.get("/readyz")
    assert (told.status_code, "1000 bytes left" in told.text) == (503, True)
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_a_client_that_hangs_up_ends_its_call_on_record(brain, accept):
    wait = Wait()
    brain.kernel.register(wait)
    with running(brain) as url, httpx.Client() as client:
        with (
            pytest.raises(httpx.ReadTimeout),
            client.stream("POST", f"{url}/api/tools/wait", json={}, headers={"accept": accept}, timeout=0.3) as got,
        ):
            got.read()
        assert wait.left.wait(5)


def test_ending_the_server_finishes_the_calls_under_way(brain):
    wait = Wait()
    wait.seconds = 0.5
    brain.kernel.register(wait)
    answers = []
    with running(brain) as url:
        caller = threading.Thread(
            target=lambda: answers.append(httpx.post(f"{url}/api/tools/wait", json={}, timeout=10).json())
        )
        caller.start()
        assert wait.entered.wait(5)
    caller.join()
    assert answers[0]["text"] == "waited"


def test_a_silent_stream_is_kept_alive(brain, monkeypatch):
    monkeypatch.setattr("wainao.app.http.events.KEEP_ALIVE_S", 0.05)
    wait = Wait()
    wait.seconds = 0.3
    brain.kernel.register(wait)
    with running(brain) as url:
        answer = httpx.post(f"{url}/api/tools/wait", json={}, headers={"accept": "text/event-stream"})
    assert answer.text.count(": still here") >= 2


def test_it_is_ready_at_once(brain):
    began = time.monotonic()
    with running(brain) as url:
        httpx.get(f"{url}/readyz").raise_for_status()
        assert time.monotonic() - began < 3
