"""Tools of an OpenAPI description: one HTTP request each, and what comes of it, at once, in pieces or in the end."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable, Mapping
from contextlib import aclosing
from dataclasses import replace

from wainao.features.tools.engines.awaiting import Awaiting
from wainao.features.tools.engines.sending import Sending, Sent, placed
from wainao.features.tools.files import Files
from wainao.features.tools.leaving.gate import Departure, Leaving
from wainao.features.tools.openapi import (
    Outgoing,
    Pieces,
    SentFile,
    begun,
    files_in,
    following,
    gathered,
    incoming,
    outgoing,
)
from wainao.features.tools.store import Kept
from wainao.features.tools.types import Tool, ToolOutput
from wainao.kernel import Call
from wainao.types import Delta, Progress

EFFECT = "idempotency-key"


class HttpEngine:
    def __init__(self, sending: Sending, files: Files, awaiting: Awaiting, leaving: Leaving) -> None:
        self._sending = sending
        self._files = files
        self._awaiting = awaiting
        self._leaving = leaving

    async def call(self, call: Call, box: Kept, tool: Tool) -> AsyncGenerator[Delta | Progress | ToolOutput, None]:
        """Pieces of a reply while they come, how far work is that takes longer, then what the tool gave."""
        arguments = call.input.arguments
        asked = self.prepared(call, box, tool, arguments)
        lets_in = any(asked.security)
        await self._leaving.values(
            call, Departure(url=asked.url, arguments=arguments, schema=tool.input, lets_in=lets_in)
        )
        if tool.risk != "read":
            # Where the other side knows the header, the same effect asked for twice on the way is one effect.
            asked = replace(asked, headers={**asked.headers, EFFECT: call.id})
        # A GET that does more than read is not what its method says: it is not repeated either.
        again = tool.risk == "read" or (tool.idempotent and asked.method in ("PUT", "DELETE"))
        until_s = self._sending.until_s(call)
        async with self._sending.sent(call, box, asked, tool=call.spec.name, again=again, until_s=until_s) as sent:
            if sent.pieces is not None:
                async with aclosing(self._gathered(call, tool, sent)) as pieces:
                    async for piece in pieces:
                        yield piece
                return
        output = incoming(tool, sent.status, sent.headers, sent.body)
        work = None if output.failed else begun(asked, sent.status, sent.headers, output.data, again=again)
        if work is not None:
            async with aclosing(
                self._awaiting.begun(call, box, tool, work, asked.security, sent, until_s=until_s)
            ) as items:
                async for item in items:
                    yield item
            return
        await self._files.keep_all(call, output.files, sent.body)
        yield replace(output, following=following(tool, arguments, asked.url, sent.headers, output.data))

    def prepared(self, call: Call, box: Kept, tool: Tool, arguments: Mapping[str, object]) -> Outgoing:
        """The request as it would be sent, without what lets it in. Files that it takes are the actor's own."""
        return outgoing(placed(box), tool, arguments, files=self._taken(call, files_in(tool, arguments)))

    async def _gathered(self, call: Call, tool: Tool, sent: Sent) -> AsyncGenerator[Delta | ToolOutput, None]:
        """Each piece as it comes, then all of them."""
        assert sent.pieces is not None
        pieces, told, body = Pieces(sent.media_type), list[str](), bytearray()
        async for chunk in sent.pieces.chunks():
            body += chunk
            for piece in pieces.push(chunk):
                told.append(piece)
                yield Delta(text=f"{piece}\n")
        for piece in pieces.end():
            told.append(piece)
            yield Delta(text=f"{piece}\n")
        output = gathered(tool, sent.status, sent.headers, bytes(body), told)
        await self._files.keep_all(call, output.files, bytes(body))
        yield output

    def _taken(self, call: Call, digests: Iterable[str]) -> dict[str, SentFile]:
        kept = [self._files.read(digest, tenant=call.actor.tenant, actor=call.actor.id) for digest in digests]
        return {
            one.file.digest: SentFile(data=one.data, media_type=one.file.media_type, name=one.file.name or "file")
            for one in kept
        }
