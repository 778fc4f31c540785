"""A deployment at work in this process: what reaches it, how it has been doing, how much it may still be asked."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from wainao.features.models.engines.backend import Backend, Closes
from wainao.features.models.errors import FormError, ModelBusyError
from wainao.features.models.routing.breaker import Breaker
from wainao.features.models.routing.deployment import Deployment
from wainao.features.models.routing.retries import RetryBudget
from wainao.features.models.routing.tariff import Tariff
from wainao.features.models.routing.times import Times
from wainao.features.models.routing.window import Window
from wainao.kernel import DeniedError, SettingsError, UsageError, WainaoError

Clock = Callable[[], float]


@dataclass(slots=True)
class Tally:
    """How its requests ended since this process began."""

    served: int = 0
    failed: int = 0
    busy: int = 0


class Upstream:
    """One version of one deployment. It lives as long as the process, so that what it learnt is not forgotten."""

    def __init__(
        self,
        deployment: Deployment,
        version: int,
        backend: Backend,
        tariff: Tariff,
        *,
        watch: Callable[[Upstream], None] = lambda _: None,
        clock: Clock = time.monotonic,
        random: Random | None = None,
    ) -> None:
        self.deployment = deployment
        self.version = version
        self.label = f"{deployment.name}@{version}"
        self.backend = backend
        self.clock = clock
        self.breaker = Breaker(clock=clock, random=random or Random())
        self.retries = RetryBudget(clock=clock)
        self.times = Times()
        self.tally = Tally()
        self.failure: WainaoError | None = None
        """What went wrong the last time, until something goes well."""
        self.in_flight = 0
        self.closed = False
        self._watch = watch
        self._concurrency = deployment.concurrency
        self.tariff = tariff
        self._windows = tuple(
            (Window(limit, clock=clock), by_tokens)
            for limit, by_tokens in ((deployment.requests_per_minute, False), (deployment.tokens_per_minute, True))
            if limit is not None
        )

    def available(self, tokens: int) -> bool:
        """Whether a request of so many tokens may be sent now."""
        concurrency = self._concurrency
        return (
            (concurrency is None or self.in_flight < concurrency)
            and self.breaker.lets_pass()
            and (not self._windows or self._has_room(tokens))
        )

    def _has_room(self, tokens: int) -> bool:
        for window, by_tokens in self._windows:  # noqa: SIM110  # all() of a generator costs twice as much
            if not window.room(tokens if by_tokens else 1):
                return False
        return True

    def available_in_s(self, tokens: int) -> float:
        """How long it will not be, as far as is known; 0.0 while that depends on requests under way."""
        waits = [window.room_in_s(tokens if by_tokens else 1) for window, by_tokens in self._windows]
        return max([self.breaker.ready_in_s(), *waits])

    def begin(self, tokens: int) -> bool:
        """A request is being sent; tells whether it is the breaker's trial."""
        self.in_flight += 1
        for window, by_tokens in self._windows:
            window.take(tokens if by_tokens else 1)
        return self.breaker.began()

    def ended(self, *, trial: bool) -> None:
        """By nobody's fault and to nobody's merit: the client left, or the request was wrong in itself."""
        self.in_flight -= 1
        self.breaker.gave_up(trial=trial)

    def succeeded(self, *, trial: bool) -> None:
        self.in_flight -= 1
        self.tally.served += 1
        self.failure = None
        self.breaker.succeeded(trial=trial)

    def failed(self, error: WainaoError, *, trial: bool) -> None:
        """Whose fault it was decides what comes of it: a rest, a pause, nothing."""
        if isinstance(error, (UsageError, FormError)):
            self.ended(trial=trial)
            return
        self.in_flight -= 1
        if isinstance(error, ModelBusyError):
            self.tally.busy += 1
            self.breaker.is_busy(trial=trial, retry_after_s=error.retry_after_s)
            return
        self.tally.failed += 1
        self.failure = error
        self.breaker.failed(trial=trial, hopeless=isinstance(error, (SettingsError, DeniedError)))
        self._watch(self)

    def close(self) -> None:
        """Let go of its connections; what watches over it ends."""
        self.closed = True
        if isinstance(self.backend, Closes):
            self.backend.close()
