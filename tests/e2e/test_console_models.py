"""Models in the console: added where they are, talked with alone and beside another, found in the store."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from console_page import ConsolePage
from playwright.sync_api import Locator, expect

from tiny_gguf import write_tiny_gguf
from wainao import Wainao
from wainao.testing import ModelServer, running
from wainao.testing.model_server import says

KEY = "sk-canary-0123456789"
LONG_MS = 30_000
HOSTILE = '<img src=x onerror="window.pwned=1"> [go](javascript:window.pwned=2)'


@pytest.fixture
def console(open_console, brain) -> Iterator[ConsolePage]:
    with running(brain) as url:
        opened = open_console(url)
        opened.go("Models")
        yield opened


def part(console: ConsolePage, name: str) -> None:
    console.page.get_by_role("navigation", name="Models").get_by_role("link", name=name).click()


def chat(console: ConsolePage, text: str) -> Locator:
    console.page.get_by_label("Your message").fill(text)
    console.page.get_by_label("Your message").press("Enter")
    return console.page.locator(".exchange").last


def test_model_is_added_talked_with_drained_and_removed(console, brain):
    with ModelServer([says("**Four** o'clock.", characters=4)]) as model:
        expect(console.page.get_by_text("There is no model to chat with yet.")).to_be_visible()
        console.page.get_by_role("link", name="Add a deployment").click()
        console.page.get_by_text("Add a deployment").click()
        form = console.page.locator("form.correct")
        form.get_by_label("Model, as its provider calls it").fill("scripted-1")
        form.get_by_label("Name here").fill("near")
        form.get_by_role("textbox", name="Address").fill(model.url)
        form.get_by_label("Provider's key").fill(KEY)
        assert form.get_by_label("Provider's key").get_attribute("type") == "password"
        form.get_by_role("button", name="Save").click()

        card = console.page.locator(".deployment")
        expect(card).to_contain_text("with a key", timeout=LONG_MS)
        expect(card).to_contain_text("price unknown")
        assert KEY not in console.page.content()

        part(console, "Chat")
        reply = chat(console, "When is tea served?").locator(".reply")
        expect(reply.get_by_text("price unknown")).to_be_visible(timeout=LONG_MS)
        expect(reply).to_contain_text("AI-generated")
        expect(reply.locator("strong").last).to_have_text("Four")
        reply.locator(".receipt-of").click()
        expect(console.beside).to_contain_text("models:chat")
        assert model.received[-1].headers["authorization"] == f"Bearer {KEY}"
        assert KEY not in console.page.content()

        part(console, "Deployments")
        expect(card).to_contain_text("1 served, 0 failed")
        for _ in range(2):
            card.get_by_role("button", name="Drain near").click()
        expect(card).to_contain_text("Draining")
        card.get_by_role("button", name="Resume").click()
        expect(card).to_contain_text("Well")
        for _ in range(2):
            card.get_by_role("button", name="Remove near").click()
        expect(card).to_have_count(0)
        assert brain.call("deployments:list").output.deployments == ()


def test_two_models_beside_each_other(console, brain):
    with ModelServer(["Green tea."]) as one, ModelServer([f"Black tea. {HOSTILE}"]) as other:
        brain.call(
            "deployments:add",
            name="one",
            model="scripted-1",
            base_url=one.url,
            usd_per_million_in=1000.0,
            usd_per_million_out=1000.0,
        )
        brain.call("deployments:add", name="other", model="scripted-1", base_url=other.url)
        console.page.reload()
        console.page.get_by_role("combobox", name="Model", exact=True).select_option("one")
        console.page.get_by_role("combobox", name="Compare with").select_option("other")
        replies = chat(console, f"Which tea? {HOSTILE}").locator(".reply")
        expect(replies).to_have_count(2)
        expect(replies.nth(0).get_by_text("US$")).to_be_visible(timeout=LONG_MS)
        expect(replies.nth(1).get_by_text("price unknown")).to_be_visible(timeout=LONG_MS)
        expect(replies.nth(0)).to_contain_text("Green tea.")
        expect(replies.nth(1)).to_contain_text("Black tea. <img")

        replies.nth(1).get_by_role("button", name="This one is better").click()
        expect(replies.nth(1)).to_contain_text("Better")
        (vote,) = brain.call("models:votes").output.votes
        assert (vote.chosen.partition(" <")[0], vote.rejected) == ("Black tea.", "Green tea.")

        console.page.get_by_role("combobox", name="Compare with").select_option("")
        expect(chat(console, "And at night?").locator(".receipt-of")).to_be_visible(timeout=LONG_MS)
        told = [message["content"] for message in one.received[-1].body["messages"]]
        assert told[1:] == [f"Black tea. {HOSTILE}", "And at night?"]
        assert console.page.evaluate("window.pwned") is None
        assert console.page.locator("main img, a[href^='javascript:' i], [style]").count() == 0


def test_stop_is_on_record(console, brain):
    with ModelServer([says("Slowly, one word after the other. " * 40, characters=3, pause_s=0.2)]) as model:
        brain.call("deployments:add", name="slow", model="scripted-1", base_url=model.url)
        console.page.reload()
        reply = chat(console, "Take your time.").locator(".reply")
        expect(reply.locator(".prose")).to_contain_text("Slowly", timeout=LONG_MS)
        console.page.get_by_role("button", name="Stop").click()
        expect(reply).to_contain_text("Stopped.")
        console.go("Receipts")
        console.page.get_by_label("Capability").select_option("models:chat")
        expect(console.page.locator(".rows .state").first).to_have_text("Cancelled", timeout=LONG_MS)


def test_what_a_provider_refuses_is_said(console, brain):
    with ModelServer([says("never")]) as model:
        gone = model.url
    brain.call("deployments:add", name="gone", model="scripted-1", base_url=gone)
    console.page.reload()
    reply = chat(console, "Anybody there?").locator(".reply")
    expect(reply.get_by_role("alert")).to_contain_text("Cannot be reached", timeout=LONG_MS)
    part(console, "Deployments")
    console.page.get_by_role("button", name="Check").click()
    expect(console.page.locator(".notice")).to_contain_text("gone cannot be reached", timeout=LONG_MS)
    for status in (502, 503):
        console.forgive(status)


def test_store_is_browsed_filtered_and_exported(console):
    part(console, "Store")
    rows = console.page.locator(".model")
    expect(rows.first).to_be_visible(timeout=LONG_MS)
    console.page.get_by_role("searchbox", name="Search").fill("qwen3 8b")
    console.page.get_by_role("combobox", name="Kind").select_option("language")
    console.page.get_by_role("combobox", name="Commercial use").select_option("yes")
    expect(rows.filter(has_text="qwen3-8b").first).to_be_visible()
    assert all("commercial use" in told for told in rows.all_inner_texts())

    rows.filter(has_text="qwen3-8b").first.get_by_role("button").click()
    expect(console.beside).to_contain_text("Apache License 2.0", timeout=LONG_MS)
    expect(console.beside.get_by_role("link", name="The licence itself")).to_have_attribute(
        "rel", r"noopener noreferrer nofollow"
    )
    expect(console.beside.locator("tbody tr").first).to_be_visible()

    console.page.get_by_text("Compare families").click()
    expect(console.page.locator(".figures").first).to_contain_text("Qwen3")
    shown = rows.count()
    with console.page.expect_download() as download:
        console.page.get_by_role("button", name="Export CSV").click()
    table = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"))))
    assert len(table) == shown
    assert {row["commercial"] for row in table} == {"yes"}


def test_models_that_do_not_run_here_say_why(console):
    part(console, "Store")
    console.page.get_by_role("searchbox", name="Search").fill("kimi-k2")
    rows = console.page.locator(".model")
    expect(rows.first).to_contain_text("kimi-k2", timeout=LONG_MS)
    rows.first.get_by_role("button").click()
    expect(console.beside.locator(".model-card")).to_contain_text("GB", timeout=LONG_MS)
    console.page.get_by_label("Runs here").check()
    expect(rows).to_have_count(0)
    expect(console.page.get_by_text("Nothing found")).to_be_visible()


def test_who_may_not_administer_sees_no_deployments(open_console, wainao_home):
    with ModelServer(["Tea."]) as model, Wainao.open(wainao_home, server={"local_owner": False}) as brain:
        brain.call("deployments:add", name="near", model="scripted-1", base_url=model.url)
        brain.call("actors:add", id="lei", name="李雷", rights=["read", "act"])
        key = brain.call("keys:add", actor="lei").output.key
        with running(brain) as url:
            console = open_console(url)
            console.page.get_by_role("dialog").get_by_label("Key").fill(key)
            console.page.get_by_role("button", name="Enter").click()
            console.forgive(401)
            console.go("Models")
            expect(console.page.get_by_role("combobox", name="Model", exact=True)).to_have_value(
                "near", timeout=LONG_MS
            )
            expect(console.page.get_by_role("link", name="Deployments")).to_have_count(0)
            reply = chat(console, "Tea?").locator(".reply")
            expect(reply.locator(".receipt-of")).to_be_visible(timeout=LONG_MS)
            expect(reply).to_contain_text("price unknown", timeout=LONG_MS)


def test_a_file_of_this_machine_is_added_and_talked_with(console, brain, tmp_path):
    pytest.importorskip("xllamacpp", reason="needs wainao[local]")
    file = write_tiny_gguf(tmp_path / "tiny.gguf")
    part(console, "Store")
    console.page.get_by_text("Add a GGUF file").click()
    form = console.page.locator("form.correct")
    form.get_by_label("Path of the file").fill(str(tmp_path / "nothing.gguf"))
    form.get_by_role("button", name="Bring it here").click()
    expect(console.page.locator(".notice.bad")).to_contain_text("nothing.gguf", timeout=LONG_MS)
    console.forgive(400)

    form.get_by_label("Path of the file").fill(str(file))
    form.get_by_label("Name here").fill("tiny")
    form.get_by_role("button", name="Bring it here").click()
    expect(console.page.get_by_text("tiny is ready")).to_be_visible(timeout=LONG_MS)
    part(console, "Deployments")
    expect(console.page.locator(".deployment")).to_contain_text("on your own machines")
    part(console, "Chat")
    reply = chat(console, "你好").locator(".reply")
    expect(reply.locator(".receipt-of")).to_be_visible(timeout=2 * LONG_MS)

    part(console, "Store")
    mine = console.page.locator(".part").filter(has_text="Models on this machine")
    expect(mine).to_contain_text("in memory", timeout=LONG_MS)
    expect(mine).to_contain_text("unused for")
    for _ in range(2):
        mine.get_by_role("button", name="Remove tiny").click()
    expect(console.page.get_by_text("Removed tiny")).to_be_visible(timeout=LONG_MS)
    expect(mine).to_have_count(0)
    assert brain.call("models:running").output.models == ()


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
def test_on_a_telephone_no_word_of_the_bar_is_cut(open_console, brain, locale):
    with running(brain) as url:
        page = open_console(url, locale=locale, viewport={"width": 360, "height": 700}).page
        labels = page.locator(".rail a span:not(.dot)")
        expect(labels.first).to_be_visible()
        assert labels.evaluate_all("all => all.filter(one => one.scrollWidth > one.clientWidth).length") == 0
        page.wait_for_load_state("networkidle")


def test_a_licence_that_restricts_is_accepted_first(console):
    part(console, "Store")
    console.page.get_by_role("searchbox", name="Search").fill("gemma-3-1b-it")
    row = console.page.locator(".model").first
    expect(row).to_contain_text("limited commercial use", timeout=LONG_MS)
    row.get_by_role("button").click()
    expect(console.beside.locator(".caution")).to_contain_text("Read it first", timeout=LONG_MS)
    console.beside.get_by_role("button", name="Bring it here").click()
    accepts = console.beside.get_by_label("I have read the model's licence and accept it")
    assert accepts.evaluate("box => box.validity.valueMissing")
    expect(console.beside.get_by_role("button", name="Bring it here")).to_be_enabled()
