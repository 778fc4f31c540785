"""The models feature through the kernel: what it registers, what goes on record, what never leaves."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wainao.app.sources import Sources
from wainao.features.models import feature
from wainao.features.models.errors import TooLongError
from wainao.features.models.guard import SecretsGuard
from wainao.features.models.settings import ModelsSettings
from wainao.features.models.types import ListInput
from wainao.kernel import Kernel, NotFoundError, SettingsError, TimedOutError, WainaoError
from wainao.store.home import Home
from wainao.testing import InMemoryMeter, InMemoryReceipts, Said, in_memory_ports
from wainao.testing.model_server import MODEL, ModelServer, delta, events, fails, says, stream, vector
from wainao.types import ChatInput, ChatOutput, Delta, EmbedInput, EmbedOutput, Message, Usage, owner

pytestmark = pytest.mark.anyio

KEY = "sk-canary-0123456789abcdef"
HELLO = ChatInput(messages=(Message(role="user", content="Hello, 外脑?"),))


class World:
    """A kernel with the models feature, talking to a scripted server."""

    def __init__(self, home: Home, server: ModelServer, **settings) -> None:
        self.receipts, self.meter = InMemoryReceipts(), InMemoryMeter()
        given = {"base_url": server.url, "model": "m-1", "api_key": KEY} | settings
        parts = feature.open(home, ModelsSettings(**given))
        ports = in_memory_ports(receipts=self.receipts, meter=self.meter, guards=parts.guards)
        self.kernel = Kernel(ports, parts.capabilities)

    async def run(self, name: str, input) -> object:
        return await self.kernel.run(name, input, actor=owner())

    async def read(self, input=HELLO) -> str:
        async with self.kernel.stream("models:chat", input, actor=owner()) as stream:
            return "".join([item.text async for item in stream])


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    opened = Home(tmp_path)
    yield opened
    opened.close()


async def test_without_a_model_nothing_is_awake_and_a_chat_says_what_is_missing(home):
    kernel = Kernel(in_memory_ports(), feature.open(home, ModelsSettings()).capabilities)
    assert [name for name in ("models:chat", "models:embed") if name in kernel] == []
    with pytest.raises(NotFoundError, match="wainao deployments add"):
        await kernel.run("models:chat", HELLO, actor=owner())


def test_looking_at_the_feature_loads_nothing_heavy():
    code = "import sys, wainao.features.models; print('httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


@pytest.mark.parametrize(
    ("settings", "names"),
    [
        ({}, {"models:chat"}),
        ({"embedding_model": "e-1"}, {"models:chat", "models:embed"}),
        ({"model": "", "embedding_model": "e-1"}, {"models:embed"}),
    ],
)
def test_what_is_configured_is_awake(home, settings, names):
    with ModelServer() as server:
        kernel = World(home, server, **settings).kernel
        assert {name for name in ("models:chat", "models:embed") if name in kernel} == names


async def test_a_chat_streams_and_is_on_record_with_model_and_tokens(home):
    with ModelServer(["你好,我是外脑。"]) as server:
        world = World(home, server, usd_per_million_in=2.0, usd_per_million_out=8.0)
        async with world.kernel.stream("models:chat", HELLO, actor=owner()) as stream:
            items = [item async for item in stream]
    receipt = world.receipts.last
    assert len(items) > 1
    assert "".join(item.text for item in items) == "你好,我是外脑。"
    assert stream.outcome.output == receipt.output == ChatOutput(text="你好,我是外脑。", model=MODEL)
    assert receipt.versions["model"] == MODEL
    assert receipt.labels == ("ai-generated",)
    assert receipt.usage == Usage(calls=1, input_tokens=10, output_tokens=2, cost_microusd=36)
    assert world.meter.settled[receipt.id] == receipt.usage


async def test_an_unknown_price_is_not_nothing(home):
    with ModelServer() as server:
        world = World(home, server, usd_per_million_in=2.0)
        await world.run("models:chat", HELLO)
    assert world.receipts.last.usage.cost_microusd is None


async def test_tokens_that_the_endpoint_does_not_tell_are_estimated_and_said_to_be(home):
    with ModelServer([says("one two three four", tokens=False)]) as server:
        world = World(home, server)
        await world.run("models:chat", HELLO)
    receipt = world.receipts.last
    assert (receipt.usage.input_tokens, receipt.usage.output_tokens) == (4, 5)
    assert [verdict.said for verdict in receipt.verdicts if verdict.by == "models:chat"] == ["estimated"]


@pytest.mark.parametrize("nonsense", [2**70, 10**12])
async def test_tokens_that_cannot_be_are_estimated_and_said_to_be(home, nonsense):
    with ModelServer([Said(text="one two three four", tokens=(nonsense, nonsense, 0, 0))]) as server:
        world = World(home, server)
        await world.run("models:chat", HELLO)
    receipt = world.receipts.last
    assert (receipt.usage.input_tokens, receipt.usage.output_tokens) == (4, 5)
    assert [verdict.said for verdict in receipt.verdicts if verdict.by == "models:chat"] == ["estimated"]


async def test_who_leaves_early_pays_for_what_came(home):
    with ModelServer([says("a long reply " * 40, pause_s=0.01)]) as server:
        world = World(home, server)
        async with world.kernel.stream("models:chat", HELLO, actor=owner()) as stream:
            assert (await anext(stream)) == Delta(text="a long ")
        assert server.wait_until_left()
    receipt = world.receipts.last
    assert (receipt.status, receipt.usage.output_tokens) == ("cancelled", 2)
    assert world.meter.settled[receipt.id] == receipt.usage


async def test_more_than_the_model_takes_is_refused_before_it_is_sent(home):
    with ModelServer() as server:
        with pytest.raises(TooLongError, match="4 tokens long; the longest context of the route 'm-1' has 3"):
            await World(home, server, context_tokens=3).run(
                "models:chat", ChatInput(messages=(Message(role="user", content="1234567890123"),))
            )
        assert server.received == []


async def test_a_slow_model_is_timed_out(home):
    with ModelServer([stream(5.0)]) as server:
        world = World(home, server, timeout_s=0.2)
        with pytest.raises(TimedOutError):
            await world.run("models:chat", HELLO)
        assert world.receipts.last.status == "timed_out"
        assert server.wait_until_left()


async def test_embeddings(home):
    with ModelServer() as server:
        world = World(home, server, embedding_model="e-1", usd_per_million_embedded=3.0)
        outcome = await world.run("models:embed", EmbedInput(texts=("一", "two")))
    assert outcome.output == EmbedOutput(vectors=(tuple(vector("一")), tuple(vector("two"))), model="e-1")
    assert outcome.usage == Usage(calls=1, input_tokens=4, cost_microusd=12)


async def test_the_models_on_offer(home):
    with ModelServer() as server:
        world = World(home, server, embedding_model="e-1")
        assert (await world.run("models:list", ListInput())).output.models == ("m-1", "e-1")


async def test_the_key_leaves_in_no_answer_no_error_and_no_receipt(home):
    replies = [
        f"Your key is {KEY}, said the model.",
        fails(401, f"wrong key {KEY}"),
        stream(events(delta(f"half {KEY}"), done=False), "reset"),
        stream(events({"error": {"message": KEY}})),
    ]
    shown = []
    for reply in replies:
        with ModelServer([reply]) as server:
            world = World(home, server)
            try:
                shown.append(await world.read())
            except WainaoError as error:
                shown.append(str(error))
            shown.append(repr(world.receipts.sealed))
            assert server.received[0].headers["authorization"].endswith(KEY)
    assert shown[0] == "Your key is ***, said the model."
    assert KEY not in "".join(shown)


@given(before=st.text(max_size=9), after=st.text(max_size=9), cut=st.integers(1, 20))
def test_the_guard_knows_every_beginning_of_a_secret(before, after, cut):
    guard = SecretsGuard(lambda: (KEY, "another-secret-of-ours"))
    assert guard.holdback(before + KEY[:cut]) >= cut
    found = guard.check(before + KEY + after)
    assert found is not None
    assert found.text == before.replace(KEY, "***") + "***" + after


def test_placeholders_for_keys_are_ordinary_words():
    assert SecretsGuard(lambda: ("", "ollama", "EMPTY")).check("ollama is EMPTY") is None


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"model": "m"}, "base_url"),
        ({"api_key": KEY}, "base_url"),
        ({"base_url": "http://localhost:1/v1"}, "no model"),
        ({"base_url": "localhost:11434", "model": "m"}, "address such as"),
        ({"base_url": "ftp://localhost/v1", "model": "m"}, "address such as"),
        ({"base_url": "http://[::1/v1", "model": "m"}, "address such as"),
        ({"base_url": "https://host/v1?key=1", "model": "m"}, "address such as"),
        ({"base_url": "https://me:secret@host/v1", "model": "m"}, "a user or a password"),
        ({"base_url": "https://host/v1/chat/completions", "model": "m"}, "Leave out"),
        ({"base_url": "https://host/v1", "model": "m", "api_key": KEY + "\n"}, "Copy it again"),
        ({"base_url": "https://host/v1", "model": "m", "timeout_s": 0}, "more than 0"),
        ({"base_url": "https://host/v1", "modell": "m"}, "Did you mean 'model'"),
    ],
)
def test_wrong_settings_fail_at_the_start_without_showing_secrets(settings, says):
    sources = Sources()
    sources.add_flags({"models": settings})
    with pytest.raises(SettingsError, match=says) as wrong:
        sources.section("models", ModelsSettings)
    assert KEY not in str(wrong.value)
    assert "secret" not in str(wrong.value)


def test_settings_do_not_show_their_key():
    assert KEY not in repr(ModelsSettings(base_url="http://localhost:1/v1", model="m", api_key=KEY))


async def test_many_chats_at_once_stay_apart(home):
    with ModelServer(lambda request: request.said.upper()) as server:
        world = World(home, server)
        asked = [f"question {n}" for n in range(20)]
        inputs = [ChatInput(messages=(Message(role="user", content=text),)) for text in asked]
        outcomes = await asyncio.gather(*(world.run("models:chat", input) for input in inputs))
    assert [outcome.output.text for outcome in outcomes] == [text.upper() for text in asked]
