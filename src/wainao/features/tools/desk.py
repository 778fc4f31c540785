"""What the capabilities of this feature share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wainao.features.tools.bundle import Signing
from wainao.features.tools.credentials import Credentials
from wainao.features.tools.engines.awaiting import Awaiting
from wainao.features.tools.engines.http import HttpEngine
from wainao.features.tools.engines.mcp import McpEngine
from wainao.features.tools.evidence import Record
from wainao.features.tools.experience import Experience
from wainao.features.tools.files import Files
from wainao.features.tools.intake import Intake
from wainao.features.tools.jobs import Jobs
from wainao.features.tools.limits import Limits
from wainao.features.tools.proposing import Proposing
from wainao.features.tools.service import Toolboxes
from wainao.features.tools.settings import ToolsSettings
from wainao.features.tools.showing import Showing
from wainao.features.tools.signing_in import SigningIn
from wainao.features.tools.using import Using


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """`records` reads what the receipts say of a tenant's tools: of those that are wanted, out of so many calls."""

    boxes: Toolboxes
    intake: Intake
    credentials: Credentials
    limits: Limits
    jobs: Jobs
    awaiting: Awaiting
    files: Files
    showing: Showing
    signing: Signing
    signing_in: SigningIn
    experience: Experience
    records: Callable[[str, Callable[[str], bool], int], dict[str, Record]]
    http: HttpEngine
    mcp: McpEngine
    proposing: Proposing
    using: Using
    settings: ToolsSettings
