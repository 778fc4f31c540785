"""A route: the name that clients use for a model, and the deployments behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wainao.features.models.routing.deployment import check_name
from wainao.kernel import UsageError

DEFAULT = "default"
"""The route of requests that name none."""

WAINAO = "wainao"
"""What the gateway calls the knowledge base."""

Sticky = Literal["no", "session", "prefix"]

Trust = Literal["sureness", "weakest", "agreement", "form", "evidence"]
"""What an answer is judged by: how likely its words were on the average, or the least likely one; how many answers
agree; whether it has the form that was asked for; whether the evidence that the caller gave carries it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """One deployment of a route, or all that have the tag `tag`: exactly one of the two is given.

    Those of the lowest `order` are asked first, the others when none of these can; those of one order share the
    requests by `weight`. From `from_tokens` to `up_to_tokens` is how long a request must look, `takes` what must be in
    it, for it to go there; `stay`: only those that must stay here.
    """

    deployment: str = ""
    tag: str = ""
    weight: float = 1.0
    order: int = 0
    from_tokens: int | None = None
    up_to_tokens: int | None = None
    takes: tuple[str, ...] = ()
    stay: bool = False

    def __post_init__(self) -> None:
        if bool(self.deployment) == bool(self.tag):
            raise UsageError(
                f"A route's target has deployment = {self.deployment!r} and tag = {self.tag!r}. Give exactly one."
            )
        if not self.weight > 0:
            raise UsageError(f"weight = {self.weight!r}. Expected more than 0; leave out what is to get nothing.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Cascade:
    """Ask the route `near` first and keep its answer if it can be trusted; else ask the route `far`.

    An answer is kept when its trust (see `Trust`), between 0 and 1, is at least `threshold`; `routes:calibrate` finds
    one. For "agreement" the near model is asked `samples` times. For "evidence" the request has a list of texts as
    `more["evidence"]`, which is not sent on. Where a person corrected a question like it, the near model is not
    trusted.
    """

    near: str
    far: str
    by: Trust = "sureness"
    threshold: float = 0.8
    samples: int = 3

    def __post_init__(self) -> None:
        if self.near == self.far:
            raise UsageError(f"near and far are both {self.near!r}. Name two routes.")
        if not 0.0 <= self.threshold <= 1.0:
            raise UsageError(f"threshold = {self.threshold!r}. Expected 0 (keep every answer) to 1.")
        if not 2 <= self.samples <= 8:
            raise UsageError(f"samples = {self.samples!r}. Expected 2 to 8.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Caching:
    """Give the answer that an equal request got within the last `ttl_s` seconds; `entries` are kept for each tenant.

    With `similar`, requests whose last question is equal in the sense of corrections (width, case, politeness and
    number words may differ; a number, date, negation or name may not) count as equal, too.
    """

    ttl_s: float = 3600.0
    entries: int = 1_000
    similar: bool = False

    def __post_init__(self) -> None:
        if not self.ttl_s > 0 or not self.entries > 0:
            raise UsageError(
                f"{self.ttl_s = } and {self.entries = } must be more than 0. To cache nothing, leave it out."
            )


@dataclass(frozen=True, kw_only=True, slots=True)
class Route:
    """Either `targets` or a `cascade`.

    `attempts` is how often one request is tried in all. `sticky`: requests of one session, or with one beginning, go to
    one deployment as long as it is well. `hedge`: when the first word is late, another deployment is asked as well, and
    the slower of the two is left; `hedge_after_s` says when, by default at what is unusual for that deployment.
    """

    name: str
    targets: tuple[Target, ...] = ()
    cascade: Cascade | None = None
    attempts: int = 3
    sticky: Sticky = "session"
    hedge: bool = False
    hedge_after_s: float | None = None
    cache: Caching | None = None

    def __post_init__(self) -> None:
        check_name(self.name, "route")
        if self.name == WAINAO:
            raise UsageError(
                f"A route cannot be called {self.name!r}: that is the knowledge base. Choose another name."
            )
        if bool(self.targets) == bool(self.cascade):
            raise UsageError(f"The route {self.name!r} needs targets or a cascade, and not both.")
        if not 1 <= self.attempts <= 10:
            raise UsageError(f"attempts = {self.attempts!r}. Expected 1 to 10.")
        if self.hedge_after_s is not None and not self.hedge_after_s > 0:
            raise UsageError(f"hedge_after_s = {self.hedge_after_s!r}. Expected more than 0.")
