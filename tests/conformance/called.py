"""`python -m tests.conformance.called URL`: our client, doing what the official suite asks a client to do.

The suite says in MCP_CONFORMANCE_SCENARIO what it looks at. In every case our client does what it does anyhow: it takes
the server's tools in and calls them, with the arguments that the suite has for them.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2

from wainao.features.tools.mcp.answering import filled
from wainao.features.tools.mcp.asking import Asks
from wainao.features.tools.mcp.calling import called
from wainao.features.tools.mcp.listing import described
from wainao.features.tools.mcp.oauth import Kept, Person, Returned, signed_in
from wainao.features.tools.mcp.places import Remote, opened
from wainao.features.tools.mcp.questions import Question
from wainao.features.tools.types import Tool
from wainao.store.egress import Egress, Routes
from wainao.store.egress.policy import Address
from wainao.store.egress.target import Target
from wainao.types import Json

SCENARIO = os.environ.get("MCP_CONFORMANCE_SCENARIO", "")
CONTEXT = json.loads(os.environ.get("MCP_CONFORMANCE_CONTEXT", "{}"))
REDIRECT = "http://localhost:3030/callback"
US = "https://conformance-test.local/client-metadata.json"
"""What the suite expects to hear of a client that is described by a document."""

ARGUMENTS: dict[str, Json] = {"add_numbers": {"a": 5, "b": 3}}


class Anywhere(Routes):
    """The suite's servers are all on this machine, at ports that nobody knows before."""

    def refuse_unknown(self, target: Target) -> None:
        pass

    def permitted(self, target: Target, found: Any) -> tuple[Address, ...]:
        return Routes(configured=frozenset((target.origin,))).permitted(target, found)


class Remembered:
    """Tokens for as long as this runs."""

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}
        if "client_id" in CONTEXT:
            self._kept["client"] = json.dumps(
                {
                    "client_id": CONTEXT["client_id"],
                    "client_secret": CONTEXT.get("client_secret"),
                    "redirect_uris": [REDIRECT],
                    "token_endpoint_auth_method": "client_secret_basic",
                }
            )

    async def get(self, what: Kept) -> str | None:
        return self._kept.get(what)

    async def put(self, what: Kept, value: str) -> None:
        self._kept[what] = value


class Browser:
    """Follows a sign-in page to where it leads: the suite's has nothing to fill in."""

    def __init__(self) -> None:
        self._led_to = ""

    async def open(self, page: str) -> None:
        async with httpx2.AsyncClient(trust_env=False) as client:
            self._led_to = (await client.get(page)).headers["location"]

    async def back(self) -> Returned:
        told = parse_qs(urlsplit(self._led_to).query)
        return Returned(code=told["code"][0], state=told.get("state", [None])[0], issuer=told.get("iss", [None])[0])


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
    egress, browser = Egress(Anywhere()), Browser()
    person = Person(redirect=REDIRECT, open=browser.open, back=browser.back)
    auth = signed_in(url, Remembered(), person=person, us=US) if SCENARIO.startswith("auth/") else None
    async with opened(Remote(url=url, egress=egress, auth=auth), asks=Asks(ask=yes)) as server:
        if SCENARIO == "initialize":
            return
        imported = await described(server, source=url)
        for tool in (tool for tool in imported.toolbox.tools if "name" in tool.how):  # the server's own
            await called(server, tool, arguments_for(tool))
    egress.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
