"""How far sending is, for whoever watches the installation."""

from __future__ import annotations

from collections.abc import Iterator

from wainao.features.telemetry.store import Sent
from wainao.store.measure import Measure


def measures(sent: Sent) -> Iterator[Measure]:
    if (stand := sent.stand()) is None:
        return
    for name, help, value in (
        ("wainao_telemetry_behind_records", "Receipts that are still to be sent.", sent.size() - stand.position),
        ("wainao_telemetry_spans_total", "Spans that the collector took.", stand.spans),
        ("wainao_telemetry_refused_spans_total", "Spans that it would not take.", stand.refused),
        ("wainao_telemetry_failures", "Failures in a row.", stand.failures),
    ):
        yield Measure(name=name, help=help, value=value)
