"""models:chat as a judge that follows a script, and what it was asked."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Mapping

from wainao.features.corrections.pairs import built_in
from wainao.kernel import Call, Spec
from wainao.types import ChatInput, ChatOutput, Usage, Words

WORDS = Words("试", "test")

_FENCED = re.compile(r"<<([0-9a-f]{16}) [^>]*>>\n(.*?)\n<</\1 [^>]*>>", re.DOTALL)

Say = Callable[[str, str], str]
"""What a judge says of a new question and an old one: same, different or unsure."""


class ScriptedJudge:
    """Says of each pair what `say` does. `reply` is what it writes instead of JSON, `slow_s` how long it thinks."""

    spec = Spec(name="models:chat", title=WORDS, description=WORDS, input=ChatInput, output=ChatOutput)

    def __init__(self, say: Say, *, deployment: str = "near@1", reply: str | None = None, slow_s: float = 0.0) -> None:
        self.say = say
        self.deployment = deployment
        self.reply = reply
        self.slow_s = slow_s
        self.error: Exception | None = None
        self.asked: list[ChatInput] = []

    async def invoke(self, call: Call):
        self.asked.append(call.input)
        if self.error is not None:
            raise self.error
        await asyncio.sleep(self.slow_s)
        call.depends(deployment=self.deployment)
        call.used(Usage(input_tokens=500, output_tokens=40, cost_microusd=100))
        *old, new = self.questions(call.input)
        opinions = [
            {"number": at, "piece": f"piece {at}", "verdict": self.say(new, text)} for at, text in enumerate(old, 1)
        ]
        yield ChatOutput(text=self.reply or json.dumps({"opinions": opinions}), model="m-1")

    @staticmethod
    def questions(input: ChatInput) -> list[str]:
        """The texts between the fences, in their order: the old questions, then the new one."""
        return [match[2] for match in _FENCED.finditer(input.messages[-1].text)]


def truth() -> Mapping[str, str]:
    """Which question of the built-in set each of its paraphrases means."""
    return {text: group.question for group in built_in() for text in group.paraphrases}


def good(known: Mapping[str, str]) -> Say:
    return lambda new, old: "same" if known.get(new) == old else "different"


def always(say: str) -> Say:
    return lambda new, old: say
