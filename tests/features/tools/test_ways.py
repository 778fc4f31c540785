"""The clients by which tools reach their places: kept for those in use, however many places there are."""

from __future__ import annotations

from contextlib import closing

from wainao.features.tools.settings import ToolsSettings
from wainao.features.tools.ways import MOST_WAYS, Ways


def test_a_way_in_use_is_kept_while_others_come_and_go():
    """Closing one breaks off whatever goes on there."""
    with closing(Ways(ToolsSettings())) as ways:
        used = ways.to(["https://busy.example/"])
        for number in range(2 * MOST_WAYS):
            ways.to([f"https://other-{number}.example/"])
            assert ways.to(["https://busy.example/"]) is used
