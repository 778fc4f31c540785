"""Tools in the console: taken in after a rehearsal, found and filled in, run, confirmed, shown to be trusted."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from console_page import ConsolePage
from playwright.sync_api import Locator, expect

from bank_server import KEY, Bank, open_bank
from obedient import obeys, order
from wainao import Wainao
from wainao.testing import ModelServer, running
from works_server import Works, open_works

LONG_MS = 30_000
HOSTILE = "<img src=x onerror=window.pwned=1>"
Open = Callable[..., ConsolePage]


@pytest.fixture
def bank() -> Iterator[Bank]:
    with open_bank() as served:
        yield served


@pytest.fixture
def brain(wainao_home: Path, bank: Bank) -> Iterator[Wainao]:
    with Wainao.open(wainao_home, tools={"private": [bank.url]}) as opened:
        yield opened


@pytest.fixture
def open_tools(open_console: Open, brain: Wainao) -> Iterator[Open]:
    """Open the view of tools at what its address says behind it."""
    with running(brain) as url:

        def opened(at: str = "", **options: object) -> ConsolePage:
            console = open_console(url, **options)
            console.page.evaluate(f"location.hash = '#/tools/{at}'")
            expect(console.page.locator(".view.tools, .view h1").first).to_be_visible()
            return console

        yield opened


def add_bank(brain: Wainao, bank: Bank) -> None:
    brain.call("tools:add", source="bank.json", document=bank.description, name="bank")
    brain.call("tools:credential", box="bank", scheme="key", value=KEY)


def operations(description: bytes) -> int:
    return sum(len(path) for path in json.loads(description)["paths"].values())


def result(console: ConsolePage) -> Locator:
    return console.page.locator(".tool-result")


def test_a_toolbox_is_rehearsed_added_and_switched_off(open_tools, brain, bank):
    console = open_tools("boxes")
    page = console.page
    page.get_by_text("Add a toolbox").click()
    description = {"name": "bank.json", "mimeType": "application/json", "buffer": bank.description}
    page.get_by_label("Or the description as a file").set_input_files(description)
    page.get_by_label("Name here").fill("bank")
    page.get_by_role("button", name="Show what it brings").click()
    rehearsal = page.locator(".rehearsal")
    many = operations(bank.description)
    expect(rehearsal.locator(".tool-rows li")).to_have_count(many, timeout=LONG_MS)
    expect(rehearsal).to_contain_text("Needs credentials: account, key")
    assert brain.call("tools:list").output.boxes == ()
    assert console.barriers() == []

    rehearsal.get_by_role("button", name=f"Add (tools: {many})").click()
    page.locator(".box").get_by_role("link", name="Bank").click(timeout=LONG_MS)
    page.get_by_role("button", name="Set", exact=True).last.click()
    page.get_by_label("Key or token", exact=True).fill(KEY)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".held")).to_contain_text(bank.url, timeout=LONG_MS)
    assert KEY not in page.content()
    assert console.barriers() == []

    page.get_by_role("button", name="Switch off").click()
    expect(page.get_by_role("button", name="Switch on")).to_be_visible(timeout=LONG_MS)
    assert brain.call("tools:list").output.boxes[0].state == "off"
    for _ in range(2):
        page.get_by_role("button", name="Remove bank").click()
    expect(page.get_by_text("No toolbox has been added yet.")).to_be_visible(timeout=LONG_MS)


def test_every_tool_stands_in_the_store_and_a_built_in_one_has_a_page(open_tools, brain, bank):
    add_bank(brain, bank)
    brain.call("tools:demonstrate", tool="units:convert", arguments={"amount": 5, "from": "斤", "to": "kg"}, title="5")
    console = open_tools("store")
    page = console.page
    page.get_by_label("Came from").select_option("builtin", timeout=LONG_MS)
    page.get_by_label("Search").fill("units 计量")
    expect(page.locator(".tool-card")).to_have_count(1)
    expect(page.locator(".tool-card")).to_contain_text("Does well")
    assert console.barriers() == []
    page.get_by_label("Search").fill("nothing like that")
    page.get_by_role("button", name="Show all").click()
    expect(page.locator(".tool-card", has_text="Bank")).not_to_have_count(0)

    page.get_by_role("link", name="Convert units").click()
    page.get_by_role("button", name="Run it now").click(timeout=LONG_MS)
    expect(result(console)).to_contain_text("2.5", timeout=LONG_MS)
    assert console.barriers() == []
    page.get_by_role("button", name="convert 72 kg to pounds").click()
    expect(page.locator("#to-be-done")).to_have_value("convert 72 kg to pounds")


@pytest.mark.parametrize(
    ("locale", "request_", "words"),
    [
        ("en-US", "How many working days are there from 2026-10-01 to 2026-10-15?", "15 days|working days of 15"),
        ("zh-CN", "2026-10-01 到 2026-10-15 有几个工作日？", "15 天里有"),
    ],
)
def test_without_a_model_what_is_understood_whole_is_answered(open_tools, locale, request_, words):
    console = open_tools(locale=locale)
    page = console.page
    page.locator("#to-be-done").fill(request_)
    page.locator("#to-be-done").press("Enter")
    expect(page.locator(".use .answer")).to_contain_text(re.compile(words), timeout=LONG_MS)
    expect(page.locator(".use .badge.tool")).to_be_visible()
    expect(page.locator(".use .steps li")).to_have_count(1)
    assert console.barriers() == []


@pytest.mark.parametrize(
    ("locale", "request_", "words"),
    [
        ("en-US", "How many working days has Ann from 2026-10-01 to 2026-10-15?", "from “2026-10-01”"),
        ("zh-CN", "小王在 2026-10-01 到 2026-10-15 有几个工作日？", "来自「2026-10-01」"),
    ],
)
def test_without_a_model_a_request_becomes_a_form_that_a_person_finishes(open_tools, locale, request_, words):
    console = open_tools(locale=locale, color_scheme="dark")
    page = console.page
    page.locator("#to-be-done").fill(request_)
    page.locator("#to-be-done").press("Enter")
    card = page.locator(".use .card").first
    expect(card).to_contain_text("dates:workdays", timeout=LONG_MS)
    expect(card.locator(".from-words").first).to_have_text(words)
    expect(card.locator("input[type=date]").first).to_have_value("2026-10-01")
    card.locator("button[type=submit]").click()
    expect(result(console)).to_contain_text("workdays", timeout=LONG_MS)
    expect(result(console).locator("tbody tr").first).to_contain_text("2026-10-01")
    assert console.barriers() == []


def test_a_tool_is_tried_recorded_replayed_and_reviewed(open_tools, brain, bank):
    add_bank(brain, bank)
    console = open_tools("boxes/bank%3Alatest_rates")
    page = console.page
    page.get_by_label("base").select_option("EUR")
    page.get_by_label("CNY").check()
    page.get_by_role("button", name="Run", exact=True).click()
    expect(result(console)).to_contain_text("7.73913", timeout=LONG_MS)
    expect(page.get_by_text("1 (people: 1)")).to_be_visible()
    page.get_by_label("What does this call show?").fill(HOSTILE)
    page.get_by_role("button", name="Keep as a demonstration").click()
    demo = page.locator(".demo")
    expect(demo).to_contain_text(HOSTILE, timeout=LONG_MS)
    page.get_by_role("button", name="Replay all").click()
    expect(demo.locator(".state")).to_contain_text("as shown", timeout=LONG_MS)

    page.get_by_label("4 of 5 stars").check()
    page.get_by_label("In words").fill(HOSTILE)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".review")).to_contain_text(HOSTILE, timeout=LONG_MS)
    assert page.evaluate("window.pwned") is None
    assert console.barriers() == []


ORDER = {
    "type": "object",
    "required": ["lines"],
    "properties": {
        "lines": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["sku"],
                "properties": {"sku": {"type": "string"}, "count": {"type": "integer", "maximum": 9}},
            },
        },
        "deliver": {
            "oneOf": [
                {"title": "Home", "type": "object", "properties": {"street": {}}, "required": ["street"]},
                {"title": "Shop", "type": "object", "properties": {"kind": {"const": "shop"}}, "required": ["kind"]},
            ]
        },
        "marks": {"type": "object", "additionalProperties": {"type": "string"}},
        "country": {"enum": [f"country {number}" for number in range(30)]},
    },
}


def test_lists_of_objects_kinds_and_maps_are_filled_in_by_keyboard_and_told_as_json(open_tools, brain, bank):
    body = {"required": True, "content": {"application/json": {"schema": ORDER}}}
    order = {"post": {"operationId": "order", "requestBody": body, "responses": {"200": {"description": "ok"}}}}
    shop = {"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, "servers": [{"url": bank.url}]}
    brain.call("tools:add", source="shop.json", document=json.dumps(shop | {"paths": {"/v1/order": order}}).encode())
    console = open_tools("store/shop%3Aorder")
    page = console.page
    for sku in ("a", "b"):
        page.get_by_role("button", name="Add one to lines").press("Enter", timeout=LONG_MS)
        page.get_by_label("sku").last.fill(sku)
    page.locator(".capability-form input[type=number]").last.fill("2")
    page.get_by_role("button", name="Move lines 2 up").press("Enter")
    expect(page.get_by_role("button", name="Move lines 1 down")).to_be_focused()
    page.get_by_label("Kind of deliver").select_option("Shop")
    page.get_by_role("button", name="Fill in marks").press("Enter")
    page.get_by_role("button", name="Add one to marks").press("Enter")
    page.get_by_label("Name 1").fill("__proto__")
    page.get_by_label("value").fill("x")
    page.get_by_label("country").fill("country 7")
    assert console.barriers() == []

    page.get_by_label("Write it as JSON").check()
    whole = page.get_by_label("The whole input")
    meant = {
        "lines": [{"sku": "b", "count": 2}, {"sku": "a"}],
        "deliver": {"kind": "shop"},
        "marks": {"__proto__": "x"},
        "country": "country 7",
    }
    assert json.loads(whole.input_value()) == meant
    whole.fill(json.dumps(meant | {"beside": [1]}))
    page.get_by_label("Write it as JSON").uncheck()
    expect(page.get_by_label("Other fields")).to_have_value(re.compile("beside"))
    page.get_by_label("Other fields").fill("")
    page.get_by_role("button", name="Show the request").click()
    confirm = page.locator(".confirm")
    expect(confirm).to_contain_text('{"lines":[{"sku":"b","count":2},{"sku":"a"}],', timeout=LONG_MS)
    expect(confirm).to_contain_text('"marks":{"__proto__":"x"}')


def test_an_update_shows_what_is_wider_and_can_be_taken_back(open_tools, brain, bank):
    add_bank(brain, bank)
    wider, ok = json.loads(bank.description), {"204": {"description": "gone"}}
    wider["paths"]["/v1/notes"]["delete"] = {"operationId": "dropNotes", "summary": "Drop all notes", "responses": ok}
    console = open_tools("boxes")
    page = console.page
    page.get_by_text("Add a toolbox").click()
    document = {"name": "bank.json", "mimeType": "application/json", "buffer": json.dumps(wider).encode()}
    page.get_by_label("Or the description as a file").set_input_files(document)
    page.get_by_label("Name here").fill("bank")
    page.get_by_role("button", name="Show what it brings").click()
    before = operations(bank.description)
    add = page.get_by_role("button", name=f"Add (tools: {before + 1})")
    expect(add).to_be_disabled(timeout=LONG_MS)
    expect(page.locator(".rehearsal")).to_contain_text("drop_notes")
    page.get_by_label("I accept that it may do more").check()
    assert console.barriers() == []
    add.click()
    expect(page.locator(".rehearsal")).to_have_count(0, timeout=LONG_MS)  # the toolbox is listed before that, too
    page.locator(".box").get_by_role("link", name="Bank").click(timeout=LONG_MS)
    expect(page.get_by_text(f"Tools ({before + 1})")).to_be_visible(timeout=LONG_MS)
    for _ in range(2):
        page.get_by_role("button", name="Back to version 1").click()
    expect(page.get_by_text(f"Tools ({before})")).to_be_visible(timeout=LONG_MS)


def test_a_toolbox_is_taken_along_and_in_from_a_signer_whom_a_person_trusts(open_tools, brain, bank):
    add_bank(brain, bank)
    console = open_tools("boxes/bank")
    page = console.page
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Export").click(timeout=LONG_MS)
    bundle = downloading.value.path()
    brain.call("tools:remove", name="bank")
    page.get_by_role("link", name="Toolboxes").first.click()
    page.get_by_text("Import a signed toolbox").click()
    page.get_by_label("File", exact=True).set_input_files(bundle)
    signer = page.locator(".facts code").last
    expect(signer).not_to_be_empty(timeout=LONG_MS)
    page.get_by_label("Fingerprint that you trust").fill(signer.inner_text())
    assert console.barriers() == []
    page.get_by_role("button", name="Add (tools").click()
    expect(page.locator(".box")).to_contain_text("bank", timeout=LONG_MS)


def test_a_person_signs_in_where_the_toolbox_is(open_tools, brain, bank):
    add_bank(brain, bank)
    brain.call("tools:credential", box="bank", scheme="account", client_id="wainao", client_secret="secret")
    console = open_tools("boxes/bank")
    page = console.page
    page.get_by_role("button", name="Sign in (OAuth)").first.click(timeout=LONG_MS)
    page.get_by_role("button", name="Begin").click()
    link = page.get_by_role("link", name="Sign in at")
    asked = parse_qs(urlsplit(link.get_attribute("href") or "").query)
    assert asked["code_challenge_method"] == ["S256"]
    page.get_by_label("The complete address").fill(f"{asked['redirect_uri'][0]}?code=good&state={asked['state'][0]}")
    page.get_by_role("button", name="Finish").click()
    expect(page.locator(".held").filter(has_text="you (owner)").first).to_be_visible(timeout=LONG_MS)
    assert brain.call("bank:balance").output.data["balance"] == 7


def test_what_a_tool_gave_is_corrected_for_exactly_that_call(open_tools, brain, bank):
    add_bank(brain, bank)
    console = open_tools("boxes/bank%3Aread_notes")
    page = console.page
    run = page.get_by_role("button", name="Run", exact=True)
    run.click()
    result(console).get_by_role("button", name="Correct").click(timeout=LONG_MS)
    page.get_by_label("The right answer").fill("Ann called.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Corrected. This is the answer from now on.")).to_be_visible(timeout=LONG_MS)
    run.click()
    expect(result(console).locator(".badge")).to_have_attribute("data-origin", "human", timeout=LONG_MS)
    expect(result(console)).to_contain_text("Ann called.")
    expect(page.locator(".facts").filter(has_text="Corrected")).to_contain_text("1")


def test_a_write_shows_its_request_before_it_is_sent(open_tools, brain, bank):
    add_bank(brain, bank)
    console = open_tools("boxes/bank%3Amake_transfer")
    page = console.page
    page.get_by_label("amount").fill("5")
    page.get_by_role("textbox", name="to required").fill("ann")
    page.get_by_role("button", name="Show the request").click()
    confirm = page.locator(".confirm")
    expect(confirm).to_contain_text(f"POST {bank.url}/v1/transfers", timeout=LONG_MS)
    expect(confirm).to_contain_text('"to":"ann"')
    assert KEY not in page.content()
    assert bank.transfers == []
    assert console.barriers() == []
    confirm.get_by_role("button", name="Send it").click()
    expect(result(console)).to_contain_text("id", timeout=LONG_MS)
    assert [one["to"] for one in bank.transfers] == ["ann"]


def test_what_strangers_wrote_into_a_toolbox_is_text(open_tools, brain, bank):
    bank.note = HOSTILE
    add_bank(brain, bank)
    strange = {"name": "strange", "title": HOSTILE, "description": f"Strange. {HOSTILE}", "parameters": {}}
    brain.call("tools:import-catalogue", content=json.dumps(strange).encode(), name="market")
    console = open_tools("boxes/market")
    page = console.page
    page.locator("a.row").click(timeout=LONG_MS)
    expect(page.locator(".part .said").first).to_contain_text(HOSTILE, timeout=LONG_MS)
    page.evaluate("location.hash = '#/tools/store'")
    expect(page.locator(".tool-card").filter(has_text=HOSTILE)).to_be_visible(timeout=LONG_MS)
    page.evaluate("location.hash = '#/tools/boxes/bank%3Aread_notes'")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(result(console)).to_contain_text(HOSTILE, timeout=LONG_MS)
    assert page.evaluate("window.pwned") is None


def test_a_page_that_a_tool_gave_is_shown_in_a_frame_that_can_do_nothing(open_tools, brain, bank):
    spy = f"{bank.url}/spy"
    bank.page = (
        f"<h1>Notes</h1><script>parent.pwned = top.pwned = 1; fetch('{spy}/script')</script>"
        f"<img src={spy}/image onerror=parent.pwned=1><form action={spy}/form><button>Go</button>"
    )
    add_bank(brain, bank)
    console = open_tools("boxes/bank%3Aread_notes")
    page = console.page
    page.get_by_role("button", name="Run", exact=True).click()
    frame = result(console).locator("iframe.surface")
    expect(frame).to_have_attribute("sandbox", "", timeout=LONG_MS)
    shown = page.frame_locator("iframe.surface")
    expect(shown.get_by_role("heading", name="Notes")).to_be_visible()
    shown.get_by_role("button", name="Go").click()
    expect(shown.get_by_role("heading", name="Notes")).to_be_visible()
    assert page.evaluate("window.pwned") is None
    assert [url for _, url, _ in bank.asked if url.startswith(spy)] == []
    # The browser says of each that it was blocked, and that is all that it says.
    assert [fault for fault in console.faults if "blob:" not in fault and bank.url not in fault] == []
    console.faults = []


def test_a_chart_is_a_picture(open_tools):
    console = open_tools()
    page = console.page
    page.locator("#to-be-done").fill("draw a bar chart of monthly revenue")
    page.locator("#to-be-done").press("Enter")
    card = page.locator(".use .card").filter(has_text="charts:draw")
    expect(card).to_have_count(1, timeout=LONG_MS)
    if not card.locator("form").is_visible():
        card.locator("summary").click()
    card.get_by_label("labels").fill("Jan\nFeb\nMar")
    card.get_by_role("button", name="Add one to series").click()
    card.get_by_label("values").fill("3\n5.5\n4")
    card.locator("button[type=submit]").click()
    picture = result(console).locator("img.result")
    expect(picture).to_have_attribute("src", re.compile("^blob:"), timeout=LONG_MS)
    page.wait_for_function("document.querySelector('img.result').naturalWidth > 0")
    expect(result(console).get_by_role("button", name="Receipt")).to_be_visible()
    assert console.barriers() == []


def test_what_a_model_wants_written_waits_for_a_person_and_goes_on(open_console, wainao_home, bank):
    with ModelServer(obeys) as model:
        models = {"base_url": model.url, "model": "scripted-1"}
        with (
            Wainao.open(wainao_home, tools={"private": [bank.url]}, models=models) as brain,
            running(brain) as url,
        ):
            add_bank(brain, bank)
            console = open_console(url)
            page = console.page
            console.go("Tools")
            page.locator("#to-be-done").fill(
                f"Send Ann five dollars. {order('bank:make_transfer', to='ann', amount=5)}"
            )
            page.locator("#to-be-done").press("Enter")
            waiting = page.locator(".use .approval")
            expect(waiting).to_contain_text("bank:make_transfer", timeout=LONG_MS)
            expect(waiting.locator(".request")).to_contain_text("ann")
            assert bank.transfers == []
            assert console.barriers() == []
            waiting.get_by_role("link", name="To the approvals").click()
            page.get_by_role("button", name="Approve").click(timeout=LONG_MS)
            expect(page.get_by_text("No call waits for approval.")).to_be_visible(timeout=LONG_MS)
            console.go("Tools")
            page.get_by_role("button", name="Go on").click()
            expect(page.locator(".use .badge")).to_have_attribute("data-origin", "model", timeout=LONG_MS)
            expect(page.locator(".steps")).to_contain_text("bank:make_transfer")
            assert [one["to"] for one in bank.transfers] == ["ann"]


@pytest.fixture
def works() -> Iterator[Works]:
    with open_works() as served:
        yield served


def test_long_work_tells_how_far_it_is_becomes_a_job_and_gives_its_result_later(open_console, wainao_home, works):
    works.looks = 10_000
    settings = {"private": [works.url], "timeout_s": 1.0}
    with Wainao.open(wainao_home, tools=settings) as brain, running(brain) as url:
        brain.call("tools:add", source="works.json", document=works.description, name="works")
        brain.call("tools:limit", name="works", calls_at_once=9)
        console = open_console(url)
        page = console.page
        page.evaluate("location.hash = '#/tools/store/works%3Aprint'")
        expect(page.get_by_text("/ 9 at once")).to_be_visible(timeout=LONG_MS)
        page.get_by_role("button", name="Show the request").click(timeout=LONG_MS)
        page.get_by_role("button", name="Send it").click()
        working = page.locator(".tool-result .work")
        expect(working.get_by_role("progressbar")).to_be_visible(timeout=LONG_MS)
        expect(working).to_contain_text("of 100", timeout=LONG_MS)
        assert console.barriers() == []
        works.looks = 0
        expect(page.locator(".tool-result .tool-result")).to_contain_text("12", timeout=LONG_MS)
        page.evaluate("location.hash = '#/tools/jobs'")
        page.get_by_text("works:print").click(timeout=LONG_MS)
        expect(page.locator(".tool-result")).to_contain_text("pages", timeout=LONG_MS)
        assert console.barriers() == []

        works.looks = 10_000
        page.evaluate("location.hash = '#/tools/store/works%3Aprint'")
        page.get_by_role("button", name="Show the request").click(timeout=LONG_MS)
        page.get_by_role("button", name="Send it").click()
        page.get_by_role("button", name="End the job").click(timeout=LONG_MS)
        expect(page.locator(".tool-result .caution")).to_contain_text("Ended", timeout=LONG_MS)
        assert works.count("POST") == {"/prints": 2}


def test_a_request_that_tools_do_tells_which_one_runs_and_how_far_it_is(open_console, wainao_home, works):
    works.looks = 10_000
    with ModelServer(obeys) as model:
        models = {"base_url": model.url, "model": "scripted-1"}
        with (
            Wainao.open(wainao_home, tools={"private": [works.url]}, models=models) as brain,
            running(brain) as url,
        ):
            brain.call("tools:add", source="works.json", document=works.description, name="works")
            brain.call("grants:give", actor="owner", capability="works:print", until_at="2999-01-01")
            console = open_console(url)
            page = console.page
            console.go("Tools")
            page.locator("#to-be-done").fill(f"Print. {order('works:lines')} {order('works:print')}")
            page.locator("#to-be-done").press("Enter")
            steps = page.locator(".steps > li")
            lines, sheets = steps.nth(0), steps.nth(1)
            expect(lines).to_contain_text('{"line": 3}', timeout=LONG_MS)
            expect(sheets.get_by_role("progressbar")).to_be_visible(timeout=LONG_MS)
            expect(sheets).to_contain_text("of 100", timeout=LONG_MS)
            assert console.barriers() == []
            works.looks = 0
            expect(page.locator(".use .badge")).to_have_attribute("data-origin", "model", timeout=LONG_MS)
            expect(steps).to_have_count(2)


def test_the_store_says_how_tools_are_chosen_and_makes_what_is_missing(open_console, wainao_home, monkeypatch):
    monkeypatch.setattr("wainao.features.tools.following.LOOK_EVERY_S", 1e6)
    with Wainao.open(wainao_home) as brain, running(brain) as url:
        console = open_console(url)
        page = console.page
        page.evaluate("location.hash = '#/tools/store'")
        page.get_by_text("Tools are chosen by words", exact=True).click(timeout=LONG_MS)
        expect(page.locator(".choosing")).to_contain_text("some are missing")
        page.get_by_role("button", name="Make them now").click()
        expect(page.get_by_text("Tools are chosen by words and meaning")).to_be_visible(timeout=LONG_MS)
        expect(page.locator(".choosing")).to_contain_text("up to date")
        assert console.barriers() == []
