"""Jobs that nobody looks after any more: their call had no more time, or its process died."""

from __future__ import annotations

import asyncio
import logging
from functools import partial

from wainao.features.tools.jobs import Job, Jobs
from wainao.kernel import NotFoundError, WainaoError
from wainao.kernel.capability import Governor
from wainao.store.actors import Actors
from wainao.store.home import Home
from wainao.store.rounds import rounds
from wainao.types import Actor, owner

FOLLOW = "tools:follow"
EVERY_S = 5.0
"""Before the first look, too: a command that ends at once begins nothing."""

AT_ONCE = 8
"""Jobs that a process looks after beside its calls."""

log = logging.getLogger("wainao.tools")


class Resuming:
    """All processes look; a job goes to the one that claims it, and is followed for the actor who began it."""

    def __init__(self, home: Home, jobs: Jobs) -> None:
        self._actors = Actors(home)
        self._jobs = jobs
        self._followed: dict[str, asyncio.Task[None]] = {}

    async def work(self, kernel: Governor) -> None:
        """Until this is cancelled, and then until what it follows has let go."""
        try:
            await rounds(partial(self._take_up, kernel), every_s=EVERY_S, what="Looking after jobs of tools", log=log)
        finally:
            for task in self._followed.values():
                task.cancel()
            await asyncio.gather(*self._followed.values(), return_exceptions=True)

    async def _take_up(self, kernel: Governor) -> None:
        for job in await asyncio.to_thread(self._jobs.due):
            if job.id not in self._followed and len(self._followed) < AT_ONCE:
                task = self._followed[job.id] = asyncio.create_task(self._follow(kernel, job))
                task.add_done_callback(partial(self._done, job.id))

    def _done(self, id: str, _: asyncio.Task[None]) -> None:
        del self._followed[id]

    async def _follow(self, kernel: Governor, job: Job) -> None:
        try:
            spec = kernel.spec(FOLLOW)
            await kernel.run(spec.name, spec.input(job=job.id), actor=self._actor(job))
        except WainaoError as error:
            await self._jobs.failed(job, str(error))
            log.warning("The job %s of %s was not followed: %s", job.id, job.tool, error)

    def _actor(self, job: Job) -> Actor:
        """Who began it, with what that one may do today. Raises NotFoundError for one who may do nothing any more."""
        if job.actor == owner().id:
            return owner()
        for listed in self._actors.all(tenant=job.tenant):
            if listed.actor.id == job.actor and not listed.disabled:
                return listed.actor
        raise NotFoundError(f"{job.actor!r} began the job {job.id!r} and is no actor any more. Let it in again.")
