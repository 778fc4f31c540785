"""Tools of an OpenAPI description: one HTTP request each, with what lets it in put in at the last moment."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterable, Mapping
from dataclasses import replace

from wainao.features.tools.credentials import Credentials
from wainao.features.tools.files import Files
from wainao.features.tools.oauth import Tokens
from wainao.features.tools.openapi import Outgoing, SentFile, authorised, files_in, following, incoming, outgoing
from wainao.features.tools.store import Kept
from wainao.features.tools.types import Tool, Toolbox, ToolFile, ToolOutput
from wainao.features.tools.ways import Ways
from wainao.kernel import Call, EngineError
from wainao.store.egress import UnreachableError, origin

TRIES = 3
HOPS = 3
"""Redirects that are followed, to where the toolbox may be called and nowhere else."""
AGAIN = frozenset({429, 502, 503, 504})
LONGEST_WAIT_S = 5.0
EFFECT = "idempotency-key"


class HttpEngine:
    def __init__(self, ways: Ways, credentials: Credentials, files: Files, tokens: Tokens) -> None:
        self._ways = ways
        self._credentials = credentials
        self._files = files
        self._tokens = tokens

    async def call(self, call: Call, box: Kept, tool: Tool) -> ToolOutput:
        asked = self.prepared(call, box, tool, call.input.arguments)
        if tool.risk != "read":
            # Where the other side knows the header, the same effect asked for twice on the way is one effect.
            asked = replace(asked, headers={**asked.headers, EFFECT: call.id})
        request = authorised(asked, _placed(box), await self._secrets(call, box, asked))
        status, headers, body = await self._sent(request, again=tool.risk == "read" or tool.idempotent)
        output = incoming(tool, status, headers, body)
        for file in output.files:
            await self._keep(call, file, body)
        return replace(output, following=following(tool, call.input.arguments, asked.url, headers, output.data))

    def prepared(self, call: Call, box: Kept, tool: Tool, arguments: Mapping[str, object]) -> Outgoing:
        """The request as it would be sent, without what lets it in. Files that it takes are the actor's own."""
        return outgoing(_placed(box), tool, arguments, files=self._taken(call, files_in(tool, arguments)))

    async def _secrets(self, call: Call, box: Kept, asked: Outgoing) -> dict[str, str]:
        """What this actor has for the schemes that the request may be let in by."""
        held = self._credentials.of(
            tenant=call.actor.tenant, box=box.name, actor=call.actor.id, origin=origin(asked.url)
        )
        wanted = {scheme for way in asked.security for scheme in way}
        return {
            scheme: await self._tokens.told(call.actor, box, scheme, secret)
            for scheme, secret in held.items()
            if scheme in wanted
        }

    async def _keep(self, call: Call, file: ToolFile, body: bytes) -> None:
        await self._files.keep(
            body,
            tenant=call.actor.tenant,
            actor=call.actor.id,
            media_type=file.media_type,
            receipt=call.id,
            name=file.name,
        )

    def _taken(self, call: Call, digests: Iterable[str]) -> dict[str, SentFile]:
        kept = [self._files.read(digest, tenant=call.actor.tenant, actor=call.actor.id) for digest in digests]
        return {
            one.file.digest: SentFile(data=one.data, media_type=one.file.media_type, name=one.file.name or "file")
            for one in kept
        }

    async def _sent(self, request: Outgoing, *, again: bool) -> tuple[int, Mapping[str, str], bytes]:
        egress = self._ways.to([request.url])
        for left in reversed(range(TRIES if again else 1)):
            try:
                async with egress.send(
                    request.method,
                    request.url,
                    headers=request.headers,
                    content=request.body,
                    redirects=HOPS if request.method in ("GET", "HEAD") else 0,
                ) as reply:
                    if reply.status not in AGAIN or not left:
                        return reply.status, reply.headers, await reply.read()
                    wait_s = _wait_s(reply.headers)
            except UnreachableError:
                if not left:
                    raise
                wait_s = None
            await asyncio.sleep(wait_s if wait_s is not None else random.uniform(0.1, 0.5) * (TRIES - left))
        raise EngineError("unreachable: the last try returns or raises")


def _placed(box: Kept) -> Toolbox:
    """The toolbox where an administrator said that it is, else where it says itself."""
    return replace(box.toolbox, servers=(box.server,)) if box.server else box.toolbox


def _wait_s(headers: Mapping[str, str]) -> float | None:
    told = headers.get("retry-after", "")
    return min(float(told), LONGEST_WAIT_S) if told.isdigit() else None
