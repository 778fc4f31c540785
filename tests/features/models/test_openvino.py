"""What OpenVINO does otherwise than llama.cpp, and how its models come here; what both do is in test_local_models."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hub_server import HubServer, hub_server

from tiny_ir import WEIGHTS, write_tiny_ir, write_tiny_vectors
from wainao import Wainao
from wainao.features.models.engines.local import LocalBackend
from wainao.features.models.errors import ModelError, RefusedError
from wainao.features.models.local import ir
from wainao.features.models.local.residents import ENGINE_BYTES, Residents
from wainao.features.models.local.shelf import LocalModel, Shelf
from wainao.features.models.types import CompleteInput
from wainao.kernel import UsageError, WainaoError
from wainao.store.home import Home
from wainao.types import ChatInput, EmbedInput, Message

HELLO = ChatInput(messages=(Message(role="user", content="你好"),), max_tokens=8, temperature=0)
TOOL = {"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}
BAD = {"type": "json_schema", "json_schema": {"name": "bad", "schema": {"type": "string", "pattern": "(?<!a)b"}}}


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_ir(tmp_path_factory.mktemp("ir") / "Tiny-OV")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path / "home")
    assert home.process  # the engine's process ends when nobody has the home open
    yield home
    home.close()


@pytest.fixture
def residents(home: Home, written: Path) -> Iterator[Residents]:
    """Two models of the same weights: "ov" in OpenVINO, one conversation at a time, and "gguf"."""
    shelf = Shelf(home)
    shutil.copytree(written, shelf.folder("ov"), ignore=shutil.ignore_patterns("*.gguf"))
    model = LocalModel(name="ov", engine="openvino", weights=WEIGHTS, context_tokens=512, threads=1, parallel=1)
    shelf.put(model)
    shelf.folder("gguf").mkdir()
    shutil.copy(written / "weights.gguf", shelf.folder("gguf"))
    shelf.put(replace(model, name="gguf", engine="llama", weights="weights.gguf"))
    residents = Residents(home, memory_bytes=4 * ENGINE_BYTES["openvino"], idle_s=60)
    yield residents
    for name in residents.running():
        residents.stop(name)


@pytest.fixture
def backend(residents: Residents) -> Iterator[LocalBackend]:
    backend = LocalBackend(residents)
    yield backend
    backend.close()


async def said(backend: LocalBackend, input: ChatInput = HELLO, model: str = "ov") -> str:
    return "".join([piece.text async for piece in backend.chat(model, input)])


async def first(backend: LocalBackend, model: str, prompt: str) -> dict[str, Any] | None:
    """The likeliest first token, where it is a whole character."""
    asked = replace(HELLO, messages=(Message(role="user", content=prompt),), max_tokens=1, more={"logprobs": True})
    rows = [row async for piece in backend.chat(model, asked) for row in (piece.logprobs or {}).get("content", ())]
    return next((row for row in rows if row["token"] and row["token"].isascii()), None)


@pytest.mark.anyio
async def test_both_engines_find_the_same_word_likeliest_and_as_likely(backend: LocalBackend) -> None:
    pytest.importorskip("xllamacpp", reason="needs wainao[local]")
    compared = 0
    for prompt in "abcdefghijklmnop":
        one, other = await first(backend, "ov", prompt), await first(backend, "gguf", prompt)
        if one is not None and other is not None:
            compared += 1
            assert one["token"] == other["token"]
            assert one["logprob"] == pytest.approx(other["logprob"], abs=0.05)
    assert compared >= 3


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"more": {"lora": {"legal": 1.0}}}, "lora"),
        ({"more": {"logprobs": True, "top_logprobs": 2}}, "top_logprobs"),
        ({"more": {"n": 2}}, "n = 2"),
        ({"more": {"reasoning_effort": "low"}}, "reasoning_effort"),
        ({"tools": (TOOL,)}, "knows no tools"),
        ({"tools": (TOOL,), "response_format": {"type": "json_object"}}, "response_format"),
        ({"messages": (Message(role="user", content=({"type": "image_url", "image_url": {}},)),)}, "image_url"),
        ({"temperature": -1.0}, "temperature"),
        ({"temperature": 1, "more": {"top_p": 7}}, "top_p"),
        ({"response_format": BAD}, "Lookbehind"),
    ],
)
async def test_what_it_cannot_do_is_refused(backend: LocalBackend, change: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        await said(backend, replace(HELLO, **change))
    assert await said(backend)


@pytest.mark.anyio
async def test_a_suffix_is_refused(backend: LocalBackend) -> None:
    with pytest.raises(UsageError, match="suffix"):
        async for _ in backend.complete("ov", CompleteInput(prompt="a", suffix="b")):
            pass


@pytest.mark.anyio
async def test_a_model_that_writes_makes_no_vectors(backend: LocalBackend) -> None:
    with pytest.raises(RefusedError, match="/v1/embeddings"):
        await backend.embed("ov", EmbedInput(texts=("a",)))


@pytest.mark.anyio
async def test_one_bad_grammar_is_nobody_elses(backend: LocalBackend) -> None:
    long = replace(HELLO, max_tokens=200, more={"ignore_eos": True})
    bad = replace(HELLO, response_format=BAD)
    told = await asyncio.gather(*(said(backend, one) for one in (long, bad, long, bad, long)), return_exceptions=True)
    assert [type(one) for one in told] == [str, RefusedError, str, RefusedError, str]
    assert told[0] == told[2] == told[4]


@pytest.mark.anyio
async def test_whoever_leaves_makes_room(backend: LocalBackend) -> None:
    for _ in range(4):
        pieces = backend.chat("ov", replace(HELLO, max_tokens=450, more={"ignore_eos": True}))
        await anext(pieces)
        await pieces.aclose()
    assert await said(backend)


@pytest.mark.anyio
async def test_a_text_ends_before_its_stop(backend: LocalBackend) -> None:
    whole = await said(backend, replace(HELLO, max_tokens=60))
    stop = whole.strip()[3]
    assert await said(backend, replace(HELLO, max_tokens=60, stop=(stop,))) == whole.partition(stop)[0]


@pytest.mark.anyio
async def test_openvino_tells_nobody_that_it_is_used(
    residents: Residents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    backend = LocalBackend(residents)
    assert await said(backend)
    backend.close()
    assert not (tmp_path / "intel").exists(), "its telemetry keeps there the number by which it tells users apart"


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="needs Linux")
def test_one_core_is_refused_and_not_crashed_on(residents: Residents) -> None:
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        with pytest.raises(ModelError, match="two processor cores"):
            residents.reach("ov")
    finally:
        os.sched_setaffinity(0, cores)


def test_the_files_say_what_the_model_is(written: Path, tmp_path: Path) -> None:
    told = ir.read(written)
    folder = shutil.copytree(written, tmp_path / "noted")
    weights = 2 * 259 * 64 + 2 * (4 * 64 * 64 + 3 * 128 * 64)
    assert (told.made, told.quantisation) == ("writing", "F16")
    assert told.parameters == pytest.approx(weights, rel=0.02)
    (folder / "config.json").write_text('{"model_type": "llama", "max_position_embeddings": 2048}')
    assert (ir.read(folder).architecture, ir.read(folder).context_tokens) == ("llama", 2048)
    vectors = write_tiny_vectors(tmp_path / "vectors")
    (vectors / ir.POOLING).write_text('{"pooling_mode_cls_token": false, "pooling_mode_lasttoken": true}')
    assert (ir.read(vectors).made, ir.read(vectors).pooling) == ("vectors", "last")


ENTITIES = """<?xml version="1.0"?><!DOCTYPE n [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">
<!ENTITY f SYSTEM "file:///etc/passwd">]><net><layers><layer type="Const">&b;&f;</layer></layers></net>"""


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / WEIGHTS).unlink(),
        lambda folder: (folder / WEIGHTS).write_bytes(b"short"),
        lambda folder: (folder / "openvino_tokenizer.xml").unlink(),
        lambda folder: (folder / ir.NETWORK).write_bytes(b"<net><layers>"),
        lambda folder: (folder / ir.NETWORK).write_bytes(b""),
        lambda folder: (folder / ir.NETWORK).write_text(ENTITIES),
        lambda folder: shutil.copy(folder / "openvino_tokenizer.xml", folder / ir.NETWORK),
        lambda folder: (folder / "config.json").write_bytes(b"[1"),
    ],
)
def test_a_damaged_folder_is_refused(written: Path, tmp_path: Path, damage: Callable[[Path], object]) -> None:
    folder = tmp_path / "broken"
    shutil.copytree(written, folder)
    damage(folder)
    with pytest.raises(UsageError):
        ir.read(folder)


def test_adapters_are_not_for_it(residents: Residents) -> None:
    shelf = residents.shelf
    with pytest.raises(UsageError, match="adapters"):
        shelf.put(replace(shelf.get("ov"), adapters={"legal": WEIGHTS}))


@pytest.fixture
def hub() -> Iterator[HubServer]:
    with hub_server() as hub:
        yield hub


@pytest.fixture
def brain(tmp_path: Path, hub: HubServer) -> Iterator[Wainao]:
    with Wainao.open(tmp_path / "home", models={"hf_url": hub.url, "local_memory_gb": 1}) as brain:
        yield brain


def test_a_folder_of_this_machine_can_be_talked_to_at_once(brain: Wainao, written: Path) -> None:
    added = brain.call("models:add", source=f"{written}/").output
    assert (added.name, added.quantisation, added.serves) == ("tiny-ov", "F16", ("chat", "complete"))
    hello = [{"role": "user", "content": "你好"}]
    chatted = brain.call("models:chat", model="tiny-ov", messages=hello, max_tokens=4, stay=True)
    assert chatted.output.model == "tiny-ov"
    (row,) = brain.call("models:running").output.models
    assert row.running
    brain.call("models:remove", name="tiny-ov")


def test_a_hub_brings_the_folder(brain: Wainao, hub: HubServer, written: Path) -> None:
    for path in written.glob("openvino_*"):
        hub.files[f"OpenVINO/tiny-ov/{path.name}"] = path.read_bytes()
    hub.files |= {"OpenVINO/tiny-ov/README.md": b"# Tiny", "OpenVINO/tiny-ov/onnx/openvino_model.xml": b"<net/>"}
    hub.files["OpenVINO/tiny-ov/1_Pooling/config.json"] = b'{"pooling_mode_mean_tokens": true}'
    added = brain.call("models:add", source="hf:OpenVINO/tiny-ov").output
    folder = Path(brain.settings.home) / "models" / added.name
    expected = {path.name for path in written.glob("openvino_*")} | {ir.POOLING, "model.json"}
    assert {path.name for path in folder.iterdir()} == expected
    with pytest.raises(WainaoError, match="no GGUF file"):
        brain.call("models:add", source="hf:OpenVINO/tiny-ov", quantisation="Q4_K_M", name="other")


NODE = {"type": "object", "properties": {"next": {"$ref": "#/$defs/node"}}, "additionalProperties": False}


@pytest.mark.anyio
@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "properties": {"a": {"enum": ["字", None, 1]}, "b": {"const": '"'}}, "required": ["b"]},
        {"type": "object", "properties": {name: {"type": "boolean"} for name in "abc"}, "minProperties": 1},
        {"type": "array", "items": {"$ref": "#/$defs/n"}, "minItems": 2, "maxItems": 4, "$defs": {"n": {"const": 7}}},
        {"$ref": "#/$defs/node", "$defs": {"node": NODE}},
    ],
)
async def test_a_schema_binds_whatever_it_says(backend: LocalBackend, schema: dict[str, Any]) -> None:
    closed = schema | ({"additionalProperties": False} if schema.get("type") == "object" else {})
    format = {"type": "json_schema", "json_schema": {"name": "it", "schema": closed}}
    for seed in range(5):
        asked = replace(HELLO, max_tokens=400, temperature=1, response_format=format, more={"seed": seed})
        jsonschema.validate(json.loads(await said(backend, asked)), closed)
