"""What we test with, for your tests too: ports in memory, a server for a block, a model endpoint made of a script.

The pytest plugin `wainao.testing.plugin` brings fixtures: `pytest_plugins = ["wainao.testing.plugin"]`.
"""

from wainao.testing.model_server import ModelServer
from wainao.testing.ports import (
    FixedCorrections,
    InMemoryApprovals,
    InMemoryMeter,
    InMemoryReceipts,
    in_memory_ports,
)
from wainao.testing.said import Said
from wainao.testing.server import running

__all__ = [
    "FixedCorrections",
    "InMemoryApprovals",
    "InMemoryMeter",
    "InMemoryReceipts",
    "ModelServer",
    "Said",
    "in_memory_ports",
    "running",
]
