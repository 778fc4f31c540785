"""A home whose documents people set right, and the people."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from wainao import Wainao
from wainao.app.wire import read_input
from wainao.kernel import Outcome
from wainao.types import ALL_RIGHTS, Actor, Answer, owner

LEAVE = """# Leave

Annual leave is 30 days per year. It may be carried over until March.

Parental leave is 130 days.
"""
ANNUAL = "How many days of annual leave per year?"
OWNER = owner()
ADMIN = Actor(id="boss", rights=ALL_RIGHTS)
WRITER = Actor(id="ann", rights=frozenset({"read", "write"}))
READER = Actor(id="rob", rights=frozenset({"read"}))
STRANGER = Actor(id="eve", tenant="elsewhere", rights=ALL_RIGHTS)


class Fixing:
    def __init__(self, brain: Wainao) -> None:
        self.brain = brain

    def call(self, name: str, /, *, by: Actor = OWNER, overlay: bool | None = None, **fields: Any) -> Outcome:
        given = read_input(self.brain.kernel.spec(name), fields)
        return asyncio.run(self.brain.kernel.run(name, given, actor=by, overlay=overlay))

    def add(self, text: str = LEAVE, name: str = "leave.md", *, base: str = "main") -> str:
        """The id of the document, which is new or has a new version."""
        event = self.call("knowledge:upload", name=name, content=text.encode(), base=base).output
        assert event.status in ("added", "updated", "unchanged"), event
        return str(event.document)

    def ask(self, question: str = ANNUAL, **more: Any) -> Answer:
        answer: Answer = self.call("knowledge:ask", question=question, **more).output
        return answer

    def quotes(self, question: str = ANNUAL, **more: Any) -> list[str]:
        return [citation.quote for citation in self.ask(question, **more).citations]

    def fix(self, name: str, /, **fields: Any) -> str:
        """The id of a fix that holds."""
        fixed = self.call(f"fixes:{name}", **fields).output
        assert fixed.status == "standing", fixed
        return str(fixed.fix)

    def listed(self, **fields: Any) -> dict[str, Any]:
        return {fix.id: fix for fix in self.call("fixes:list", **fields).output.fixes}


@contextmanager
def opened_fixing(home: Path, **settings: Any) -> Iterator[Fixing]:
    with Wainao.open(home, store={"durability": "batched"}, **settings) as brain:
        yield Fixing(brain)
