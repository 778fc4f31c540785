"""An embedding model helps to choose tools where it was seen to understand, and is never in the way of a choice."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from wainao import Outcome, Wainao
from wainao.features.tools import following
from wainao.features.tools.choosing import encoder
from wainao.features.tools.choosing.index import sought, tool_texts
from wainao.features.tools.shelves import described
from wainao.kernel import EngineError
from wainao.testing.embeddings import embeds, lettered
from wainao.testing.model_server import ModelServer, Received, Reply, fails
from wainao.text import language_of
from wainao.types import Actor, told_in

MODEL = "understands"
ASKED = "Will the shops be shut?"
CATALOGUE = b"""{"name": "shop_hours", "description": "Whether shops are shut"}
{"name": "weather", "description": "Rain"}"""


class Endpoint:
    """Understands what is said of our own tools, and nothing else: one direction for each of them."""

    def __init__(self) -> None:
        self.directions: dict[str, int] = {}
        self.numbers: dict[str, int] = {}
        self.model = MODEL
        self.answers = 1_000
        """Requests that it answers before it is down."""
        self.refuses = ""
        self.server = ModelServer(embeddings=self._answer)

    def learn(self, brain: Wainao, *, chinese: bool = True) -> None:
        specs = sorted((one.spec for one in brain.capabilities if one.spec.tool), key=lambda spec: spec.name)
        self.numbers = {spec.name: number for number, spec in enumerate(specs, start=1)}
        for number, spec in enumerate(specs, start=1):
            texts = [text for text in tool_texts(described(spec)) if chinese or language_of(text) == "en"]
            self.directions |= dict.fromkeys(texts, number)

    def texts(self) -> list[str]:
        return [text for request in self.server.received for text in request.body["input"]]

    def _answer(self, request: Received) -> Reply:
        if len(self.server.received) > self.answers:
            return fails(503)
        if self.refuses and any(self.refuses in text for text in request.body["input"]):
            return fails(400)
        return embeds(self._vector, model=self.model)(request)

    def _vector(self, text: str) -> list[float]:
        vector = [0.05 * number for number in lettered(text, dimensions=64)]
        if text in self.directions:
            vector[self.directions[text]] += 1.0
        return vector


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    made = Endpoint()
    with made.server:
        yield made


@pytest.fixture
def brain(endpoint: Endpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wainao]:
    """Nobody makes vectors beside the work."""
    monkeypatch.setattr(following, "LOOK_EVERY_S", 1e6)
    with opened(tmp_path / "home", endpoint) as brain:
        endpoint.learn(brain)
        yield brain


def opened(home: Path, endpoint: Endpoint, **tools: object) -> Wainao:
    return Wainao.open(home, models={"base_url": endpoint.server.url, "embedding_model": MODEL}, tools=tools)


def verdicts(brain: Wainao, outcome: Outcome) -> dict[str, str]:
    return {one.by: f"{one.said}: {told_in('en', one.why)}" for one in brain.receipt(outcome.receipt).output.verdicts}


def test_a_model_that_understands_is_heard_and_its_answer_is_on_record(brain: Wainao, endpoint: Endpoint) -> None:
    endpoint.directions[sought(ASKED)] = endpoint.numbers["dates:workdays"]
    by_words = brain.call("tools:find", request=ASKED).output
    assert by_words.embedder == ""
    assert brain.call("tools:embed").output.reads == ("en", "zh")
    found = brain.call("tools:find", request=ASKED)
    assert (found.output.embedder, found.output.proposals[0].tool) == (MODEL, "dates:workdays")
    shown = brain.receipt(found.receipt).output
    assert shown.versions["embedding"] == MODEL
    assert [brain.receipt(child).output.capability for child in shown.children] == ["models:embed"]


def test_what_is_made_is_not_made_again_nor_in_another_process(
    brain: Wainao, endpoint: Endpoint, tmp_path: Path
) -> None:
    brain.call("tools:embed")
    assert brain.call("tools:embed").output.made == 0
    before = len(endpoint.texts())
    with opened(tmp_path / "home", endpoint) as other:
        assert other.call("tools:find", request=ASKED).output.embedder == MODEL
    assert endpoint.texts()[before:] == [sought(ASKED)]


def test_a_model_that_does_not_understand_is_not_even_asked(brain: Wainao, endpoint: Endpoint) -> None:
    endpoint.directions.clear()
    assert brain.call("tools:embed").output.reads == ()
    before = len(endpoint.texts())
    assert brain.call("tools:find", request=ASKED).output.embedder == ""
    assert len(endpoint.texts()) == before


def test_each_language_is_measured_by_itself(brain: Wainao, endpoint: Endpoint) -> None:
    endpoint.directions.clear()
    endpoint.learn(brain, chinese=False)
    assert brain.call("tools:embed").output.reads == ("en",)
    assert brain.call("tools:find", request="商店关门吗").output.embedder == ""


def test_tools_that_come_are_chosen_by_words_until_they_have_their_vectors(brain: Wainao, endpoint: Endpoint) -> None:
    brain.call("tools:embed")
    brain.call("tools:import-catalogue", name="shops", content=CATALOGUE)
    look = {"request": ASKED, "among": "catalogues"}
    assert brain.call("tools:find", **look).output.embedder == ""
    assert brain.call("tools:embed").output.made == 2
    assert brain.call("tools:find", **look).output.embedder == MODEL


def test_a_running_server_makes_them_by_itself(
    endpoint: Endpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "LOOK_EVERY_S", 0.01)
    with opened(tmp_path / "home", endpoint) as brain:
        endpoint.learn(brain)
        until = time.monotonic() + 30
        while brain.call("tools:find", request=ASKED).output.embedder == "" and time.monotonic() < until:
            time.sleep(0.05)
        assert brain.call("tools:find", request=ASKED).output.embedder == MODEL


def test_a_model_that_is_down_is_left_alone_for_a_while(brain: Wainao, endpoint: Endpoint) -> None:
    brain.call("tools:embed")
    endpoint.answers = 0
    found = brain.call("tools:find", request=ASKED)
    assert found.output.proposals
    assert found.output.embedder == ""
    assert "chosen by words alone" in verdicts(brain, found)["vectors"]
    before = len(endpoint.server.received)
    assert "failed a moment ago" in verdicts(brain, brain.call("tools:find", request=ASKED))["vectors"]
    assert len(endpoint.server.received) == before


def test_another_model_is_not_mixed_in_and_takes_over_once_it_has_read_the_tools(
    brain: Wainao, endpoint: Endpoint
) -> None:
    brain.call("tools:embed")
    endpoint.model = "another"
    found = brain.call("tools:find", request=ASKED)
    assert found.output.embedder == ""
    assert "'another' answered now" in verdicts(brain, found)["vectors"]
    assert brain.call("tools:embed").output.model == "another"
    assert brain.call("tools:find", request=ASKED).output.embedder == "another"
    assert {model for model, _ in kept(brain)} == {"another"}


def test_a_failure_in_the_middle_costs_one_request(brain: Wainao, endpoint: Endpoint) -> None:
    endpoint.answers = 3
    with pytest.raises(EngineError):
        brain.call("tools:embed")
    made = {text for request in endpoint.server.received[1:3] for text in request.body["input"]}
    endpoint.answers = 1_000
    before = len(endpoint.texts())
    assert brain.call("tools:embed").output.made > 0
    assert not made & set(endpoint.texts()[before:])


def test_a_text_that_is_refused_holds_up_no_other(brain: Wainao, endpoint: Endpoint) -> None:
    brain.call("tools:import-catalogue", name="shops", content=CATALOGUE)
    endpoint.refuses = "shop hours"
    assert brain.call("tools:embed").output.reads == ("en", "zh")
    assert brain.call("tools:embed").output.made == 0
    found = brain.call("tools:find", request=ASKED, among="catalogues").output
    assert (found.embedder, len(found.proposals)) == (MODEL, 2)


def test_what_is_gone_is_forgotten(brain: Wainao) -> None:
    brain.call("tools:import-catalogue", name="shops", content=CATALOGUE)
    brain.call("tools:embed")
    before = len(kept(brain))
    brain.call("tools:remove", name="shops")
    brain.call("tools:embed")
    assert len(kept(brain)) == before - 2


def test_each_tenant_has_its_own(brain: Wainao, endpoint: Endpoint) -> None:
    brain.call("tools:embed")
    spec = brain.kernel.spec("tools:find")
    other = Actor(id="ann", tenant="elsewhere", rights=frozenset({"read", "write", "act", "admin"}))
    found = brain._loop.run(brain.kernel.run(spec.name, spec.input(request=ASKED), actor=other))
    assert found.output.embedder == ""


def test_who_wants_no_vectors_has_none(endpoint: Endpoint, tmp_path: Path) -> None:
    with opened(tmp_path / "home", endpoint, vectors=False) as brain:
        assert brain.call("tools:embed").output.model == ""
        brain.call("tools:find", request=ASKED)
    assert endpoint.server.received == []


def test_without_a_model_the_encoder_that_comes_along_reads_english(tmp_path: Path) -> None:
    with Wainao.open(tmp_path / "home") as brain:
        made = brain.call("tools:embed")
        assert (made.output.model, made.output.reads) == (encoder.NAME, ("en",))
        found = brain.call("tools:find", request=ASKED)
        assert found.output.embedder == encoder.NAME
        shown = brain.receipt(found.receipt).output
        assert (shown.versions["embedding"], shown.children) == (encoder.NAME, ())
        assert brain.call("tools:find", request="商店关门吗").output.embedder == ""


def test_whatever_is_connected_goes_before_it(endpoint: Endpoint, tmp_path: Path) -> None:
    with Wainao.open(tmp_path / "home") as brain:
        brain.call("tools:embed")
    with opened(tmp_path / "home", endpoint) as brain:
        endpoint.learn(brain)
        assert brain.call("tools:embed").output.model == MODEL
        assert {model for model, _ in kept(brain)} == {MODEL}
    with Wainao.open(tmp_path / "home") as brain:
        assert brain.call("tools:embed").output.model == encoder.NAME


def test_who_wants_no_encoder_has_words(tmp_path: Path) -> None:
    with Wainao.open(tmp_path / "home", tools={"encoder": False}) as brain:
        assert brain.call("tools:embed").output.model == ""
        assert brain.call("tools:find", request=ASKED).output.embedder == ""


def kept(brain: Wainao) -> list[tuple[str, bytes]]:
    with brain.home.database("tools").read() as connection:
        return connection.execute("SELECT model, digest FROM tools_vectors").fetchall()


def test_a_person_sees_whose_vectors_there_are_and_what_is_missing(brain: Wainao) -> None:
    before = brain.call("tools:vectors").output
    assert (before.possible, before.model, before.by_words, before.made) == (True, "", ("en", "zh"), 0)
    brain.call("tools:embed")
    made = brain.call("tools:vectors").output
    assert (made.model, made.reads, made.by_words, made.made) == (MODEL, ("en", "zh"), (), made.texts)
    brain.call("tools:import-catalogue", content=CATALOGUE)
    assert brain.call("tools:vectors").output.made < brain.call("tools:vectors").output.texts
