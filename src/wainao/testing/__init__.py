"""What we test with, for your tests too: ports in memory, a home that cleans up, a model server made of a script.

The pytest plugin `wainao.testing.plugin` brings the fixtures: `pytest_plugins = ["wainao.testing.plugin"]`.
"""

from wainao.testing.ports import (
    FixedCorrections,
    InMemoryApprovals,
    InMemoryMeter,
    InMemoryReceipts,
    in_memory_ports,
)

__all__ = ["FixedCorrections", "InMemoryApprovals", "InMemoryMeter", "InMemoryReceipts", "in_memory_ports"]
