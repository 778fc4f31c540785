"""Whom to ask next for one request, how long to wait first, and when to give up."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence
from random import Random

from wainao.features.models.errors import ModelBusyError, RefusedError, TooLongError
from wainao.features.models.routing.attempt import Attempt, Work
from wainao.features.models.routing.lineup import Lineup, Option, pick
from wainao.features.models.routing.retries import backoff_s
from wainao.kernel import Call, SettingsError, WainaoError
from wainao.store.egress import UnreachableError

PATIENCE_S = 10.0
"""How long a request waits for room, all its waits together, before it is told that there is none."""

LOOK_AGAIN_S = 0.025
"""How often to look whether a request that ended made room."""


class Tries:
    """One request's way along a lineup.

    A failure leads to another deployment at once. When all were tried, one that had no room or was not reached is asked
    again after a wait, if its retry budget allows: what else failed, waiting does not mend.
    """

    __slots__ = (
        "_again",
        "_begun",
        "_call",
        "_failure",
        "_options",
        "_random",
        "_sticky",
        "_tried",
        "_waited_s",
        "_work",
        "lineup",
    )

    def __init__(self, lineup: Lineup, work: Work, call: Call, *, random: Random) -> None:
        self.lineup = lineup
        self._options: Sequence[Option] = lineup.suited(work.needs)
        self._work = work
        self._call = call
        self._random = random
        self._sticky = work.needs.sticks_to(lineup.route.sticky) if len(self._options) > 1 else None
        self._tried: tuple[Option, ...] = ()
        self._again: tuple[Option, ...] = ()
        self._begun = 0
        self._waited_s = 0.0
        self._failure: WainaoError | None = None

    async def next(self) -> Attempt:
        """The next attempt, begun. Raises the last failure, or ModelBusyError, when nobody is left to ask."""
        while True:
            attempt = self.another()
            if attempt is not None:
                return attempt
            await self._wait()

    def another(self) -> Attempt | None:
        """An attempt at a deployment that this request has not tried, if one can be asked now."""
        option = pick(
            self._options,
            skip=self._tried,
            tokens=self._work.needs.tokens,
            sticky=self._sticky,
            uniform=self._random.random,
        )
        if option is None or self._begun >= self.lineup.route.attempts:
            return None
        if not self._begun:
            option.upstream.retries.earn()
        self._tried += (option,)
        self._begun += 1
        return Attempt(option.upstream, self._work, self._call, raced=self.lineup.route.hedge)

    def failed(self, attempt: Attempt, failure: WainaoError, *, others: bool = False) -> None:
        """Raises the failure if no other attempt can mend it; `others` are still under way."""
        self._failure = failure
        if isinstance(failure, (UnreachableError, ModelBusyError)):
            self._again += tuple(option for option in self._tried if option.upstream is attempt.upstream)
        elif isinstance(failure, TooLongError):
            self._only_longer_than(attempt)
        elif isinstance(failure, RefusedError):
            raise failure
        if not others and (self._begun >= self.lineup.route.attempts or not self._options):
            raise failure

    async def _wait(self) -> None:
        """Until one can be asked that was not yet, or one that failed again. Raises when that is too long."""
        tokens = self._work.needs.tokens
        fresh = [option for option in self._options if option not in self._tried]
        wait_s = min((option.upstream.available_in_s(tokens) for option in fresh), default=math.inf)
        again = min(self._again, key=lambda option: option.upstream.available_in_s(tokens), default=None)
        if again is not None:
            pause_s = max(again.upstream.available_in_s(tokens), backoff_s(self._begun - 1, self._random.uniform))
            if pause_s < wait_s and self._waited_s + pause_s <= PATIENCE_S and again.upstream.retries.spend():
                wait_s = pause_s
                self._tried = tuple(option for option in self._tried if option is not again)
                self._again = tuple(option for option in self._again if option is not again)
        wait_s = max(wait_s, LOOK_AGAIN_S)
        if self._waited_s + wait_s > PATIENCE_S:
            raise self._failure or self._no_room(wait_s)
        self._waited_s += wait_s
        await asyncio.sleep(wait_s)

    def _no_room(self, wait_s: float) -> WainaoError:
        """Why nobody can be asked: all are busy, or were sick, or need somebody to act."""
        upstreams = [option.upstream for option in self._options]
        states = "; ".join(
            f"{upstream.label}: {upstream.in_flight} under way"
            if upstream.failure is None
            else f"{upstream.label}: left alone since it failed ({upstream.failure})"
            for upstream in upstreams
        )
        told = f"No deployment of the route {self.lineup.name!r} can be asked now. {states or 'It has none'}."
        if upstreams and all(isinstance(upstream.failure, SettingsError) for upstream in upstreams):
            return SettingsError(f"{told} Correct what is wrong; a changed deployment is asked at once.")
        retry_after_s = wait_s if math.isfinite(wait_s) else None
        return ModelBusyError(f"{told} Try again later, or add another deployment.", retry_after_s=retry_after_s)

    def _only_longer_than(self, attempt: Attempt) -> None:
        """Whoever is left takes more than the one for which the request was too long, or does not say what it takes."""
        short = attempt.upstream.deployment.context_tokens
        self._options = [
            option
            for option in self._options
            if option.upstream is not attempt.upstream
            and (short is None or (option.upstream.deployment.context_tokens or math.inf) > short)
        ]
