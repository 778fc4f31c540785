"""Pages that servers bring: taken in with the tools, kept as they were, given to whoever may call the tool."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from spoken import DISCOVERED, Spoken, speaking
from wainao import Wainao
from wainao.features.tools.bundle import Signing
from wainao.features.tools.mcp.errors import ChangedError
from wainao.features.tools.types import Surface, Toolbox
from wainao.kernel import DeniedError, NotFoundError, UsageError
from wainao.types import Actor, Words, owner

PAGE = "<!doctype html><title>Weather</title><script>parent.postMessage({}, '*')</script>"
MEDIA_TYPE = "text/html;profile=mcp-app"

Open = Callable[[Spoken], tuple[Wainao, str]]


def tool(name: str, uri: str, **ui: Any) -> dict[str, Any]:
    return {"name": name, "annotations": {"readOnlyHint": True}, "_meta": {"ui": {"resourceUri": uri, **ui}}}


def bringing(tools: list[dict[str, Any]], pages: dict[str, dict[str, Any]]) -> Spoken:
    def read(params: dict[str, Any]) -> Any:
        page = {"uri": params["uri"], "mimeType": MEDIA_TYPE} | pages[params["uri"]]
        return {"contents": [page], "resultType": "complete", "ttlMs": 0, "cacheScope": "private"}

    about = DISCOVERED | {"capabilities": {"tools": {}, "resources": {}}}
    return Spoken(tools, server_discover=lambda _: about, resources_read=read)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Open]:
    with ExitStack() as stack:

        def opened(spoken: Spoken) -> tuple[Wainao, str]:
            url = stack.enter_context(speaking(spoken))
            settings = {"private": [url.removesuffix("/mcp")]}
            return stack.enter_context(Wainao.open(tmp_path / "home", tools=settings)), url

        yield opened


def test_a_page_is_what_it_was_when_the_toolbox_was_taken_in(at):
    pages = {"ui://w/today": {"text": PAGE, "_meta": {"ui": {"prefersBorder": True}}}}
    spoken = bringing([tool("Today", "ui://w/today"), {"name": "plain"}], pages)
    brain, url = at(spoken)
    assert brain.call("tools:add", source=url, name="weather").output.warnings == ()
    shown = brain.call("tools:surface", tool="weather:today").output
    assert (shown.html, shown.uri, shown.border) == (PAGE, "ui://w/today", True)
    assert shown.digest == hashlib.sha256(PAGE.encode()).hexdigest()
    assert (shown.own, shown.calls["Today"], shown.calls["plain"]) == ("Today", "weather:today", "weather:plain")
    pages["ui://w/today"] = {"text": "<script>steal()</script>"}
    assert brain.call("tools:surface", tool="weather:today").output.html == PAGE
    rehearsed = brain.call("tools:add", source=url, name="weather", dry_run=True).output
    assert rehearsed.changed == ("today",)
    brain.call("tools:add", source=url, name="weather")
    assert "steal" in brain.call("tools:surface", tool="weather:today").output.html
    brain.call("tools:change", name="weather", version=1)
    assert brain.call("tools:surface", tool="weather:today").output.html == PAGE


def test_a_tool_that_points_to_another_page_now_is_not_called(at):
    spoken = bringing([tool("today", "ui://w/today")], {"ui://w/today": {"text": PAGE}})
    brain, url = at(spoken)
    brain.call("tools:add", source=url, name="weather")
    assert brain.call("weather:today").output.text == "called today"
    spoken.tools = [tool("today", "ui://w/other")]
    with pytest.raises(ChangedError):
        brain.call("weather:today")


def test_a_tool_for_its_page_alone_is_chosen_by_no_request(at):
    spoken = bringing(
        [
            tool("today", "ui://w/today"),
            tool("refresh", "ui://w/today", visibility=["app"]),
            tool("order", "ui://w/today", visibility=["model"]),
        ],
        {"ui://w/today": {"text": PAGE}},
    )
    brain, url = at(spoken)
    brain.call("tools:add", source=url, name="weather")
    assert brain.kernel.spec("weather:today", owner()).tool
    assert not brain.kernel.spec("weather:refresh", owner()).tool
    assert brain.call("weather:refresh").output.text == "called refresh"
    assert list(brain.call("tools:surface", tool="weather:order").output.calls) == ["refresh", "today"]


def test_what_is_no_page_is_left_out_and_told(at):
    tools = [tool(name, f"ui://w/{name}") for name in ("large", "script", "bytes", "gone", "reaching", "blob")]
    pages: dict[str, dict[str, Any]] = {
        "ui://w/large": {"text": "x" * (2 * 1024 * 1024 + 1)},
        "ui://w/script": {"text": PAGE, "mimeType": "application/javascript"},
        "ui://w/bytes": {"blob": base64.b64encode(b"\xff\xfe").decode()},
        "ui://w/reaching": {"text": PAGE, "_meta": {"ui": {"csp": {"connectDomains": ["https://evil.example"]}}}},
        "ui://w/blob": {"blob": base64.b64encode(PAGE.encode()).decode()},
    }
    brain, url = at(bringing([*tools, tool("file", "file:///etc/passwd")], pages))
    warnings = brain.call("tools:add", source=url, name="weather").output.warnings
    assert [warning.split("'")[1] for warning in warnings] == [
        "ui://w/large",
        "ui://w/script",
        "ui://w/bytes",
        "ui://w/gone",
        "ui://w/reaching",
    ]
    assert "It is shown without" in warnings[-1]
    for name in ("large", "script", "bytes", "gone", "file"):
        with pytest.raises(NotFoundError, match="brings no page"):
            brain.call("tools:surface", tool=f"weather:{name}")
    assert brain.call("tools:surface", tool="weather:blob").output.html == PAGE


def test_a_page_is_for_who_may_call_its_tool(at):
    brain, url = at(bringing([tool("today", "ui://w/today")], {"ui://w/today": {"text": PAGE}}))
    brain.call("tools:add", source=url, name="weather")
    kernel, given = brain.kernel, brain.kernel.spec("tools:surface").input(tool="weather:today")
    elsewhere = Actor(id="eve", tenant="elsewhere")
    bound = Actor(id="ann", capabilities=("tools:*",))
    for actor, refused in ((elsewhere, NotFoundError), (bound, DeniedError)):
        with pytest.raises(refused):
            brain._loop.run(kernel.run("tools:surface", given, actor=actor))
    brain.call("tools:change", name="weather", state="off")
    with pytest.raises(NotFoundError):
        brain.call("tools:surface", tool="weather:today")


def test_a_bundle_takes_its_pages_along(at):
    brain, url = at(bringing([tool("today", "ui://w/today")], {"ui://w/today": {"text": PAGE}}))
    brain.call("tools:add", source=url, name="weather")
    bundle = brain.call("tools:export", box="weather").output
    brain.call("tools:import-bundle", content=bundle.content, name="again", trust=bundle.signer)
    assert brain.call("tools:surface", tool="again:today").output.html == PAGE


def test_a_page_in_a_bundle_is_what_it_says(at):
    brain, _ = at(bringing([], {}))
    words, signing = Words("天气", "Weather"), Signing(brain.home)
    page = Surface(uri="ui://w/today", digest=hashlib.sha256(b"another").hexdigest(), html=PAGE)
    box = Toolbox(name="w", title=words, description=words, origin="mcp", source="", digest="", surfaces=(page,))
    with pytest.raises(UsageError, match="The bundle's page"):
        brain.call("tools:import-bundle", content=signing.write(box), trust=signing.fingerprint)
