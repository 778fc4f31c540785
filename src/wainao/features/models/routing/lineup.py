"""The deployments of one route, for one kind of work, and which of them is asked next."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from hashlib import blake2b
from random import Random

from wainao.features.models.errors import RefusedError, StayError, TooLongError
from wainao.features.models.routing.needs import Needs
from wainao.features.models.routing.route import Route, Target
from wainao.features.models.routing.upstream import Upstream

_MASK = (1 << 64) - 1


class Option:
    """One deployment as one route sees it."""

    __slots__ = ("_conditions", "_seed", "order", "upstream", "weight")

    def __init__(self, upstream: Upstream, target: Target) -> None:
        self.upstream = upstream
        self.order = target.order
        self.weight = target.weight
        seed = blake2b(upstream.deployment.name.encode(), digest_size=16).digest()
        self._seed = int.from_bytes(seed[:8], "big"), int.from_bytes(seed[8:], "big") | 1
        self._conditions = _conditions(upstream, target)

    @property
    def is_plain(self) -> bool:
        """Whether it takes every request that may leave the house."""
        return not self._conditions

    def suits(self, needs: Needs) -> bool:
        if needs.stay and not self.upstream.deployment.is_here:
            return False
        for condition in self._conditions:  # noqa: SIM110  # all() of a generator costs twice as much
            if not condition(needs):
                return False
        return True

    def score(self, sticky: int | None, uniform: Callable[[], float]) -> float:
        """The highest of several scores wins, each as often as its weight says: at random, or always for one number.

        Weighted rendezvous hashing: when a deployment comes or goes, only what it takes or leaves moves.
        """
        chance = uniform() if sticky is None else _mixed(sticky, *self._seed)
        return self.weight / -math.log(chance or 1e-300)


class Lineup:
    """`options` are in the order in which they are asked; of one order, chance or what requests share decides."""

    def __init__(self, route: Route, options: Iterable[Option]) -> None:
        self.route = route
        self.name = route.name
        self.options = tuple(sorted(options, key=lambda option: option.order))
        self.tariffs = tuple(option.upstream.tariff for option in self.options)
        self._plain = all(option.is_plain for option in self.options)

    def suited(self, needs: Needs) -> Sequence[Option]:
        """Those that can do it at all, busy or not. Raises StayError, TooLongError or RefusedError if none can."""
        if self._plain and not needs.stay:
            return self.options
        found = [option for option in self.options if option.suits(needs)]
        if not found and self.options:
            raise self._nobody(needs)
        return found

    def shares(self, needs: Needs, *, draws: int) -> dict[Option, float]:
        """Which part of many requests like this goes to each option now."""
        suited = [option for option in self.options if option.suits(needs)]
        sticky, uniform = needs.sticks_to(self.route.sticky), Random(0).random
        drawn = Counter(
            pick(suited, skip=(), tokens=needs.tokens, sticky=sticky, uniform=uniform) for _ in range(draws)
        )
        return {option: count / draws for option, count in drawn.items() if option is not None}

    def _nobody(self, needs: Needs) -> RefusedError | StayError:
        here = [option for option in self.options if not needs.stay or option.upstream.deployment.is_here]
        if not here:
            return StayError(
                f"This request must stay here, and no deployment of the route {self.name!r} is here. Add one that is, "
                "or let the request go out."
            )
        contexts = [option.upstream.deployment.context_tokens for option in here]
        longest = max((tokens for tokens in contexts if tokens is not None), default=None)
        if None not in contexts and longest is not None and needs.longest > longest:
            return TooLongError(
                f"The request looks about {needs.longest} tokens long; the longest context of the route {self.name!r} "
                f"has {longest}. Send less, or add a deployment that takes more."
            )
        wanted = ", ".join(sorted(needs.takes)) or f"{needs.longest} tokens"
        return RefusedError(
            f"No deployment of the route {self.name!r} takes this request ({wanted}). Leave that out, or add one that "
            "does."
        )


def pick(
    options: Iterable[Option],
    *,
    skip: Collection[Option],
    tokens: int,
    sticky: int | None,
    uniform: Callable[[], float],
) -> Option | None:
    """The option to ask: of the lowest order that has any that may be asked now. None: there is none."""
    best: Option | None = None
    best_score = 0.0
    for option in options:
        if best is not None and option.order != best.order:
            break
        if option in skip or not option.upstream.available(tokens):
            continue
        if best is None:  # mostly there is one alone, and no need to draw
            best = option
            continue
        best_score = best_score or best.score(sticky, uniform)
        score = option.score(sticky, uniform)
        if score > best_score:
            best, best_score = option, score
    return best


def _conditions(upstream: Upstream, target: Target) -> tuple[Callable[[Needs], bool], ...]:
    found: list[Callable[[Needs], bool]] = []
    context = upstream.deployment.context_tokens
    if context is not None:
        found.append(lambda needs: needs.longest <= context)
    if upstream.deployment.takes is not None:
        taken = frozenset(upstream.deployment.takes)
        found.append(lambda needs: needs.takes <= taken)
    if target.takes:
        asked = frozenset(target.takes)
        found.append(lambda needs: asked <= needs.takes)
    if target.from_tokens is not None or target.up_to_tokens is not None:
        low, high = target.from_tokens or 0, target.up_to_tokens or math.inf
        found.append(lambda needs: low <= needs.longest <= high)
    if target.stay:
        found.append(lambda needs: needs.stay)
    return tuple(found)


def _mixed(number: int, one: int, other: int) -> float:
    """A number in [0, 1) that looks random, but is the same for the same three: the folded product of wyhash."""
    product = (number ^ one) * other
    return ((product ^ (product >> 64)) & _MASK) / (_MASK + 1)
