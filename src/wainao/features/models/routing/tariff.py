"""What one deployment costs: by the price that it was given, or by the book's of the day."""

from __future__ import annotations

from collections.abc import Sequence

from wainao.features.models.prices import Price, PriceBook, Rates, Used
from wainao.features.models.routing.deployment import Deployment
from wainao.types import Usage

_ALWAYS = "1970-01-01"


class Tariff:
    """Without a price the cost is None, never 0."""

    def __init__(self, deployment: Deployment, book: PriceBook) -> None:
        self._book = book
        self._model = f"{deployment.provider}/{deployment.model}"
        self._rates: tuple[Price | None, Rates | None] = (None, None)
        self._own: Price | None = None
        if deployment.usd_per_million_in is not None or deployment.usd_per_million_out is not None:
            self._own = Price(
                model=self._model,
                since=_ALWAYS,
                usd_per_million_in=deployment.usd_per_million_in,
                usd_per_million_out=deployment.usd_per_million_out,
            )

    def usage(self, used: Used) -> Usage:
        """What was used, with its cost."""
        rates = self._now()
        return Usage(
            calls=used.calls,
            input_tokens=used.input_tokens + used.embedded_tokens,
            output_tokens=used.output_tokens,
            cost_microusd=None if rates is None else rates.cost_microusd(used),
        )

    def _now(self) -> Rates | None:
        price = self._own or self._book.price(self._model)
        known, rates = self._rates
        if price is not known:
            rates = None if price is None else Rates(price)
            self._rates = (price, rates)
        return rates


def dearest(tariffs: Sequence[Tariff], used: Used) -> Usage:
    """What it costs at most, whichever is chosen; the cost is None as soon as one of them has no price."""
    if len(tariffs) == 1:
        return tariffs[0].usage(used)
    usages = [tariff.usage(used) for tariff in tariffs]
    costs = [usage.cost_microusd for usage in usages]
    known = [cost for cost in costs if cost is not None]
    return Usage(
        calls=used.calls,
        input_tokens=used.input_tokens + used.embedded_tokens,
        output_tokens=used.output_tokens,
        cost_microusd=max(known) if known and len(known) == len(costs) else None,
    )
