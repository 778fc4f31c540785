"""A receipt says what a person asked, also where no field of the input is called so, as in a chat."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from wainao.features.receipts import feature
from wainao.features.receipts.types import EraseInput, ListInput, ShowInput
from wainao.kernel import Call, Correctable, Kernel, Ports, RightsPolicy, Spec
from wainao.store.extension import NoSettings
from wainao.store.home import Home
from wainao.testing import in_memory_ports
from wainao.types import Ruling, Words, owner

pytestmark = pytest.mark.anyio

WORDS = Words("聊", "Chat")


@dataclass(frozen=True, kw_only=True)
class Chat:
    messages: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Said:
    text: str = "yes"


def only_message(chat: Chat) -> str:
    return chat.messages[0] if len(chat.messages) == 1 else ""


def ruled(ruling: Ruling) -> Said:
    return Said(text=ruling.answer)


class Chats:
    spec = Spec(
        name="test:chat",
        title=WORDS,
        description=WORDS,
        input=Chat,
        output=Said,
        correctable=Correctable(question=only_message, answer=ruled, inner=False),
    )

    async def invoke(self, call: Call) -> AsyncIterator[Said]:
        yield Said()


@dataclass(frozen=True, kw_only=True)
class Nothing:
    more: dict[str, Any] = field(default_factory=dict)


class Chatting:
    """Chats on its own account."""

    spec = Spec(name="test:chatting", title=WORDS, description=WORDS, input=Nothing, output=Said)

    async def invoke(self, call: Call) -> AsyncIterator[Said]:
        yield (await call.run("test:chat", Chat(messages=("what a program asks",)))).output


async def test_what_was_asked_is_read_by_the_capability_that_was_asked(tmp_path: Path) -> None:
    home, memory = Home(tmp_path / "home"), in_memory_ports()
    ports = Ports(
        receipts=home.ledger,
        policy=RightsPolicy(),
        approvals=memory.approvals,
        meter=memory.meter,
        corrections=memory.corrections,
    )
    kernel = Kernel(ports, (Chats(), Chatting(), *feature.open(home, NoSettings()).capabilities))

    async def run(name: str, input: Any) -> Any:
        return await kernel.run(name, input, actor=owner())

    single = (await run("test:chat", Chat(messages=("Is it open?",)))).receipt
    await run("test:chat", Chat(messages=("Is it open?", "Yes.", "And on Sundays?")))
    await run("test:chatting", Nothing())
    listed = (await run("receipts:list", ListInput(capability="test:chat"))).output.receipts
    assert [one.question for one in listed] == [None, None, "Is it open?"]
    assert (await run("receipts:show", ShowInput(receipt=single))).output.question == "Is it open?"
    await run("receipts:erase", EraseInput(receipt=single, why="asked to"))
    assert (await run("receipts:show", ShowInput(receipt=single))).output.question is None
    home.close()
