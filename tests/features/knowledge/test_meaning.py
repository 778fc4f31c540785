"""Questions by their meaning, with a real embedding endpoint: what it finds and costs, and that nobody waits long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from wainao import Wainao
from wainao.features.knowledge.capabilities.search import SearchInput
from wainao.kernel import Outcome
from wainao.testing import ModelServer
from wainao.testing.embeddings import Make, embeds, meaning
from wainao.testing.model_server import Received, Reply, fails
from wainao.types import Actor, told_in

MODEL = "scripted-embedder"
OF = meaning("doctor physician 医生 大夫", "car automobile 汽车 轿车", "leave holiday 年假 休假", "cat feline 猫")
FILES = {
    "a.txt": "The physician is in on Mondays. Ask at the desk.",
    "b.txt": "An automobile may stand behind the house. Nowhere else.",
    "c.txt": "大夫每周一在二楼坐诊。请先到前台登记。",
    "d.txt": "员工每年可以休假十天。须提前申请。",
}


class Endpoint:
    """An embedding model that can be taken away, slowed down or made to refuse."""

    def __init__(self, make: Make = OF) -> None:
        self.reply: Reply | None = None
        self._embeds = embeds(make)
        self.server = ModelServer(embeddings=self._answer)

    def _answer(self, request: Received) -> Reply:
        return self.reply or self._embeds(request)

    @property
    def texts(self) -> list[str]:
        return [text for request in self.server.received for text in request.body["input"]]


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    made = Endpoint()
    with made.server:
        yield made


@pytest.fixture
def brain(endpoint: Endpoint, tmp_path: Path) -> Iterator[Wainao]:
    with opened(tmp_path / "home", endpoint) as brain:
        yield brain


def opened(home: Path, endpoint: Endpoint, **knowledge: object) -> Wainao:
    models = {"base_url": endpoint.server.url, "embedding_model": MODEL}
    return Wainao.open(home, models=models, knowledge=knowledge)


def put(brain: Wainao, files: Mapping[str, str] = FILES, base: str = "main") -> None:
    for name, text in files.items():
        brain.call("knowledge:upload", name=name, content=text.encode(), base=base)


def paths(outcome: Outcome) -> list[str]:
    return [passage.path for passage in outcome.output.passages]


def children(brain: Wainao, outcome: Outcome) -> list[str]:
    shown = brain.receipt(outcome.receipt).output
    return [brain.receipt(child).output.capability for child in shown.children]


def verdicts(brain: Wainao, outcome: Outcome) -> dict[str, str]:
    return {one.by: f"{one.said}: {told_in('en', one.why)}" for one in brain.receipt(outcome.receipt).output.verdicts}


def without_vectors(home: Path, question: str) -> list[str]:
    with Wainao.open(home, knowledge={"vectors": False}) as brain:
        return paths(brain.search(question))


@pytest.mark.parametrize(
    ("question", "found"), [("doctor", "a.txt"), ("医生", "c.txt"), ("car", "b.txt"), ("holiday", "d.txt")]
)
def test_what_was_said_in_other_words_or_another_language_is_found(brain: Wainao, question: str, found: str) -> None:
    put(brain)
    assert without_vectors(brain.home.path, question) == []
    # Both doctors are near to either word for them.
    assert found in paths(brain.search(question))[: 2 if found in ("a.txt", "c.txt") else 1]


def test_a_question_s_vector_is_a_call_of_its_own_on_record(brain: Wainao) -> None:
    put(brain)
    outcome = brain.search("Where is the doctor?")
    assert children(brain, outcome) == ["models:embed"]
    shown = brain.receipt(outcome.receipt).output
    assert shown.versions["embedding"] == MODEL
    child = brain.receipt(shown.children[0]).output
    assert child.actor == "owner"
    assert child.usage.input_tokens > 0
    assert child.input["texts"]["shape"] == [1]
    assert child.output["vectors"]["shape"] == [1, 68]
    assert len(child.output["vectors"]["sha256"]) == 64


def test_no_vector_is_asked_for_where_none_could_serve(brain: Wainao, endpoint: Endpoint) -> None:
    assert paths(brain.search("Where is the doctor?")) == []
    assert endpoint.texts == []


def test_an_endpoint_that_is_down_costs_one_question_its_vector_and_the_next_nothing(
    brain: Wainao, endpoint: Endpoint
) -> None:
    put(brain)
    endpoint.reply = fails(500, "out of memory")
    asked = len(endpoint.texts)
    outcome = brain.search("Who may stand behind the house?")
    assert paths(outcome) == without_vectors(brain.home.path, "Who may stand behind the house?")
    assert "out of memory" in verdicts(brain, outcome)["vectors"]
    again = brain.search("Who may stand behind the house?")
    assert "a moment ago" in verdicts(brain, again)["vectors"]
    assert children(brain, again) == []
    assert len(endpoint.texts) > asked


def test_nobody_waits_long_for_an_endpoint_that_says_nothing(endpoint: Endpoint, tmp_path: Path) -> None:
    with opened(tmp_path / "home", endpoint, vector_patience_s=0.2) as brain:
        put(brain)
        endpoint.reply = Reply(pieces=(30.0,))
        outcome = brain.ask("Where is the automobile?")
        assert "0.2 s" in verdicts(brain, outcome)["vectors"]
        assert outcome.output.origin == "documents"


def test_a_budget_that_is_used_up_leaves_the_words(brain: Wainao) -> None:
    put(brain)
    brain.call("budgets:set", period="day", tokens=0)
    outcome = brain.search("Where is the doctor?")
    assert "budget" in verdicts(brain, outcome)["vectors"]
    assert outcome.output is not None


def test_another_model_at_question_time_is_told_from_the_one_of_the_passages(brain: Wainao, endpoint: Endpoint) -> None:
    put(brain)
    endpoint._embeds = embeds(OF, model="another")
    outcome = brain.search("Where is the doctor?")
    assert "'another'" in verdicts(brain, outcome)["vectors"]


async def _search(brain: Wainao, question: str, actor: Actor) -> list[str]:
    return paths(await brain.kernel.run("knowledge:search", SearchInput(question=question), actor=actor))


@pytest.mark.anyio
async def test_meaning_finds_nothing_that_the_actor_may_not_see(endpoint: Endpoint, tmp_path: Path) -> None:
    secret = {"secret.txt": "The physician has a feline. Nobody knows."}
    with opened(tmp_path / "home", endpoint) as brain:
        for name, text in {**FILES, **secret}.items():
            base = "board" if name in secret else "main"
            await brain.run("knowledge:upload", name=name, content=text.encode(), base=base)
        clerk = Actor(id="clerk", bases=frozenset({"main"}))
        stranger = Actor(id="stranger", tenant="elsewhere")
        assert "secret.txt" in await _search(brain, "cat doctor", Actor(id="boss"))
        assert "secret.txt" not in await _search(brain, "cat doctor", clerk)
        asked = len(endpoint.texts)
        assert await _search(brain, "cat doctor", stranger) == []
        assert len(endpoint.texts) == asked


def test_prefixes_are_put_before_what_is_embedded(endpoint: Endpoint, tmp_path: Path) -> None:
    with opened(tmp_path / "home", endpoint, question_prefix="query: ", passage_prefix="passage: ") as brain:
        put(brain, {"a.txt": "The physician is in."})
        brain.search("doctor")
    passages = [text for text in endpoint.texts if "physician" in text]
    assert [text.partition(": ")[0] for text in passages] == ["passage"]
    assert "query: doctor" in endpoint.texts
