"""Telemetry: receipts as traces, for the collector that an operator names."""

from __future__ import annotations

from wainao.features.telemetry.settings import TelemetrySettings
from wainao.store.extension import Feature, Parts
from wainao.store.home import Home


def _open(home: Home, settings: TelemetrySettings) -> Parts:
    from wainao.features.telemetry.capabilities import parts

    return parts(home, settings)


feature = Feature(name="telemetry", open=_open, settings=TelemetrySettings)
