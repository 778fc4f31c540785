"""What can be called: tools:*, one module for each kind of work."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from wainao.features.tools import builtin
from wainao.features.tools.bundle import Signing
from wainao.features.tools.capabilities import (
    boxes,
    browse,
    catalogues,
    credentials,
    descriptions,
    files,
    jobs,
    limits,
    results,
    risks,
    store,
    surfaces,
    use,
    vectors,
)
from wainao.features.tools.continuing import UseKeeper
from wainao.features.tools.credentials import Credentials
from wainao.features.tools.describing import DescriptionKeeper
from wainao.features.tools.desk import Desk
from wainao.features.tools.engines.awaiting import Awaiting
from wainao.features.tools.engines.http import HttpEngine
from wainao.features.tools.engines.mcp import McpEngine
from wainao.features.tools.engines.sending import Sending
from wainao.features.tools.evidence import Record, records
from wainao.features.tools.experience import Experience, ExperienceKeeper
from wainao.features.tools.files import Files
from wainao.features.tools.following import Following
from wainao.features.tools.intake import Intake
from wainao.features.tools.jobs import KEEPER as JOBS_KEEPER
from wainao.features.tools.jobs import Jobs
from wainao.features.tools.leaving.disclosing import Disclose
from wainao.features.tools.leaving.gate import Leaving
from wainao.features.tools.limits import Limits
from wainao.features.tools.mcp.answering import Answer
from wainao.features.tools.oauth import Tokens
from wainao.features.tools.proposing import Proposing
from wainao.features.tools.replaying import Replaying
from wainao.features.tools.rests import Rests
from wainao.features.tools.resuming import Resuming
from wainao.features.tools.service import Toolboxes
from wainao.features.tools.settings import ToolsSettings
from wainao.features.tools.shelf import Shelf
from wainao.features.tools.showing import KEEPERS as SHOWING_KEEPERS
from wainao.features.tools.showing import Showing
from wainao.features.tools.signing_in import SigningIn
from wainao.features.tools.using import Using
from wainao.features.tools.ways import Ways
from wainao.kernel.capability import Governor
from wainao.store.extension import Parts, Resource
from wainao.store.home import Home


class Work(Protocol):
    """Goes on by itself, beside what is called."""

    async def work(self, kernel: Governor) -> None: ...


_MODULES = (
    boxes,
    browse,
    risks,
    descriptions,
    surfaces,
    use,
    limits,
    jobs,
    results,
    credentials,
    store,
    files,
    catalogues,
    vectors,
)


def parts(home: Home, settings: ToolsSettings) -> Parts:
    secrets, ways, files_ = Credentials(home), Ways(settings), Files(home)
    tokens, jobs_ = Tokens(ways, secrets), Jobs(home)
    sending = Sending(ways, secrets, tokens, Rests(home), timeout_s=settings.timeout_s)
    awaiting = Awaiting(sending, files_, jobs_)
    boxes_, leaving = Toolboxes(home, secrets), Leaving(settings)
    experience = Experience(home)
    own = builtin.capabilities(home, settings, leaving)
    names = frozenset(one.spec.name for one in own)
    proposing = Proposing(home, boxes_, experience, settings, own=names)
    desk = Desk(
        boxes=boxes_,
        intake=Intake(settings),
        credentials=secrets,
        limits=Limits(home),
        jobs=jobs_,
        awaiting=awaiting,
        files=files_,
        showing=Showing(home),
        signing=Signing(home),
        records=partial(_records, home),
        signing_in=SigningIn(home, boxes_, secrets, tokens, document=settings.client_document),
        http=HttpEngine(sending, files_, awaiting, leaving),
        mcp=McpEngine(ways, secrets, files_, tokens, leaving, settings),
        proposing=proposing,
        using=Using(proposing, experience, leaving),
        experience=experience,
        settings=settings,
    )
    works = (
        Replaying(desk.showing, hours=settings.replay_hours),
        Resuming(home, jobs_),
        Following(proposing.embedding),
    )
    return Parts(
        capabilities=(
            *(one for module in _MODULES for one in module.capabilities(desk)),
            Answer(),
            Disclose(),
            *own,
        ),
        resources=(Resource(address="wainao://files/{digest}", capability="tools:file"),),
        keepers=(
            files_.keeper,
            *SHOWING_KEEPERS,
            JOBS_KEEPER,
            DescriptionKeeper(),
            ExperienceKeeper(name="requests", table="tools_experience", home=home),
            UseKeeper(),
        ),
        sources=(Shelf(home, {"openapi": desk.http, "mcp": desk.mcp}),),
        work=partial(_work, works),
        close=ways.close,
    )


async def _work(works: Sequence[Work], kernel: Governor) -> None:
    """What the feature does by itself, until this is cancelled."""
    await asyncio.gather(*(one.work(kernel) for one in works))


def _records(home: Home, tenant: str, is_wanted: Callable[[str], bool], most: int) -> dict[str, Record]:
    with home.database("state").read() as connection:
        return records(connection, tenant, is_wanted, most)
