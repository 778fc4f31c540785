"""What a budget is: who may use how much in which stretch of time; and what a call is told that it does not cover."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, get_args

from wainao.kernel import BudgetError, RateError, UnpricedError, UsageError
from wainao.types import Usage

Period = Literal["now", "minute", "day", "month", "total", "plan"]
"""now: at once, as long as a call lasts. minute: any 60 seconds. plan: a month's allowance, which a plan gives.

Days and months are calendar ones, in UTC.
"""

IfUnpriced = Literal["refuse", "count"]

MOST = 2**53 - 1
"""The largest amount: every JSON reader and every database holds it exactly."""

RATE_SECONDS = 60
_UNITS = ("calls", "tokens", "US dollars")
_MONEY = 2
_PER: dict[Period, str] = {
    "now": "at once",
    "minute": "per minute",
    "day": "per day",
    "month": "per month",
    "total": "in total",
    "plan": "per month by its plan",
}
_AT_ONCE_RETRY_S = 1.0
"""Nobody knows when a call under way will end."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Budget:
    """What a subject may use up in a period; None: as much as it likes.

    A subject is "actor:ann", "team:sales", "key:wk_3f9k2m7q", "tenant:local" or a `tool_subject`. Money is in
    millionths of a US dollar; tokens are input and output together. A call whose price nobody knows is refused where
    money has a limit; with `if_unpriced` "count" it may pass, and is counted apart.
    """

    subject: str
    period: Period
    calls: int | None = None
    tokens: int | None = None
    cost_microusd: int | None = None
    if_unpriced: IfUnpriced = "refuse"

    def __post_init__(self) -> None:
        if self.period not in get_args(Period):
            raise UsageError(f"There is no period {self.period!r}. Expected one of {', '.join(get_args(Period))}.")
        if self.if_unpriced not in get_args(IfUnpriced):
            raise UsageError(f"A call without a price cannot be met with {self.if_unpriced!r}. Say refuse or count.")
        if any(limit is not None and not 0 <= limit <= MOST for limit in self.limits):
            raise UsageError(f"A budget cannot be {self.limits!r}. Expected 0 to {MOST} each, or None for no limit.")
        if self.period == "now" and self.limits[1:] != (None, None):
            raise UsageError("Only calls can be under way at once. Give tokens and money another period than 'now'.")

    @property
    def limits(self) -> tuple[int | None, int | None, int | None]:
        return self.calls, self.tokens, self.cost_microusd


TOOL = "tool:"
"""How subjects begin that are no payers: what is called, whoever calls it."""


def tool_subject(name: str, *, tenant: str, actor: str | None = None) -> str:
    """A capability ("bank:pay"), or all of a kind ("bank"), as called by everybody together or by one `actor`.

    With "" for the actor it is each of them by itself. No name has one of the signs between the parts.

    >>> tool_subject("bank:pay", tenant="local"), tool_subject("bank", tenant="local", actor="ann")
    ('tool:bank:pay/local', 'tool:bank@ann/local')
    """
    return f"{TOOL}{name}{'' if actor is None else f'@{actor}'}/{tenant}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Amount:
    """What was used, or set aside. `unpriced` calls cost something that nobody knows, not counted in the money."""

    calls: int = 0
    tokens: int = 0
    cost_microusd: int = 0
    unpriced: int = 0

    @classmethod
    def of(cls, values: tuple[int, int, int, int]) -> Amount:
        calls, tokens, cost_microusd, unpriced = values
        return cls(calls=calls, tokens=tokens, cost_microusd=cost_microusd, unpriced=unpriced)

    @property
    def values(self) -> tuple[int, int, int, int]:
        return self.calls, self.tokens, self.cost_microusd, self.unpriced


@dataclass(frozen=True, kw_only=True, slots=True)
class Spent:
    """How much of a budget is used up in its period's present window, calls under way included at their estimate."""

    budget: Budget
    amount: Amount


def amount(usage: Usage, *, calls: int) -> Amount:
    return Amount(
        calls=calls,
        tokens=usage.input_tokens + usage.output_tokens,
        cost_microusd=usage.cost_microusd or 0,
        unpriced=int(usage.cost_microusd is None),
    )


def window(period: Period, now_s: float) -> str:
    """Under which name to count what is used now. A minute is counted by seconds, so that it can slide."""
    if period == "minute":
        return f"{int(now_s):012d}"
    if period in ("now", "total"):
        return period
    return datetime.fromtimestamp(now_s, UTC).strftime("%Y-%m-%d" if period == "day" else "%Y-%m")


def counting_seconds(now_s: float) -> tuple[str, str]:
    """The first and the last second that count in a minute: one more than sixty, so that no 60 seconds hold too much.

    Seconds to come are there where the clock was set back. Up to a minute of them counts, so that nobody gets more; all
    that was counted under a clock that went far wrong would keep everybody out until that time has come.
    """
    return window("minute", now_s - RATE_SECONDS), window("minute", now_s + RATE_SECONDS)


def refusal(budget: Budget, used: Amount, asked: Amount) -> int | None:
    """Which of the budget's limits does not cover the call: 0 calls, 1 tokens, 2 money. None: all do."""
    for place, limit in enumerate(budget.limits):
        if limit is not None and used.values[place] + asked.values[place] > limit:
            return place
    return None


def refused(budget: Budget, place: int, used: Amount, asked: Amount, *, retry_after_s: float | None) -> BudgetError:
    """What to tell the caller whom the limit at `place` stops. What others used of it is not theirs to know."""
    limit = _amount(place, budget.limits[place] or 0)
    is_own = budget.subject.startswith(("actor:", "key:"))
    if budget.period == "now":
        return RateError(
            f"{budget.subject!r} may have {limit} under way at once, and {'has' if is_own else 'there are'} as many. "
            "Wait until one has ended, or ask an administrator for more.",
            limit=f"{budget.subject}, {limit} at once",
            retry_after_s=_AT_ONCE_RETRY_S if budget.calls else None,
        )
    wait = "Ask for less" if retry_after_s is None else f"Wait {_time(retry_after_s)}"
    left = f", and {_amount(place, used.values[place])} are used up or set aside" if is_own else ""
    kind = RateError if budget.period == "minute" else BudgetError
    return kind(
        f"The budget of {budget.subject!r} ({limit} {_PER[budget.period]}) does not cover this call: it asks for "
        f"{_amount(place, asked.values[place])}{left}. {wait}, or ask an administrator for more.",
        limit=f"{budget.subject}, {limit} {_PER[budget.period]}",
        retry_after_s=retry_after_s,
    )


def refuse_unpriced(budget: Budget, asked: Amount, capability: str) -> None:
    """Raises UnpricedError: a limit in money that a call of unknown price may pass is none."""
    if asked.unpriced and budget.cost_microusd is not None and budget.if_unpriced == "refuse":
        raise UnpricedError(
            f"Nobody said what this call of {capability!r} costs, and {budget.subject!r} has a budget in money "
            f"({_PER[budget.period]}). Set the model's price (wainao prices set PROVIDER/MODEL --input USD --output "
            "USD), or let such calls pass with --if-unpriced count on the budget.",
            limit=f"{budget.subject}, {_amount(_MONEY, budget.cost_microusd)} {_PER[budget.period]}",
        )


def next_window_s(period: Period, now_s: float) -> float | None:
    """In how many seconds a calendar period begins anew; None: never."""
    now = datetime.fromtimestamp(now_s, UTC)
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if period == "day":
        return (today + timedelta(days=1) - now).total_seconds()
    if period in ("month", "plan"):
        return ((today.replace(day=1) + timedelta(days=32)).replace(day=1) - now).total_seconds()
    return None


def _amount(place: int, number: int) -> str:
    told = f"{number / 1_000_000:,.6f}".rstrip("0").rstrip(".") if place == _MONEY else f"{number:,}"
    return f"{told} {_UNITS[place]}"


def _time(seconds: float) -> str:
    for unit, length_s in (("days", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * length_s:
            return f"{seconds / length_s:.0f} {unit}"
    return f"{seconds:.0f} s"
