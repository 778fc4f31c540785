"""A request in a person's words: which tools fit, what they give, and an answer made of that."""

from __future__ import annotations

from collections.abc import AsyncIterator
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

    async def use(self, call: Call, wish: Wish) -> AsyncIterator[Delta | Doing | Used]:
        """What a model writes and tools do, as it comes, then what came of it."""
        with self._leaving.trail(call, wish.request) as trail:
            if CHAT not in call.kernel:
                async for one in self._without_model(call, wish):
                    yield one
                return
            conversation = Conversation(call, wish, self._proposing, partial(self._leaving.heard, trail))
            async for item in conversation.run():
                if isinstance(item, Used) and item.text:
                    await self._learn(call, wish, item)
                yield item

    async def _learn(self, call: Call, wish: Wish, used: Used) -> None:
        """What served this request may serve one that is like it."""
        for tool in {step.tool for step in used.steps if not step.failed}:
            receipt = wish.receipt or call.id
            await self._experience.gained(tenant=call.actor.tenant, tool=tool, receipt=receipt)

    async def _without_model(self, call: Call, wish: Wish) -> AsyncIterator[Doing | Used]:
        """A tool whose form the request fills, and that leaves nothing of it over, is called; else all are proposed."""
        chosen = await self._proposing.propose(call, wish.request, only=wish.tools)
        first = next(iter(chosen.proposals), None)
        if first is None or not may_be_called_at_once(first, call.kernel.spec(first.tool, call.actor)):
            yield Used(text="", origin="none", proposals=chosen.proposals, none_fits=chosen.none_fits)
            return
        arguments = {one.field: one.value for one in first.filled}
        working = Working(call=call, number=1, tool=first.tool, arguments=arguments)
        async for doing in working.go():
            yield doing
        steps = () if working.step is None else (working.step,)
        if working.output is None:  # it failed, or a person has to look at it: here is the form
            yield Used(text="", origin="none", steps=steps, proposals=(first,))
        else:
            yield Used(text=told(working.output, language_of(wish.request)), origin="tool", steps=steps)
