"""One request of a toolbox on its way: let in at the last moment, paced as its server asks, tried again if harmless."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace

from wainao.features.tools.credentials import Credentials
from wainao.features.tools.oauth import Tokens
from wainao.features.tools.openapi import TOO_MANY, Outgoing, authorised, comes_in_pieces
from wainao.features.tools.rests import Rests
from wainao.features.tools.store import Kept
from wainao.features.tools.types import Toolbox
from wainao.features.tools.ways import Ways
from wainao.kernel import BusyError, Call
from wainao.store.egress import Reply, UnreachableError, origin
from wainao.types import Words

TRIES = 3
HOPS = 3
"""Redirects that are followed, to where the toolbox may be called and nowhere else."""
AGAIN = frozenset({TOO_MANY, 502, 503, 504})

_WAITED = Words("服务要求歇 {seconds} 秒", "its server asked for a rest of {seconds} s")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """A reply, whole but for one that comes in pieces: of that, `pieces` is what is still to come."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    pieces: Reply | None = None

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Sending:
    """`timeout_s` bounds a call with all its tries and waits."""

    def __init__(self, ways: Ways, credentials: Credentials, tokens: Tokens, rests: Rests, *, timeout_s: float) -> None:
        self._ways = ways
        self._credentials = credentials
        self._tokens = tokens
        self._rests = rests
        self._timeout_s = timeout_s

    def until_s(self, call: Call) -> float:
        """Until when a call may wait, on the clock of its loop: a little before the kernel ends it."""
        return min(asyncio.get_running_loop().time() + self._timeout_s, call.deadline - 1.0)

    @asynccontextmanager
    async def sent(
        self, call: Call, box: Kept, asked: Outgoing, *, tool: str, again: bool, until_s: float
    ) -> AsyncIterator[Sent]:
        """The reply to a request, which is sent once more, or twice, only if that does no harm (`again`).

        Raises BusyError where the server wants to be left alone for longer than there is time, CredentialError, and
        what `Egress` raises.
        """
        request = authorised(asked, placed(box), await self._secrets(call, box, asked))
        async with AsyncExitStack() as stack:
            for left in reversed(range(TRIES if again else 1)):
                await self._rested(call, tool, until_s)
                try:
                    sent = await self._tried(stack, request, until_s)
                except UnreachableError:
                    if not left:
                        raise
                    rest = None
                else:
                    rest = await self._rests.told(call, tool, sent.status, sent.headers)
                    if sent.status not in AGAIN or not left or not _fits(rest or 0.0, until_s):
                        if sent.status == TOO_MANY:
                            raise _busy(tool, rest)
                        yield sent
                        return
                    await stack.aclose()
                if rest is None:  # else the next try waits for as long as the server asked
                    await asyncio.sleep(random.uniform(0.1, 0.5) * (TRIES - left))

    async def _tried(self, stack: AsyncExitStack, request: Outgoing, until_s: float) -> Sent:
        left_s = max(0.1, until_s - asyncio.get_running_loop().time())
        reply = await stack.enter_async_context(
            self._ways.to([request.url]).send(
                request.method,
                request.url,
                headers=request.headers,
                content=request.body,
                redirects=HOPS if request.method in ("GET", "HEAD") else 0,
                limits=self._ways.limits(total_s=left_s),
            )
        )
        sent = Sent(status=reply.status, headers=reply.headers, body=b"")
        if sent.status < 300 and comes_in_pieces(sent.media_type):
            return replace(sent, pieces=reply)
        return replace(sent, body=await reply.read())

    async def _rested(self, call: Call, tool: str, until_s: float) -> None:
        """Wait until the tool may be called again."""
        rest = self._rests.left_s(call, tool)
        if not rest:
            return
        if not _fits(rest, until_s):
            raise _busy(tool, rest)
        call.noted("tool", "wait", _WAITED.filled(seconds=f"{rest:.1f}"))
        await asyncio.sleep(rest)

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


def placed(box: Kept) -> Toolbox:
    """The toolbox where an administrator said that it is, else where it says itself."""
    return replace(box.toolbox, servers=(box.server,)) if box.server else box.toolbox


def _fits(rest: float, until_s: float) -> bool:
    return asyncio.get_running_loop().time() + rest < until_s


def _busy(tool: str, rest: float | None) -> BusyError:
    when = "later" if rest is None else f"in {rest:.0f} s"
    return BusyError(
        f"The server of {tool!r} answers no more calls now (HTTP {TOO_MANY}, or its limit is used up), and nothing was "
        f"done. Expected room for one. Call again {when}, or have a limit set that keeps below its own: 'wainao tools "
        "limit'.",
        retry_after_s=rest,
    )
