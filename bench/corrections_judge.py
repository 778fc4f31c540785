"""What does a judge add, what do the vetoes cost, and is a bad one refused?

    python bench/corrections_judge.py [--model URL NAME]

Scripted judges sit the exam that `wainao corrections judge-eval` gives: one that knows the truth, ones that are wrong
about some of the near-misses, one that says "same" to all and one that says nothing. The pairs are the built-in set, as
the matcher would put them before a judge. With `--model`, a model behind an OpenAI-compatible endpoint sits it, too.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import tempfile
import zlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from wainao import Wainao
from wainao.features.corrections.capabilities.judge_eval import JudgeEval, JudgeEvalInput
from wainao.features.corrections.examiner import Examiner
from wainao.features.corrections.grades import Report
from wainao.features.corrections.pairs import built_in
from wainao.features.corrections.permits import Permits
from wainao.features.corrections.settings import CorrectionsSettings
from wainao.kernel import Call, Kernel, Spec
from wainao.store.home import Home
from wainao.testing import in_memory_ports
from wainao.types import ChatInput, ChatOutput, Words, owner, told_in

WORDS = Words("试", "bench")

Say = Callable[[str, str], str]

_FENCED = re.compile(r"<<([0-9a-f]{16}) [^>]*>>\n(.*?)\n<</\1 [^>]*>>", re.DOTALL)


class Scripted:
    """models:chat that says of each pair what `say` does."""

    spec = Spec(name="models:chat", title=WORDS, description=WORDS, input=ChatInput, output=ChatOutput)

    def __init__(self, say: Say) -> None:
        self._say = say

    async def invoke(self, call: Call) -> AsyncIterator[ChatOutput]:
        *old, new = (match[2] for match in _FENCED.finditer(call.input.messages[-1].text))
        said = [{"number": at, "piece": "-", "verdict": self._say(new, text)} for at, text in enumerate(old, 1)]
        yield ChatOutput(text=json.dumps({"opinions": said}), model="scripted")


MEANT = {text: group.question for group in built_in() for text in group.paraphrases}


def knows(new: str, old: str) -> str:
    return "same" if MEANT.get(new) == old else "different"


def errs(share: float) -> Say:
    """Knows the truth, but takes so many of the near-misses, and other questions, for the same."""

    def say(new: str, old: str) -> str:
        lot = random.Random(zlib.crc32(f"{new}\n{old}".encode())).random()
        return "same" if new not in MEANT and lot < share else knows(new, old)

    return say


JUDGES: dict[str, Say] = {
    "nobody: the rules alone": lambda new, old: "unsure",
    "knows the truth": knows,
    "wrong about 1 % of near-misses": errs(0.01),
    "wrong about 3 %": errs(0.03),
    "wrong about 10 %": errs(0.1),
    'says "same" to all': lambda new, old: "same",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", nargs=2, metavar=("URL", "NAME"))
    given = parser.parse_args()
    print("| judge | language | paraphrases that fire | near-misses that fire (upper end, 95 %) | may fire |")
    print("| --- | --- | --- | --- | --- |")
    for name, say in JUDGES.items():
        rows(name, asyncio.run(examined(say)))
    if given.model is not None:
        url, model = given.model
        with (
            tempfile.TemporaryDirectory() as home,
            Wainao.open(home, models={"base_url": url, "model": model}) as brain,
        ):
            rows(model, brain.call("corrections:judge-eval", at_once=8).output)


async def examined(say: Say) -> Report:
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder), durable=False)
        database = home.database("state")
        Permits(database)
        evaluation = JudgeEval(Examiner(database, CorrectionsSettings()))
        kernel = Kernel(in_memory_ports(), [evaluation, Scripted(say)])
        outcome = await kernel.run(evaluation.spec.name, JudgeEvalInput(at_once=32), actor=owner())
        home.close()
    return outcome.output


def rows(name: str, report: Report) -> None:
    for found in report.languages:
        wrong = f"{found.wrong} of {found.near_misses} ({found.wrong_upper:.1%})"
        may = "yes" if found.passed else f"no: {told_in('en', found.why)}"
        print(f"| {name} | {found.language} | {found.recall:.1%} | {wrong} | {may} |")
    if report.failed or report.usual_s > 1:
        print(f"\nfailed {report.failed}, usually {report.usual_s} s, cost {report.cost_microusd} µUSD\n")


if __name__ == "__main__":
    main()
