"""A house with scripted model servers: what the tests of deployments, routes and faults stand on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from wainao import Wainao
from wainao.kernel import Outcome
from wainao.testing import ModelServer
from wainao.testing.model_server import Script

KEY = "sk-canary-0123456789abcdef"


class House:
    """An open home, and servers that are its deployments: `house.serve("a", script)`."""

    def __init__(self, brain: Wainao, stack: ExitStack) -> None:
        self.brain = brain
        self.servers: dict[str, ModelServer] = {}
        self._stack = stack

    def serve(self, name: str, script: Script | list[Any] | None = None, **deployment: Any) -> ModelServer:
        """A deployment that answers by its own name, or by `script`."""
        server = self.servers[name] = self._stack.enter_context(ModelServer(script or [f"{name} says hello."]))
        self.add(name, server.url, **deployment)
        return server

    def add(self, name: str, url: str, **deployment: Any) -> int:
        given = {"name": name, "model": f"model-of-{name}", "base_url": url, **deployment}
        version: int = self.brain.call("deployments:add", **given).output.version
        return version

    def route(self, name: str, *targets: str | dict[str, Any], **more: Any) -> None:
        """Deployments, one after the other; or whole targets."""
        given = [
            {"deployment": one, "order": order} if isinstance(one, str) else one for order, one in enumerate(targets)
        ]
        self.brain.call("routes:set", name=name, targets=given, **more)

    def chat(self, model: str = "", text: str = "Hello?", **more: Any) -> Outcome:
        messages = more.pop("messages", [{"role": "user", "content": text}])
        return self.brain.call("models:chat", model=model, messages=messages, **more)

    def clear(self) -> None:
        """Take away all that was added; names begin with another version the next time."""
        for route in self.brain.call("routes:list").output.routes:
            if route.version:
                self.brain.call("routes:remove", name=route.name)
        for deployment in self.brain.call("deployments:list").output.deployments:
            if deployment.version:
                self.brain.call("deployments:remove", name=deployment.name)
        self.servers.clear()
        self._stack.close()

    def verdicts(self, receipt: str) -> list[tuple[str, str]]:
        """What the router did, in order: ("failed", "a@1: …")."""
        shown = self.brain.receipt(receipt).output
        return [(one.said, one.why) for one in shown.verdicts if one.by == "models:router"]

    def asked(self, name: str) -> int:
        """How many requests came to a server, but for its models."""
        return sum(not request.path.endswith("/models") for request in self.servers[name].received)


@contextmanager
def opened_house(home: Path, **settings: Any) -> Iterator[House]:
    with Wainao.open(home, **settings) as brain, ExitStack() as stack:
        yield House(brain, stack)
