"""Finds who answers: the one way from a request to a backend."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from wainao.features.models.engines.backend import Result, Tokens
from wainao.features.models.routing.attempt import Items, Work
from wainao.features.models.routing.cascade import Cascading
from wainao.features.models.routing.deployment import Kind
from wainao.features.models.routing.hedge import Won, first_to_speak
from wainao.features.models.routing.lineup import Lineup
from wainao.features.models.routing.table import Table
from wainao.features.models.routing.tariff import Tariff, dearest
from wainao.features.models.routing.tries import Tries
from wainao.kernel import Call, WainaoError
from wainao.types import Usage


class Router:
    """Each attempt is on the call's receipt, and what it used is counted once, however it ended."""

    def __init__(self, table: Table, *, random: Random | None = None) -> None:
        self.table = table
        self.cascading = Cascading(self._by_route)
        self._random = random or Random()

    def stream(self, call: Call, work: Work) -> Items:
        """The pieces of a reply. Before the first one that says anything another deployment may take over; after it a
        failure is raised: two half answers are none.

        Raises NotFoundError, StayError, RefusedError, or what the last deployment raised.
        """
        lineup = self.table.now().lineup(work.route, work.kind)
        call.depends(route=lineup.name)
        if lineup.route.cascade is not None:
            return self.cascading.stream(call, work, lineup.route.cascade)
        return self._answer(call, work, lineup)

    async def result(self, call: Call, work: Work) -> Result[Any]:
        """An answer that comes whole. Raises as `stream` does."""
        async for item in self.stream(call, work):
            result: Result[Any] = item
        return result

    def estimate(self, work: Work, *, output_tokens: int = 0) -> Usage:
        """What to set aside: what the dearest deployment that might answer takes; None if any has no price."""
        return self.cost(work, Tokens(input=work.needs.tokens, output=output_tokens), calls=1)

    def cost(self, work: Work, tokens: Tokens, *, calls: int = 0) -> Usage:
        """What so many tokens cost at most, whoever of the route answers; None if any has no price."""
        lineup = self.table.now().lineup(work.route, work.kind)
        return dearest(self._tariffs(lineup, work.kind), work.used(tokens, calls=calls))

    def _tariffs(self, lineup: Lineup, kind: Kind) -> Iterator[Tariff]:
        """Of all that might be asked; a cascade may ask both of its routes."""
        cascade = lineup.route.cascade
        for name in () if cascade is None else (cascade.near, cascade.far):
            yield from self._tariffs(self.table.now().lineup(name, kind), kind)
        for option in lineup.options:
            yield option.upstream.tariff

    def _by_route(self, call: Call, work: Work, name: str) -> Items:
        return self._answer(call, work, self.table.now().lineup(name, work.kind))

    async def _answer(self, call: Call, work: Work, lineup: Lineup) -> Items:
        tries = Tries(lineup, work, call, random=self._random)
        begin = first_to_speak if lineup.route.hedge else _first_to_answer
        while True:
            attempt, items = await begin(tries)
            call.depends(deployment=attempt.upstream.label, model=attempt.upstream.deployment.model)
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
