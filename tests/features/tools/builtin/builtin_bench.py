"""The built-in tools behind a kernel, called by their names with plain values, as every face calls them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from wainao.app.wire import read_input
from wainao.features.tools import builtin
from wainao.features.tools.leaving.gate import Leaving
from wainao.features.tools.settings import ToolsSettings
from wainao.kernel import Kernel
from wainao.store.home import Home
from wainao.testing import in_memory_ports
from wainao.types import Actor, owner


class Bench:
    def __init__(self, home: Home, settings: ToolsSettings) -> None:
        self.capabilities = builtin.capabilities(home, settings, Leaving(settings))
        self.kernel = Kernel(in_memory_ports(), self.capabilities)

    def call(self, name: str, *, actor: Actor | None = None, tainted: bool = False, **fields: Any) -> Any:
        given = read_input(self.kernel.spec(name), fields)
        return asyncio.run(self.kernel.run(name, given, actor=actor or owner(), tainted=tainted)).output


@contextmanager
def bench(**settings: Any) -> Iterator[Bench]:
    with TemporaryDirectory() as folder:
        home = Home(Path(folder), durable=False)
        try:
            yield Bench(home, ToolsSettings(**settings))
        finally:
            home.close()
