"""Work that goes on at a server after its first reply: looked after until it ends, or until there is no more time."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from typing import Any

import msgspec

from wainao.features.tools.engines.sending import Sending, Sent, placed
from wainao.features.tools.files import Files
from wainao.features.tools.jobs import Job, Jobs, Ways
from wainao.features.tools.openapi import Lasting, Outgoing, Seen, after_s, incoming, seen
from wainao.features.tools.store import Kept
from wainao.features.tools.types import Tool, ToolOutput
from wainao.kernel import Call, ConflictError, EngineError, UsageError, now_us
from wainao.store.egress import EgressDeniedError, origin
from wainao.types import Progress

FIRST_WAIT_S = 0.5
SHORTEST_WAIT_S, LONGEST_WAIT_S = 0.1, 60.0
LONGEST_TOLD_S = 600.0
"""However long a server says that there is nothing to see: it may be done earlier."""
SLOWER = 1.6
"""By how much longer each wait is than the one before, where the server names none."""
MOST_FAILURES = 20
"""Looks in a row that fail before the work is given up."""
ONE_LOOK_S = 30.0
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Replies that say nothing of the work itself."""


class Awaiting:
    """Only to the toolbox's own servers, and with GET alone: looking changes nothing there."""

    def __init__(self, sending: Sending, files: Files, jobs: Jobs) -> None:
        self._sending = sending
        self._files = files
        self._jobs = jobs

    async def begun(
        self, call: Call, box: Kept, tool: Tool, work: Lasting, ways: Ways, sent: Sent, *, until_s: float
    ) -> AsyncGenerator[Progress | ToolOutput, None]:
        """Follow what `call` began, by the first reply. Its output is the result, or else says which job will have it.

        When the call is cancelled, nobody looks any more, until somebody asks for the job.
        """
        first = incoming(tool, sent.status, sent.headers, sent.body)
        job = await self._jobs.begin(call, work, ways, wait_s=_wait_s(sent, 0)) if is_own(box, work.url) else None
        if job is None:
            yield replace(first, text=f"{first.text}\n{_NOT_FOLLOWED}")
            return
        ended = False
        try:
            async with aclosing(self.follow(call, box, tool, job, until_s=until_s)) as items:
                async for item in items:
                    ended = isinstance(item, ToolOutput)
                    yield item
        except BaseException:
            self._jobs.let_go(job, "unwatched")
            raise
        if not ended:
            self._jobs.let_go(job)
            yield ToolOutput(text=_GOES_ON.format(job=job.id), data=first.data, status=first.status, job=job.id)

    async def follow(
        self, call: Call, box: Kept, tool: Tool, job: Job, *, until_s: float
    ) -> AsyncGenerator[Progress | ToolOutput, None]:
        """How far it is, again and again, then what it gave; that is missing where there was no more time.

        The job is held by `call`, and ended here.
        """
        loop, progress, failures, looks = asyncio.get_running_loop(), job.progress, job.failures, 0
        wait_s = max(0.0, (job.due_us - now_us()) / 1e6)
        while loop.time() + wait_s < until_s:
            await asyncio.sleep(wait_s)
            looks += 1
            sent = await self._looked(call, box, job)
            failures = failures + 1 if sent is None else 0
            if failures > MOST_FAILURES or job.is_old:
                await self._lost(job, call)
            wait_s = _wait_s(sent, looks)
            if sent is not None:
                found = seen(job.work, sent.status, _json(sent))
                if found.state != "running":
                    yield await self._ended(call, box, tool, job, found, sent)
                    return
                before, progress = progress, _further(progress, found.progress)
                if progress != before:
                    yield progress
            await self._jobs.saw(job, progress, wait_s=wait_s, failures=failures)

    async def cancel(self, call: Call, box: Kept, job: Job) -> str:
        """Ask the server to end the work, where it is one that understands that; what it says to it.

        The address of a resource that merely says how far it is gets no DELETE: it may be what the work made.
        """
        if not job.work.can_end or not is_own(box, job.work.url):
            return ""
        named = job.work.kind == "named"
        asked = Outgoing(
            method="POST" if named else "DELETE",
            url=f"{job.work.url}:cancel" if named else job.work.url,
            headers={"accept": "application/json"},
            security=job.ways,
        )
        until_s = asyncio.get_running_loop().time() + ONE_LOOK_S
        async with self._sending.sent(call, box, asked, tool=job.tool, again=False, until_s=until_s) as sent:
            return f"HTTP {sent.status}"

    async def _looked(self, call: Call, box: Kept, job: Job) -> Sent | None:
        """What is told of the job; None where nothing is now, which may pass.

        Raises EgressDeniedError where it is told elsewhere from now on: then its end is not for us to see.
        """
        try:
            sent = await self._got(call, box, job, job.work.url)
        except EngineError:
            return None
        except EgressDeniedError as error:
            await self._jobs.end(job, "lost", said=str(error)[:200])
            raise
        return None if sent.status in PASSING else sent

    async def _got(self, call: Call, box: Kept, job: Job, url: str) -> Sent:
        """The reply at `url`. Raises ConflictError where that is not at a server of the toolbox."""
        if not is_own(box, url):
            raise ConflictError(
                f"The work of {job.tool!r} is told of at {url.partition('?')[0]!r}, where {box.name!r} has no server "
                "any more. Expected one that it names. Take the toolbox back to the version that began the work."
            )
        asked = Outgoing(method="GET", url=url, headers={"accept": "application/json, */*;q=0.5"}, security=job.ways)
        until_s = asyncio.get_running_loop().time() + ONE_LOOK_S
        async with self._sending.sent(call, box, asked, tool=job.tool, again=True, until_s=until_s) as sent:
            return sent if sent.pieces is None else replace(sent, body=await sent.pieces.read(), pieces=None)

    async def _ended(self, call: Call, box: Kept, tool: Tool, job: Job, found: Seen, sent: Sent) -> ToolOutput:
        """What the work gave, fetched if it is elsewhere; on record as what came of the job."""
        elsewhere = found.url and not is_own(box, found.url)
        if found.url and not elsewhere:
            sent = await self._got(call, box, job, found.url)
        self._jobs.find(job.tenant, job.actor, job.id)  # erased, nothing of what it gave is kept
        body = sent.body if found.data is msgspec.UNSET else msgspec.json.encode(found.data)
        output = incoming(tool, sent.status, sent.headers, body)
        await self._files.keep_all(call, output.files, body)
        failed = output.failed or found.state == "failed"
        await self._jobs.end(job, "failed" if failed else "done", receipt=call.id)
        text = f"{output.text}\n{_ELSEWHERE}" if elsewhere else output.text
        return replace(output, text=text, failed=failed, job=job.id)

    async def _lost(self, job: Job, call: Call) -> None:
        await self._jobs.end(job, "lost", receipt=call.id)
        raise EngineError(
            f"The work of {job.tool!r} was lost sight of: {MOST_FAILURES} looks in a row failed, or it took more than "
            "a week. Expected its server to say how far it is. Ask the server's owner: it may have been done."
        )


_NOT_FOLLOWED = (
    "(It goes on at the server, and is not followed: its state is told of elsewhere than at the toolbox's own servers, "
    "or too many jobs are under way already.)"
)
_GOES_ON = (
    "It goes on at the server, as job {job}. Nothing has to be sent again: what it gives is kept, and can be fetched "
    "with 'wainao tools job {job}' (tools:job)."
)
_ELSEWHERE = "(What it gave is at a place that is none of the toolbox's own servers, and was not fetched.)"


def is_own(box: Kept, url: str) -> bool:
    """Whether that is an address at one of the toolbox's own servers."""
    try:
        return origin(url) in set(map(origin, placed(box).servers))
    except UsageError:
        return False


def _json(sent: Sent) -> Any:
    try:
        return msgspec.json.decode(sent.body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None


def _wait_s(sent: Sent | None, looks: int) -> float:
    """Until the next look: as the server says, else longer each time, and not all at once."""
    told = None if sent is None else after_s(sent.headers, now_s=time.time())
    if told is not None:
        return min(max(told, SHORTEST_WAIT_S), LONGEST_TOLD_S)
    return min(FIRST_WAIT_S * SLOWER**looks, LONGEST_WAIT_S) * random.uniform(0.8, 1.2)


def _further(before: Progress, now: Progress | None) -> Progress:
    """Where no number is told, it is the looks that are counted."""
    if now is not None and now.total is not None:
        return now
    return replace(before, done=before.done + (before.total is None), said=now.said if now else before.said)
