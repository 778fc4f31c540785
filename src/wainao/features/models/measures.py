"""How deployments are doing in this process, for whoever watches the installation."""

from __future__ import annotations

from collections.abc import Iterator

from wainao.features.models.routing.table import Table
from wainao.store.measure import Measure

_OPEN = "Processes that leave this deployment alone, because it failed or is busy."
_IN_FLIGHT = "Requests under way at this deployment."


def measures(table: Table) -> Iterator[Measure]:
    for name, upstream in table.now().upstreams.items():
        labels = {"deployment": name}
        left_alone = int(not upstream.breaker.lets_pass())
        yield Measure(name="wainao_deployment_left_alone", help=_OPEN, labels=labels, value=left_alone)
        yield Measure(
            name="wainao_deployment_requests_in_progress", help=_IN_FLIGHT, labels=labels, value=upstream.in_flight
        )
