"""A chat that a machine chose has nothing fetched for it: what it has read could leave with the address."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from models_house import House, opened_house

from wainao.kernel import UsageError
from wainao.types import ChatInput, Message, owner


@pytest.fixture
def house(wainao_home: Path) -> Iterator[House]:
    with opened_house(wainao_home, store={"durability": "batched"}) as opened:
        opened.serve("a", takes=("image", "file"))
        opened.route("chat", "a")
        yield opened


def seen(house: House, part: dict[str, Any], *, tainted: bool) -> str:
    turn = Message(role="user", content=({"type": "text", "text": "What is it?"}, part))
    input = ChatInput(model="chat", messages=(turn,))
    return str(asyncio.run(house.brain.kernel.run("models:chat", input, actor=owner(), tainted=tainted)).output.text)


@pytest.mark.parametrize(
    "part",
    [
        {"type": "image_url", "image_url": {"url": "https://evil.example/?secret=7"}},
        {"type": "image_url", "image_url": {"url": "HTTPS://evil.example/7"}},
        {"type": "image_url", "image_url": {"url": "//evil.example/7"}},
        {"type": "video_url", "video_url": {"url": "https://evil.example/7.mp4"}},
        {"type": "other", "audio_url": "https://evil.example/7"},
    ],
    ids=lambda part: part["type"],
)
def test_no_address_that_a_machine_names_is_fetched(house, part):
    with pytest.raises(UsageError, match="its provider would fetch"):
        seen(house, part, tainted=True)
    assert house.asked("a") == 0


def test_pictures_themselves_go_and_people_may_name_addresses(house):
    own = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}
    assert seen(house, own, tainted=True)
    there = {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}
    assert seen(house, there, tainted=False)
