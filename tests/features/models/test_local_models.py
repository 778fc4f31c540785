"""Models that run here: real engines on real files, started, used, killed, evicted; one suite for both engines."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import signal
import struct
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tiny_gguf import write_tiny_gguf
from tiny_ir import WEIGHTS, require_openvino, write_tiny_ir, write_tiny_vectors
from wainao.features.models.engines.backend import Backend, Completes, Piece, Reranks
from wainao.features.models.engines.local import LocalBackend
from wainao.features.models.errors import TooLongError
from wainao.features.models.local import gguf
from wainao.features.models.local.residents import ENGINE_BYTES, MIN_BYTES, Residents
from wainao.features.models.local.shelf import Engine, LocalModel, Shelf
from wainao.features.models.types import CompleteInput
from wainao.kernel import NotFoundError, UsageError
from wainao.store.egress import UnreachableError
from wainao.store.home import Home
from wainao.types import ChatInput, EmbedInput, Message

Place = Callable[..., None]

ROOM = 12 * MIN_BYTES
# Nobody trained it: only the likeliest token is the same each time, and no end by chance.
HELLO = ChatInput(messages=(Message(role="user", content="你好"),), max_tokens=8, temperature=0)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path / "home")
    assert home.process  # the engine's process ends when nobody has the home open
    yield home
    home.close()


@pytest.fixture(params=["llama", "openvino"])
def engine(request: pytest.FixtureRequest) -> Engine:
    if request.param == "llama":
        pytest.importorskip("xllamacpp", reason="needs wainao[local]")
    else:
        require_openvino()
    return request.param  # type: ignore[no-any-return]  # one of the params


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_ir(tmp_path_factory.mktemp("ir") / "writing")


@pytest.fixture(scope="session")
def vectors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_vectors(tmp_path_factory.mktemp("ir") / "vectors")


@pytest.fixture
def place(home: Home, engine: Engine, request: pytest.FixtureRequest) -> Place:
    """Puts a model on the shelf in the engine's own format, by its name."""

    def place(name: str, seed: int = 0) -> None:
        if engine == "llama":
            put(home, name, seed=seed)
        else:
            put_ir(home, name, request.getfixturevalue("written"))

    return place


def put(home: Home, name: str, *, seed: int = 0, **more: object) -> LocalModel:
    shelf = Shelf(home)
    folder = shelf.folder(name)
    folder.mkdir(parents=True)
    write_tiny_gguf(folder / "weights.gguf", seed=seed)
    model = LocalModel(name=name, weights="weights.gguf", context_tokens=512, threads=1, **more)  # type: ignore[arg-type]  # a test's own fields
    shelf.put(model)
    return model


def put_ir(home: Home, name: str, made: Path) -> None:
    shelf = Shelf(home)
    shutil.copytree(made, shelf.folder(name), ignore=shutil.ignore_patterns("*.gguf"))
    shelf.put(LocalModel(name=name, engine="openvino", weights=WEIGHTS, context_tokens=512, threads=1))


@pytest.fixture
def residents(home: Home, place: Place) -> Iterator[Residents]:
    place("tiny")
    residents = Residents(home, memory_bytes=ROOM, idle_s=60)
    yield residents
    for name in residents.running():
        residents.stop(name)


@pytest.fixture
def backend(residents: Residents) -> Iterator[LocalBackend]:
    backend = LocalBackend(residents)
    yield backend
    backend.close()


def until_none_runs(residents: Residents) -> None:
    deadline = time.monotonic() + 15
    while residents.running() and time.monotonic() < deadline:
        time.sleep(0.05)


async def said(backend: LocalBackend, input: ChatInput = HELLO, model: str = "tiny") -> list[Piece]:
    return [piece async for piece in backend.chat(model, input)]


@pytest.mark.anyio
async def test_it_chats(backend: LocalBackend) -> None:
    assert isinstance(backend, Backend)
    assert isinstance(backend, Completes)
    assert isinstance(backend, Reranks)
    pieces = await said(backend)
    assert "".join(piece.text for piece in pieces)
    assert [piece.finish_reason for piece in pieces if piece.finish_reason] == ["length"]
    tokens = next(piece.tokens for piece in reversed(pieces) if piece.tokens)
    assert tokens.output == 8
    assert await backend.models() == ("tiny",)


@pytest.mark.anyio
async def test_it_completes(backend: LocalBackend) -> None:
    asked = CompleteInput(prompt="he", max_tokens=4, temperature=0)
    pieces = [piece async for piece in backend.complete("tiny", asked)]
    assert "".join(piece.text for piece in pieces)
    assert next(piece.tokens for piece in reversed(pieces) if piece.tokens).output == 4


@pytest.mark.anyio
async def test_it_makes_vectors(
    backend: LocalBackend, home: Home, engine: Engine, request: pytest.FixtureRequest
) -> None:
    name, length = "tiny", 64
    if engine == "openvino":  # which has other models for that
        name, length = "vectors", 32
        put_ir(home, name, request.getfixturevalue("vectors"))
    made = await backend.embed(name, EmbedInput(texts=("年假", "leave", "年假")))
    one, other, again = made.output.vectors
    assert [len(one), len(other)] == [length, length]
    assert one == pytest.approx(again, abs=1e-6)
    assert one != pytest.approx(other, abs=0.1)
    assert sum(value * value for value in one) == pytest.approx(1, abs=1e-4)
    assert made.tokens is not None
    assert made.tokens.input > 0


@pytest.mark.anyio
async def test_a_mean_is_one_of_the_whole_text(home: Home) -> None:
    pytest.importorskip("xllamacpp", reason="needs wainao[local]")
    put(home, "mean", pooling="mean")
    residents = Residents(home, memory_bytes=ROOM, idle_s=60)
    backend = LocalBackend(residents)
    try:
        one, _, again = (await backend.embed("mean", EmbedInput(texts=("年假", "leave", "年假")))).output.vectors
        assert one == pytest.approx(again, abs=1e-6)
    finally:
        backend.close()
        residents.stop("mean")


@pytest.mark.anyio
async def test_the_same_seed_says_the_same(backend: LocalBackend) -> None:
    asked = ChatInput(messages=HELLO.messages, max_tokens=20, temperature=1, more={"seed": 7})
    first, second = ["".join(piece.text for piece in await said(backend, asked)) for _ in range(2)]
    assert first == second


@pytest.mark.anyio
async def test_what_exceeds_the_context_is_refused(backend: LocalBackend) -> None:
    with pytest.raises(TooLongError):
        await said(backend, ChatInput(messages=(Message(role="user", content="太长" * 600),)))
    assert await said(backend)


@pytest.mark.anyio
async def test_log_probabilities_come_with_the_words(backend: LocalBackend, engine: Engine) -> None:
    others = 2 if engine == "llama" else 0
    more = {"logprobs": True, "top_logprobs": others}
    asked = ChatInput(messages=HELLO.messages, max_tokens=4, temperature=0, more=more)
    told = [piece.logprobs for piece in await said(backend, asked) if piece.logprobs]
    assert all(entry["logprob"] <= 0 for part in told for entry in part["content"])
    assert all(len(entry["top_logprobs"]) == others for part in told for entry in part["content"])
    # A token that is half a character waits for the other half, and comes without a probability of its own.
    assert 1 <= sum(len(part["content"]) for part in told) <= 4


@pytest.mark.anyio
async def test_a_schema_binds_a_model_that_nobody_trained(backend: LocalBackend) -> None:
    schema = {"type": "object", "properties": {"n": {"type": "integer", "maximum": 99}}, "required": ["n"]}
    schema["additionalProperties"] = False
    format = {"type": "json_schema", "json_schema": {"name": "number", "schema": schema}}
    pieces = await said(backend, ChatInput(messages=HELLO.messages, max_tokens=200, response_format=format))
    assert isinstance(json.loads("".join(piece.text for piece in pieces))["n"], int)


@pytest.mark.anyio
async def test_two_processes_share_one_engine(home: Home, residents: Residents) -> None:
    first = await asyncio.to_thread(residents.reach, "tiny")
    second = await asyncio.to_thread(Residents(home, memory_bytes=ROOM, idle_s=60).reach, "tiny")
    assert first == second
    assert list(residents.running()) == ["tiny"]


@pytest.mark.anyio
async def test_many_at_once_start_it_once(backend: LocalBackend, residents: Residents) -> None:
    replies = await asyncio.gather(*(said(backend) for _ in range(6)))
    assert all(any(piece.text for piece in reply) for reply in replies)
    assert len(residents.running()) == 1


@pytest.mark.anyio
async def test_after_a_crash_it_is_started_again(backend: LocalBackend, residents: Residents) -> None:
    await said(backend)
    before = residents.running()["tiny"]
    os.kill(before.pid, signal.SIGKILL)
    await asyncio.to_thread(until_none_runs, residents)
    assert any(piece.text for piece in await said(backend))
    assert residents.running()["tiny"].pid != before.pid


@pytest.mark.anyio
async def test_a_crash_in_the_middle_is_an_error_and_not_an_answer(backend: LocalBackend, residents: Residents) -> None:
    pieces = backend.chat(
        "tiny", ChatInput(messages=HELLO.messages, max_tokens=450, stream=True, more={"ignore_eos": True})
    )
    await anext(pieces)
    os.kill(residents.running()["tiny"].pid, signal.SIGKILL)
    with pytest.raises(UnreachableError):
        async for _ in pieces:
            pass


@pytest.mark.anyio
async def test_the_one_unused_for_longest_makes_room(
    home: Home, place: Place, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wainao.features.models.local.residents.RECENT_S", 0.0)
    for seed, name in enumerate(("one", "two", "three")):
        place(name, seed)
    residents = Residents(home, memory_bytes=int(2.5 * ENGINE_BYTES[engine]), idle_s=60)
    try:
        for name in ("one", "two", "three"):
            await asyncio.to_thread(residents.reach, name)
            await asyncio.sleep(0.02)
        assert "three" in residents.running()
        assert "one" not in residents.running()
    finally:
        for name in residents.running():
            residents.stop(name)


def test_what_can_never_fit_is_said(home: Home) -> None:
    put(home, "tiny")
    with pytest.raises(UsageError, match="local_memory_gb"):
        Residents(home, memory_bytes=1000, idle_s=60).reach("tiny")


def test_an_idle_one_ends_by_itself(home: Home, place: Place) -> None:
    place("tiny")
    residents = Residents(home, memory_bytes=ROOM, idle_s=0.5)
    residents.reach("tiny")
    until_none_runs(residents)
    assert residents.running() == {}


def test_it_ends_when_nobody_has_the_home_open(home: Home, place: Place) -> None:
    place("tiny")
    residents = Residents(home, memory_bytes=ROOM, idle_s=600)
    residents.reach("tiny")
    home.close()
    until_none_runs(residents)
    assert residents.running() == {}


def test_its_key_shows_nowhere(residents: Residents, home: Home) -> None:
    address = residents.reach("tiny")
    arguments = Path(f"/proc/{address.pid}/cmdline")
    if arguments.exists():
        assert address.key.encode() not in arguments.read_bytes()
    note = home.path / "serving" / "tiny.json"
    assert note.stat().st_mode & 0o077 == 0
    assert address.key not in (home.path / "serving" / "tiny.log").read_text()


def test_the_head_says_what_the_model_is(tmp_path: Path) -> None:
    told = gguf.read(write_tiny_gguf(tmp_path / "tiny.gguf"))
    assert (told.name, told.architecture, told.quantisation) == ("tiny", "llama", "F32")
    assert (told.context_tokens, told.layers, told.pooling) == (2048, 2, None)
    assert told.parameters == sum((2 * 259 * 64, 64, 2 * (4 * 64 * 64 + 3 * 128 * 64 + 2 * 64)))


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: b"",
        lambda whole: b"PK" + whole[2:],
        lambda whole: whole[:200],
        lambda whole: whole[:4] + struct.pack("<I", 9) + whole[8:],
        lambda whole: whole[:8] + struct.pack("<QQ", 1 << 60, 1 << 60) + whole[24:],
        lambda whole: whole[:24] + struct.pack("<Q", 1 << 62) + whole[32:],
    ],
)
def test_a_damaged_file_is_refused(tmp_path: Path, damage: object) -> None:
    whole = write_tiny_gguf(tmp_path / "tiny.gguf").read_bytes()
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(damage(whole))  # type: ignore[operator]  # a lambda
    with pytest.raises(UsageError, match=r"broken\.gguf"):
        gguf.read(broken)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return write_tiny_gguf(tmp_path_factory.mktemp("gguf") / "tiny.gguf").read_bytes()


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, 6000), byte=st.integers(0, 255))
def test_one_wrong_byte_never_does_more_than_be_refused(
    whole: bytes, tmp_path_factory: pytest.TempPathFactory, at: int, byte: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "bent.gguf"
    path.write_bytes(whole[:at] + bytes([byte]) + whole[at + 1 :])
    with contextlib.suppress(UsageError):
        gguf.read(path)


@pytest.mark.parametrize("name", ["../outside", "a/b", "", "..", "a\x00b"])
def test_a_name_never_leaves_the_shelf(home: Home, name: str) -> None:
    with pytest.raises(UsageError):
        Shelf(home).get(name)


def test_a_note_may_not_name_files_elsewhere(home: Home) -> None:
    model = put(home, "tiny")
    with pytest.raises(UsageError, match="passwd"):
        Shelf(home).put(LocalModel(name="tiny", weights=model.weights, projector="../../../etc/passwd"))


def test_what_is_removed_is_gone(home: Home) -> None:
    put(home, "tiny")
    Shelf(home).remove("tiny")
    assert Shelf(home).names() == ()
    with pytest.raises(NotFoundError):
        Shelf(home).get("tiny")
