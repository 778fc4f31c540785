"""What can be called: tools:*, one module for each kind of work."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from wainao.features.tools import builtin
from wainao.features.tools.bundle import Signing
from wainao.features.tools.capabilities import (
    boxes,
    browse,
    catalogues,
    credentials,
    files,
    risks,
    store,
    surfaces,
    use,
)
from wainao.features.tools.credentials import Credentials
from wainao.features.tools.desk import Desk
from wainao.features.tools.engines.http import HttpEngine
from wainao.features.tools.engines.mcp import McpEngine
from wainao.features.tools.evidence import Record, records
from wainao.features.tools.experience import Experience
from wainao.features.tools.files import Files
from wainao.features.tools.intake import Intake
from wainao.features.tools.mcp.answering import Answer
from wainao.features.tools.oauth import Tokens
from wainao.features.tools.proposing import Proposing
from wainao.features.tools.replaying import Replaying
from wainao.features.tools.service import Toolboxes
from wainao.features.tools.settings import ToolsSettings
from wainao.features.tools.shelf import Shelf
from wainao.features.tools.showing import Showing
from wainao.features.tools.signing_in import SigningIn
from wainao.features.tools.using import Using
from wainao.features.tools.ways import Ways
from wainao.store.extension import Parts
from wainao.store.home import Home


def parts(home: Home, settings: ToolsSettings) -> Parts:
    secrets, ways, files_ = Credentials(home), Ways(settings), Files(home)
    tokens = Tokens(ways, secrets)
    boxes_ = Toolboxes(home, secrets)
    experience = Experience(home)
    proposing = Proposing(home, boxes_, experience, settings)
    desk = Desk(
        boxes=boxes_,
        intake=Intake(settings),
        credentials=secrets,
        files=files_,
        showing=Showing(home),
        signing=Signing(home),
        records=partial(_records, home),
        signing_in=SigningIn(home, boxes_, secrets, tokens),
        http=HttpEngine(ways, secrets, files_, tokens),
        mcp=McpEngine(ways, secrets, tokens, settings),
        proposing=proposing,
        using=Using(proposing, experience),
        experience=experience,
        settings=settings,
    )
    modules = (boxes, browse, risks, surfaces, use, credentials, store, files, catalogues)
    return Parts(
        capabilities=(
            *(one for module in modules for one in module.capabilities(desk)),
            Answer(),
            *builtin.capabilities(home, settings),
        ),
        sources=(Shelf(home, {"openapi": desk.http, "mcp": desk.mcp}),),
        work=Replaying(desk.showing, hours=settings.replay_hours).work,
        close=ways.close,
    )


def _records(home: Home, tenant: str, is_wanted: Callable[[str], bool], most: int) -> dict[str, Record]:
    with home.database("state").read() as connection:
        return records(connection, tenant, is_wanted, most)
