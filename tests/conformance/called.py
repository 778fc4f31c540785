"""`python -m tests.conformance.called URL`: our client, doing what the official suite asks a client to do.

The suite says in MCP_CONFORMANCE_SCENARIO what it looks at. In every case our client does what it does anyhow: it takes
the server's tools in and calls them, with the arguments that the suite has for them. Where the server lets nobody in,
that is done as a person does it, by the capabilities of a home: add, sign in, add once more, call.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from contextlib import suppress
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

import httpx2

from wainao import Wainao
from wainao.features.tools import ways
from wainao.features.tools.mcp.answering import filled
from wainao.features.tools.mcp.asking import Asks
from wainao.features.tools.mcp.calling import called
from wainao.features.tools.mcp.errors import SignInError
from wainao.features.tools.mcp.listing import described
from wainao.features.tools.mcp.places import Remote, opened
from wainao.features.tools.mcp.questions import Question
from wainao.features.tools.types import Tool
from wainao.kernel import ConflictError
from wainao.store.egress import Egress, Routes
from wainao.store.egress.policy import Address
from wainao.store.egress.target import Target
from wainao.types import Json

SCENARIO = os.environ.get("MCP_CONFORMANCE_SCENARIO", "")
CONTEXT = json.loads(os.environ.get("MCP_CONFORMANCE_CONTEXT", "{}"))
REDIRECT = "http://localhost:3030/callback"
US = "https://conformance-test.local/client-metadata.json"
"""What the suite expects to hear of a client that is described by a document."""
PATIENCE = 2
"""How often a person signs in again for a call that wants more."""

ARGUMENTS: dict[str, Json] = {"add_numbers": {"a": 5, "b": 3}}


class Anywhere(Routes):
    """The suite's servers are all on this machine, at ports that nobody knows before."""

    def refuse_unknown(self, target: Target) -> None:
        pass

    def permitted(self, target: Target, found: Any) -> tuple[Address, ...]:
        return Routes(configured=frozenset((target.origin,))).permitted(target, found)


async def yes(question: Question) -> Json | None:
    return filled(question.schema or {})


def arguments_for(tool: Tool) -> Json:
    if tool.name in ARGUMENTS:
        return ARGUMENTS[tool.name]
    if "toolCalls" in CONTEXT:
        given = [call["arguments"] for call in CONTEXT["toolCalls"] if call["name"] == tool.how["name"]]
        return given[0] if given else {}
    return {}


async def main(url: str) -> None:
    egress = Egress(Anywhere())
    async with opened(Remote(url=url, egress=egress), asks=Asks(ask=yes)) as server:
        if SCENARIO == "initialize":
            return
        imported = await described(server, source=url)
        for tool in (tool for tool in imported.toolbox.tools if "name" in tool.how):  # the server's own
            await called(server, tool, arguments_for(tool))
    egress.close()


class Somebody:
    """A person with a browser, at a home."""

    def __init__(self, brain: Wainao, url: str) -> None:
        self._brain = brain
        self._source = {"source": url, "name": "box", "mcp": True}

    def use(self) -> None:
        tries = PATIENCE
        while self._add().needs and tries:  # again, should people sign in somewhere else by then
            self._sign_in()
            tries -= 1
        for tool in self._brain.call("tools:show", name="box").output.tools:
            self._call(tool.name)

    def _call(self, tool: str) -> None:
        """Where the server wants more than it was signed in for, sign in for that."""
        for left in reversed(range(PATIENCE + 1)):
            try:
                self._brain.call(tool)
                return
            except SignInError as error:
                if not left:
                    raise
                self._look_again()
                self._sign_in(error.scope)

    def _add(self) -> Any:
        try:
            return self._brain.call("tools:add", **self._source, accept=True).output
        except ConflictError:  # people sign in somewhere else now, and this person has heard that it is right
            self._brain.call("tools:remove", name="box")
            return self._brain.call("tools:add", **self._source).output

    def _look_again(self) -> None:
        """Where one signs in now, should that be somewhere else."""
        with suppress(SignInError):
            self._add()

    def _sign_in(self, scope: str = "") -> None:
        """The suite's pages have nothing to fill in: they lead straight back."""
        if "client_id" in CONTEXT:
            us = {name: CONTEXT[name] for name in ("client_id", "client_secret") if name in CONTEXT}
            self._brain.call("tools:credential", box="box", scheme="oauth", **us)
        given = {"box": "box", "scheme": "oauth", "redirect_uri": REDIRECT, "scopes": scope.split()}
        page = self._brain.call("tools:sign-in", **given).output.url
        back = httpx2.get(page, trust_env=False).headers["location"]
        self._brain.call("tools:signed-in", returned=back)


def by_a_person(url: str) -> None:
    ways.Routes = Anywhere  # type: ignore[misc]  # a home reaches the places that its settings name
    place = urlsplit(url)
    settings = {"private": [f"{place.scheme}://{place.netloc}"], "client_document": US}
    with TemporaryDirectory() as home, Wainao.open(home, tools=settings) as brain:
        Somebody(brain, url).use()


if __name__ == "__main__":
    if SCENARIO.startswith("auth/"):
        by_a_person(sys.argv[1])
    else:
        asyncio.run(main(sys.argv[1]))
