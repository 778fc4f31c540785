"""The catalogue says nothing that makes no sense, and what runs here follows from its figures."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from wainao import Wainao
from wainao.features.models.catalogue.catalogue import catalogue
from wainao.features.models.catalogue.entry import Entry, Licence
from wainao.features.models.catalogue.fit import fit, rank
from wainao.features.models.catalogue.machine import Gpu, Machine, read_gpus
from wainao.features.models.catalogue.memory import OVERHEAD_BYTES, needs
from wainao.features.models.local.shelf import NAME
from wainao.kernel import NotFoundError

ENTRIES = list(catalogue().models.values())
HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
OLDEST, NEWEST = date(2018, 1, 1), date(2026, 12, 31)
NUMBERS = (
    ("billions", 0.001, 2000),
    ("active_billions", 0.001, 100),
    ("context_tokens", 32, 20_000_000),
    ("dimensions", 64, 16_384),
)


def machine(gb: float, *, bytes_per_s: float | None = 50e9, gpus: tuple[Gpu, ...] = ()) -> Machine:
    room = int(gb * 1e9)
    return Machine(cores=8, memory_bytes=room, free_bytes=room, models_bytes=room, gpus=gpus, bytes_per_s=bytes_per_s)


@pytest.fixture(params=ENTRIES, ids=lambda entry: entry.name)
def entry(request: pytest.FixtureRequest) -> Entry:
    found: Entry = request.param
    return found


@pytest.fixture(params=list(catalogue().licences.values()), ids=lambda licence: licence.id)
def licence(request: pytest.FixtureRequest) -> Licence:
    found: Licence = request.param
    return found


def test_there_are_enough_models_of_every_kind():
    kinds = [entry.kind for entry in ENTRIES]
    assert len(ENTRIES) >= 350
    assert min(kinds.count(kind) for kind in set(kinds)) >= 15
    assert len(set(kinds)) == 7


def test_nothing_is_there_twice():
    for field in ("name", "hf"):
        values = [getattr(entry, field) for entry in ENTRIES]
        assert sorted({value for value in values if values.count(value) > 1}) == []


def test_an_entry_makes_sense(entry: Entry):
    assert NAME.fullmatch(entry.name), "it may become a folder's name"
    assert entry.name == entry.name.lower()
    assert entry.licence in {"", *catalogue().licences}
    assert entry.organisation
    assert entry.takes
    assert entry.gives
    for field, least, most in NUMBERS:
        value = getattr(entry, field)
        assert value is None or least <= value <= most, field
    assert (entry.active_billions or 0) <= (entry.billions or 0)
    assert (entry.dimensions is not None) == (entry.kind == "embedding")
    assert entry.shape is None or all(number > 0 for number in entry.shape)


def test_its_addresses_are_addresses(entry: Entry):
    for id in (entry.hf, entry.ms, entry.gguf):
        assert not id or HUB_ID.fullmatch(id), id
    assert ("gguf" in entry.formats) == bool(entry.gguf)
    assert all(re.fullmatch(r"https://[\w.-]+/\S*", source) for source in entry.sources)


def test_its_release_is_a_day_or_part_of_one(entry: Entry):
    if entry.released:
        whole = entry.released + "2000-01-01"[len(entry.released) :]
        assert OLDEST <= date.fromisoformat(whole) <= NEWEST


def test_a_licence_says_what_it_allows_in_both_languages(licence: Licence):
    assert all((licence.title, licence.zh, licence.en))
    assert licence.url.startswith("https://")
    assert licence.restricts or licence.commercial == "yes"
    assert any(entry.licence == licence.id for entry in ENTRIES), "nobody uses it"


def test_memory_is_weights_and_conversations_and_the_rest():
    llama = catalogue().get("llama-3.1-8b-instruct")
    q4 = next(need for need in needs(llama, context_tokens=8192) if need.quantisation == "Q4_K_M")
    assert q4.cache_bytes == 2 * 8192 * 131_072  # 128 KiB for each token of an 8B Llama 3
    assert q4.weights_bytes == pytest.approx(4.84e9, rel=0.01)
    assert q4.bytes == q4.weights_bytes + q4.cache_bytes + OVERHEAD_BYTES
    bge = catalogue().get("bge-m3")
    assert all(need.cache_bytes == 0 for need in needs(bge))
    assert needs(catalogue().get("xtts-v2")) == (), "its size is not known"


def test_what_fits_follows_from_memory_and_speed():
    qwen = catalogue().get("qwen3-8b")
    assert fit(qwen, machine(64)).quantisation == "Q8_0"
    assert fit(qwen, machine(9)).quantisation == "Q5_K_M"
    assert fit(qwen, machine(64, bytes_per_s=30e9)).quantisation == "Q5_K_M", "more precise ones write too slowly"
    assert fit(qwen, machine(64, bytes_per_s=1e9)).quantisation == "Q4_K_M", "nothing is quick: still a good one"
    too_large = fit(catalogue().get("deepseek-v3"), machine(64))
    assert (too_large.fits, too_large.tokens_per_s) == (False, None)
    assert too_large.why is not None
    assert "64.0 GB" in too_large.why.en
    assert fit(catalogue().get("wan2.1-t2v-14b"), machine(64)).why is not None


def test_few_active_parameters_make_a_model_quick():
    many, few = (fit(catalogue().get(name), machine(128)) for name in ("qwen3-32b", "qwen3-30b-a3b"))
    assert few.tokens_per_s is not None
    assert many.tokens_per_s is not None
    assert few.tokens_per_s > 5 * many.tokens_per_s


def test_the_best_come_first_and_what_does_not_fit_last():
    fits = rank(ENTRIES, machine(16))
    assert [one.fits for one in fits] == sorted((one.fits for one in fits), reverse=True)
    assert fits[0].billions is not None
    assert 8 <= fits[0].billions <= 40
    assert all(one.bytes is not None and one.bytes <= 16e9 for one in fits if one.fits)
    assert all(one.why is not None for one in fits if not one.fits)


def test_graphics_cards_are_read_and_count():
    told = "NVIDIA H200, 143771, 143167\nNVIDIA A10, with a comma, 23028, 22000\n[N/A], [N/A], [N/A]\nNo devices\n"
    cards = read_gpus(told)
    assert [(card.name, card.memory_bytes >> 30) for card in cards] == [
        ("NVIDIA H200", 140),
        ("NVIDIA A10, with a comma", 22),
    ]
    assert fit(catalogue().get("qwen3-32b"), machine(4, gpus=cards)).gpu
    assert not fit(catalogue().get("qwen3-235b-a22b"), machine(4, gpus=cards)).gpu


def test_it_is_asked_through_the_front_door(tmp_path: Path):
    with Wainao.open(tmp_path, models={"local_memory_gb": 8}) as brain:
        told = brain.call("models:catalogue", kind="language", commercial="yes", query="QWEN 8b", fits=True).output
        assert "qwen3-8b" in [one.name for one in told.models]
        assert {one.commercial for one in told.models} == {"yes"}
        assert {one.id for one in told.licences} == {one.licence for one in told.models}
        assert told.total == len(ENTRIES)
        card = brain.call("models:card", name="Qwen3-8B").output
        assert (card.licence.id, card.fit.fits) == ("apache-2.0", True)
        assert "https://modelscope.cn/models/Qwen/Qwen3-8B" in card.sources
        fits = brain.call("models:fits", query="deepseek").output
        assert fits.machine.models_bytes == 8e9
        assert fits.machine.cores > 0
        assert any(not one.fits for one in fits.fits)
        with pytest.raises(NotFoundError, match="Did you mean 'qwen3-8b'"):
            brain.call("models:card", name="qwen3-8bb")
