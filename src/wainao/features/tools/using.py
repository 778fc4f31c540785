"""A request in a person's words: which tools fit, what they give, and an answer made of that."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from functools import partial

from wainao.features.tools.conversation import CHAT, Conversation
from wainao.features.tools.experience import Experience
from wainao.features.tools.leaving.gate import Leaving
from wainao.features.tools.proposing import Proposing
from wainao.features.tools.telling import may_be_called_at_once, told
from wainao.features.tools.used import Doing, Used, Wish
from wainao.features.tools.working import Working
from wainao.kernel import Call
from wainao.text import language_of
from wainao.types import Delta


class Using:
    """With a model: it picks and fills, we call, it answers. Without: the best tools are proposed, each with a form."""

    def __init__(self, proposing: Proposing, experience: Experience, leaving: Leaving) -> None:
        self._proposing = proposing
        self._experience = experience
        self._leaving = leaving

    async def use(self, call: Call, wish: Wish) -> AsyncGenerator[Delta | Doing | Used, None]:
        """What a model writes and tools do, as it comes, then what came of it."""
        with self._leaving.trail(call, wish.request) as trail:
            async with aclosing(self._done(call, wish, partial(self._leaving.heard, trail))) as items:
                async for item in items:
                    if isinstance(item, Used) and item.origin == "model":
                        await self._learn(call, wish, item)
                    yield item

    def _done(
        self, call: Call, wish: Wish, heard: Callable[[str, str], None]
    ) -> AsyncGenerator[Delta | Doing | Used, None]:
        if CHAT in call.kernel:
            return Conversation(call, wish, self._proposing, heard).run()
        return self._without_model(call, wish)

    async def _learn(self, call: Call, wish: Wish, used: Used) -> None:
        """What served this request may serve one that is like it."""
        for tool in {step.tool for step in used.steps if not step.failed}:
            receipt = wish.receipt or call.id
            await self._experience.gained(tenant=call.actor.tenant, tool=tool, receipt=receipt)

    async def _without_model(self, call: Call, wish: Wish) -> AsyncGenerator[Delta | Doing | Used, None]:
        """A tool whose form the request fills, and that leaves nothing of it over, is called; else all are proposed."""
        chosen = await self._proposing.propose(call, wish.request, only=wish.tools)
        first = next(iter(chosen.proposals), None)
        if first is None or not may_be_called_at_once(first, call.kernel.spec(first.tool, call.actor)):
            yield Used(text="", origin="none", proposals=chosen.proposals, none_fits=chosen.none_fits)
            return
        arguments = {one.field: one.value for one in first.filled}
        working = Working(call=call, number=1, tool=first.tool, arguments=arguments)
        async with aclosing(working.go()) as doings:
            async for doing in doings:
                yield doing
        steps = () if working.step is None else (working.step,)
        if working.output is None:  # it failed, or a person has to look at it: here is the form
            yield Used(text="", origin="none", steps=steps, proposals=(first,))
        else:
            yield Used(text=told(working.output, language_of(wish.request)), origin="tool", steps=steps)
