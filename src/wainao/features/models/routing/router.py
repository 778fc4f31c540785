"""Finds who answers: the one way from a request to a backend."""

from __future__ import annotations

from random import Random
from typing import Any

from wainao.features.models.engines.backend import Result, Tokens
from wainao.features.models.prices import Used
from wainao.features.models.routing.attempt import Items, Work
from wainao.features.models.routing.cache import AnswerCache, Kept, joined
from wainao.features.models.routing.cache import key as cache_key
from wainao.features.models.routing.cascade import Cascading
from wainao.features.models.routing.deployment import Kind
from wainao.features.models.routing.hedge import Won, first_to_speak
from wainao.features.models.routing.lineup import Lineup
from wainao.features.models.routing.route import Caching
from wainao.features.models.routing.table import Table
from wainao.features.models.routing.tariff import dearest
from wainao.features.models.routing.tries import Tries
from wainao.kernel import Call, WainaoError
from wainao.types import Usage


class Router:
    """Each attempt is on the call's receipt, and what it used is counted once, however it ended."""

    def __init__(self, table: Table, *, random: Random | None = None) -> None:
        self.table = table
        self.cascading = Cascading(self._by_route)
        self._cache = AnswerCache(is_erased=table.is_erased)
        self._random = random or Random()

    def stream(self, call: Call, work: Work) -> Items:
        """The pieces of a reply. Before the first one that says anything another deployment may take over; after it a
        failure is raised: two half answers are none.

        Raises NotFoundError, StayError, RefusedError, or what the last deployment raised.
        """
        lineup = self.table.now().lineup(work.route, work.kind)
        call.draft.versions["route"] = lineup.name
        if lineup.route.cache is not None and work.chat is not None:
            return self._kept(call, work, lineup, lineup.route.cache)
        return self._asked(call, work, lineup)

    async def result(self, call: Call, work: Work) -> Result[Any]:
        """An answer that comes whole. Raises as `stream` does."""
        async for item in self.stream(call, work):
            result: Result[Any] = item
        return result

    def estimate(self, work: Work, *, output_tokens: int = 0) -> Usage:
        """What to set aside: what the dearest deployment that might answer takes; None if any has no price."""
        used = work.used(Tokens(input=work.needs.tokens, output=output_tokens), calls=1)
        return self.price(work.kind, work.route, used)

    def price(self, kind: Kind, route: str, used: Used) -> Usage:
        """What that costs at most, whoever of the route answers; None if any has no price."""
        lineup = self.table.now().lineup(route, kind)
        if lineup.route.cascade is None:
            return dearest(lineup.tariffs, used)
        return dearest([tariff for one in self._parts(lineup, kind) for tariff in one.tariffs], used)

    def _asked(self, call: Call, work: Work, lineup: Lineup) -> Items:
        if lineup.route.cascade is not None:
            return self.cascading.stream(call, work, lineup.route.cascade)
        return self._answer(call, work, lineup)

    async def _kept(self, call: Call, work: Work, lineup: Lineup, caching: Caching) -> Items:
        """The answer that an equal request got, or a new one, which is kept once it is whole."""
        assert work.chat is not None
        key = cache_key(lineup, self._labels(lineup, work.kind), work.chat, caching)
        kept = self._cache.find(call.actor.tenant, key)
        if kept is not None:
            call.noted("models:cache", "hit", f"the answer that {kept.receipt} was given")
            call.depends(cache=kept.receipt, deployment=kept.deployment, model=kept.model)
            for item in kept.items:
                yield item
            return
        items = []
        async for item in self._asked(call, work, lineup):
            items.append(item)
            yield item
        given = call.draft.versions
        kept = Kept(joined(items), call.id, given["deployment"], given["model"], self._cache.until_s(caching))
        self._cache.keep(call.actor.tenant, key, kept, entries=caching.entries)

    def _labels(self, lineup: Lineup, kind: Kind) -> list[str]:
        """Every version of every deployment that might answer: a new one gives new answers."""
        return [option.upstream.label for one in self._parts(lineup, kind) for option in one.options]

    def _parts(self, lineup: Lineup, kind: Kind) -> list[Lineup]:
        """The lineup itself; of a cascade both of its routes'."""
        cascade = lineup.route.cascade
        if cascade is None:
            return [lineup]
        standing = self.table.now()
        return [standing.lineup(name, kind) for name in (cascade.near, cascade.far)]

    def _by_route(self, call: Call, work: Work, name: str) -> Items:
        return self._answer(call, work, self.table.now().lineup(name, work.kind))

    async def _answer(self, call: Call, work: Work, lineup: Lineup) -> Items:
        tries = Tries(lineup, work, call, random=self._random)
        begin = first_to_speak if lineup.route.hedge else _first_to_answer
        while True:
            attempt, items = await begin(tries)
            versions = call.draft.versions
            chosen = attempt.upstream
            versions["deployment"], versions["model"] = chosen.label, chosen.deployment.model
            versions["provider"] = chosen.deployment.provider
            try:
                if work.live:
                    for item in items:
                        yield item
                    async for item in attempt.items:
                        attempt.count(item)
                        yield item
                else:
                    async for item in attempt.items:
                        attempt.count(item)
                        items.append(item)
                    for item in items:
                        yield item
                attempt.succeeded()
                return
            except WainaoError as failure:
                attempt.failed(failure)
                if work.live:
                    raise
                tries.failed(attempt, failure)
            finally:
                await attempt.close()


async def _first_to_answer(tries: Tries) -> Won:
    """The first attempt that does not fail before its opening. Raises what the last one raised when none is left."""
    while True:
        attempt = await tries.next()
        try:
            return attempt, await attempt.opening()
        except WainaoError as failure:
            await attempt.fail(failure)
            tries.failed(attempt, failure)
        except BaseException:
            await attempt.close()
            raise
