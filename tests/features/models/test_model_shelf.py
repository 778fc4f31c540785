"""Models come here from files, hubs and addresses, whole or not at all, and can be talked to at once."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hub_server import HubServer, claims, cut_after, hub_server, status
from hypothesis import given
from hypothesis import strategies as st

from tiny_gguf import write_tiny_gguf
from wainao import Wainao
from wainao.app.wire import read_input
from wainao.features.models.local import download
from wainao.features.models.local.shelf import NAME
from wainao.features.models.local.source import read_source
from wainao.kernel import ConflictError, DeniedError, NotFoundError, UsageError, WainaoError
from wainao.types import ALL_RIGHTS, Actor

REPOSITORY = "lab/Tiny-GGUF"
SOURCE = f"hf:{REPOSITORY}"


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_gguf(tmp_path_factory.mktemp("tiny") / "Tiny Model.gguf")


@pytest.fixture
def hub(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HubServer]:
    monkeypatch.setattr(download, "PIECE_BYTES", 64 * 1024)
    monkeypatch.setattr(download, "PAUSE_S", 0.01)
    monkeypatch.setattr(download, "TELL_S", 0.0)
    with hub_server() as hub:
        hub.files[f"{REPOSITORY}/tiny-q8_0.gguf"] = tiny.read_bytes()
        hub.files[f"{REPOSITORY}/tiny-q4_k_m.gguf"] = tiny.read_bytes()
        hub.files[f"{REPOSITORY}/README.md"] = b"# Tiny"
        yield hub


@pytest.fixture
def brain(tmp_path: Path, hub: HubServer) -> Iterator[Wainao]:
    settings = {"hf_url": hub.url, "ms_url": hub.url, "local_memory_gb": 1}
    with Wainao.open(tmp_path / "home", models=settings) as brain:
        yield brain


def folder(brain: Wainao, name: str) -> Path:
    return Path(brain.settings.home) / "models" / name


def add(brain: Wainao, source: str, **fields: Any) -> Any:
    return brain.call("models:add", source=source, **fields).output


def failure(brain: Wainao, source: str, **fields: Any) -> WainaoError:
    with pytest.raises(WainaoError) as failed:
        add(brain, source, **fields)
    return failed.value


def names(brain: Wainao) -> list[str]:
    return [one.name for one in brain.call("models:running").output.models]


def test_a_file_of_this_machine_can_be_talked_to_at_once(brain, tiny):
    pytest.importorskip("xllamacpp", reason="needs wainao[local]")
    added = add(brain, str(tiny), serves=["chat", "embed"])
    assert (added.name, added.architecture, added.quantisation) == ("tiny-model", "llama", "F32")
    assert added.sha256 == hashlib.sha256(tiny.read_bytes()).hexdigest()
    hello = [{"role": "user", "content": "你好"}]
    chatted = brain.call("models:chat", model="tiny-model", messages=hello, max_tokens=4, stay=True)
    assert chatted.output.model
    (row,) = brain.call("models:running").output.models
    assert (row.name, row.running, row.memory_bytes > 0) == ("tiny-model", True, True)
    removed = brain.call("models:remove", name="tiny-model").output
    assert removed.bytes > tiny.stat().st_size
    assert names(brain) == []
    assert not folder(brain, "tiny-model").exists()
    with pytest.raises(WainaoError):
        brain.call("models:chat", model="tiny-model", messages=hello)


@pytest.mark.parametrize("at", ["hf", "ms"])
def test_a_hub_brings_the_file_that_is_meant(brain, hub, tiny, at):
    added = add(brain, f"{at}:{REPOSITORY}#tiny-q8_0.gguf")
    assert (added.name, added.bytes) == ("tiny-q8_0", tiny.stat().st_size)
    assert any(path.endswith("/tiny-q8_0.gguf") and path.startswith("/cdn/") for path in hub.asked)
    add(brain, f"{at}:{REPOSITORY}", name="other")
    assert hub.asked[-1].endswith("/tiny-q4_k_m.gguf"), "what is usual where nobody says"
    note = json.loads((folder(brain, "tiny-q8_0") / "model.json").read_text())
    assert (note["source"], note["sha256"]) == (f"{at}:{REPOSITORY}#tiny-q8_0.gguf", added.sha256)
    assert sorted(path.name for path in folder(brain, "tiny-q8_0").iterdir()) == ["model.json", "weights.gguf"]


def test_progress_is_told_as_it_comes(brain, hub):
    async def follow() -> list[Any]:
        async with brain.stream("models:add", source=SOURCE, name="tiny") as stream:
            return [step async for step in stream]

    steps = asyncio.run(follow())
    assert len(steps) >= 2
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert steps[-1].done == steps[-1].total


def test_what_breaks_off_goes_on_where_it_was(brain, hub):
    hub.faults += [cut_after(200_000), cut_after(100_000)]
    added = add(brain, SOURCE, name="tiny")
    assert [int(asked[6:-1]) for asked in hub.ranges] == [300_000], "the second fault answers by itself"
    assert added.sha256 == hashlib.sha256((folder(brain, "tiny") / "weights.gguf").read_bytes()).hexdigest()


def test_a_server_that_is_gone_is_told_and_the_next_call_goes_on(brain, hub):
    hub.faults += [cut_after(200_000), *[cut_after(0)] * 3]
    failed = failure(brain, SOURCE, name="tiny")
    assert (failed.code, "Adding it again goes on" in str(failed)) == ("unreachable", True)
    assert names(brain) == []
    assert (folder(brain, "tiny") / "weights.gguf.part").stat().st_size == 200_000
    add(brain, SOURCE, name="tiny")
    assert hub.ranges == ["bytes=200000-"]
    assert names(brain) == ["tiny"]


def test_another_version_of_a_file_without_a_hash_begins_anew(brain, hub, tiny):
    hub.hashes = False
    hub.faults += [cut_after(200_000), *[cut_after(0)] * 3]
    failure(brain, f"{SOURCE}#tiny-q8_0.gguf", name="tiny")
    other = write_tiny_gguf(tiny.with_name("other.gguf"), seed=1).read_bytes()
    hub.files[f"{REPOSITORY}/tiny-q8_0.gguf"] = other
    assert add(brain, f"{SOURCE}#tiny-q8_0.gguf", name="tiny").sha256 == hashlib.sha256(other).hexdigest()


def test_nothing_wrong_becomes_a_model(brain, hub):
    hub.wrong_hash = True
    assert "SHA-256" in str(failure(brain, SOURCE, name="tiny"))
    hub.wrong_hash = False
    assert "SHA-256" in str(failure(brain, SOURCE, name="tiny", sha256="0" * 64))
    hub.files[f"{REPOSITORY}/page.gguf"] = b"<html>" * 10_000
    assert "begin with 'GGUF'" in str(failure(brain, f"{SOURCE}#page.gguf", name="tiny"))
    hub.faults.append(status(404))
    assert isinstance(failure(brain, SOURCE, name="tiny"), NotFoundError)
    hub.faults.append(status(403))
    assert "accepted its terms" in str(failure(brain, SOURCE, name="tiny"))
    hub.faults.append(status(500))
    assert failure(brain, SOURCE, name="tiny").code == "model"
    hub.faults.append(claims(1 << 45))
    assert "expected" in str(failure(brain, SOURCE, name="tiny"))
    hub.hashes = False
    assert names(brain) == []


def test_a_size_that_no_disk_holds_is_refused_before_it_comes(brain, hub, tiny):
    hub.faults.append(claims(1 << 45))
    assert "no room" in str(failure(brain, f"{hub.url}/cdn/{REPOSITORY}/tiny-q8_0.gguf", name="tiny"))


def test_it_says_which_files_there_are(brain, hub):
    assert "tiny-q8_0.gguf" in str(failure(brain, f"{SOURCE}#nothing.gguf"))
    assert isinstance(failure(brain, "hf:lab/nothing"), NotFoundError)
    assert "tiny-q4_k_m.gguf" in str(failure(brain, SOURCE, quantisation="Q2_K"))
    assert "no quantisation 'Q99'" in str(failure(brain, SOURCE, quantisation="Q99"))


def test_a_licence_that_restricts_is_asked_for_first(brain, hub):
    failed = failure(brain, "gemma-3-1b-it")
    assert "accept_licence" in str(failed)
    assert hub.asked == []
    assert isinstance(failure(brain, "gemma-3-1b-it", accept_licence=True), NotFoundError)
    assert hub.asked, "only now it asks the hub"
    assert "accept_licence" in str(failure(brain, "hf:ggml-org/gemma-3-1b-it-GGUF"))
    assert "No GGUF files" in str(failure(brain, "phi-2"))


@pytest.mark.parametrize(
    "source", ["http://127.0.0.1:9/x.gguf", "https://127.0.0.1:9/x.gguf", "https://169.254.169.254/x.gguf"]
)
def test_addresses_of_this_machine_and_its_network_are_refused(brain, source):
    assert isinstance(failure(brain, source, name="x"), (DeniedError, UsageError))
    assert names(brain) == []


@pytest.mark.parametrize("name", ["../tiny", "a/b", ".hidden", "tiny\\..", "x" * 65, "with space"])
def test_names_lead_nowhere_else(brain, tiny, name):
    assert isinstance(failure(brain, str(tiny), name=name), UsageError)
    assert isinstance(failure(brain, f"{SOURCE}#../../secret.gguf"), NotFoundError)
    assert not (Path(brain.settings.home) / "tiny").exists()


def test_what_is_no_model_file_is_told(brain, tmp_path):
    assert "no such file" in str(failure(brain, str(tmp_path / "nothing.gguf")))
    (tmp_path / "text.gguf").write_text("hello")
    assert "begin with 'GGUF'" in str(failure(brain, str(tmp_path / "text.gguf")))
    assert "catalogue" in str(failure(brain, "no-such-model"))


def test_a_path_is_for_the_owner_only(brain, tiny):
    spec = brain.kernel.spec("models:add")
    given = read_input(spec, {"source": str(tiny)})
    admin = Actor(id="ann", rights=ALL_RIGHTS)
    with pytest.raises(DeniedError, match="Expected the owner"):
        asyncio.run(brain.kernel.run("models:add", given, actor=admin))


def test_a_name_that_is_taken_by_another_deployment_is_refused(brain, hub, tiny):
    brain.call("deployments:add", name="far", model="m", base_url="http://127.0.0.1:9/v1")
    assert isinstance(failure(brain, str(tiny), name="far"), ConflictError)
    add(brain, str(tiny), name="near")
    assert add(brain, str(tiny), name="near").version == 2, "its own may be added again"


def test_what_a_download_left_can_be_thrown_away(brain, hub):
    hub.faults += [cut_after(200_000), *[cut_after(0)] * 3]
    failure(brain, SOURCE, name="tiny")
    brain.call("models:remove", name="tiny")
    assert not folder(brain, "tiny").exists()
    with pytest.raises(NotFoundError):
        brain.call("models:remove", name="tiny")


def test_a_file_is_on_the_disk_before_it_has_its_name(brain, tiny, monkeypatch):
    synced: list[tuple[int, bool]] = []
    home = brain.settings.home

    def fsync(file: int) -> None:
        synced.append((os.fstat(file).st_size, (home / "models" / "mine" / "weights.gguf").exists()))

    monkeypatch.setattr("wainao.features.models.local.download.os.fsync", fsync)
    brain.call("models:add", source=str(tiny), name="mine")
    assert (tiny.stat().st_size, False) in synced


def test_kill_9_in_the_middle_loses_nothing(tmp_path, hub):
    """The server stalls in the middle; the process is killed there; the next one fetches the rest."""
    home = tmp_path / "home"
    stalled: list[float] = []

    def stall(answering: Any) -> bool:
        cut_after(300_000)(answering)
        answering.close_connection = False
        stalled.append(time.monotonic())
        while answering.rfile.read(1):
            pass
        answering.close_connection = True
        return True

    hub.faults.append(stall)
    script = (
        "import sys\nfrom wainao import Wainao\nfrom wainao.features.models.local import download\n"
        "download.PIECE_BYTES = 65536\n"
        "with Wainao.open(sys.argv[1], models={'hf_url': sys.argv[2]}) as brain:\n"
        f"    brain.call('models:add', source={SOURCE!r}, name='tiny')\n"
    )
    child = subprocess.Popen([sys.executable, "-c", script, str(home), hub.url])
    part = home / "models" / "tiny" / "weights.gguf.part"
    deadline = time.monotonic() + 60
    while not (part.exists() and part.stat().st_size >= 65536) and time.monotonic() < deadline:
        time.sleep(0.02)
    child.send_signal(signal.SIGKILL)
    child.wait()
    kept = part.stat().st_size
    assert 65536 <= kept <= 300_000
    with Wainao.open(home, models={"hf_url": hub.url}) as brain:
        add(brain, SOURCE, name="tiny")
        assert names(brain) == ["tiny"]
    assert hub.ranges == [f"bytes={kept}-"]


@given(st.text(max_size=80))
def test_any_source_is_read_or_refused_and_names_a_folder_or_nothing(text):
    try:
        source = read_source(text)
    except UsageError:
        return
    if source.kind != "name":
        assert source.name == "" or NAME.fullmatch(source.name)
