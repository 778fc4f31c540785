"""An installation with a scripted model behind it that counts what it is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from wainao import Wainao
from wainao.kernel import Outcome
from wainao.testing import ModelServer, Said
from wainao.testing.model_server import Received, Reply

CHAT = {"capability": "models:chat"}


class House:
    """`says` maps words of a question to the model's answer; `asked` counts the questions by their words."""

    def __init__(self, home: Path) -> None:
        self.says: dict[str, Any] = {}
        self.asked: Counter[str] = Counter()
        self.home = home
        self.brain: Wainao
        self.url = ""

    def answer(self, request: Received) -> str | Said | Reply:
        question = request.body["messages"][-1]["content"]
        self.asked[question] += 1
        route = self.says.get(request.body["model"], self.says)
        said = next((said for words, said in route.items() if words in question), "I do not know.")
        return said() if callable(said) else said

    def call(self, name: str, /, **fields: Any) -> Outcome:
        return self.brain.call(name, **fields)

    def add(self, name: str, *cases: dict[str, Any]) -> Any:
        return self.call("evaluations:add", name=name, cases=list(cases)).output

    def run(self, *sets: str, corrections: str = "standing", **target: Any) -> Any:
        asked = {"sets": list(sets), "target": {**CHAT, **target}, "corrections": corrections}
        return self.call("evaluations:run", **asked).output

    def correct(self, question: str, answer: str, **fields: Any) -> str:
        given = {"scope": "everyone", **fields}
        return self.call("corrections:propose", question=question, answer=answer, **given).output.correction

    def model(self, name: str, **says: str) -> None:
        """A deployment that answers in its own way, by the name of its route."""
        self.says[name] = {words.replace("_", " "): said for words, said in says.items()}
        self.call("deployments:add", name=name, model=name, base_url=self.url)


def case(name: str, question: str, *expect: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": name, "question": question, "expect": list(expect), **more}


def has(text: str) -> dict[str, Any]:
    return {"kind": "contains", "text": text}


@contextmanager
def opened_house(home: Path, **settings: Any) -> Iterator[House]:
    house = House(home)
    with ModelServer(house.answer) as server:
        house.url = server.url
        models = {"base_url": server.url, "model": "scripted-1"}
        with Wainao.open(home, models=models, **settings) as house.brain:
            yield house


Script = Callable[[Received], str]
