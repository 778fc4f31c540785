"""Vectors follow what is added, by calls of their own."""

import asyncio
from pathlib import Path

import pytest

from wainao import Wainao
from wainao.features.knowledge.capabilities import following
from wainao.testing import ModelServer
from wainao.testing.embeddings import embeds, lettered

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "PATIENCE_S", 0.01)
    monkeypatch.setattr(following, "LOOK_EVERY_S", 0.01)


async def until_tried(brain: Wainao) -> list[tuple[str, str]]:
    """Who made vectors, and how that ended, once somebody has."""
    for _ in range(1000):
        tried = (await brain.run("receipts:list", capability="knowledge:embed")).output.receipts
        if tried:
            break
        await asyncio.sleep(0.01)
    return [(one.actor, one.status) for one in tried]


async def test_what_was_added_without_an_embedder_gets_its_vectors_from_the_system(tmp_path: Path) -> None:
    with Wainao.open(tmp_path / "home") as brain:
        await brain.run("knowledge:upload", name="a.txt", content=b"An automobile may be parked here.")
        assert (await brain.run("knowledge:vectors")).output.bases[0].waiting == 1
    with ModelServer(embeddings=embeds(lettered)) as server:
        models = {"base_url": server.url, "embedding_model": "m"}
        with Wainao.open(tmp_path / "home", models=models) as brain:
            assert await until_tried(brain) == [("system", "ok")]
            assert (await brain.run("knowledge:vectors")).output.bases[0].waiting == 0
            children = (await brain.run("receipts:list", capability="models:embed")).output.receipts
            assert {one.actor for one in children} == {"system"}


async def test_where_a_person_must_agree_one_is_asked_once(tmp_path: Path) -> None:
    with ModelServer(embeddings=embeds(lettered)) as server:
        settings = {"models": {"base_url": server.url, "embedding_model": "m"}, "policy": {"ask": ["knowledge:embed"]}}
        with Wainao.open(tmp_path / "home", **settings) as brain:
            uploaded = await brain.run("knowledge:upload", name="a.txt", content=b"An automobile may be parked here.")
            assert uploaded.output.status == "added"
            await until_tried(brain)
            await asyncio.sleep(0.2)
            tried = await until_tried(brain)
            assert tried.count(("system", "waiting")) == 1
            assert "waits for a person" in (await brain.run("knowledge:vectors")).output.problem


async def test_a_failure_is_told_and_tried_again_later(tmp_path: Path) -> None:
    with Wainao.open(tmp_path / "home") as brain:
        await brain.run("knowledge:upload", name="a.txt", content=b"An automobile may be parked here.")
    models = {"base_url": "http://127.0.0.1:9/v1", "embedding_model": "m"}
    with Wainao.open(tmp_path / "home", models=models) as brain:
        await until_tried(brain)
        assert "127.0.0.1" in (await brain.run("knowledge:vectors")).output.problem
        await asyncio.sleep(0.1)
        assert await until_tried(brain) == [("system", "failed")], "once, and not again before its time"
